"""Small readings of a table that a plot needs; nothing here counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from .labels import Labels, Words, catalogue, in_language, number, percent


def require(table: pd.DataFrame, plot: str, columns: Sequence[str]) -> None:
    """Check that a table has rows and the columns that a plot draws.

    Raises
    ------
    ValueError
        Says which column is missing, and which there are.
    """
    missing = [name for name in columns if name not in table.columns]
    if missing:
        there = ", ".join(str(name) for name in table.columns) or "none"
        raise ValueError(f"{plot}: the table has no column {missing[0]!r}; it has {there}")
    if table.empty:
        raise ValueError(f"{plot}: the table is empty, so there is nothing to draw")


def show(value: float, unit: str, language: str) -> str:
    """Write a value of a table: a share as a percentage, anything else as a number."""
    return percent(value, language) if unit == "share" else number(value, language)


def unit_of(column: str, unit: str | None) -> str | None:
    """Return the noun that a column counts: the one given, or the column's own name."""
    if unit is not None:
        return unit
    return column if column in catalogue()["nouns"] or column == "share" else None


def column_for(names: Words, language: str) -> str:
    """Return the column to print in a language: one for both, or one for each."""
    return in_language(names, language)


def nouns(labels: Labels, **keys: str) -> dict[str, str]:
    """Return the singular and the plural of nouns under the names that templates use.

    `unit="works"` gives `unit`, the key itself, and `units`, the plural; `item="themes"` gives
    `item`, the singular, and `items`, the key.
    """
    raise NotImplementedError


def attribute(table: pd.DataFrame, name: str) -> Any:
    """Return `table.attrs[name]`, or None."""
    attrs: Mapping[Any, Any] = table.attrs
    return attrs.get(name)
