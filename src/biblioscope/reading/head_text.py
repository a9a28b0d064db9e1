"""The words of a head with their places, and what the dossier taught of its sources."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from .details import Tail
from .knowledge import fold_source, folded, is_periodical_name
from .lines import Line
from .model import Author, Span
from .names import Named, read_names

SLASH_CUT = re.compile(r"\s/(?=\s|$)|^/\s")
COMMA = re.compile(r",\s+|\s[-–—]\s+")
EDGES = " \t\n/:;,–—-*|"


@dataclass
class Learned:
    """Names of sources that the same dossier prints where there is no doubt about them."""

    periodicals: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)

    def knows(self, name: str) -> bool:
        """Tell whether a name is that of a source."""
        plain = fold_source(name)
        return bool(plain) and (
            plain in self.periodicals
            or plain in self.publishers
            or plain in folded("periodicals")
            or plain in folded("publishers")
        )

    def is_periodical(self, name: str) -> bool:
        """Tell whether a name is that of a periodical."""
        return fold_source(name) in self.periodicals or is_periodical_name(name)


class HeadText:
    """The visible text of a head, its lines joined by line ends, with the map to the raw text."""

    def __init__(self, lines: list[Line]) -> None:
        seen = [line.words_map() for line in lines if line.text]
        self.text = "\n".join([each.text for each in seen])
        self.bold_at: list[int] = []
        self.line_starts: list[int] = []
        self._offsets = [each.offsets for each in seen]
        start = 0
        for each in seen:
            self.line_starts.append(start)
            self.bold_at += [start + at for at in each.bold_at]
            start += len(each.text) + 1

    @property
    def last_line(self) -> int:
        """Where the last line begins."""
        return self.line_starts[-1] if self.line_starts else 0

    def raw(self, start: int, end: int) -> Span:
        """Return the raw span of a stretch of the head."""
        line = bisect_right(self.line_starts, start) - 1
        first = self.line_starts[line]
        offsets = self._offsets[line]
        if end - first <= len(offsets):
            return (offsets[start - first], offsets[end - 1 - first] + 1)
        return (self._place(start), self._place(end - 1) + 1)

    def _place(self, at: int) -> int:
        """Return where a character stands in the raw text; a line end stands after its line."""
        line = bisect_right(self.line_starts, at) - 1
        offsets = self._offsets[line]
        within = at - self.line_starts[line]
        return offsets[within] if within < len(offsets) else offsets[-1] + 1

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch without separators at its ends."""
        piece = self.text[start:end].rstrip(EDGES)
        return start + len(piece) - len(piece.lstrip(EDGES)), start + len(piece)


@dataclass
class Head:
    """What a head says: stretches of its text, and the details."""

    words: HeadText
    title: tuple[int, int]
    authors: list[tuple[Author, int, int]]
    source: tuple[int, int] | None
    tail: Tail
    tail_at: int
    host: tuple[int, int] | None = None

    def printed(self, stretch: tuple[int, int] | None) -> str:
        """Return the words of a stretch, on one line."""
        return " ".join(self.words.text[stretch[0] : stretch[1]].split()) if stretch else ""


def names_in(words: HeadText, start: int, end: int) -> list[Named]:
    """Read the names in a stretch, with places in the whole head."""
    return [
        Named(n.author, n.start + start, n.end + start, n.text)
        for n in read_names(words.text[start:end])
    ]
