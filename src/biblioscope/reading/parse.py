"""From the text of a dossier to its references."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from .body import Body, read_body
from .dates import iso_date
from .doubts import doubts
from .head import learn, read_head
from .head_text import Head, Learned
from .kind import is_periodical, reference_type
from .knowledge import fold, folded, is_publisher_name
from .lines import Line, split_lines
from .model import Block, BlockKind, Document, Reference, Span
from .outline import Outline, find_outline
from .segment import Entry, find_entries

_FIELDS = {
    "date": "issued",
    "issue": "issue",
    "page": "page",
    "edition": "edition",
    "total": "number_of_pages",
}
_LONGEST_ARTICLE = len("les)")
_JOINS = re.compile(r"\s*;\s+|\s/\s")
_LAW_DATE = re.compile(r"\b(?:du|n°\s*\S+\s+du)\s+(\d{1,2}(?:er)?\s+[^\W\d]+\.?\s+(?:19|20)\d\d)")


def parse(text: str) -> Document:
    r"""Read a dossier.

    Parameters
    ----------
    text
        The text of the dossier, as it stands in its file.

    Returns
    -------
    Document
        Its references in order, its headings, and blocks that joined are the text again.

    Examples
    --------
    >>> document = parse("1 / Lire\n\nLe don / DUPONT Anne\nDunod, 2012, 120 p.\n")
    >>> [(r.title, r.publisher, r.issued) for r in document.references]
    [('Le don', 'Dunod', '2012')]
    """
    with _collector_paused():
        lines = split_lines(text)
        outline = find_outline(lines)
        entries = find_entries(lines, outline)
        learned = learn(lines, entries)
        references = [_reference(lines, entry, learned) for entry in entries]
        blocks = _blocks(text, lines, outline, entries)
    return Document(text, blocks, outline.headings(), references)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the collector of cycles from looking at every line again: none of them makes a cycle.

    An eighth of the time of a long dossier.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _reference(lines: list[Line], entry: Entry, learned: Learned) -> Reference:
    """Read one entry."""
    head_lines = [line for line in lines[entry.start : entry.head_end] if line.text]
    reference = Reference(entry.start + 1, entry.end)
    for level, mark in entry.headings.items():
        setattr(reference, "heading" if level == "list" else level, mark.label)
    head = read_head(head_lines, learned, pointer=entry.pointer)
    _set_body(reference, read_body(lines[entry.head_end : entry.end], head_lines))
    _set_head(reference, head)
    _set_source(reference, head, learned)
    reference.type = reference_type(head, reference)
    _date_of_law(reference, head)
    reference.warnings = doubts(reference, head_lines, lines[entry.start : entry.end])
    return reference


def _set_body(reference: Reference, body: Body) -> None:
    """Fill in addresses, abstract and contents."""
    reference.urls = [url for url, _ in body.urls]
    reference.abstract = "\n\n".join(text for text, _ in body.paragraphs) or None
    reference.contents = [item for item, _ in body.contents]
    reference.contributors = body.contributors
    if body.urls:
        reference.spans["urls"] = [span for _, span in body.urls]
    if body.paragraphs:
        reference.spans["abstract"] = [span for _, pieces in body.paragraphs for span in pieces]
    if body.contents:
        reference.spans["contents"] = [span for _, span in body.contents]


def _set_head(reference: Reference, head: Head) -> None:
    """Fill in title, authors and details."""
    reference.title = head.printed(head.title)
    _mark(reference, "title", _raw(head, head.title))
    reference.authors = [author for author, _, _ in head.authors]
    for _, start, end in head.authors:
        _mark(reference, "authors", _raw(head, (start, end)))
    for detail in head.tail.details:
        name = _FIELDS.get(detail.kind)
        # Of several details of a kind the first counts.
        if name is None or name in reference.spans:
            continue
        setattr(reference, name, int(detail.value) if detail.kind == "total" else detail.value)
        _mark(reference, name, _detail_span(head, detail.start, detail.end))


def _set_source(reference: Reference, head: Head, learned: Learned) -> None:
    """Fill in the periodical, or the host and the publisher."""
    name = head.printed(head.source)
    if head.host:
        reference.container_title = head.printed(head.host)
        _mark(reference, "container_title", _raw(head, head.host))
        field = "publisher"
    else:
        field = "container_title" if is_periodical(head, reference, learned) else "publisher"
    if name:
        setattr(reference, field, name if field != "publisher" else _publishers(name, learned))
        _mark(reference, field, _raw(head, head.source))


def _publishers(printed: str, learned: Learned) -> str:
    """Return publishers joined by commas, without the collection in brackets after the last."""
    joined = _JOINS.sub(", ", printed)
    house, bracket, words = joined.rpartition(" (") if joined.endswith(")") else ("", "", "")
    own = fold(words) in folded("publisher_words")  # "Karthala (Éditions)"
    known = (
        not own
        and len(words) > _LONGEST_ARTICLE
        and (is_publisher_name(house) or learned.knows(house))
    )
    return house if bracket and known else joined


def _date_of_law(reference: Reference, head: Head) -> None:
    """Take the date of a law from its title."""
    if reference.type != "legislation" or reference.issued:
        return
    match = _LAW_DATE.search(reference.title)
    if match and (date := iso_date(match[1])):
        reference.issued = date
        at = head.words.text.find(match[1])
        if at >= 0:
            _mark(reference, "issued", head.words.raw(at, at + len(match[1])))


def _raw(head: Head, stretch: tuple[int, int] | None) -> Span | None:
    """Return the raw span of a stretch, None for an empty one."""
    if stretch is None or stretch[1] <= stretch[0]:
        return None
    return head.words.raw(*stretch)


def _detail_span(head: Head, start: int, end: int) -> Span:
    """Return the raw span of a detail."""
    limit = len(head.words.text)
    return head.words.raw(head.tail_at + start, min(head.tail_at + end, limit))


def _mark(reference: Reference, field: str, span: Span | None) -> None:
    """Note where a field was read."""
    if span is not None:
        reference.spans.setdefault(field, []).append(span)


def _blocks(text: str, lines: list[Line], outline: Outline, entries: list[Entry]) -> list[Block]:
    """Cut the text into blocks of whole lines; joined they are the text."""
    kinds: list[BlockKind] = ["noise"] * len(lines)
    for index in range(min(outline.first, len(lines))):
        kinds[index] = "front"
    for index in range(outline.last, len(lines)):
        kinds[index] = "colophon"
    for index in outline.marks:
        kinds[index] = "heading"
    owner = [-1] * len(lines)
    for number, entry in enumerate(entries):
        for index in range(entry.start, entry.end):
            kinds[index] = "reference"
            owner[index] = number
    return _runs(text, lines, kinds, owner)


def _runs(text: str, lines: list[Line], kinds: list[BlockKind], owner: list[int]) -> list[Block]:
    """Join neighbouring lines of one kind and one reference."""
    belongs = list(zip(kinds, owner, strict=True))
    starts = [0, *(i for i, (one, other) in enumerate(pairwise(belongs), 1) if one != other)]
    offsets = [*(lines[start].start for start in starts), len(text)]
    blocks = [
        Block(kinds[start], first, last, text[first:last])
        for start, (first, last) in zip(starts, pairwise(offsets), strict=True)
    ]
    return [block for block in blocks if block.text]
