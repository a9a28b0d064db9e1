"""Computed sentences: a finding in words, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from biblioscope.language import current_language

from .labels import Labels, Words, in_language


@dataclass(frozen=True)
class Sentence:
    """A sentence in Markdown, as a notebook shows it."""

    text: str
    language: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/markdown": self.text, "text/plain": self.text}


def say(words: Words, *, language: str | None = None, **values: Any) -> Sentence:
    """Say something with its numbers, as the language writes them.

    Parameters
    ----------
    words : str or mapping
        Markdown, by language; names in braces stand for the values. What may follow their colon is
        that of the catalogue of the charts: `{share:percent}`, `{n:works}`, `{title:french}`.
    language : {"en", "fr"}, optional
        Without it, the one of `biblioscope.language.current_language`.
    **values
        The numbers and names. A text of the corpus needs `:french`, which also escapes it. Where
        one that the sentence names is missing (None or NaN), another is said: that there is too
        little to say more.

    Returns
    -------
    Sentence

    Raises
    ------
    ValueError
        Where a language or a value is missing.

    Examples
    --------
    >>> found = {"n": 1200, "share": 0.5}
    >>> say({"en": "{n:works}, {share:percent}", "fr": "{n:works}"}, language="en", **found).text
    '1,200 works, 50%'
    """
    language = language or current_language()
    labels, template = Labels(language), in_language(words, language)
    known = not _lacks(template, values)
    text = labels.fill(template, values) if known else labels.text("nothing.sentence")
    return Sentence(text=text, language=language)


def _lacks(template: str, values: Mapping[str, Any]) -> bool:
    """Tell whether a value that a template names is there, but missing."""
    formatter = Formatter()
    try:
        named = [
            formatter.get_field(field, (), values)[0]
            for _, field, _, _ in formatter.parse(template)
            if field
        ]
    except KeyError:
        return False  # a name that nobody gave: to be said by whoever fills
    return any(value is None or value != value for value in named)  # as only NaN is
