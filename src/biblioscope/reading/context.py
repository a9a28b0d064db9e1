"""What the search for references looks at, again and again."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from .details import Tail
from .lines import Line
from .outline import Mark, Outline, is_link
from .source_line import source_tail


class Context:
    """Lines, headings and details; every look-up takes one step, however long the dossier."""

    def __init__(self, lines: list[Line], outline: Outline) -> None:
        self.lines = lines
        self.outline = outline
        self._tails: dict[int, Tail] = {}
        self.sources: dict[int, bool] = {}
        content = [
            line.index
            for line in lines[outline.first : outline.last]
            if line.text and not line.is_noise
        ]
        self._free = {
            line.index
            for line in lines
            if line.text and not (line.is_url or line.is_noise or line.index in outline.marks)
        }
        self._before = dict(zip(content[1:], content, strict=False))
        self._after = dict(pairwise(content))
        self.content = content
        self.in_force = _headings_in_force(outline)
        self.mark_lines = sorted(outline.marks)

    def tail(self, index: int) -> Tail:
        """Return the details at the end of a line, read once."""
        tail = self._tails.get(index)
        if tail is None:
            tail = self._tails[index] = source_tail(self.lines[index].text)
        return tail

    def free(self, index: int) -> bool:
        """Tell whether a line may be part of a head: words, no heading."""
        return index in self._free

    def before(self, index: int) -> int:
        """Return the last line before `index` that is neither blank nor noise; -1: none."""
        return self._before.get(index, -1)

    def after(self, index: int) -> int:
        """Return the first line after `index` that is neither blank nor noise; -1: none."""
        return self._after.get(index, -1)

    def headings(self, index: int) -> dict[str, Mark]:
        """Return chapter, section and list heading in force at a line."""
        at = bisect_left(self.mark_lines, index)
        return self.in_force[self.mark_lines[at - 1]] if at else {}

    def is_pointer(self, index: int) -> bool:
        """Tell whether a line is a link in a block of pointers to other dossiers."""
        if not is_link(self.lines[index]):
            return False
        mark = self.headings(index).get("list")
        return mark is not None and mark.level == "pointer"


def _headings_in_force(outline: Outline) -> dict[int, dict[str, Mark]]:
    """Return, for each heading's line, the headings in force after it."""
    after: dict[int, dict[str, Mark]] = {}
    now: dict[str, Mark] = {}
    for index in sorted(outline.marks):
        mark = outline.marks[index]
        if mark.level == "chapter":
            now = {"chapter": mark}
        elif mark.level == "section":
            now = {k: m for k, m in now.items() if k == "chapter"} | {"section": mark}
        else:
            now = now | {"list": mark}
        after[index] = now
    return after
