"""Where each reference begins and ends, and which of its first lines are its head.

Most references tell themselves by a source line (a name followed by a date, a number, pages).
The lines before it are the title and the authors. The rest have no source: laws, sites, pages
with an address of their own, links in pointer blocks, a title with its author alone.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from .context import Context
from .lines import Line, is_capitals
from .names import are_all_persons
from .other_heads import other_heads
from .outline import Mark, Outline
from .source_heads import source_heads


@dataclass
class Entry:
    """The lines of one reference (indices): its head, and all of it up to `end` (excluded)."""

    start: int
    head_end: int
    end: int
    headings: dict[str, Mark] = field(default_factory=dict)
    pointer: bool = False


def find_entries(lines: list[Line], outline: Outline) -> list[Entry]:
    """Return the references of a dossier, in order, as ranges of lines."""
    context = Context(lines, outline)
    heads = source_heads(context)
    heads.update(other_heads(context, heads))
    captions = _captions(context, heads)
    for index in captions:
        outline.marks[index] = Mark("caption", index, lines[index].text)
    return _entries(context, heads)


def _captions(context: Context, heads: dict[int, int]) -> list[int]:
    """Return the lines in capitals that stand right before a head and are part of none."""
    found = []
    taken = {i for start, end in heads.items() for i in range(start, end)}
    for start in heads:
        above = context.before(start)
        if above >= 0 and above not in taken and above not in context.outline.marks:
            line = context.lines[above]
            if line.plain and is_capitals(line.text) and not are_all_persons(line.text):
                found.append(above)
    return found


def _entries(context: Context, heads: dict[int, int]) -> list[Entry]:
    """Return the entries: each runs to the next head or heading."""
    starts = sorted(heads)
    bounds = sorted({*starts, *context.outline.marks, context.outline.last})
    lines = context.lines
    entries = []
    for start in starts:
        end = bounds[bisect_right(bounds, start)]
        while end > start + 1 and (lines[end - 1].blank or lines[end - 1].is_noise):
            end -= 1
        headings = context.headings(start)
        pointer = context.is_pointer(start)
        entries.append(Entry(start, min(heads[start], end), end, headings, pointer))
    return entries
