"""The lines of a dossier with what was read in them marked, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from biblioscope.reading import Document
from biblioscope.report.shown import as_html

FIELDS = (
    "title",
    "authors",
    "container_title",
    "publisher",
    "issued",
    "issue",
    "page",
    "number_of_pages",
    "edition",
    "urls",
    "abstract",
    "contents",
)
"""The fields that are marked, in the order of the legend."""


@dataclass(frozen=True)
class Mark:
    """A stretch of one line that belongs to a field; `first` where the field's piece begins."""

    field: str
    start: int
    end: int
    first: bool


def marks_by_line(document: Document, lines: tuple[str, ...]) -> dict[int, list[Mark]]:
    """Return the marks of each line, by its number from 1; offsets are within the line."""
    starts = list(_line_starts(document.text))
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for reference in document.references:
        for field, spans in reference.spans.items():
            for start, end in spans:
                for number in range(document.line_of(start), document.line_of(end - 1) + 1):
                    at = starts[number - 1]
                    left, right = max(start - at, 0), min(end - at, len(lines[number - 1]))
                    if left < right:
                        found[number].append(Mark(field, left, right, start >= at))
    return found


def _line_starts(text: str) -> Iterator[int]:
    at = 0
    for line in text.split("\n"):
        yield at
        at += len(line) + 1


def marked_line(line: str, marks: list[Mark], labels: Mapping[str, str]) -> str:
    """Return the HTML of a line; where fields overlap, the later one lies within.

    `labels` has for each field the word that marks it.

    Examples
    --------
    >>> marked_line("A <b>", [Mark("title", 0, 1, True)], {"title": "title"})
    '<span class="field title"><i class="label">title</i>A</span> &lt;b&gt;'
    """
    cuts = sorted({0, len(line), *(m.start for m in marks), *(m.end for m in marks)})
    pieces = pairwise(cuts)
    return "".join(_piece(line[start:end], start, marks, labels) for start, end in pieces)


def _piece(text: str, start: int, marks: list[Mark], labels: Mapping[str, str]) -> str:
    html, end = as_html(text), start + len(text)
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    for mark in sorted(over, key=lambda mark: (mark.start, -mark.end, mark.field), reverse=True):
        label = f'<i class="label">{labels[mark.field]}</i>'
        said = label if mark.first and mark.start == start else ""
        html = f'<span class="field {mark.field}">{said}{html}</span>'
    return html
