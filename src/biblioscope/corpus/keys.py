"""Keys that stay: each depends on its own row and on no other."""

from __future__ import annotations

import hashlib

from biblioscope.reading import Author, Organisation, Reference
from biblioscope.reading.knowledge import fold

_SHORT = 4
_STOP = frozenset(
    [
        "a", "au", "aux", "avec", "c", "ce", "ces", "d", "dans", "de", "des", "du", "en", "est",
        "et", "face", "il", "l", "la", "le", "les", "ne", "ou", "par", "pas", "plus", "pour", "qu",
        "que", "quel", "quelle", "quels", "qui", "s", "sa", "se", "ses", "son", "sur", "un", "une",
        "vers", "y",
    ]
)  # fmt: skip


def slug(text: str, words: int | None = None) -> str:
    """Return a text as a key: folded words joined by hyphens, the first `words` that tell.

    Examples
    --------
    >>> slug("L'accompagnement social en danger ?", 2)
    'accompagnement-social'
    """
    found = fold(text).split()
    if words is not None:
        found = [word for word in found if word not in _STOP][:words] or found[:words]
    return "-".join(found)


def reference_id(reference: Reference) -> str:
    """Return the key of a listing: the line of the raw file where its title stands.

    The raw file never changes, and a reader can go to the line.
    """
    return f"L{reference.line_start:04}"


def author_id(author: Author) -> str:
    """Return the key of an author as printed."""
    if isinstance(author, Organisation):
        return slug(author.literal)
    return slug(f"{author.family} {author.given}")


def work_key(reference: Reference) -> tuple[str, str, str]:
    """Return what makes two listings one work: title, year and first author.

    Publishers do not count, for one work's publisher is printed in several ways.
    """
    first = author_id(reference.authors[0]) if reference.authors else ""
    return fold(reference.title), (reference.issued or "")[:4], first


_EDITIONS = ("book", "report")
"""What comes in editions; an article of the same title is another article."""


def edition_key(reference: Reference) -> tuple[str, ...]:
    """Return what makes two works editions of one book: title and first author, not the year."""
    title, year, first = work_key(reference)
    if reference.type in _EDITIONS and first:
        return title, first
    return title, year, first


def work_id(reference: Reference) -> str:
    """Return the key of a work: first author or source, year, words of the title, a check."""
    key = work_key(reference)
    check = hashlib.sha256("|".join(key).encode()).hexdigest()[:_SHORT]
    first = reference.authors[0] if reference.authors else None
    name = reference.container_title or reference.publisher or "anonyme"
    if isinstance(first, Organisation):
        name = first.literal
    elif first is not None:
        name = first.family
    parts = (slug(name, 2), key[1] or "sd", slug(reference.title, 3), check)
    return "-".join(part for part in parts if part)
