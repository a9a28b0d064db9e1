"""The dossier that the notebooks of a folder speak of, and the places in it that can be linked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from biblioscope.corpus import Dossier
from biblioscope.corpus.build import DOSSIER, load_dossier
from biblioscope.reading import Document, Reference, parse, read_text

PAGE = "dossier.html"


@dataclass(frozen=True)
class Source:
    """A dossier: what it says of itself, and its text as read."""

    dossier: Dossier
    document: Document

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text; LF ends a line, a CR before it belongs to the end."""
        lines = self.document.text.split("\n")
        kept = lines[:-1] if not lines[-1] and len(lines) > 1 else lines
        return tuple(line.removesuffix("\r") for line in kept)

    @cached_property
    def identifiers(self) -> frozenset[str]:
        """The names of its references."""
        return frozenset(map(identifier, self.document.references))

    def address(self, text: str, *, is_line: bool = False) -> str | None:
        """Return the address of a reference by its name, or of a line by its number.

        None where the dossier has no such place.
        """
        if text in self.identifiers:
            return f"{PAGE}#{text}"
        number = text.replace(",", "")
        if is_line and number.isascii() and number.isdigit() and len(number) < 10:
            return f"{PAGE}#l{int(number)}" if 1 <= int(number) <= len(self.lines) else None
        return None


def identifier(reference: Reference) -> str:
    """Return the name of a reference, as in the tables.

    >>> identifier(Reference(line_start=503, line_end=510))
    'L0503'
    """
    return f"L{reference.line_start:04d}"


def source_of(notebooks: Path) -> Source | None:
    """Return the dossier of the project whose notebooks are in a folder; None where there is none.

    It is the one that `data/dossier.toml` names, in the folder above.

    Raises
    ------
    BuildError, ReadingError
        Where there is one that cannot be read.
    """
    data = notebooks.resolve().parent / "data"
    if not (data / DOSSIER).is_file():
        return None
    dossier = load_dossier(data / DOSSIER)
    file = data / "raw" / dossier.file
    return Source(dossier, _read(file, file.stat().st_mtime_ns if file.exists() else 0))


@lru_cache(maxsize=2)
def _read(file: Path, changed: int) -> Document:
    """Read a dossier once, however many pages speak of it; `changed` is when it was written."""
    return parse(read_text(file))
