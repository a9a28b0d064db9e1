"""Biblioscope turns an annotated bibliography into evidence.

>>> from biblioscope import load_corpus
>>> corpus = load_corpus()
>>> corpus.references[["title", "year"]].shape[1]
2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .corpus import Corpus, load_corpus
    from .reading import parse

__version__ = "0.1.0"
__all__ = ["Corpus", "load_corpus", "parse"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that the command line does not wait for pandas."""
    if name in ("Corpus", "load_corpus"):
        from . import corpus

        return getattr(corpus, name)
    if name == "parse":
        from .reading import parse

        return parse
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
