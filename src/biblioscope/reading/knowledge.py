"""What the reading knows of the world: small files of names and words, read once."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_DATA = files(__package__) / "data"
_ARTICLE = re.compile(r"\s*\((?:la|le|les|l['’])\)\s*$|^(?:la|le|les)\s+|^l['’]\s*", re.IGNORECASE)
_BRACKETED_ARTICLE = re.compile(r"\((?:la|le|les|l['’])\)$", re.IGNORECASE)
# The letters of French and its neighbours, and the marks of its texts; others are rare.
_PLAIN_LETTERS = str.maketrans(
    {c: unicodedata.normalize("NFKD", c)[0] for c in "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"}
    | {"œ": "oe", "æ": "ae"}
    | dict.fromkeys("«»“”‘’–—…•°", " ")
)
_LONGEST_LABEL = 40
_NOT_WORD = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return the words of a text without case, accents and punctuation.

    Examples
    --------
    >>> fold("Émissions de radio - conférences")
    'emissions de radio conferences'
    """
    plain = text.lower()
    if not plain.isascii():
        plain = plain.translate(_PLAIN_LETTERS)
        if not plain.isascii():
            plain = unicodedata.normalize("NFKD", plain)
            plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return _NOT_WORD.sub(" ", plain).strip()


@lru_cache(maxsize=20_000)
def fold_source(text: str) -> str:
    """Return the folded name of a source without its article, before or after.

    Examples
    --------
    >>> fold_source("Cahiers de l'actif (les)") == fold_source("Les cahiers de l'actif")
    True
    """
    if text[:1] in "lL " or ")" in text:
        text = _ARTICLE.sub("", text)
    return fold(text)


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the lines of a data file, without comments."""
    text = (_DATA / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and line[0] != "#")


@cache
def folded(name: str) -> frozenset[str]:
    """Return the lines of a data file, folded as names of sources are."""
    return frozenset(fold_source(line) for line in words(name))


@cache
def given_names() -> frozenset[str]:
    """Return common given names, folded."""
    return frozenset(fold(name) for line in words("given_names") for name in line.split())


@cache
def months() -> dict[str, int]:
    """Return the forms of the months' names."""
    return {row["form"]: int(row["month"]) for row in _rows("months")}


@cache
def list_headings() -> dict[str, str]:
    """Return the first words of list headings, folded, and the heading that each stands for."""
    return {row["word"]: row["heading"] for row in _rows("headings")}


def _rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file that has columns."""
    text = (_DATA / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def first_word(text: str) -> str:
    """Return the first word of a text, folded; most lines are told apart by it."""
    return _first_folded(text[:30].partition(" ")[0])


@lru_cache(maxsize=4096)
def _first_folded(word: str) -> str:
    words_ = fold(word).split()
    return words_[0] if words_ else ""


def list_heading(text: str) -> str | None:
    """Return the list heading that a line is, None where it is none.

    Every word of the line must be one that such headings are made of.

    Examples
    --------
    >>> list_heading("Emissions de radio - conférences en ligne"), list_heading("Articles 12")
    ('Emissions', None)
    """
    if first_word(text) not in list_headings():
        return None
    found = fold(text).split()
    if len(found) > 10:
        return None
    others = set(found[1:]) - folded("heading_fill") - list_headings().keys()
    return None if others else list_headings()[found[0]]


def is_note(text: str) -> bool:
    """Tell whether a line is a note of the catalogue: "ISBN …", "Mots-clés : …", "Consulté le …".

    Examples
    --------
    >>> [is_note(line) for line in ("Mots-clés : loisirs", "(consulté le 12 juin)", "Cote à part")]
    [True, True, False]
    """
    if first_word(text) not in by_first_word("notes"):
        return False
    if not _begins_with(fold(text[:_LONGEST_LABEL]), "notes"):
        return False
    return ":" in text[:_LONGEST_LABEL] or any(character.isdigit() for character in text)


@cache
def by_first_word(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of a data file by their first words, folded and with a space at the end."""
    lines = [fold(line) for line in words(name)]
    firsts = {line.partition(" ")[0] for line in lines}
    return {
        first: tuple(f"{line} " for line in lines if line.partition(" ")[0] == first)
        for first in firsts
    }


def _begins_with(plain: str, name: str) -> bool:
    """Tell whether a folded name begins with the words of a line of a data file."""
    lines = by_first_word(name).get(plain.partition(" ")[0])
    return lines is not None and f"{plain} ".startswith(lines)


def is_periodical_name(name: str) -> bool:
    """Tell whether a name is a known periodical or has the shape of one."""
    plain = fold_source(name)
    if plain in folded("periodicals"):
        return True
    if name[-1:] == ")" and _BRACKETED_ARTICLE.search(name):
        return True
    return _begins_with(plain, "periodical_words") and not is_publisher_name(name)


def is_publisher_name(name: str) -> bool:
    """Tell whether a name is a known publishing house or has the shape of one."""
    plain = fold_source(name)
    if plain in folded("publishers"):
        return True
    return not _publisher_words().isdisjoint(plain.split())


@cache
def _publisher_words() -> frozenset[str]:
    return frozenset(fold(word) for word in words("publisher_words"))


def is_institution_name(name: str) -> bool:
    """Tell whether a name has the shape of a public body, an association or a research group."""
    return _begins_with(fold_source(name), "institution_words")


def is_acronym(name: str) -> bool:
    """Tell whether a name is one word in capitals ("ODENORE", "CRFPE")."""
    return name.isupper() and " " not in name and len(name) > 2
