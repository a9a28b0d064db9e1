"""The data dictionary: every table and column, in one file, for all that speak of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column: what it means, and what its values must be."""

    name: str
    description: str
    type: str = "string"
    required: bool = False
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    loaded: bool = False


@dataclass(frozen=True)
class Link:
    """A foreign key: the values of a column are keys of another table."""

    column: str
    table: str
    key: str


@dataclass(frozen=True)
class Table:
    """A table: its sentence, its columns in order, its key and its links."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def stored(self) -> list[Column]:
        """The columns that the file has; the rest are worked out on loading."""
        return [column for column in self.columns if not column.loaded]


@cache
def dictionary() -> dict[str, Table]:
    """Return the tables by name, in the order in which they are written.

    Examples
    --------
    >>> [column.name for column in dictionary()["authors"].columns]
    ['author_id', 'kind', 'family', 'given', 'name']
    """
    text = resources.files(__package__).joinpath("dictionary.toml").read_text(encoding="utf-8")
    return {name: _table(name, said) for name, said in tomllib.loads(text).items()}


def _table(name: str, said: dict[str, Any]) -> Table:
    """Make a table of what the file says of it."""
    columns = tuple(
        Column(**{**column, "enum": tuple(column.get("enum", ()))}) for column in said["columns"]
    )
    links = tuple(Link(**link) for link in said["foreign_keys"])
    return Table(name, said["description"], columns, tuple(said["primary_key"]), links)


def column_rows(table: Table) -> list[str]:
    """Return the rows of a table's dictionary, as `data/README.md` prints them."""
    return [f"| `{column.name}` | {_sentence(column)} |" for column in table.columns]


def _sentence(column: Column) -> str:
    """Return what a column means, and whether it is only there on loading."""
    said = column.description
    return f"On loading: {said[0].lower()}{said[1:]}" if column.loaded else said
