"""What the tables must be before anything counts them: pandera schemas from the dictionary."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from biblioscope.corpus.dictionary import Column, Table, dictionary

WHOLE = r"[0-9]+"
"""How a whole number is written in the files."""


class CorpusError(Exception):
    """A table of the corpus is missing or broken; the message says which, and where."""


@cache
def schema(name: str) -> Any:
    """Return the pandera schema of a table as it stands in its file: every value as text."""
    table = dictionary()[name]
    columns = {column.name: _column(column, table) for column in table.stored}
    return pa.DataFrameSchema(columns, name=name, strict=True, ordered=True)


def _column(column: Column, table: Table) -> Any:
    """Return what one column must be."""
    checks = []
    pattern = column.pattern or (WHOLE if column.type == "integer" else None)
    if pattern:
        said = "no whole number" if column.type == "integer" else f"not of the form {pattern}"
        checks.append(pa.Check.str_matches(rf"(?:{pattern})\Z", error=said))
    if column.enum:
        checks.append(pa.Check.isin(column.enum, error=f"none of {', '.join(column.enum)}"))
    return pa.Column(
        checks=checks,
        nullable=not column.required,
        unique=table.primary_key == (column.name,),
        report_duplicates="exclude_first",
    )


def validate(table: pd.DataFrame, name: str, path: Path) -> None:
    """Refuse a table that is not what the dictionary says, naming the first row that is wrong.

    Raises
    ------
    CorpusError
        With file, row (the header is row 1), column, value, and what is wrong with it.
    """
    try:
        schema(name).validate(table, lazy=True)
    except SchemaErrors as problem:
        failures = problem.failure_cases.dropna(subset=["index"])
        first = failures.sort_values("index", kind="stable").iloc[0]
        where = f"{path}, row {int(first['index']) + 2}, column {first['column']}"
        raise CorpusError(f"{where}: {_said(first)}") from None


def _said(failure: pd.Series[Any]) -> str:
    """Say what is wrong with a value."""
    check, value = str(failure["check"]), failure["failure_case"]
    if check == "not_nullable":
        return "this must not be empty"
    if check == "field_uniqueness":
        return f"“{value}” stands there twice"
    return f"“{value}” is {check}"


def validate_links(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Refuse tables of which a key of several columns is doubled, or a link leads nowhere.

    Raises
    ------
    CorpusError
        With file, row, column and value.
    """
    for name, table in dictionary().items():
        rows = tables[name]
        path = folder / f"{name}.csv"
        key = list(table.primary_key)
        if key and (doubled := rows.duplicated(key)).any():
            row = int(doubled.to_numpy().argmax())
            raise CorpusError(
                f"{path}, row {row + 2}, column {key[-1]}: the key stands there twice"
            )
        for link in table.links:
            values = rows[link.column]
            lost = values.notna() & ~values.isin(tables[link.table][link.key])
            if lost.any():
                row = int(lost.to_numpy().argmax())
                where = f"{path}, row {row + 2}, column {link.column}"
                raise CorpusError(f"{where}: “{values[row]}” is not in {link.table}.csv")
