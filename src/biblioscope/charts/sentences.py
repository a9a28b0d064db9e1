"""Computed sentences: a finding in words, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
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
        The numbers and names. A text of the corpus needs `:french`, which also escapes it.

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
    text = Labels(language).fill(in_language(words, language), values)
    return Sentence(text=text, language=language)
