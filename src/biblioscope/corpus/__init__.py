"""The corpus: references and authority files in, tables out."""

from .authority import AuthorityError
from .build import BuildError, build_corpus
from .load import CorpusError, load_corpus
from .model import Corpus, Dossier
from .subjects import VocabularyError

__all__ = [
    "AuthorityError",
    "BuildError",
    "Corpus",
    "CorpusError",
    "Dossier",
    "VocabularyError",
    "build_corpus",
    "load_corpus",
]
