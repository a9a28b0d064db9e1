"""The words and numbers of the charts in English and in French, from one catalogue.

`labels.toml` holds every title, axis, caption and alternative text in both languages. Its
templates name values in braces, as in `str.format`; what may follow the colon:

======================  =================================================================
`{n}`                   a number as the language writes it, or a text as it is
`{share:percent}`       42% or 42 %
`{gini:.2f}`            two decimals
`{n:works}`             the number with a noun of the catalogue: 1 work, 2 works
`{n:words works}`       the same with numbers under ten spelt out: two works
`{units:de}`            French only: "de" or "d'" before the word
`{name:quoted}`         in the quotation marks of the language
`{issued:date}`         an ISO 8601 date in words
`{name:french}`         marked as French in Markdown and escaped: for texts of the corpus
======================  =================================================================
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from string import Formatter
from typing import Any

import pandas as pd

from biblioscope.language import LANGUAGES

NARROW = "\u202f"
"""The narrow no-break space that groups digits and stands before % in French."""
NONE = "\u2013"
"""What stands where there is no number."""

MARKDOWN = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_[]~$|"}

Words = str | Mapping[str, str]
"""A text for both languages, or one for each: `{"en": "…", "fr": "…"}`."""


@cache
def catalogue() -> dict[str, Any]:
    """Return the catalogue as `labels.toml` has it."""
    text = resources.files(__package__).joinpath("labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def capital(text: str) -> str:
    """Return a text with its first letter in upper case and the rest as it is.

    Examples
    --------
    >>> capital("études à l'INSET")
    "Études à l'INSET"
    """
    return text[:1].upper() + text[1:]


def number(value: float, language: str, digits: int | None = None) -> str:
    """Write a number as a language does: 1,234.5 or 1 234,5; where there is none, a dash.

    Parameters
    ----------
    value : float
    language : str
        "en" or "fr".
    digits : int, optional
        Decimals; without it none for a whole number and up to two for another.

    Examples
    --------
    >>> number(1234.5, "en"), number(1234.5, "fr").replace(NARROW, "_"), number(-2, "en")
    ('1,234.5', '1_234,5', '−2')
    >>> number(float("nan"), "en")
    '–'
    """
    if math.isnan(value):
        return NONE
    text = f"{value:,.{2 if digits is None else digits}f}"
    if digits is None:
        text = text.rstrip("0").rstrip(".")
    if float(text.replace(",", "")) == 0:
        text = text.removeprefix("-")
    if language == "fr":
        text = text.translate({ord(","): NARROW, ord("."): ","})
    return text.replace("-", "\u2212")


def percent(share: float, language: str, digits: int = 0) -> str:
    """Write a share (0 to 1) as a percentage: 42% or 42 %.

    Examples
    --------
    >>> percent(0.42, "en"), percent(0.125, "fr", 1).replace(NARROW, "_")
    ('42%', '12,5_%')
    """
    if math.isnan(share):
        return NONE
    return number(100 * share, language, digits) + ("%" if language == "en" else f"{NARROW}%")


def count(value: float, noun: str, language: str, *, words: bool = False) -> str:
    """Write a number with a noun of the catalogue, in the singular or the plural.

    Parameters
    ----------
    value : float
    noun : str
        A key of the catalogue's `nouns`, or "share": the value is then written as a percentage.
    language : str
    words : bool, default False
        Whether whole numbers from one to nine are spelt out.

    Raises
    ------
    ValueError
        Where the catalogue has no such noun; the message lists those it has.

    Examples
    --------
    >>> count(1, "works", "en"), count(3, "sources", "fr", words=True), count(0, "themes", "fr")
    ('1 work', 'trois sources', '0 thème')
    """
    if noun == "share":
        return percent(value, language)
    figure = number(value, language)
    spelt = catalogue()["numbers"]
    if words and value in range(1, 10):
        feminine = value == 1 and noun_entry(noun).get("feminine", False)
        figure = spelt["feminine_one"][language] if feminine else spelt[language][int(value) - 1]
    return f"{figure} {noun_form(noun, language, value)}"


def noun_entry(noun: str) -> dict[str, Any]:
    """Return what the catalogue says of a noun; ValueError where it does not know it."""
    nouns: dict[str, dict[str, Any]] = catalogue()["nouns"]
    if noun not in nouns:
        raise ValueError(f"labels.toml has no noun {noun!r}; it has {', '.join(sorted(nouns))}")
    return nouns[noun]


def noun_form(noun: str, language: str, value: float = 2) -> str:
    """Return the singular or plural of a noun: French counts 0 and 1.5 as singular.

    Examples
    --------
    >>> noun_form("works", "en", 0), noun_form("themes", "fr", 0)
    ('works', 'thème')
    """
    singular = abs(value) < 2 if language == "fr" else value == 1
    return str(noun_entry(noun)[language][0 if singular else 1])


def join(names: Sequence[str], language: str) -> str:
    """Join names as a sentence does.

    Examples
    --------
    >>> join(["2014", "2015", "2016"], "en"), join(["2015", "2016"], "fr")
    ('2014, 2015 and 2016', '2015 et 2016')
    """
    if len(names) < 2:
        return "".join(names)
    last = f" {catalogue()['and'][language]} "
    return ", ".join(names[:-1]) + last + names[-1]


def date(issued: str, language: str) -> str:
    """Write an ISO 8601 date of any precision in words.

    Examples
    --------
    >>> date("2016-10-14", "en"), date("2017-01-01", "fr"), date("2017-01", "fr")
    ('14 October 2016', '1er janvier 2017', 'janvier 2017')
    """
    year, *rest = issued.split("-")
    parts = [year]
    if rest:
        parts.insert(0, catalogue()["months"][language][int(rest[0]) - 1])
    if len(rest) > 1:
        day = int(rest[1])
        parts.insert(0, "1er" if (day, language) == (1, "fr") else str(day))
    return " ".join(parts)


def quoted(text: str, language: str) -> str:
    """Put a text in the quotation marks of a language; a bare number, such as a year, has none.

    Examples
    --------
    >>> quoted("Territoire", "en")
    '“Territoire”'
    """
    if text.isdigit():
        return text
    return f"“{text}”" if language == "en" else f"«\u00a0{text}\u00a0»"


def french(text: str) -> str:
    """Mark a French text in a Markdown sentence, so that it is read aloud as French.

    HTML and Markdown in the text are escaped.

    Examples
    --------
    >>> french("Actualités <sociales>")
    '<span lang="fr">Actualités &lt;sociales&gt;</span>'
    """
    return f'<span lang="fr">{escape(str(text)).translate(MARKDOWN)}</span>'


def literal(text: str) -> str:
    """Return a text as a template that says just that: its braces name nothing.

    Examples
    --------
    >>> Labels("en").fill(literal("Un {guide}"), {})
    'Un {guide}'
    """
    return text.replace("{", "{{").replace("}", "}}")


def elided(word: str) -> str:
    """Put the French "de" before a word.

    Examples
    --------
    >>> elided("auteurs"), elided("thèmes")
    ('d’auteurs', 'de thèmes')
    """
    return f"d’{word}" if word[:1].lower() in "aeiouyhàâéèêëîïôœûü" else f"de {word}"


def in_language(words: Words, language: str) -> str:
    """Choose the text for a language.

    Raises
    ------
    ValueError
        Where the texts are given by language and this one is missing.
    """
    if isinstance(words, str):
        return words
    if language not in words:
        raise ValueError(f"no {language!r} among the texts given for {', '.join(words)}: {words}")
    return words[language]


class _Filler(Formatter):
    """A formatter that writes numbers and nouns as a language does."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return self._text(value, format_spec)
        if format_spec == "percent":
            return percent(value, self.language)
        if format_spec.startswith("."):
            return number(value, self.language, int(format_spec[1:].removesuffix("f")))
        if format_spec == "year":
            return str(int(value))
        if format_spec:
            words = format_spec.startswith("words ")
            noun = format_spec.removeprefix("words ")
            return count(value, noun, self.language, words=words)
        return number(value, self.language)

    def _text(self, value: str, spec: str) -> str:
        forms = {
            "quoted": lambda: quoted(value, self.language),
            "de": lambda: elided(value),
            "french": lambda: french(value),
            "date": lambda: date(value, self.language),
        }
        return forms.get(spec, lambda: value)()


@dataclass(frozen=True)
class Labels:
    """The catalogue in one language.

    Raises
    ------
    ValueError
        Where the language is neither "en" nor "fr".
    """

    language: str

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language is {self.language!r}; there are {', '.join(LANGUAGES)}")

    def fill(self, template: str, values: Mapping[str, Any]) -> str:
        """Put values into a template; see the module for what may follow a colon.

        Raises
        ------
        ValueError
            Where the template names a value that there is not; the message lists those there are.

        Examples
        --------
        >>> Labels("en").fill("{n:words works} of {total}", {"n": 3, "total": 1200})
        'three works of 1,200'
        """
        try:
            return _Filler(self.language).vformat(template, (), values)
        except KeyError as missing:
            known = ", ".join(sorted(values))
            raise ValueError(f"no value {missing} for {template!r}; there are {known}") from None

    def text(self, key: str, /, **values: Any) -> str:
        r"""Return a text of the catalogue by its dotted key, filled with values.

        Examples
        --------
        >>> Labels("fr").text("caption.source", source="dossier, janvier 2017")
        'Source\xa0: dossier, janvier 2017.'
        """
        entry = catalogue()["texts"]
        for part in key.split("."):
            entry = entry[part]
        template = entry[self.language]
        if "by" in entry:
            template = template[0 if self._is_one(values[entry["by"]]) else 1]
        return self.fill(template, values)

    def _is_one(self, value: float) -> bool:
        return abs(value) < 2 if self.language == "fr" else value == 1

    def column(self, name: str) -> str:
        """Return how a column of a table is called in print; a name unknown stays as it is.

        Examples
        --------
        >>> Labels("en").column("share_sources"), Labels("fr").column("year")
        ('cumulative share of sources', 'année')
        """
        known = catalogue()["columns"].get(name)
        if known:
            return str(known[self.language])
        if name in catalogue()["nouns"]:
            return noun_form(name, self.language)
        return self.term(name)

    def header(self, name: str) -> str:
        """Return an English header of a table in the language; one unknown stays as it is.

        Examples
        --------
        >>> Labels("fr").header("from line"), Labels("en").header("from line")
        ('de la ligne', 'from line')
        """
        return name if self.language == "en" else str(catalogue()["headers"].get(name, name))

    def term(self, word: object) -> str:
        """Return how a word of a table is printed: types, fields and kinds in the language.

        Names, and whatever else the catalogue does not know, stay as they are.

        Examples
        --------
        >>> Labels("fr").term("article-journal"), Labels("fr").term("Vie sociale")
        ('article de périodique', 'Vie sociale')
        """
        known = catalogue()["terms"].get(str(word))
        return str(known[self.language]) if known else str(word)

    def table(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table whose columns are called as a stranger of this language reads them."""
        plain = [str(name) for name in table.columns]
        called = [self.column(name) for name in plain]
        # Two columns may not be called the same: then both keep their own names.
        names = [
            own if called.count(name) > 1 else name for own, name in zip(plain, called, strict=True)
        ]
        return table.set_axis(names, axis="columns").reset_index(drop=True)
