"""Loading the corpus: the tables as pandas DataFrames with real types."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from biblioscope.corpus.build import DOSSIER, load_dossier
from biblioscope.corpus.model import Corpus
from biblioscope.corpus.tables import COLUMNS
from biblioscope.project import project_folder

_INTEGERS = {
    "references": ("number_of_pages", "line_start", "line_end"),
    "works": ("listings",),
    "authorships": ("position",),
    "subjects": ("line",),
}
_ORDERED = {"references": ("chapter", "section"), "works": ("chapter", "section")}
_CATEGORIES = {
    "references": ("heading", "type"),
    "works": ("type",),
    "authors": ("kind",),
    "authorships": ("role",),
    "sources": ("kind",),
    "subjects": ("field",),
}
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


class CorpusError(Exception):
    """A table of the corpus is missing or broken; the message says which, and where."""


def load_corpus(data: Path | None = None) -> Corpus:
    """Load the corpus.

    Parameters
    ----------
    data
        The data folder; that of the project by default.

    Returns
    -------
    Corpus
        The tables `references`, `works`, `authors`, `authorships`, `sources`, `themes` and
        `subjects`. Dates stay as printed in `issued` (ISO 8601, reduced) and are also given as
        `year` (integer), `issued_date` (its first day) and `issued_precision` (year < month <
        day). Empty cells are missing values.

    Raises
    ------
    CorpusError
        Where a table is missing or is not what the program writes.
    """
    folder = data or project_folder() / "data"
    tables = {name: _load(folder / "corpus" / f"{name}.csv", name) for name in COLUMNS}
    return Corpus(load_dossier(folder / DOSSIER), **tables)


def _load(path: Path, name: str) -> pd.DataFrame:
    """Read one table and give it its types."""
    try:
        table = pd.read_csv(path, dtype="string", keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise CorpusError(
            f"{path}: there is no such table; run `biblioscope build` first"
        ) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as problem:
        raise CorpusError(f"{path}: not a table that can be read ({problem})") from None
    if list(table.columns) != COLUMNS[name]:
        raise CorpusError(f"{path}, row 1: the columns must be {', '.join(COLUMNS[name])}")
    table = table.astype("str").replace("", pd.NA)
    for column in _INTEGERS.get(name, ()):
        table[column] = _integers(table[column], path)
    for column in _CATEGORIES.get(name, ()):
        table[column] = table[column].astype("category")
    for column in _ORDERED.get(name, ()):
        table[column] = _ordered(table[column])
    return _with_dates(table) if "issued" in table else table


def _integers(column: pd.Series, path: Path) -> pd.Series:
    """Return a column of whole numbers."""
    numbers = pd.to_numeric(column, errors="coerce")
    wrong = column.notna() & (numbers.isna() | (numbers % 1 != 0))
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise CorpusError(
            f"{path}, row {row + 2}, column {column.name}: “{column[row]}” is no whole number"
        )
    return numbers.astype("Int64")


def _ordered(column: pd.Series) -> pd.Series:
    """Return a column of labels in their printed order: 1, 2 … 10; A, B, C."""
    labels = sorted(column.dropna().unique(), key=lambda label: (len(label), label))
    return column.astype(pd.CategoricalDtype(labels, ordered=True))


def _with_dates(table: pd.DataFrame) -> pd.DataFrame:
    """Add year, first day and precision of the date printed."""
    issued = table["issued"]
    place = int(table.columns.get_loc("issued")) + 1  # type: ignore[arg-type]
    precision = issued.str.len().map(_PRECISIONS)
    kinds = pd.CategoricalDtype(list(_PRECISIONS.values()), ordered=True)
    table.insert(place, "year", pd.to_numeric(issued.str[:4], errors="coerce").astype("Int64"))
    table.insert(
        place + 1, "issued_date", pd.to_datetime(issued, format="ISO8601", errors="coerce")
    )
    table.insert(place + 2, "issued_precision", precision.astype(kinds))
    return table
