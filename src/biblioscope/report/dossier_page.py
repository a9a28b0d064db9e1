"""The page of the dossier: its whole text, and what the program understood, in context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from biblioscope.charts.labels import Labels
from biblioscope.reading import Author, Doubt, Heading, Person, Reference
from biblioscope.report.exporter import BiblioscopeExporter
from biblioscope.report.marks import FIELDS, marked_line, marks_by_line
from biblioscope.report.shown import plain_text
from biblioscope.report.source import Source, identifier
from biblioscope.report.words import doubt_in, number, words_in

LEVELS = {"chapter": 3, "section": 4, "list": 5, "pointer": 5, "caption": 5}
ASIDE = ("front", "colophon", "noise")
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
    def aside(self) -> bool:
        """Whether a reader is told that the part is neither heading nor reference."""
        return self.kind in ASIDE and any(line.html.strip() for line in self.lines)


def render_dossier(source: Source, exporter: BiblioscopeExporter) -> str:
    """Return the page of a dossier.

    Every line `n` is at `#ln`, every reference at its name (`#L0503`). The text is shown to the
    letter, characters that nobody sees included, and nothing in it acts: addresses are words; the
    summary under a reference links to those that begin with http or https, and tells them nothing.
    """
    template = exporter.environment.get_template("dossier.html.j2")
    language, words = exporter.language_code, words_in(exporter.language_code)
    doubts = list(source.document.all_warnings())
    about = words["dossier"]["about"].format(
        lines=number(len(source.lines), language),
        references=number(len(source.document.references), language),
    )
    page = template.render(
        dossier=source.dossier,
        title=plain_text(source.dossier.title),
        fields=FIELDS,
        blocks=list(parts_of(source, language)),
        about=about,
        doubts=doubts,
        doubt_in=doubt_in,
        outline=_outline(source.document.headings),
        milestones=range(STEP, len(source.lines) + 1, STEP),
        resources={"language_code": language, "site_title": exporter.site_title},
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


def parts_of(source: Source, language: str = "en") -> Iterator[Part]:
    """Iterate over the parts of the text; their lines together are all of its lines."""
    words = words_in(language)
    document = source.document
    references = {reference.line_start: reference for reference in document.references}
    shown = iter(_shown_lines(source, words["fields"]))
    for block in document.blocks:
        first = document.line_of(block.start)
        last = min(document.line_of(block.end - 1), len(source.lines))
        lines = [next(shown) for _ in range(first, last + 1)]
        if block.kind == "reference":
            yield _part_of(references[first], lines, language)
        else:
            yield Part(block.kind, lines)


def _shown_lines(source: Source, labels: Mapping[str, str]) -> Iterator[ShownLine]:
    marks = marks_by_line(source.document, source.lines)
    levels = _levels(source.document.headings)
    doubts: defaultdict[int, list[Doubt]] = defaultdict(list)
    for doubt in source.document.all_warnings():
        doubts[doubt.line].append(doubt)
    for place, line in enumerate(source.lines, start=1):
        html = marked_line(line, marks.get(place, []), labels)
        yield ShownLine(place, html, levels.get(place), tuple(doubts[place]))


def _levels(headings: list[Heading]) -> dict[int, int]:
    """Return the level in HTML of each heading by its line; none is skipped."""
    levels: dict[int, int] = {}
    last = 2
    for heading in headings:
        last = min(LEVELS[heading.level], last + 1)
        levels[heading.line] = last
    return levels


def _part_of(reference: Reference, lines: list[ShownLine], language: str) -> Part:
    place = " ".join(filter(None, [reference.chapter, reference.section, reference.heading]))
    kinds = [
        Labels(language).term(reference.type),
        place and f"{words_in(language)['dossier']['in']} {place}",
    ]
    return Part(
        kind="reference",
        lines=lines,
        name=identifier(reference),
        title=plain_text(reference.title),
        summary=plain_text(", ".join(filter(None, kinds))),
        facts=list(_facts(reference, language)),
    )


def _facts(reference: Reference, language: str) -> Iterator[Fact]:
    """Iterate over the short fields of a reference, as understood, and the size of long ones."""
    words = words_in(language)
    called = words["says"] | words["facts"]
    yield Fact(called["type"], ((Labels(language).term(reference.type), None),))
    for name in FIELDS:
        values = _values(getattr(reference, name), name, language)
        if values:
            yield Fact(called[name], values)


def _values(value: Any, name: str, language: str) -> tuple[tuple[str, str | None], ...]:
    if not value:
        return ()
    said = words_in(language)["dossier"]
    if name == "abstract":
        return ((said["words"].format(n=number(len(value.split()), language)), None),)
    if name == "contents":
        return ((said["items"].format(n=number(len(value), language)), None),)
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
