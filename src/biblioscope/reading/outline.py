"""The frame of a dossier: front matter, chapters, sections, list headings, colophon, footers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from .details import peel
from .knowledge import by_first_word, first_word, fold, list_heading, list_headings, words
from .lines import Line, is_capitals
from .model import Heading, Level

_CHAPTER = re.compile(r"(?:(?:chapitre|partie)\s+)?(\d{1,2})\s*([/.)–—:-])\s*(?=\S)", re.IGNORECASE)
_SECTION = re.compile(r"([A-M])\s*([/.)–—:-])\s*(?=\S)")
_LINK_TO_NOWHERE = re.compile(r"\[[^\[\]\n]{1,400}\]\(#[^()\s]{0,100}\)")
_LINK = re.compile(
    r"(?:Et\s+)?\[[^\[\]\n]{1,400}\]\((?:#[^()\s]{0,100}|https?://[^()\s]{1,2000})\)[\s.*]*", re.I
)
_DIGITS = re.compile(r"\d+")
_LONGEST_HEADING = 220
_LONGEST_FOOTER = 120
_FOOTER_REPEATS = 3
_LONGEST_COLOPHON = 8
_FARTHEST_COLOPHON = 80
_LONGEST_FRONT = 250
_LEADERS = re.compile(r"\s*(?:\.\s?|…\s?|_){3,}\s*\d{0,3}\s*$|\s+\d{1,3}$")


@dataclass
class Mark:
    """A line that is a heading, with the number or letter printed and the words after it."""

    level: Level
    line: int
    title: str
    label: str | None = None


@dataclass
class Outline:
    """Where the front matter ends and the colophon begins (line indices), and the headings."""

    first: int
    last: int
    marks: dict[int, Mark] = field(default_factory=dict)

    def headings(self) -> list[Heading]:
        """Return the headings as a document gives them."""
        marks = sorted(self.marks.values(), key=lambda mark: mark.line)
        return [Heading(m.level, m.label, m.title, m.line + 1) for m in marks]


def find_outline(lines: list[Line]) -> Outline:
    """Find the frame; marks running headers and footers among the lines as noise."""
    chapters = _chapters(lines)
    _silence_footers(lines)
    first = chapters[0].line if chapters else _first_listing(lines)
    last = _colophon(lines, first)
    outline = Outline(first, last)
    chapters = [mark for mark in chapters if mark.line < last]
    for mark in chapters:
        outline.marks[mark.line] = mark
    for mark in _sections(lines, chapters, first, last):
        outline.marks.setdefault(mark.line, mark)
    for line in lines[first:last]:
        if line.text and line.index not in outline.marks and (listed := _list_mark(line)):
            outline.marks[line.index] = listed
    _pointer_labels(lines, outline)
    return outline


def _numbered(line: Line, pattern: re.Pattern[str]) -> tuple[str, str, str] | None:
    """Return number, separator and words of a line that looks like a numbered heading."""
    if line.is_url or line.is_noise or not line.text or len(line.text) > _LONGEST_HEADING:
        return None
    match = pattern.match(line.text)
    if not match or line.text[match.end()].isdigit():
        return None
    return match[1], match[2], line.text[match.end() :].strip()


def _chapters(lines: list[Line]) -> list[Mark]:
    """Return the chapter headings: numbered 1, 2, 3 …, with references between them.

    A table of contents is numbered too, but holds no source lines; its entries vouch for the
    headings that repeat their words.
    """
    candidates = [
        (line, *found)
        for line in lines
        if line.text[:1] in "0123456789cCpP" and (found := _numbered(line, _CHAPTER))
    ]
    candidates = [c for c in candidates if _is_isolated(lines, c[0]) or _has_hashes(c[0])]
    listed = _table_of_contents(lines, _CHAPTER)
    if len(listed) > 1:
        chain = _chain(candidates, lines, listed)
        if len(chain) > 1:
            return chain
    chains = [
        _chain([c for c in candidates if c[2] == separator], lines, [])
        for separator in sorted({c[2] for c in candidates})
    ]
    return max(chains, key=len, default=[])


def _has_hashes(line: Line) -> bool:
    return line.raw.lstrip().startswith("#")


def _is_isolated(lines: list[Line], line: Line) -> bool:
    """Tell whether a line stands alone between blank ones."""
    before = lines[line.index - 1] if line.index else None
    after = lines[line.index + 1] if line.index + 1 < len(lines) else None
    alone_above = before is None or before.blank or before.is_noise
    return alone_above and (after is None or after.blank or after.is_noise)


def _table_of_contents(lines: list[Line], pattern: re.Pattern[str]) -> list[set[str]]:
    """Return the words of numbered lines that stand in a block, as a table of contents does."""
    listed = []
    for line in lines[:_LONGEST_FRONT]:
        found = _numbered(line, pattern) if line.text else None
        if found and (not _is_isolated(lines, line) or _LEADERS.search(line.text)):
            listed.append(set(fold(_LEADERS.sub("", found[2])).split()))
    return listed


def _chain(
    candidates: list[tuple[Line, str, str, str]], lines: list[Line], listed: list[set[str]]
) -> list[Mark]:
    """Return the run 1, 2, 3 … among candidates that has sources in it."""
    chain: list[Mark] = []
    for line, number, _, title in candidates:
        wanted = len(chain) + 1
        if int(number) == 1 and chain and not _has_sources(lines, chain[0].line, line.index):
            chain, wanted = [], 1
        if int(number) != wanted or (listed and not _vouched(title, listed)):
            continue
        if chain and not _has_sources(lines, chain[-1].line, line.index):
            # A list inside an entry, or a table of contents: nothing was listed in between.
            continue
        chain.append(Mark("chapter", line.index, title, str(int(number))))
    if chain and not _has_sources(lines, chain[-1].line, len(lines)):
        return chain if len(chain) > 2 else []
    return chain


def _vouched(title: str, listed: list[set[str]]) -> bool:
    """Tell whether a heading's words are, for the most part, those of an entry of the contents."""
    own = set(fold(_LEADERS.sub("", title)).split())
    return any(len(own & entry) >= 0.5 * min(len(own), len(entry)) for entry in listed if entry)


def _has_sources(lines: list[Line], start: int, end: int) -> bool:
    """Tell whether something is listed between two lines: a source line, or an address."""
    for line in lines[start:end]:
        if line.is_url:
            return True
        if len(line.text) < 500 and line.text and peel(line.text).details:
            return True
    return False


def _sections(lines: list[Line], chapters: list[Mark], first: int, last: int) -> list[Mark]:
    """Return the section headings: A, B, C … in each chapter."""
    marks = []
    listed = _table_of_contents(lines, _SECTION)
    starts = [mark.line for mark in chapters] or [first]
    for start, end in zip(starts, [*starts[1:], last], strict=True):
        wanted = "A"
        for line in lines[start:end]:
            if line.text[:1] != wanted:
                continue
            found = _numbered(line, _SECTION)
            if found and _heads(line, found, lines, listed):
                marks.append(Mark("section", line.index, found[2], wanted))
                wanted = chr(ord(wanted) + 1)
    return marks


def _heads(
    line: Line, found: tuple[str, str, str], lines: list[Line], listed: list[set[str]]
) -> bool:
    """Tell whether a lettered line is a heading and no item of a list."""
    if not _is_isolated(lines, line) and not _has_hashes(line):
        return False
    if listed and _vouched(found[2], listed):
        return True
    if line.bullets and not is_capitals(found[2]):
        return False
    if found[1] in "/–—" or is_capitals(found[2]) or _has_hashes(line) or _is_bold(line):
        return True
    following = next((n for n in lines[line.index + 1 : line.index + 8] if n.text), None)
    return following is not None and list_heading(following.text) is not None


def _is_bold(line: Line) -> bool:
    return line.raw.strip().startswith("**") and line.raw.strip().endswith("**")


def _first_listing(lines: list[Line]) -> int:
    """Return where a dossier without numbered chapters begins to list."""
    for line in lines:
        mark = _list_mark(line)
        if mark or _lettered(line, lines):
            return line.index
    for line in lines:
        if (
            line.plain
            and len(line.text) < 400
            and peel(line.text).kinds & {"issue", "page", "total"}
        ):
            return _paragraph_before(lines, line.index)
    return next((line.index for line in lines if line.text), 0)


def _lettered(line: Line, lines: list[Line]) -> bool:
    found = _numbered(line, _SECTION) if line.text[:1] == "A" else None
    return bool(found and _heads(line, found, lines, []))


def _paragraph_before(lines: list[Line], index: int) -> int:
    """Return the first line of the paragraph before a source line: its title."""
    at = index
    while at > 0 and not lines[at - 1].blank:
        at -= 1
    if at < index:
        return at
    while at > 0 and lines[at - 1].blank:
        at -= 1
    while at > 0 and not lines[at - 1].blank:
        at -= 1
    return at


def _list_mark(line: Line) -> Mark | None:
    """Return the mark of a list heading or of the head of a pointer block."""
    if not line.text or len(line.text) > 90 or line.is_url or line.is_noise:
        return None
    if first_word(line.text) not in _opening_words():
        return None
    if heading := list_heading(line.text):
        return Mark("list", line.index, line.text, heading)
    if _is_pointer(line.text):
        return Mark("pointer", line.index, line.text, "Dossiers")
    return None


@cache
def _opening_words() -> frozenset[str]:
    """Return the words that list headings and pointers begin with, folded."""
    return frozenset(list_headings()) | frozenset(by_first_word("pointers"))


def _is_pointer(text: str) -> bool:
    """Tell whether a line opens a block of pointers to other dossiers."""
    lines = by_first_word("pointers").get(first_word(text))
    if lines is None:
        return False
    plain = f"{fold(text)} "
    return plain in lines or any(
        plain.startswith(line) and plain[len(line) :].strip() in _pointed() for line in lines
    )


@cache
def _pointed() -> frozenset[str]:
    """Return what may follow the opening of a block of pointers on its line, folded."""
    return frozenset(fold(line) for name in ("pointers", "pointer_labels") for line in words(name))


def _pointer_labels(lines: list[Line], outline: Outline) -> None:
    """Mark the labels inside a pointer block, and close a block that points to nothing."""
    labels = frozenset(words("pointer_labels"))
    for mark in [m for m in outline.marks.values() if m.level == "pointer"]:
        for line in lines[mark.line + 1 : outline.last]:
            if line.blank or line.is_noise:
                continue
            if fold(line.text) in labels and line.index not in outline.marks:
                outline.marks[line.index] = Mark("pointer", line.index, line.text, "Dossiers")
                continue
            break


def is_pointer_link(line: Line) -> bool:
    """Tell whether a line is a link to another dossier that leads nowhere in plain text."""
    return "](" in line.raw and bool(_LINK_TO_NOWHERE.search(line.raw))


def is_link(line: Line) -> bool:
    """Tell whether a line is one link, to somewhere or nowhere."""
    return "](" in line.raw and bool(_LINK.fullmatch(line.raw.strip().lstrip("-*• ")))


def _colophon(lines: list[Line], first: int) -> int:
    """Return the first line of the colophon, or the number of lines."""
    openings = tuple(fold(opening) for opening in words("colophon") if fold(opening))
    at = len(lines)
    for line in reversed(lines[first:]):
        if line.blank or line.is_noise:
            continue
        if _opens_colophon(line, openings):
            at = line.index
        elif _is_listed(line) or len(lines) - line.index > _FARTHEST_COLOPHON:
            break
    return _with_title_above(lines, at, first)


def _is_listed(line: Line) -> bool:
    """Tell whether a line belongs to an entry rather than to a colophon."""
    return _is_entry(line) or bool(peel(line.text).details)


def _is_entry(line: Line) -> bool:
    """Tell whether a line is part of an entry whatever its words: an address, an item, prose."""
    return "://" in line.raw or line.bullets > 0 or len(line.text) > 160


def _opens_colophon(line: Line, openings: tuple[str, ...]) -> bool:
    plain = fold(line.text) + " "
    return any(plain.startswith(o + " ") for o in openings) or "©" in line.text[:3]


def _with_title_above(lines: list[Line], at: int, first: int) -> int:
    """Take the dossier's name above the colophon, and what stands between them, with it."""
    if at >= len(lines):
        return at
    names = frozenset(words("pointer_labels")) | {
        fold(line.text) for line in lines[:first] if line.text and len(line.text) < 160
    }
    while at - 1 > first and not lines[at - 1].blank and not _is_listed(lines[at - 1]):
        # The rest of the paragraph: the publisher's name and address.
        at -= 1
    if at - 1 > first and _names_dossier(lines[at - 1], names):
        at -= 1
    best, above, steps = at, at - 1, 0
    while above > first and steps < _LONGEST_COLOPHON:
        line = lines[above]
        if line.text and not line.is_noise:
            steps += 1
            if _is_entry(line) or " / " in line.text or is_link(line):
                break
            own = fold(line.text)
            if own in names or any(name in own for name in names if len(name) > 15):
                best = above
        above -= 1
    return best


def _names_dossier(line: Line, names: frozenset[str]) -> bool:
    """Tell whether a line is what the front page says, with a number or a date after it."""
    return not _is_entry(line) and fold(line.text[: peel(line.text).start]) in names - {""}


def _silence_footers(lines: list[Line]) -> None:
    """Mark as noise the lines that run along the pages, with or without their numbers."""
    often = Counter(line.text for line in lines if 0 < len(line.text) <= _LONGEST_FOOTER)
    repeated = {text for text, times in often.items() if times >= _FOOTER_REPEATS}
    running = [line for line in lines if line.text and _may_be_footer(line, repeated)]
    shapes = Counter(_shape(line) for line in running)
    beside = Counter(_shape(line) for line in running if _beside_page_number(lines, line))
    front = {fold(line.text) for line in lines[:60] if 0 < len(line.text) <= 2 * _LONGEST_FOOTER}
    for line in running:
        shape = _shape(line)
        always = shapes[shape] > 1 and beside[shape] == shapes[shape]
        if shapes[shape] < _FOOTER_REPEATS and not always:
            continue
        if beside[shape] * 2 >= shapes[shape]:
            line.is_noise = True
        elif peel(line.text).kinds - {"date"}:
            continue
        elif _has_page_number(line.text) or fold(shape) in front:
            line.is_noise = line.index > 0 and _not_first(lines, line, shape)


def _beside_page_number(lines: list[Line], line: Line) -> bool:
    """Tell whether a page number stands just above or below a line."""
    near = lines[max(line.index - 2, 0) : line.index + 3]
    return any(other.is_noise and other.text for other in near if other is not line)


def _not_first(lines: list[Line], line: Line, shape: str) -> bool:
    """Keep the first appearance of a running title among the words of the front page."""
    return "#" in shape or any(before.text == shape for before in lines[: min(line.index, 60)])


def _may_be_footer(line: Line, repeated: set[str]) -> bool:
    """Tell whether a line could run along the pages: short, no address.

    With the details of a source ("Dossier n° 27") only one that is printed again and again.
    """
    text = line.text
    if not text or len(text) > _LONGEST_FOOTER or line.is_url or line.is_noise or line.bullets:
        return False
    if text[-1] in ":.?!,;" or (len(text) < 60 and _is_heading_word(text)):
        return False
    if text in repeated:
        return " " in text
    if text[-1].isdigit() or text[0].isdigit():
        return _has_page_number(text) or peel(text).kinds <= {"date"}
    return " " in text


def _is_heading_word(text: str) -> bool:
    if first_word(text) not in _opening_words():
        return False
    return list_heading(text) is not None or _is_pointer(text)


def _has_page_number(text: str) -> bool:
    """Tell whether a line has a bare number of up to three digits at one end."""
    first, last = text.split()[0], text.split()[-1]
    bare = (first.isdigit() and len(first) < 4) or (last.isdigit() and len(last) < 4)
    return bare and len(text.split()) > 1 and not peel(text).details


def _shape(line: Line) -> str:
    """Return the words of a line with its numbers blotted out."""
    text = line.text
    if text[-1:].isdigit() or text[:1].isdigit():
        return _DIGITS.sub("#", text)
    return text
