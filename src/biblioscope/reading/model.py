"""What a reading gives: a document, its blocks, its references and what was odd about them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Span = tuple[int, int]
BlockKind = Literal["front", "heading", "reference", "colophon", "noise"]
Level = Literal["chapter", "section", "list", "pointer", "caption"]


@dataclass(frozen=True)
class Person:
    """A person as credited: the family name in title case, the given name as printed."""

    family: str
    given: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the CSL form of the name."""
        return {"family": self.family, "given": self.given}


@dataclass(frozen=True)
class Organisation:
    """A body credited as author, under the name printed."""

    literal: str

    def to_dict(self) -> dict[str, str]:
        """Return the CSL form of the name."""
        return {"literal": self.literal}


Author = Person | Organisation


@dataclass(frozen=True)
class Contributor:
    """A person named under an item of the contents, and where: no author of the whole."""

    person: Person
    span: Span


@dataclass(frozen=True)
class Doubt:
    """A doubt about the source: a code for programs, a line and a sentence for people."""

    code: str
    line: int
    message: str

    def to_dict(self) -> dict[str, Any]:
        """Return the doubt as a JSON object."""
        return {"code": self.code, "line": self.line, "message": self.message}


@dataclass
class Reference:
    """One listed reference, with its fields as the reading rules define them.

    `spans` says where each field was read: character offsets into the text, one piece or more a
    field, in the order of its items. Lines are numbered from 1; LF ends a line. `contributors` is
    beside the fields: the reading rules leave these names out of the JSON object.
    """

    line_start: int
    line_end: int
    chapter: str | None = None
    section: str | None = None
    heading: str | None = None
    type: str = "webpage"
    title: str = ""
    authors: list[Author] = field(default_factory=list)
    container_title: str | None = None
    publisher: str | None = None
    issued: str | None = None
    issue: str | None = None
    page: str | None = None
    number_of_pages: int | None = None
    edition: str | None = None
    urls: list[str] = field(default_factory=list)
    abstract: str | None = None
    contents: list[str] = field(default_factory=list)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    warnings: list[Doubt] = field(default_factory=list)
    contributors: list[Contributor] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the reference as a JSON object, fields in the order of the reading rules."""
        plain = {name: getattr(self, name) for name in _PLAIN_FIELDS}
        plain["authors"] = [author.to_dict() for author in self.authors]
        plain["spans"] = {
            name: [list(span) for span in spans] for name, spans in self.spans.items()
        }
        plain["warnings"] = [warning.to_dict() for warning in self.warnings]
        return plain


_PLAIN_FIELDS = tuple(name for name in Reference.__dataclass_fields__ if name != "contributors")


@dataclass(frozen=True)
class Heading:
    """A heading: its level, the number or letter printed, its words, its line."""

    level: Level
    label: str | None
    title: str
    line: int


@dataclass(frozen=True)
class Block:
    """A stretch of the text, whole lines, of one kind."""

    kind: BlockKind
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Document:
    """A dossier as read: blocks that joined are the text, headings, references, doubts."""

    text: str
    blocks: list[Block]
    headings: list[Heading]
    references: list[Reference]
    warnings: list[Doubt] = field(default_factory=list)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line_of(self, offset: int) -> int:
        """Return the number, from 1, of the line that holds a character."""
        return bisect_right(self._line_starts, offset)

    def all_warnings(self) -> Iterator[Doubt]:
        """Yield the doubts about the document, then those about each reference, by line."""
        everywhere = [*self.warnings, *(w for r in self.references for w in r.warnings)]
        yield from sorted(everywhere, key=lambda warning: (warning.line, warning.code))
