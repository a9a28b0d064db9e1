"""The head of an entry: title, authors, source and details, told apart.

The details at the end are peeled off first. What is left is a title and, after a slash, on a line
of its own or before the source, authors; then the source. The layout of the lines decides where it
can; names and their shapes decide where it cannot.
"""

from __future__ import annotations

import re

from .credits import share_out
from .cuts import cut_by_layout, cut_title, own_address, speaker_of
from .details import Tail, peel
from .head_text import COMMA, EDGES, SLASH_CUT, Head, HeadText, Learned, names_in
from .knowledge import fold_source, is_acronym, is_institution_name, is_publisher_name
from .knowledge import words as words_of
from .lines import Line
from .names import are_all_persons
from .segment import Entry
from .source_line import source_end, source_tail

_IN = re.compile(r"(?:^|(?<=[\s,.;]))(?:In|IN|in|Dans)\s*:?\s+(?=[A-ZÀ-Þ«\"“\d])")


_EDITED = re.compile(
    r",?\s+\(?(?:sous la (?:dir|coord)\w*\.?|(?:coordonné|dirigé)\s+par|(?:dir|coord)\.)"
    r"\s*(?:d[e'’]\s*)?",
    re.IGNORECASE,
)


def learn(lines: list[Line], entries: list[Entry]) -> Learned:
    """Collect the names of sources that stand on lines of their own."""
    learned = Learned()
    for entry in entries:
        if entry.head_end - entry.start < 2:
            continue
        text = lines[entry.head_end - 1].text
        tail = source_tail(text)
        name = text[: tail.start].strip(EDGES)
        if not name or SLASH_CUT.search(name) or len(name) > 90 or _IN.match(name):
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
    head = _read_head(lines, learned, pointer=pointer)
    text, last = head.words.text, head.words.last_line
    if text.find(" / ", last) < 0:
        return head
    if slash := SLASH_CUT.match(text, last + source_end(text[last:])):
        named = names_in(head.words, slash.end(), len(text))
        head.authors += [(n.author, n.start, n.end) for n in named if n.author]
    return head


def _read_head(lines: list[Line], learned: Learned, *, pointer: bool) -> Head:
    lines = [line for line in lines if line.text and not line.is_noise]
    words = HeadText(lines)
    if len(lines) > 1 and _names_come_last(lines):
        return _head_with_names_below(lines, learned)
    tail, tail_at = _details(words, pointer=pointer)
    if pointer:
        return _pointer_head(words, tail, tail_at)
    body_end = tail_at + tail.start
    if "issue" not in tail.kinds and (host := _host(words, body_end)):
        return _chapter_head(words, host, body_end, tail, tail_at)
    if len(words.line_starts) == 1 and (speaker := speaker_of(words.text[:body_end])):
        person, start = speaker
        head = Head(words, words.trimmed(start, body_end), [], None, tail, tail_at)
        head.authors = [(person.author, person.start, person.end)] if person.author else []
        return head
    body_end = min(body_end, own_address(words))
    title_end, rest = cut_title(words, body_end, tail, learned)
    head = Head(words, words.trimmed(0, title_end), [], None, tail, tail_at)
    share_out(head, title_end, rest, body_end, learned)
    _mend_source(head, learned)
    return head


def _mend_source(head: Head, learned: Learned) -> None:
    """Take "In" off a periodical, and find a body after a title that has no details."""
    words = head.words
    if head.source:
        inside = _IN.match(words.text, *head.source)
        if inside and (":" in inside[0] or learned.is_periodical(words.text[inside.end() :])):
            head.source = words.trimmed(inside.end(), head.source[1])
    elif not (head.tail.details or head.authors or len(words.line_starts) > 1):
        before, comma, name = words.text.rpartition(", ")
        body = is_acronym(name) or (name[:1].isupper() and is_institution_name(name))
        if comma and body and not before.isupper():
            head.title = words.trimmed(0, len(before))
            head.source = words.trimmed(len(before) + len(comma), len(words.text))


def _names_come_last(lines: list[Line]) -> bool:
    """Tell whether names stand below the source line."""
    kinds = peel(lines[-2].text).kinds
    if len(lines) == 2 and not kinds & {"issue", "page", "total"}:
        return False
    return bool(kinds) and are_all_persons(lines[-1].text)


def _head_with_names_below(lines: list[Line], learned: Learned) -> Head:
    """Read a head whose authors are named below the source line."""
    head = read_head(lines[:-1], learned)
    whole = HeadText(lines)
    start = whole.last_line
    head.words = whole
    head.authors += [
        (n.author, n.start, n.end) for n in names_in(whole, start, len(whole.text)) if n.author
    ]
    return head


def _details(words: HeadText, *, pointer: bool) -> tuple[Tail, int]:
    """Peel the details off the last line, and off the one before where the last is nothing else."""
    at = words.last_line
    text = words.text[at:]
    tail = source_tail(text)
    if pointer:
        return peel(text, loose=True), at
    if not text[: tail.start].strip(EDGES) and len(words.line_starts) > 1:
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
    name = text[after:].strip(EDGES)
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
    slash = SLASH_CUT.search(words.text)
    for match in _IN.finditer(words.text, slash.end() if slash else end, end):
        before = words.text[slash.end() if slash else 0 : match.start()].strip(EDGES + ".")
        if before:
            # Where these are not all persons, those up to a later "In" are not either.
            return match.span() if are_all_persons(before) else None
    return None


def _chapter_head(
    words: HeadText, host: tuple[int, int], end: int, tail: Tail, tail_at: int
) -> Head:
    """Read a head with a host: the title and authors before "In", the host after it."""
    title_end, rest = cut_by_layout(words, host[0])
    head = Head(words, words.trimmed(0, title_end), [], None, tail, tail_at)
    head.authors = [(n.author, n.start, n.end) for n in names_in(words, rest, host[0]) if n.author]
    slash = SLASH_CUT.search(words.text, host[1], end) or _EDITED.search(words.text, host[1], end)
    if slash:
        head.host = words.trimmed(host[1], slash.start())
        others = [n for n in names_in(words, slash.end(), end) if not n.author]
        head.source = (others[0].start, others[-1].end) if others else None
        return head
    cuts = [m.span() for m in COMMA.finditer(words.text, host[1], end)]
    cut = next((c for c in cuts if _house(words.text[c[1] : end].strip(EDGES))), None)
    cut = cut or (cuts[-1] if cuts else None)
    head.host = words.trimmed(host[1], cut[0] if cut else end)
    if cut:
        others = [n for n in names_in(words, cut[1], end) if not n.author]
        head.source = (others[0].start, others[-1].end) if others else None
    return head
