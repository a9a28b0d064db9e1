"""What kind of reference it is, and whether its source is a periodical or a publisher."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .head_text import Head, Learned
from .knowledge import is_acronym, is_institution_name, is_publisher_name, words
from .model import Person, Reference

_LAW = re.compile(
    r"(?:décret|arrêté|ordonnance|circulaire|instruction ministérielle|directive|loi|règlement)s?\b"
    r".{0,30}(?:n°|du \d|\(UE\)|\d{4})",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:rapport|étude|guide|enquête|baromètre|diagnostic|bilan|livre blanc|référentiel|schéma|"
    r"recommandations?|avis|synthèse|mémento|vademecum|état des lieux)\b",
    re.IGNORECASE,
)
_JOURNAL_ADDRESS = re.compile(
    r"cairn\.info/(?:revue|magazine)-|revues\.org|journals\.openedition\.org|persee\.fr/doc|"
    r"erudit\.org/\w+/revues|cairn\.info/(?:resume|article)\.php"
)
_BOOK_PAGES = 120


def is_periodical(head: Head, reference: Reference, learned: Learned) -> bool:
    """Tell whether the source of a head is a periodical or a numbered series."""
    name = head.printed(head.source)
    if not name:
        return False
    kinds = head.tail.kinds
    if kinds & {"issue", "page"}:
        return True
    if reference.heading in ("Emissions", "Sites", "Dossiers"):
        return False
    if learned.is_periodical(name):
        return True
    if is_publisher_name(name) or "total" in kinds:
        return any(_JOURNAL_ADDRESS.search(url) for url in reference.urls) and not _is_body(name)
    if any(_JOURNAL_ADDRESS.search(url) for url in reference.urls):
        return True
    precise = any(d.kind == "date" and len(d.value) == 10 for d in head.tail.details)
    listed = reference.heading in ("Articles", None)
    return precise and listed and not _is_body(name) and len(name.split()) <= 4


def _is_body(name: str) -> bool:
    return is_institution_name(name) or is_acronym(name)


def reference_type(head: Head, reference: Reference) -> str:
    """Return the type of a reference, by the reading rules."""
    if _LAW.match(reference.title):
        return "legislation"
    if head.host:
        return "chapter"
    if reference.container_title:
        return "article-journal"
    if _is_broadcast(reference, head):
        return "broadcast"
    if reference.heading in ("Dossiers", "Sites"):
        return "webpage"
    if not reference.publisher:
        return _without_publisher(head, reference)
    return _published(reference, head)


def _is_broadcast(reference: Reference, head: Head) -> bool:
    """Tell whether a reference is a recording: by its heading, or by the host of its address."""
    if "total" in head.tail.kinds:
        return False
    if reference.heading == "Emissions":
        return True
    return any(_is_on(url, "broadcasters") for url in reference.urls[:1])


def _is_public(url: str) -> bool:
    return _is_on(url, "public_hosts")


def _is_on(url: str, hosts: str) -> bool:
    """Tell whether an address is on one of the hosts of a data file."""
    host = urlsplit_host(url)
    return any(host == known or host.endswith("." + known) for known in words(hosts))


def urlsplit_host(url: str) -> str:
    """Return the host of an address, an empty string where it is malformed."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _without_publisher(head: Head, reference: Reference) -> str:
    """Return the type of a reference whose publisher is not printed."""
    persons = any(isinstance(author, Person) for author in reference.authors)
    bodies = any(not isinstance(author, Person) for author in reference.authors)
    pages = reference.number_of_pages or 0
    if bodies and (pages or head.tail.details):
        return "report"
    if pages or (persons and (head.tail.details or reference.heading == "Ouvrages")):
        public = any(_is_public(url) for url in reference.urls)
        return (
            "report" if public or (reference.urls and _REPORT.search(reference.title)) else "book"
        )
    return "webpage"


def _published(reference: Reference, head: Head) -> str:
    """Return book, report or webpage, by who published it."""
    names = [name.strip() for name in (reference.publisher or "").split(", ")]
    if any(is_publisher_name(name) for name in names):
        return "book"
    body = any(_is_body(name) for name in names)
    if "total" not in head.tail.kinds and reference.heading not in ("Ouvrages",):
        return "report" if body and not _is_page(reference, head) else "webpage"
    persons = any(isinstance(author, Person) for author in reference.authors)
    if body or any(_is_public(url) for url in reference.urls):
        return "report"
    if not persons and (_REPORT.search(reference.title) or reference.urls):
        return "report"
    pages = reference.number_of_pages or 0
    if reference.heading == "Ouvrages" or pages >= _BOOK_PAGES:
        return "book"
    return "report"


def _is_page(reference: Reference, head: Head) -> bool:
    """Tell whether a body's text is a page of its site: no author, no report's title."""
    if reference.authors or _REPORT.search(reference.title):
        return False
    return bool(reference.urls) and not any(url.lower().endswith(".pdf") for url in reference.urls)
