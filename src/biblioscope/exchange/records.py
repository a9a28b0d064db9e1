"""References as reference managers know them: one record each, corrected values in place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pandas as pd

from biblioscope.corpus import Corpus
from biblioscope.exchange.plain import clean


@dataclass(frozen=True)
class Credited:
    """An author: a person's family and given name, or the name of a body as `family` alone."""

    family: str
    given: str = ""
    is_body: bool = False


@dataclass(frozen=True)
class Record:
    """A reference; texts on one line, without characters that files cannot hold."""

    reference_id: str
    type: str
    title: str
    authors: tuple[Credited, ...]
    container_title: str
    publisher: str
    issued: str
    issue: str
    page: str
    number_of_pages: str
    edition: str
    urls: tuple[str, ...]
    abstract: str
    themes: tuple[str, ...]
    note: str

    @property
    def year(self) -> str:
        """The year of publication, empty where none is printed."""
        return self.issued[:4]


def records(corpus: Corpus) -> list[Record]:
    """Return a record for each reference of a corpus, in its order.

    Where people decided on a correction, the corrected value is the one that is passed on. The note
    names the dossier and the lines of the reference.

    Examples
    --------
    >>> from biblioscope import load_corpus
    >>> found = {record.reference_id: record for record in records(load_corpus())}
    >>> found["L0513"].container_title, found["L0513"].issue
    ('Revue française de service social', '260')
    """
    credited, themes = _credited(corpus), _themes(corpus)
    return [
        _record(row, credited[row["work_id"]], themes[row["reference_id"]], corpus)
        for row in corpus.decided().to_dict("records")
    ]


def _credited(corpus: Corpus) -> defaultdict[str, tuple[Credited, ...]]:
    """Return the authors of each work, in the order in which they are printed."""
    authorships = corpus.authorships[corpus.authorships["role"] == "author"]
    known = corpus.authors.set_index("author_id")[["kind", "family", "given", "name"]]
    people = {
        author: Credited(clean(str(name)), is_body=True)
        if kind == "organisation"
        else Credited(_text(family), _text(given))
        for author, kind, family, given, name in known.itertuples()
    }
    found: defaultdict[str, tuple[Credited, ...]] = defaultdict(tuple)
    ordered = authorships.sort_values(["work_id", "position"])
    for work, author in ordered[["work_id", "author_id"]].itertuples(index=False):
        found[work] += (people[author],)
    return found


def _themes(corpus: Corpus) -> defaultdict[str, tuple[str, ...]]:
    """Return the labels of each reference's themes, in the order of the vocabulary."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    pairs = corpus.subjects[["reference_id", "theme_id"]].drop_duplicates()
    for theme, label in corpus.themes[["theme_id", "label_fr"]].itertuples(index=False):
        for reference in pairs.loc[pairs["theme_id"] == theme, "reference_id"]:
            found[reference] += (clean(str(label)),)
    return found


def _record(
    row: dict[Any, Any], authors: tuple[Credited, ...], themes: tuple[str, ...], corpus: Corpus
) -> Record:
    names = ("title", "container_title", "publisher", "issued", "issue", "page", "edition")
    said = {name: _text(row[name]) for name in names}
    lines = f"lines {row['line_start']}–{row['line_end']}"
    return Record(
        reference_id=str(row["reference_id"]),
        type=str(row["type"]),
        authors=authors,
        number_of_pages=_text(row["number_of_pages"]),
        urls=tuple(_text(row["urls"]).split()),
        abstract=_text(row["abstract"]),
        themes=themes,
        note=clean(f"{corpus.dossier.title} ({corpus.dossier.issued}), {lines}"),
        **said,
    )


def _text(value: Any) -> str:
    """Return a value on one line, nothing for a missing one."""
    return "" if pd.isna(value) else clean(" ".join(str(value).split()))
