"""The languages that the project speaks, and the one that it speaks now."""

from __future__ import annotations

import os

LANGUAGES = ("en", "fr")
VARIABLE = "BIBLIOSCOPE_LANGUAGE"


def current_language() -> str:
    """Return the language of what notebooks show: `BIBLIOSCOPE_LANGUAGE`, else English.

    `biblioscope report --language fr` sets it for the notebooks that it runs.

    Raises
    ------
    ValueError
        Where it names a language that there is not.

    Examples
    --------
    >>> current_language()
    'en'
    """
    language = os.environ.get(VARIABLE) or LANGUAGES[0]
    if language not in LANGUAGES:
        raise ValueError(f"{VARIABLE} is {language!r}; there are {', '.join(LANGUAGES)}")
    return language


def either(en: str, fr: str) -> str:
    """Return what is said in the current language.

    Examples
    --------
    >>> either("no date", "sans date")
    'no date'
    """
    return fr if current_language() == "fr" else en
