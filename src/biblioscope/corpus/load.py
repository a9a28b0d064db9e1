"""Loading the corpus: the tables as pandas DataFrames with real types."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from biblioscope.corpus.build import DOSSIER, load_dossier
from biblioscope.corpus.dictionary import dictionary
from biblioscope.corpus.model import Corpus
from biblioscope.corpus.schemas import CorpusError, validate, validate_links
from biblioscope.project import project_folder

_ORDERED = {"references": ("chapter", "section"), "works": ("chapter", "section")}
_CATEGORIES = {
    "references": ("heading", "type"),
    "works": ("type",),
    "authors": ("kind",),
    "authorships": ("role",),
    "sources": ("kind",),
    "subjects": ("field",),
    "corrections": ("field",),
}
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


def load_corpus(data: Path | None = None) -> Corpus:
    """Load the corpus.

    Parameters
    ----------
    data
        The data folder; that of the project by default.

    Returns
    -------
    Corpus
        The tables `references`, `works`, `authors`, `authorships`, `sources`, `themes`,
        `subjects` and `corrections`. Dates stay as printed in `issued` (ISO 8601, reduced); `year`
        (integer), `issued_date` (the first day) and `issued_precision` (year < month < day) are
        those of the corrected date where there is one. Empty cells are missing values.

    Raises
    ------
    CorpusError
        Where a table is missing or is not what the dictionary says; with file, row and column.
    """
    folder = data or project_folder() / "data"
    tables = {name: _load(folder / "corpus" / f"{name}.csv", name) for name in dictionary()}
    validate_links(tables, folder / "corpus")
    return Corpus(load_dossier(folder / DOSSIER), **tables)


def _load(path: Path, name: str) -> pd.DataFrame:
    """Read one table, hold it to its schema and give it its types."""
    table = _read(path, name)
    validate(table, name, path)
    for column in dictionary()[name].stored:
        if column.type == "integer":
            table[column.name] = pd.to_numeric(table[column.name]).astype("Int64")
    for label in _CATEGORIES.get(name, ()):
        table[label] = table[label].astype("category")
    for label in _ORDERED.get(name, ()):
        table[label] = _ordered(table[label])
    return _with_dates(table) if "issued" in table else table


def _read(path: Path, name: str) -> pd.DataFrame:
    """Read one table as text; what is empty is missing."""
    try:
        table = pd.read_csv(path, dtype="string", keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise CorpusError(
            f"{path}: there is no such table; run `biblioscope build` first"
        ) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as problem:
        raise CorpusError(f"{path}: not a table that can be read ({problem})") from None
    columns = [column.name for column in dictionary()[name].stored]
    if list(table.columns) != columns:
        raise CorpusError(f"{path}, row 1: the columns must be {', '.join(columns)}")
    return table.astype("str").replace("", pd.NA)


def _ordered(column: pd.Series) -> pd.Series:
    """Return a column of labels in their printed order: 1, 2 … 10; A, B, C."""
    labels = sorted(column.dropna().unique(), key=lambda label: (len(label), label))
    return column.astype(pd.CategoricalDtype(labels, ordered=True))


def _with_dates(table: pd.DataFrame) -> pd.DataFrame:
    """Add year, first day and precision of the date: of the corrected one where there is one."""
    issued, last = table["issued"], "issued"
    if "issued_corrected" in table:
        issued, last = table["issued_corrected"].fillna(issued), "issued_corrected"
    place = int(table.columns.get_loc(last)) + 1  # type: ignore[arg-type]
    precision = issued.str.len().map(_PRECISIONS)
    kinds = pd.CategoricalDtype(list(_PRECISIONS.values()), ordered=True)
    table.insert(place, "year", pd.to_numeric(issued.str[:4], errors="coerce").astype("Int64"))
    table.insert(
        place + 1, "issued_date", pd.to_datetime(issued, format="ISO8601", errors="coerce")
    )
    table.insert(place + 2, "issued_precision", precision.astype(kinds))
    return table
