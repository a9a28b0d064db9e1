"""From references to tables: one row a listing, a work, an author, a source, a theme, a subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pandas as pd

from biblioscope.corpus.authority import Source
from biblioscope.corpus.corrections import FIELDS, Corrections, correct
from biblioscope.corpus.dictionary import dictionary
from biblioscope.corpus.distinct import Distinct
from biblioscope.corpus.keys import author_id, edition_key, reference_id, work_id
from biblioscope.corpus.people import Credit, People, credited_in
from biblioscope.corpus.sources import printed_forms, source_of
from biblioscope.corpus.subjects import POINTS, Piece, Theme, Vocabulary, find_subjects
from biblioscope.reading import Author, Document, Person, Reference

Row = dict[str, Any]


@dataclass(frozen=True)
class Decisions:
    """What people decided: the authority files, read."""

    sources: dict[str, Source]
    people: People
    corrections: Corrections
    vocabulary: Vocabulary
    distinct: Distinct = field(default_factory=Distinct)


@dataclass(frozen=True)
class Listing:
    """A reference as printed, and as people corrected it, with its keys and its credits."""

    printed: Reference
    decided: Reference
    credits: tuple[Credit, ...]
    work_id: str
    source: Source | None

    @property
    def reference_id(self) -> str:
        """The key of the reference."""
        return reference_id(self.printed)


def make_tables(document: Document, decisions: Decisions) -> dict[str, pd.DataFrame]:
    """Return the tables of a dossier, every value as text; see `dictionary.toml`."""
    listings = listings_of(document, decisions)
    rows: dict[str, Iterable[Row]] = {
        "references": [_reference_row(document, listing, decisions) for listing in listings],
        "works": _work_rows(listings),
        "authors": _author_rows(listings),
        "authorships": _authorship_rows(listings),
        "sources": _source_rows(listings, decisions.sources),
        "themes": [_theme_row(theme) for theme in decisions.vocabulary.themes],
        "subjects": [
            row
            for listing in listings
            for row in _subject_rows(document, listing.printed, decisions.vocabulary)
        ],
        "corrections": _correction_rows(listings, decisions.corrections),
    }
    return {name: _frame(rows[name], name) for name in dictionary()}


def listings_of(document: Document, decisions: Decisions) -> list[Listing]:
    """Return the references, each with the decisions of people beside what is printed."""
    return [_listing(document, reference, decisions) for reference in document.references]


def _listing(document: Document, reference: Reference, decisions: Decisions) -> Listing:
    """Put the decisions of people beside what is printed."""
    credited = tuple(
        replace(credit, author=decisions.people.preferred(credit.author, credit.printed))
        for credit in credited_in(document, reference)
    )
    authors: list[Author] = [credit.author for credit in credited if credit.role == "author"]
    decided = replace(correct(reference, decisions.corrections), authors=authors)
    source = source_of(decided, decisions.sources)
    return Listing(reference, decided, credited, work_id(decided), source)


def _frame(rows: Iterable[Row], name: str) -> pd.DataFrame:
    """Put rows into a table of text; empty stays empty."""
    columns = [column.name for column in dictionary()[name].stored]
    table = pd.DataFrame(list(rows), columns=columns, dtype=object)
    return table.map(lambda value: "" if value is None else str(value))


def _reference_row(document: Document, listing: Listing, decisions: Decisions) -> Row:
    """Return one listing: the values printed, and those corrected beside them."""
    reference = listing.printed
    columns = dictionary()["references"].stored
    row = {column.name: getattr(reference, column.name, None) for column in columns}
    decided = decisions.corrections.get(listing.reference_id, {})
    row |= {f"{name}_corrected": decided[name].corrected for name in FIELDS if name in decided}
    row |= {
        "reference_id": listing.reference_id,
        "work_id": listing.work_id,
        "source_id": listing.source.source_id if listing.source else None,
        "chapter_title": _title_above(document, reference, "chapter"),
        "section_title": _title_above(document, reference, "section"),
        "urls": " ".join(reference.urls),
        "contents": "\n".join(reference.contents),
    }
    return row


def _title_above(document: Document, reference: Reference, level: str) -> str | None:
    """Return the title of the chapter or section that a reference stands in."""
    if getattr(reference, level) is None:
        return None
    above = [
        heading.title
        for heading in document.headings
        if heading.level == level and heading.line < reference.line_start
    ]
    return above[-1] if above else None


def _by_work(listings: Iterable[Listing]) -> dict[str, list[Listing]]:
    """Return the listings of each work."""
    works: dict[str, list[Listing]] = {}
    for listing in listings:
        works.setdefault(listing.work_id, []).append(listing)
    return works


def _work_rows(listings: list[Listing]) -> Iterator[Row]:
    """Yield the works, each with its first listing and the number of its listings."""
    works = _by_work(listings)
    earliest = _earliest_editions(listings)
    for key, listed in works.items():
        first = listed[0].decided
        edition_of = earliest[edition_key(first)]
        yield {
            "work_id": key,
            "reference_id": reference_id(first),
            "title": first.title,
            "type": first.type,
            "issued": first.issued,
            "source_id": listed[0].source.source_id if listed[0].source else None,
            "edition_of": edition_of if edition_of != key else None,
            "chapter": first.chapter,
            "section": first.section,
            "listings": len(listed),
        }


def _earliest_editions(listings: Iterable[Listing]) -> dict[tuple[str, ...], str]:
    """Return the work that is the earliest edition, for all that are editions of one book."""
    dated = sorted(listings, key=lambda listing: (listing.decided.issued or "9", listing.work_id))
    earliest: dict[tuple[str, ...], str] = {}
    for listing in dated:
        earliest.setdefault(edition_key(listing.decided), listing.work_id)
    return earliest


def _author_rows(listings: list[Listing]) -> Iterator[Row]:
    """Yield the authors and contributors, by key."""
    authors = {author_id(c.author): c.author for listing in listings for c in listing.credits}
    for key in sorted(authors):
        author = authors[key]
        if isinstance(author, Person):
            name = f"{author.given} {author.family}".strip()
            yield {
                "author_id": key, "kind": "person", "family": author.family,
                "given": author.given, "name": name,
            }  # fmt: skip
        else:
            yield {"author_id": key, "kind": "organisation", "name": author.literal}


def _authorship_rows(listings: list[Listing]) -> Iterator[Row]:
    """Yield who wrote what, once for each work and role, in the order printed."""
    for work, listed in _by_work(listings).items():
        yield from _credit_rows(work, listed[0].credits, "author")
        named = [credit for listing in listed for credit in listing.credits]
        yield from _credit_rows(work, named, "contributor")


def _credit_rows(work: str, credited: Iterable[Credit], role: str) -> Iterator[Row]:
    """Yield the credits of one role, each author once."""
    named: dict[str, Credit] = {}
    for credit in credited:
        if credit.role == role:
            named.setdefault(author_id(credit.author), credit)
    for position, (key, credit) in enumerate(named.items(), start=1):
        yield {
            "work_id": work, "author_id": key, "position": position,
            "name_printed": credit.printed, "role": role,
        }  # fmt: skip


def _correction_rows(listings: Iterable[Listing], corrections: Corrections) -> Iterator[Row]:
    """Yield the corrections, in the order of the dossier."""
    for listing in listings:
        for correction in corrections.get(listing.reference_id, {}).values():
            yield asdict(correction) | {"line": listing.printed.line_start}


def _source_rows(listings: list[Listing], known: dict[str, Source]) -> Iterator[Row]:
    """Yield the sources that are printed, by key, with the forms other than the preferred."""
    forms = printed_forms([listing.decided for listing in listings], known)
    found = {listing.source.source_id: listing.source for listing in listings if listing.source}
    for key in sorted(found):
        source = found[key]
        others = sorted(forms[key] - {source.name})
        yield {
            "source_id": key, "name": source.name, "kind": source.kind,
            "variants": "; ".join(others),
        }  # fmt: skip


def _theme_row(theme: Theme) -> Row:
    """Return one theme."""
    return {column.name: getattr(theme, column.name) for column in dictionary()["themes"].stored}


def _subject_rows(
    document: Document, reference: Reference, vocabulary: Vocabulary
) -> Iterator[Row]:
    """Yield the themes of a reference, with the words that show each and their line."""
    pieces: dict[str, list[Piece]] = {
        name: [Piece(document.text[start:end], start) for start, end in reference.spans[name]]
        for name in ("title", "contents", "abstract")
        if name in reference.spans
    }
    for subject in find_subjects(vocabulary, pieces):
        yield {
            "reference_id": reference_id(reference),
            "theme_id": subject.theme_id,
            "field": subject.field,
            "evidence": " ".join(subject.evidence.split()),
            "line": document.line_of(subject.offset),
            "weight": POINTS[subject.field],
        }
