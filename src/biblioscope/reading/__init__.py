"""Reading dossiers: text to references, spans and doubts."""

from .decode import ReadingError, decode, read_text
from .model import (
    Author,
    Block,
    Contributor,
    Document,
    Doubt,
    Heading,
    Organisation,
    Person,
    Reference,
)
from .parse import parse
from .visible import visible

__all__ = [
    "Author",
    "Block",
    "Contributor",
    "Document",
    "Doubt",
    "Heading",
    "Organisation",
    "Person",
    "ReadingError",
    "Reference",
    "decode",
    "parse",
    "read_text",
    "visible",
]
