"""What is there where a corpus has too little: no number, rather than an error."""

from __future__ import annotations

from typing import Any

import pandas as pd


class TooFewError(ValueError):
    """There is too little to compute or to draw; with more of the same it would work."""


def nth(table: pd.DataFrame, place: int) -> pd.Series[Any]:
    """Return a row of a table by its place from 0; one of missing values where it is not there.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["Projet"], "works": [3]})
    >>> nth(table, 0)["name"], nth(table, 1)["name"]
    ('Projet', nan)
    """
    if place < len(table):
        return table.iloc[place]
    return pd.Series(float("nan"), index=table.columns, dtype="object")


def ratio(part: float, whole: float) -> float:
    """Return a part of a whole; NaN where the whole is nothing.

    Examples
    --------
    >>> ratio(3, 4), ratio(0, 0)
    (0.75, nan)
    """
    return float(part / whole) if whole else float("nan")
