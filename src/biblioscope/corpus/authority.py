"""What people decided on sources: the preferred names, their kinds and variants."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from biblioscope.corpus.keys import slug

KINDS = ("periodical", "publisher", "institution")
_COLUMNS = ("name", "kind", "variants", "note")


class AuthorityError(ValueError):
    """An authority file cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Source:
    """A periodical, a publisher or an institution: the preferred form of its name, and the rest.

    `row` is its row in the authority file, None where it has none.
    """

    name: str
    kind: str
    variants: tuple[str, ...] = ()
    row: int | None = field(default=None, compare=False)

    @property
    def source_id(self) -> str:
        """The key of the source: its preferred name as a key."""
        return slug(self.name)


def load_sources(path: Path) -> dict[str, Source]:
    """Return the sources of the authority file by every form of their names.

    Parameters
    ----------
    path
        A CSV file with the columns name, kind, variants (separated by "; ") and note.

    Raises
    ------
    AuthorityError
        Where the file is missing, a column is, a kind is unknown, or a name stands twice.
    """
    known: dict[str, Source] = {}
    for number, row in enumerate(read_rows(path, _COLUMNS), start=2):
        source = _source(row, path, number)
        for form in (source.name, *source.variants):
            if form in known:
                raise AuthorityError(f"{path}, row {number}: “{form}” stands in the file twice")
            known[form] = source
    return known


def read_rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Read the rows of an authority file, every value without the spaces around it.

    Raises
    ------
    AuthorityError
        Where the file cannot be read or has other columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            if tuple(reader.fieldnames or ()) != columns:
                raise AuthorityError(f"{path}, row 1: the columns must be {', '.join(columns)}")
            return [{name: (row[name] or "").strip() for name in columns} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise AuthorityError(f"{path}: cannot be read ({problem})") from None


def items(cell: str) -> tuple[str, ...]:
    """Return the items of a cell, which are separated by "; "."""
    return tuple(item.strip() for item in cell.split("; ") if item.strip())


def _source(row: dict[str, str], path: Path, number: int) -> Source:
    """Make a source of a row."""
    name, kind = row["name"], row["kind"]
    if not name:
        raise AuthorityError(f"{path}, row {number}: the name is empty")
    if kind not in KINDS:
        raise AuthorityError(f"{path}, row {number}: kind “{kind}” is none of {', '.join(KINDS)}")
    return Source(name, kind, items(row["variants"]), number)
