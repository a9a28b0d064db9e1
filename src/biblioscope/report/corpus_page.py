"""The page of all references: to search, to filter, to sort, and to take away."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from biblioscope.charts.labels import Labels
from biblioscope.charts.publish import as_csv
from biblioscope.corpus import Corpus, load_corpus
from biblioscope.exchange import bibtex, records, ris
from biblioscope.reading.knowledge import fold
from biblioscope.report.exporter import BiblioscopeExporter
from biblioscope.report.shown import plain_text
from biblioscope.report.source import Source

PAGE = "corpus.html"
_TOLD_BY_NUMBER = re.compile("[<>&\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
TABLES = "references.csv"


@dataclass(frozen=True)
class Row:
    """A reference as the table shows it; what is chosen by is in `facets`."""

    name: str
    line: int
    address: str | None
    title: str
    authors: str
    source: str
    year: str
    type: str
    section: str
    themes: str
    facets: Mapping[str, str]


@dataclass(frozen=True)
class Facet:
    """A list to choose from: its values, each with what it is called, and how many have it."""

    name: str
    values: tuple[tuple[str, str, int], ...]


def corpus_of(notebooks: Path) -> Corpus | None:
    """Return the corpus of the project whose notebooks are in a folder; None before it is built.

    Raises
    ------
    CorpusError
        Where its tables are broken.
    """
    data = notebooks.resolve().parent / "data"
    return load_corpus(data) if (data / "corpus" / TABLES).is_file() else None


def render_corpus(corpus: Corpus, source: Source | None, exporter: BiblioscopeExporter) -> str:
    """Return the page of a corpus.

    Without scripts it is one complete table. The records that can be taken away are in the page, as
    data that nothing runs.
    """
    template = exporter.environment.get_template("corpus.html.j2")
    labels = Labels(exporter.language_code)
    rows = _rows(corpus, source, labels)
    csv_head, *csv_rows = _csv_rows(corpus)
    page = template.render(
        rows=rows,
        facets=_facets(corpus, labels),
        years=[row.year for row in rows if row.year],
        records=_in_script(_taken_away(corpus, csv_rows)),
        csv_head=csv_head,
        dossier=corpus.dossier,
        has_source=source is not None,
        resources={"language_code": exporter.language_code, "site_title": exporter.site_title},
    )
    return f"{page.strip()}\n"


def _rows(corpus: Corpus, source: Source | None, labels: Labels) -> list[Row]:
    authors, themes = _authors(corpus), _themes(corpus)
    names, label = _called(corpus.sources, "name"), _called(corpus.themes, "label_fr")
    rows = []
    for record, row in zip(records(corpus), corpus.decided().to_dict("records"), strict=True):
        section, source_id = _section(row), "" if pd.isna(row["source_id"]) else row["source_id"]
        credited = authors.get(row["work_id"], {})
        about = themes.get(record.reference_id, [])
        rows.append(
            Row(
                name=record.reference_id,
                line=int(row["line_start"]),
                address=source.address(record.reference_id) if source else None,
                title=plain_text(record.title),
                authors=plain_text("; ".join(credited.values())),
                source=plain_text(names.get(source_id, "")),
                year=record.year,
                type=labels.term(record.type),
                section=section,
                themes=", ".join(label[theme] for theme in about),
                facets={
                    "section": section,
                    "type": record.type,
                    "source": source_id,
                    "author": " ".join(credited),
                    "theme": " ".join(about),
                    "abstract": plain_text(record.abstract),
                },
            )
        )
    return rows


def _called(table: pd.DataFrame, column: str) -> dict[str, str]:
    """Return what each key of a table, its first column, is called."""
    return {str(key): str(name) for key, name in zip(table.iloc[:, 0], table[column], strict=True)}


def _section(row: Mapping[Any, Any]) -> str:
    """Return the chapter and the section, as in "2A"."""
    return "".join(str(row[name]) for name in ("chapter", "section") if pd.notna(row[name]))


def _authors(corpus: Corpus) -> dict[str, dict[str, str]]:
    """Return the authors of each work by their keys, in the order in which they are printed."""
    names = corpus.authors.set_index("author_id")["name"]
    found: dict[str, dict[str, str]] = {}
    written = corpus.authorships[corpus.authorships["role"] == "author"]
    ordered = written.sort_values(["work_id", "position"])
    for work, author in ordered[["work_id", "author_id"]].itertuples(index=False):
        found.setdefault(work, {})[author] = str(names[author])
    return found


def _themes(corpus: Corpus) -> dict[str, list[str]]:
    """Return the themes of each reference, in the order of the vocabulary."""
    pairs = corpus.subjects[["reference_id", "theme_id"]].drop_duplicates()
    place = {theme: at for at, theme in enumerate(corpus.themes["theme_id"])}
    ordered = pairs.assign(place=pairs["theme_id"].map(place)).sort_values("place")
    found: dict[str, list[str]] = {}
    for reference, theme in ordered[["reference_id", "theme_id"]].itertuples(index=False):
        found.setdefault(reference, []).append(theme)
    return found


def _facets(corpus: Corpus, labels: Labels) -> list[Facet]:
    """Return what references can be chosen by: sections in their order, the rest by name."""
    references = corpus.decided()
    sections = [_section(row) for row in references.to_dict("records")]
    titles = references["section_title"].astype(object).fillna(references["chapter_title"])
    in_order = {
        code: f"{code} {plain_text(str(title))}".strip()
        for code, title in zip(sections, titles.fillna(""), strict=True)
    }
    types = {kind: labels.term(kind) for kind in references["type"].astype(str)}
    written = corpus.authorships[corpus.authorships["role"] == "author"]
    by_work = references[["reference_id", "work_id"]].merge(written, on="work_id")
    found = corpus.subjects[["reference_id", "theme_id"]].drop_duplicates()
    return [
        _facet("section", sections, in_order, by_name=False),
        _facet("type", references["type"].astype(str), types),
        _facet("source", references["source_id"].dropna(), _called(corpus.sources, "name")),
        _facet("author", by_work["author_id"], _filed(corpus)),
        _facet("theme", found["theme_id"], _called(corpus.themes, "label_fr")),
    ]


def _filed(corpus: Corpus) -> dict[str, str]:
    """Return authors as a catalogue files them: the family name first."""
    columns = ["author_id", "kind", "family", "given", "name"]
    return {
        author: str(name)
        if kind == "organisation"
        else ", ".join(str(part) for part in (family, given) if pd.notna(part))
        for author, kind, family, given, name in corpus.authors[columns].itertuples(index=False)
    }


def _facet(
    name: str, values: Iterable[str], called: Mapping[str, str], *, by_name: bool = True
) -> Facet:
    counts = pd.Series(list(values), dtype="object").value_counts(sort=False)
    listed = [(value, plain_text(str(called[value])), int(counts[value])) for value in counts.index]
    if by_name:
        listed.sort(key=lambda entry: (fold(entry[1]), entry[0]))
    return Facet(name, tuple(listed))


def _taken_away(corpus: Corpus, csv_rows: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return each reference in the formats in which it can be taken away."""
    return {
        record.reference_id: {"csv": row, "ris": ris(record), "bib": bibtex(record)}
        for record, row in zip(records(corpus), csv_rows, strict=True)
    }


def _csv_rows(corpus: Corpus) -> list[str]:
    """Return the head and the rows of a CSV file of the references, with no formula in it."""
    table = corpus.decided().drop(columns=["issued_date", "issued_precision", "year"])
    text = io.StringIO(as_csv(table).decode("utf-8"), newline="")
    return [_csv_row(cells) for cells in csv.reader(text)]


def _csv_row(cells: Sequence[str]) -> str:
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\n").writerow(cells)
    return row.getvalue()


def _in_script(values: Mapping[str, Any]) -> str:
    """Return values as JSON that no HTML parser takes for the end of a script.

    Characters that nobody sees, or that turn the direction of a text, are written by number too.
    """
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return _TOLD_BY_NUMBER.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
