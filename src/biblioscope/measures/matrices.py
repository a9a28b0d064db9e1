"""Pairs as a square: the same counts, seen from both ends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pandas as pd

from biblioscope.measures._tables import require_columns


def square(edges: pd.DataFrame, items: Sequence[str], value: str = "count") -> pd.DataFrame:
    """Return every ordered pair of items with its value.

    Parameters
    ----------
    edges
        Undirected pairs: `source`, `target` and the value.
    items
        The items, in the order of the rows and columns of a matrix.
    value
        The column that has the value.

    Returns
    -------
    DataFrame
        `source`, `target` and the value, a row for each cell of the square matrix, row by row. A
        pair that is not among the edges has 0; an item with itself has a missing value.

    Raises
    ------
    ValueError
        Where a column is missing.

    Examples
    --------
    >>> edges = pd.DataFrame({"source": ["a"], "target": ["b"], "count": [2]})
    >>> square(edges, ["b", "a"])
      source target  count
    0      b      b    NaN
    1      b      a    2.0
    2      a      b    2.0
    3      a      a    NaN
    """
    require_columns(edges, ["source", "target", value], "edges")
    there = dict(zip(zip(edges["source"], edges["target"], strict=True), edges[value], strict=True))
    both = there | {(target, source): count for (source, target), count in there.items()}
    cells = [
        (row, column, float("nan") if row == column else float(both.get((row, column), 0)))
        for row, column in product(items, items)
    ]
    return pd.DataFrame(cells, columns=["source", "target", value])
