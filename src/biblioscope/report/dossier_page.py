"""The page of the dossier: its whole text, and what the program understood, in context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from biblioscope.reading import Author, Doubt, Heading, Person, Reference
from biblioscope.report.exporter import BiblioscopeExporter
from biblioscope.report.marks import FIELDS, marked_line, marks_by_line
from biblioscope.report.shown import plain_text
from biblioscope.report.source import Source, identifier

LEVELS = {"chapter": 3, "section": 4, "list": 5, "pointer": 5, "caption": 5}
ASIDE = {"front": "Front matter", "colophon": "Colophon", "noise": "Passed over"}
STEP = 100


@dataclass(frozen=True)
class ShownLine:
    """A line as the page shows it; `level` is that of a heading, `html` is safe."""

    number: int
    html: str
    level: int | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A field as it was understood: its values, and for each the address that it links to."""

    name: str
    values: tuple[tuple[str, str | None], ...]


@dataclass
class Part:
    """Lines of one kind; those of a reference come with its name and what was understood."""

    kind: str
    lines: list[ShownLine] = field(default_factory=list)
    name: str | None = None
    title: str = ""
    summary: str = ""
    facts: list[Fact] = field(default_factory=list)

    @property
    def said(self) -> str | None:
        """What a reader is told of a part that is neither heading nor reference."""
        return ASIDE.get(self.kind) if any(line.html.strip() for line in self.lines) else None


def render_dossier(source: Source, exporter: BiblioscopeExporter) -> str:
    """Return the page of a dossier.

    Every line `n` is at `#ln`, every reference at its name (`#L0503`). The text is shown to the
    letter, characters that nobody sees included, and nothing in it acts: addresses are words; the
    summary under a reference links to those that begin with http or https, and tells them nothing.
    """
    template = exporter.environment.get_template("dossier.html.j2")
    doubts = list(source.document.all_warnings())
    page = template.render(
        dossier=source.dossier,
        title=plain_text(source.dossier.title),
        fields=FIELDS,
        blocks=list(parts_of(source)),
        doubts=doubts,
        outline=_outline(source.document.headings),
        milestones=range(STEP, len(source.lines) + 1, STEP),
        references=len(source.document.references),
        count=len(source.lines),
        resources={"language_code": exporter.language_code, "site_title": exporter.site_title},
    )
    return f"{page.strip()}\n"


def _outline(headings: list[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """Return the chapters, each with its sections."""
    chapters: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level == "chapter":
            chapters.append((heading, []))
        elif heading.level == "section" and chapters:
            chapters[-1][1].append(heading)
    return chapters


def parts_of(source: Source) -> Iterator[Part]:
    """Iterate over the parts of the text; their lines together are all of its lines."""
    document = source.document
    references = {reference.line_start: reference for reference in document.references}
    shown = iter(_shown_lines(source))
    for block in document.blocks:
        first = document.line_of(block.start)
        last = min(document.line_of(block.end - 1), len(source.lines))
        lines = [next(shown) for _ in range(first, last + 1)]
        if block.kind == "reference":
            yield _part_of(references[first], lines)
        else:
            yield Part(block.kind, lines)


def _shown_lines(source: Source) -> Iterator[ShownLine]:
    marks = marks_by_line(source.document, source.lines)
    levels = _levels(source.document.headings)
    doubts: defaultdict[int, list[Doubt]] = defaultdict(list)
    for doubt in source.document.all_warnings():
        doubts[doubt.line].append(doubt)
    for number, line in enumerate(source.lines, start=1):
        html = marked_line(line, marks.get(number, []))
        yield ShownLine(number, html, levels.get(number), tuple(doubts[number]))


def _levels(headings: list[Heading]) -> dict[int, int]:
    """Return the level in HTML of each heading by its line; none is skipped."""
    levels: dict[int, int] = {}
    last = 2
    for heading in headings:
        last = min(LEVELS[heading.level], last + 1)
        levels[heading.line] = last
    return levels


def _part_of(reference: Reference, lines: list[ShownLine]) -> Part:
    place = " ".join(filter(None, [reference.chapter, reference.section, reference.heading]))
    kinds = [reference.type, place and f"in {place}"]
    return Part(
        kind="reference",
        lines=lines,
        name=identifier(reference),
        title=plain_text(reference.title),
        summary=plain_text(", ".join(filter(None, kinds))),
        facts=list(_facts(reference)),
    )


def _facts(reference: Reference) -> Iterator[Fact]:
    """Iterate over the short fields of a reference, as understood, and the size of long ones."""
    yield Fact("type", ((reference.type, None),))
    for name, (_, words) in FIELDS.items():
        values = _values(getattr(reference, name), name)
        if values:
            yield Fact(words.split(",")[0] if name != "container_title" else "Source", values)


def _values(value: Any, name: str) -> tuple[tuple[str, str | None], ...]:
    if not value:
        return ()
    if name == "abstract":
        return ((f"{len(value.split()):,} words", None),)
    if name == "contents":
        return ((f"{len(value):,} items", None),)
    each = value if isinstance(value, list) else [value]
    return tuple((plain_text(_said(item)), _safe(item, name)) for item in each)


def _said(item: Author | str | int) -> str:
    if isinstance(item, Person):
        return f"{item.family} | {item.given}" if item.given else item.family
    return str(getattr(item, "literal", item))


def _safe(item: object, name: str) -> str | None:
    """Return an address that may be followed: of the web, and of it only."""
    address = plain_text(str(item))
    try:
        safe = urlsplit(address).scheme in {"http", "https"}
    except ValueError:
        return None
    return address if name == "urls" and safe else None
