"""The lines of a dossier with what was read in them marked, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from biblioscope.reading import Document
from biblioscope.report.shown import as_html

FIELDS = {
    "title": ("title", "Title"),
    "authors": ("author", "Author, one mark for each"),
    "container_title": ("source", "Periodical of an article, host of a chapter"),
    "publisher": ("publisher", "Publisher"),
    "issued": ("date", "Date of publication"),
    "issue": ("issue", "Number of the issue"),
    "page": ("pages", "Range of pages"),
    "number_of_pages": ("total", "Number of pages"),
    "edition": ("edition", "Edition"),
    "urls": ("address", "Web address"),
    "abstract": ("abstract", "Abstract or excerpt"),
    "contents": ("contents", "Items of its table of contents"),
}
"""For each field the word that marks it, and what it is."""


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


def marked_line(line: str, marks: list[Mark]) -> str:
    """Return the HTML of a line; where fields overlap, the later one lies within.

    Examples
    --------
    >>> marked_line("A <b>", [Mark("title", 0, 1, True)])
    '<span class="field title"><i class="label">title</i>A</span> &lt;b&gt;'
    """
    cuts = sorted({0, len(line), *(m.start for m in marks), *(m.end for m in marks)})
    pieces = pairwise(cuts)
    return "".join(_piece(line, start, end, marks) for start, end in pieces)


def _piece(line: str, start: int, end: int, marks: list[Mark]) -> str:
    html = as_html(line[start:end])
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    for mark in sorted(over, key=lambda mark: (mark.start, -mark.end, mark.field), reverse=True):
        label = f'<i class="label">{FIELDS[mark.field][0]}</i>'
        said = label if mark.first and mark.start == start else ""
        html = f'<span class="field {mark.field}">{said}{html}</span>'
    return html
