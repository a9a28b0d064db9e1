"""The corpus: references and authority files in, tables out."""

from .authority import AuthorityError
from .build import BuildError, build_corpus, read_dossier
from .checks import check_corpus, field_shares
from .load import load_corpus
from .model import Corpus, Dossier
from .review import Candidate, review
from .schemas import CorpusError
from .subjects import VocabularyError

__all__ = [
    "AuthorityError",
    "BuildError",
    "Candidate",
    "Corpus",
    "CorpusError",
    "Dossier",
    "VocabularyError",
    "build_corpus",
    "check_corpus",
    "field_shares",
    "load_corpus",
    "read_dossier",
    "review",
]
