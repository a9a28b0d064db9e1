"""From references to tables: one row a listing, a work, an author, a source, a theme, a subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from biblioscope.corpus.authority import Source
from biblioscope.corpus.keys import author_id, reference_id, work_id
from biblioscope.corpus.sources import printed_forms, source_of
from biblioscope.corpus.subjects import Piece, Theme, Vocabulary, find_subjects
from biblioscope.reading import Document, Person, Reference, visible

COLUMNS = {
    "references": [
        "reference_id", "work_id", "source_id", "chapter", "chapter_title", "section",
        "section_title", "heading", "type", "title", "container_title", "publisher", "issued",
        "issue", "page", "number_of_pages", "edition", "urls", "abstract", "contents",
        "line_start", "line_end",
    ],
    "works": [
        "work_id", "reference_id", "title", "type", "issued", "source_id", "chapter", "section",
        "listings",
    ],
    "authors": ["author_id", "kind", "family", "given", "name"],
    "authorships": ["work_id", "author_id", "position", "name_printed", "role"],
    "sources": ["source_id", "name", "kind", "variants"],
    "themes": ["theme_id", "label_fr", "label_en", "scope_note"],
    "subjects": ["reference_id", "theme_id", "field", "evidence", "line"],
}  # fmt: skip
"""The columns of each table, in order."""

Row = dict[str, Any]


def make_tables(
    document: Document, known: dict[str, Source], vocabulary: Vocabulary
) -> dict[str, pd.DataFrame]:
    """Return the tables of a dossier, every value as text; see `COLUMNS`."""
    references = document.references
    rows: dict[str, Iterable[Row]] = {
        "references": [_reference_row(document, r, known) for r in references],
        "works": _work_rows(references, known),
        "authors": _author_rows(references),
        "authorships": _authorship_rows(document),
        "sources": _source_rows(references, known),
        "themes": [_theme_row(theme) for theme in vocabulary.themes],
        "subjects": [row for r in references for row in _subject_rows(document, r, vocabulary)],
    }
    return {name: _frame(rows[name], name) for name in COLUMNS}


def _frame(rows: Iterable[Row], name: str) -> pd.DataFrame:
    """Put rows into a table of text; empty stays empty."""
    table = pd.DataFrame(list(rows), columns=COLUMNS[name], dtype=object)
    return table.map(lambda value: "" if value is None else str(value))


def _reference_row(document: Document, reference: Reference, known: dict[str, Source]) -> Row:
    """Return one listing."""
    row = {name: getattr(reference, name, None) for name in COLUMNS["references"]}
    source = source_of(reference, known)
    row |= {
        "reference_id": reference_id(reference),
        "work_id": work_id(reference),
        "source_id": source.source_id if source else None,
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


def _work_rows(references: list[Reference], known: dict[str, Source]) -> Iterator[Row]:
    """Yield the works, each with its first listing and the number of its listings."""
    listings: dict[str, list[Reference]] = {}
    for reference in references:
        listings.setdefault(work_id(reference), []).append(reference)
    for key, listed in listings.items():
        first = listed[0]
        source = source_of(first, known)
        yield {
            "work_id": key,
            "reference_id": reference_id(first),
            "title": first.title,
            "type": first.type,
            "issued": first.issued,
            "source_id": source.source_id if source else None,
            "chapter": first.chapter,
            "section": first.section,
            "listings": len(listed),
        }


def _author_rows(references: list[Reference]) -> Iterator[Row]:
    """Yield the authors, by key."""
    authors = {author_id(author): author for r in references for author in r.authors}
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


def _authorship_rows(document: Document) -> Iterator[Row]:
    """Yield who wrote what, once for each work, in the order printed."""
    seen = set()
    for reference in document.references:
        work = work_id(reference)
        if work in seen:
            continue
        seen.add(work)
        spans = reference.spans.get("authors", [])
        for position, (author, span) in enumerate(zip(reference.authors, spans, strict=True), 1):
            yield {
                "work_id": work, "author_id": author_id(author), "position": position,
                "name_printed": visible(document.text[slice(*span)]), "role": "author",
            }  # fmt: skip


def _source_rows(references: list[Reference], known: dict[str, Source]) -> Iterator[Row]:
    """Yield the sources that are printed, by key, with the forms other than the preferred."""
    forms = printed_forms(references, known)
    found = {s.source_id: s for r in references if (s := source_of(r, known))}
    for key in sorted(found):
        source = found[key]
        others = sorted(forms[key] - {source.name})
        yield {
            "source_id": key, "name": source.name, "kind": source.kind,
            "variants": "; ".join(others),
        }  # fmt: skip


def _theme_row(theme: Theme) -> Row:
    """Return one theme."""
    return {name: getattr(theme, name) for name in COLUMNS["themes"]}


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
        }
