"""The head of an entry: title, authors, source and details, told apart.

The details at the end are peeled off first. What is left is a title and, after a slash, on a line
of its own or before the source, authors; then the source. The layout of the lines decides where it
can; names and their shapes decide where it cannot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .details import Tail, peel
from .knowledge import (
    fold_source,
    folded,
    is_acronym,
    is_institution_name,
    is_periodical_name,
    is_publisher_name,
)
from .knowledge import words as words_of
from .lines import Line
from .model import Author, Person, Span
from .names import (
    Named,
    are_all_persons,
    are_credited,
    begins_with_person,
    is_given_name,
    organisation,
    person_at,
    read_names,
)
from .prose import PERIODICAL_INSIDE
from .segment import Entry

_SLASH = re.compile(r"\s/(?=\s|$)|^/\s")
_IN = re.compile(r"(?:^|(?<=[\s,.;]))(?:In|IN|in|Dans)\s*:?\s+(?=[A-ZÀ-Þ«\"“\d])")
_OPENS_SENTENCE = re.compile(r"[.?!…»”\"\])]\s+(?=[A-ZÀ-Þ])")
_CAPS_NAME = re.compile(
    r"(?:[,.?!…»”\"\])]|\s[-–])?\s+(?=(?:(?:DE|DU|LE|LA|EL|AL|D['’])\s?)?[A-ZÀ-Þ][A-ZÀ-Þ'’-]+"
    r"(?:\s[A-ZÀ-Þ'’-]{2,}){0,2}\s+[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-Z]?[a-zà-ÿ]+)?\b)"
)
_DASH = re.compile(r"\s+[-–—:]\s+")
_WORD_START = re.compile(r"[\s,(]\s*")
_COMMA = re.compile(r",\s+|\s[-–—]\s+")
_EDGES = " \t\n/:;,–—-*|"
_LONGEST_SOURCE_WORDS = 14


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
        self.text = ""
        self.offsets: list[int] = []
        self.bold_at: list[int] = []
        self.line_starts: list[int] = []
        for line in lines:
            seen = line.words_map()
            if not seen.text:
                continue
            if self.text:
                self.text += "\n"
                self.offsets.append(line.start)
            self.line_starts.append(len(self.text))
            self.bold_at += [len(self.text) + at for at in seen.bold_at]
            self.text += seen.text
            self.offsets.extend(seen.offsets)

    @property
    def last_line(self) -> int:
        """Where the last line begins."""
        return self.line_starts[-1] if self.line_starts else 0

    def raw(self, start: int, end: int) -> Span:
        """Return the raw span of a stretch of the head."""
        return (self.offsets[start], self.offsets[end - 1] + 1)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch without separators at its ends."""
        while start < end and self.text[start] in _EDGES:
            start += 1
        while end > start and self.text[end - 1] in _EDGES:
            end -= 1
        return start, end


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


def source_line(lines: list[Line]) -> tuple[str, Tail]:
    """Return the last line of a head without its details, and the details."""
    text = lines[-1].words_map().text
    tail = peel(text)
    return text[: tail.start], tail


def learn(lines: list[Line], entries: list[Entry]) -> Learned:
    """Collect the names of sources that stand on lines of their own."""
    learned = Learned()
    for entry in entries:
        if entry.head_end - entry.start < 2:
            continue
        text = lines[entry.head_end - 1].text
        tail = peel(text)
        name = text[: tail.start].strip(_EDGES)
        if not name or _SLASH.search(name) or len(name) > 90 or _IN.match(name):
            continue
        if tail.kinds & {"issue", "page"}:
            learned.periodicals.add(fold_source(name))
        elif "total" in tail.kinds and "," not in name:
            learned.publishers.add(fold_source(name))
    learned.periodicals.discard("")
    learned.publishers -= learned.periodicals | {""}
    return learned


def read_head(lines: list[Line], learned: Learned, *, pointer: bool = False) -> Head:
    """Read the lines of a head."""
    lines = [line for line in lines if line.text and not line.is_noise]
    words = HeadText(lines)
    if len(lines) > 2 and _names_come_last(lines):
        return _head_with_names_below(lines, learned)
    tail, tail_at = _details(words, pointer=pointer)
    if pointer:
        return _pointer_head(words, tail, tail_at)
    body_end = tail_at + tail.start
    if host := _host(words, body_end):
        return _chapter_head(words, host, body_end, tail, tail_at)
    if len(words.line_starts) == 1 and (speaker := _speaker(words.text[:body_end])):
        person, start = speaker
        head = Head(words, words.trimmed(start, body_end), [], None, tail, tail_at)
        head.authors = [(person.author, person.start, person.end)] if person.author else []
        return head
    body_end = min(body_end, _own_address(words))
    title_end, rest = _cut(words, body_end, tail, learned)
    head = Head(words, words.trimmed(0, title_end), [], None, tail, tail_at)
    _share_out(head, title_end, rest, body_end, learned)
    return head


def _names_come_last(lines: list[Line]) -> bool:
    """Tell whether names stand below the source line."""
    return are_all_persons(lines[-1].text) and bool(peel(lines[-2].text).details)


def _head_with_names_below(lines: list[Line], learned: Learned) -> Head:
    """Read a head whose authors are named below the source line."""
    head = read_head(lines[:-1], learned)
    whole = HeadText(lines)
    start = whole.last_line
    head.words = whole
    head.authors += [
        (n.author, n.start, n.end) for n in _names(whole, start, len(whole.text)) if n.author
    ]
    return head


def _details(words: HeadText, *, pointer: bool) -> tuple[Tail, int]:
    """Peel the details off the last line, and off the one before where the last is nothing else."""
    at = words.last_line
    text = words.text[at:]
    tail = peel(text)
    if pointer:
        return peel(text, loose=True), at
    if not text[: tail.start].strip(_EDGES) and len(words.line_starts) > 1:
        at = words.line_starts[-2]
        joined = words.text[at:].replace("\n", ",", 1)
        tail = peel(joined)
    return tail, at


def _pointer_head(words: HeadText, tail: Tail, tail_at: int) -> Head:
    """Read a link to another dossier: title, perhaps " - PUBLISHER", date."""
    end = tail_at + tail.start
    text = words.text[:end]
    cut = max(text.rfind(" - "), text.rfind(" – "))
    after = cut + 3
    if cut < 0 and tail.details and ", " in text:
        cut = text.rfind(", ")
        after = cut + 2
    head = Head(words, words.trimmed(0, _without_event(text)), [], None, tail, tail_at)
    name = text[after:].strip(_EDGES)
    dated = cut > 0 and bool(tail.details) and words.text[end : end + 1] == ","
    shaped = bool(name) and (name.split()[0].isupper() or _house(name) or dated)
    if cut > 0 and shaped and name[:1].isupper() and len(name.split()) <= 8:
        head.title = words.trimmed(0, cut)
        head.source = words.trimmed(after, end)
    return head


def _without_event(text: str) -> int:
    """Return where the title of a pointer ends, without "- Rencontre du"."""
    events = "|".join(re.escape(event) for event in sorted(words_of("events"), key=len)[::-1])
    match = re.search(rf"\s[-–]\s(?:{events})(?:\s+(?:du|des|le|les))?[\s,]*$", text, re.I)
    return match.start() if match else len(text)


def _house(name: str) -> bool:
    return is_publisher_name(name) or is_institution_name(name)


# Chapters: "In host / editors, publisher"


def _host(words: HeadText, end: int) -> tuple[int, int] | None:
    """Return where "In" begins and ends, if the head has a host."""
    for start in words.line_starts[1:]:
        match = _IN.match(words.text, start, end)
        if match and match[0][0] in "ID":
            return match.span()
    slash = _SLASH.search(words.text)
    for match in _IN.finditer(words.text, slash.end() if slash else end, end):
        before = words.text[slash.end() if slash else 0 : match.start()].strip(_EDGES + ".")
        if before and are_all_persons(before):
            return match.span()
    return None


def _chapter_head(
    words: HeadText, host: tuple[int, int], end: int, tail: Tail, tail_at: int
) -> Head:
    """Read a head with a host: the title and authors before "In", the host after it."""
    title_end, rest = _cut_by_layout(words, host[0])
    head = Head(words, words.trimmed(0, title_end), [], None, tail, tail_at)
    head.authors = [(n.author, n.start, n.end) for n in _names(words, rest, host[0]) if n.author]
    slash = _SLASH.search(words.text, host[1], end)
    if slash:
        head.host = words.trimmed(host[1], slash.start())
        others = [n for n in _names(words, slash.end(), end) if not n.author]
        head.source = (others[0].start, others[-1].end) if others else None
        return head
    cuts = [m.span() for m in _COMMA.finditer(words.text, host[1], end)]
    cut = next((c for c in cuts if _house(words.text[c[1] : end].strip(_EDGES))), None)
    cut = cut or (cuts[-1] if cuts else None)
    head.host = words.trimmed(host[1], cut[0] if cut else end)
    if cut:
        others = [n for n in _names(words, cut[1], end) if not n.author]
        head.source = (others[0].start, others[-1].end) if others else None
    return head


def _names(words: HeadText, start: int, end: int) -> list[Named]:
    """Read the names in a stretch, with places in the whole head."""
    return [
        Named(n.author, n.start + start, n.end + start, n.text)
        for n in read_names(words.text[start:end])
    ]


# Title | authors, source


def _cut(words: HeadText, end: int, tail: Tail, learned: Learned) -> tuple[int, int]:
    """Return where the title ends and where authors and source begin."""
    cut = _cut_by_layout(words, end)
    if cut[0] < end or cut[1] < end:
        return cut
    if len(words.line_starts) == 1 and tail.details:
        return _names_before(words, _cut_one_line(words, end, tail, learned))
    return _cut_before_name(words, end) or (end, end)


def _names_before(words: HeadText, cut: tuple[int, int]) -> tuple[int, int]:
    """Move a cut before names that stand between title and source, dashes around them."""
    text = words.text[: cut[0]].rstrip(_EDGES)
    for match in reversed(list(_COMMA.finditer(text))):
        if not are_all_persons(text[match.end() :]):
            break
        cut = match.span()
        text = text[: match.start()]
    return cut


def _cut_by_layout(words: HeadText, end: int) -> tuple[int, int]:
    """Cut at the slash, or between the lines; (end, end) where neither tells."""
    slash = _author_slash(words, end)
    if slash:
        return slash
    starts = [s for s in words.line_starts if s < end]
    if len(starts) < 2:
        return end, end
    first_rest = starts[-1]
    if _is_title_line(words, starts, end):
        return _cut_before_name(words, end) or (end, end)
    for start, following in zip(reversed(starts[1:-1]), reversed(starts[2:]), strict=True):
        line = words.text[start : following - 1]
        if not (are_all_persons(line) or are_credited(line)):
            break
        first_rest = start
    title_end = first_rest - 1
    inner = _cut_before_name(words, title_end)
    return inner or (title_end, first_rest)


def _is_title_line(words: HeadText, starts: list[int], end: int) -> bool:
    """Tell whether the last line of a head is part of its title: there was no source line."""
    has_details = end < len(words.text)
    last = words.text[starts[-1] : end]
    return not has_details and not are_all_persons(last) and not _named_source(last)


def _named_source(text: str) -> bool:
    return is_publisher_name(text) or is_periodical_name(text) or is_institution_name(text)


def _author_slash(words: HeadText, end: int) -> tuple[int, int] | None:
    """Return the slash between title and authors: the first before a name, else the last."""
    cuts = []
    for match in _SLASH.finditer(words.text[:end]):
        line_start = max(s for s in words.line_starts if s <= match.start())
        left = words.text[line_start : match.start()]
        if match.start() == 0 or (line_start and are_all_persons(left)):
            continue
        cuts.append(match.span())
    for start, stop in cuts:
        if begins_with_person(words.text[stop : min(end, stop + 120)]):
            return start, stop
    return cuts[-1] if cuts else None


def _cut_before_name(words: HeadText, end: int) -> tuple[int, int] | None:
    """Cut a title from names in capitals that follow it without a slash ("… ? MEYER Vincent")."""
    text = words.text[:end]
    if text.isupper():
        return None
    for match in _CAPS_NAME.finditer(text):
        punctuated = match[0].strip(" \n") != ""
        names = read_names(text[match.end() :], mixed_case=False)
        persons = [n for n in names if n.author]
        if not names or not isinstance(names[0].author, Person):
            continue
        if not is_given_name(names[0].author.given):
            continue
        if punctuated or (len(persons) == len(names) and match.end() > 12):
            return match.start() + (text[match.start()] not in ", -–\n"), match.end()
    return None


def _cut_one_line(words: HeadText, end: int, tail: Tail, learned: Learned) -> tuple[int, int]:
    """Cut a single line that holds title and source with no slash between them."""
    text = words.text[:end]
    if are_all_persons(text):
        return 0, 0
    named = _cut_before_name(words, end)
    if named:
        return named
    for at in reversed(words.bold_at):
        if 0 < at < end and text[:at].strip() and len(text[at:].split()) <= _LONGEST_SOURCE_WORDS:
            return at, at
    known = _known_suffix(text, learned)
    if known is not None:
        return known, known
    periodical = bool(tail.kinds & {"issue", "page"})
    shaped = _shaped_suffix(text, periodical=periodical)
    return (shaped, shaped) if shaped is not None else (end, end)


def _speaker(text: str) -> tuple[Named, int] | None:
    """Return the person before a dash at the head of a line ("Marcel JAEGER - Les mutations")."""
    person = person_at(text, 0, mixed_case=False)
    if person is None or _SLASH.search(text):
        return None
    dash = _DASH.match(text, person.end)
    return (person, dash.end()) if dash and len(text) - dash.end() > 10 else None


def _own_address(words: HeadText) -> int:
    """Return where an address begins on the line of a title, or the end."""
    at = words.text.find("http")
    is_address = words.text.startswith(("http://", "https://"), at) if at >= 0 else False
    return at if is_address else len(words.text)


def _known_suffix(text: str, learned: Learned) -> int | None:
    """Return where a known source's name begins at the end of a line."""
    starts = [m.end() for m in _WORD_START.finditer(text)][-_LONGEST_SOURCE_WORDS:]
    for start in starts:
        name = text[start:].strip(_EDGES)
        if name[:1].isupper() and learned.knows(name) and text[:start].strip(_EDGES):
            return start
    if learned.knows(text):
        return 0
    return None


def _shaped_suffix(text: str, *, periodical: bool) -> int | None:
    """Return where something of the shape of a source's name begins at the end of a line."""
    if periodical and (inside := list(PERIODICAL_INSIDE.finditer(text))):
        return inside[-1].end()
    if (is_periodical_name(text) and len(text.split()) < 9) or (
        len(text.split()) < 4 and periodical
    ):
        return 0
    if periodical:
        ends = [m.end() for m in _OPENS_SENTENCE.finditer(text)]
        if ends and len(text[ends[-1] :].split()) <= 8:
            return ends[-1]
    for match in reversed(list(_COMMA.finditer(text))):
        name = text[match.end() :]
        longest = 12 if is_institution_name(name) else 6
        if name[:1].isupper() and len(name.split()) <= longest:
            return match.end()
    return None


# Authors | source


def _share_out(head: Head, title_end: int, start: int, end: int, learned: Learned) -> None:
    """Tell authors from source in what follows the title."""
    words = head.words
    if start >= end:
        return
    named = _names_and_source(words, start, end)
    named = _publisher_in_given(named, words, learned)
    slashed = _SLASH.search(words.text, max(title_end - 1, 0), start + 1) is not None or (
        words.text[title_end:start].strip() == "/"
    )
    persons = [i for i, n in enumerate(named) if n.author]
    first_source = _first_source(head, named, persons, slashed, learned)
    for piece in named[:first_source]:
        if piece.author:
            head.authors.append((piece.author, piece.start, piece.end))
        elif piece.text.strip(_EDGES + "()."):
            head.authors.append((organisation(piece.text), piece.start, piece.end))
    rest = named[first_source:]
    if rest:
        head.source = words.trimmed(rest[0].start, rest[-1].end)


def _names_and_source(words: HeadText, start: int, end: int) -> list[Named]:
    """Read names; on the source's own line, below names, only capitals tell a person."""
    last = words.last_line
    above = _names(words, start, last - 1) if start < last - 1 < end else []
    if not any(piece.author for piece in above):
        return _names(words, start, end)
    return above + [
        Named(n.author, n.start + last, n.end + last, n.text)
        for n in read_names(words.text[last:end], mixed_case=False)
    ]


def _first_source(
    head: Head, named: list[Named], persons: list[int], slashed: bool, learned: Learned
) -> int:
    """Return the number of pieces that are authors; the rest is the source."""
    on_title_line = [
        i
        for i, piece in enumerate(named)
        if piece.end <= head.words.last_line - 1 and len(head.words.line_starts) > 1
    ]
    house = next((i for i, n in enumerate(named) if not n.author and _known_source(n, learned)), -1)
    if 0 <= house < max(persons, default=-1):
        return house
    if on_title_line and len(on_title_line) < len(named):
        return max(on_title_line[-1], *persons, -1) + 1
    if persons:
        return persons[-1] + 1
    own_line = head.tail_at + head.tail.start < head.words.last_line
    if own_line and slashed and not (head.tail.kinds & {"issue", "page"}):
        return len(named)
    if not slashed or len(named) < 2:
        return 0 if head.tail.details or not slashed else len(named)
    whole = head.printed((named[0].start, named[-1].end))
    if learned.is_periodical(whole) or head.tail.kinds & {"issue", "page"}:
        return 0
    if is_publisher_name(named[0].text):
        return 0
    return len(named) - 1 if _is_house(named[-1].text, learned) else 1


def _is_house(name: str, learned: Learned) -> bool:
    return is_publisher_name(name) or fold_source(name) in learned.publishers


def _known_source(piece: Named, learned: Learned) -> bool:
    return _is_house(piece.text, learned) or learned.is_periodical(piece.text)


def _publisher_in_given(named: list[Named], words: HeadText, learned: Learned) -> list[Named]:
    """Take a known publisher out of the words that were read as the last given name."""
    result: list[Named] = []
    for piece in named:
        author = piece.author
        if isinstance(author, Person) and " " in author.given:
            given, _, last = author.given.rpartition(" ")
            if learned.knows(last) and is_publisher_name(last):
                cut = piece.text.rfind(last)
                result.append(
                    Named(Person(author.family, given), piece.start, piece.start + cut - 1, "")
                )
                result.append(Named(None, piece.start + cut, piece.end, last))
                continue
        if (
            isinstance(author, Person)
            and " " in author.family
            and is_acronym(author.family.split()[-1].upper())
        ):
            result += _acronym_in_family(piece, author, learned)
            continue
        result.append(piece)
    return result


def _acronym_in_family(piece: Named, author: object, learned: Learned) -> list[Named]:
    """Take a known publisher in capitals out of the end of a family name ("JAEGER ESF")."""
    last = piece.text.split()[-1]
    if isinstance(author, Person) and last.isupper() and learned.knows(last):
        family = author.family.rsplit(" ", 1)[0]
        cut = piece.text.rfind(last)
        person = Named(Person(family, author.given), piece.start, piece.start + cut - 1, "")
        return [person, Named(None, piece.start + cut, piece.end, last)]
    return [piece]
