"""The words of the pages themselves, in the languages of the project, from one catalogue."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from biblioscope.language import LANGUAGES

Catalogue = dict[str, dict[str, str]]


@cache
def words_in(language: str) -> Catalogue:
    """Return the words of a language, by part of the report and name.

    A language that there is not gives those of English.

    Examples
    --------
    >>> words_in("fr")["page"]["next"]
    'Suivant'
    """
    known = language if language in LANGUAGES else LANGUAGES[0]
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    parts: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {
        part: {name: entry[known] for name, entry in entries.items()}
        for part, entries in parts.items()
    }


def number(value: int, language: str) -> str:
    """Write a whole number as a language does.

    >>> number(4042, "en"), number(4042, "fr") == "4\u202f042"
    ('4,042', True)
    """
    return f"{value:,}".replace(",", "\u202f") if language == "fr" else f"{value:,}"


def doubt_in(language: str, code: str, message: str) -> str | None:
    """Say in a language what the reader doubts; None where the catalogue cannot.

    >>> print(doubt_in("fr", "reversed-pages", "the pages run backwards: 9-3"))
    les pages vont à rebours\u00a0: 9-3
    """
    if language == LANGUAGES[0]:
        return message
    known = words_in(LANGUAGES[0])["doubts"].get(code)
    found = re.fullmatch(_pattern(known), message, re.DOTALL) if known else None
    # Its own way of filling in: what the dossier prints may have braces too.
    filled = words_in(language)["doubts"].get(code, "") if found else None
    for name, value in (found.groupdict() if found else {}).items():
        filled = value.join((filled or "").split(f"{{{name}}}"))
    return filled


def _pattern(template: str) -> str:
    """Return a pattern for what a template becomes."""
    names = r"\\{(\w+)\\}"
    return re.sub(names, r"(?P<\1>.*)", re.escape(template))
