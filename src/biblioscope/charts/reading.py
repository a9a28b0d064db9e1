"""Small readings of a table that a plot needs; nothing here counts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from biblioscope.measures import TooFewError

from .labels import Labels, catalogue, noun_form, number, percent


def require(table: pd.DataFrame, plot: str, columns: Sequence[str | None]) -> None:
    """Check that a table has rows and the columns that a plot draws; None stands for no column.

    Raises
    ------
    ValueError
        Says which column is missing, and which there are; a `TooFewError` where there is no row.
    """
    missing = [name for name in columns if name is not None and name not in table.columns]
    if missing:
        there = ", ".join(str(name) for name in table.columns) or "none"
        raise ValueError(f"{plot}: the table has no column {missing[0]!r}; it has {there}")
    if table.empty:
        raise TooFewError(f"{plot}: the table is empty, so there is nothing to draw")


def with_index(table: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Return a table whose named index is a column, as in `years.reset_index()`.

    Examples
    --------
    >>> with_index(pd.Series({1: 80, 2: 15}, name="authors").rename_axis("works")).columns.tolist()
    ['works', 'authors']
    """
    attrs = dict(table.attrs)
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    if frame.index.names != [None]:
        frame = frame.reset_index()
    frame.attrs = attrs
    return frame


def left_out(table: pd.DataFrame, unit: str | None, labels: Labels) -> list[str]:
    """Return sentences on what the attrs of a table say it leaves out."""
    if unit is None or unit == "share":
        return []
    sentences = []
    for key in ("left_out", "without_theme"):
        value = table.attrs.get(key)
        if isinstance(value, int | float) and value:
            sentences.append(labels.text(f"caption.{key}", **{key: value}, unit=unit))
    return sentences


def show(value: float, unit: str | None, language: str) -> str:
    """Write a value of a table: a share as a percentage, anything else as a number."""
    return percent(value, language) if unit == "share" else number(value, language)


def is_noun(name: str) -> bool:
    """Return whether the catalogue has a name among its nouns."""
    return name in catalogue()["nouns"]


def noun_values(unit: str | None, item: str | None, labels: Labels) -> dict[str, str]:
    """Return the nouns that templates name: what is counted, and what it is counted for.

    `unit` and `item` are keys of the catalogue, `units` and `items` their plurals, `one_item` the
    singular.
    """
    values: dict[str, str] = {}
    if unit is not None and unit != "share":
        values |= {"unit": unit, "units": noun_form(unit, labels.language)}
    if item is not None:
        values |= {
            "item": item,
            "items": noun_form(item, labels.language),
            "one_item": noun_form(item, labels.language, 1),
        }
    return values


def attribute(table: pd.DataFrame, name: str) -> float | None:
    """Return the number `table.attrs[name]`, or None where it is not said."""
    value = table.attrs.get(name)
    return None if value is None else float(value)
