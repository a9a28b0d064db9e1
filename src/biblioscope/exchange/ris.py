"""References in RIS, which Zotero, Mendeley, EndNote and JabRef read."""

from __future__ import annotations

from collections.abc import Iterator

from biblioscope.exchange.records import Credited, Record

TYPES = {
    "article-journal": "JOUR",
    "book": "BOOK",
    "broadcast": "VIDEO",
    "chapter": "CHAP",
    "legislation": "STAT",
    "report": "RPRT",
    "webpage": "ELEC",
}


def ris(record: Record) -> str:
    """Return a record in RIS: lines of a tag and a value, the last one empty.

    Zotero reads `T2` as the periodical or the book, `SP` of a book or report as its number of
    pages, `KW` as tags and `N1` as a note.

    References
    ----------
    .. [1] Research Information Systems. RIS format specifications (2011).

    Examples
    --------
    >>> from biblioscope import load_corpus
    >>> from biblioscope.exchange import records
    >>> ris(records(load_corpus().where(reference_id="L0513"))[0]).splitlines()[:2]
    ['TY  - JOUR', 'ID  - L0513']
    """
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(record)) + "\r\n"


def _lines(record: Record) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES.get(record.type, "GEN")
    yield "ID", record.reference_id
    several = (
        ("TI", (record.title,)),
        ("AU", tuple(map(_name, record.authors))),
        ("T2", (record.container_title,)),
        ("PB", (record.publisher,)),
        ("PY", (record.year,)),
        ("DA", (_date(record.issued),)),
        ("IS", (record.issue,)),
        *zip(("SP", "EP"), ((part,) for part in _pages(record)), strict=True),
        ("ET", (record.edition,)),
        ("UR", record.urls),
        ("AB", (record.abstract,)),
        ("KW", record.themes),
        ("LA", ("fr",)),
        ("N1", (record.note,)),
    )
    for tag, values in several:
        yield from ((tag, value) for value in values if value)
    yield "ER", ""


def _name(author: Credited) -> str:
    """Return a name as RIS has it; a comma in the name of a body would make a person of it."""
    if author.is_body:
        return author.family.replace(",", " –")
    return f"{author.family}, {author.given}" if author.given else author.family


def _date(issued: str) -> str:
    """Return a date as year/month/day/, parts that are not printed empty."""
    return "/".join([*issued.split("-"), "", "", ""][:4]) if issued else ""


def _pages(record: Record) -> tuple[str, str]:
    """Return the first and the last page; of a whole, the number of its pages."""
    if record.page:
        first, _, last = record.page.partition("-")
        return first.strip(), last.strip()
    return record.number_of_pages, ""
