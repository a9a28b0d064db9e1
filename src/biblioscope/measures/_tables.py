"""What several measures share: ranks with ties, names in order, checks of columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from biblioscope.measures.intervals import wilson

Floats = npt.NDArray[np.float64]


def require_columns(table: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    """Raise a ValueError that names the table and the columns it lacks."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        has = ", ".join(map(str, table.columns))
        raise ValueError(f"{name} has no column {', '.join(missing)}; it has: {has}")


def sort_key(name: object) -> tuple[str, str]:
    """Return a key under which "École" stands between "Droit" and "Esprit"."""
    text = str(name)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold(), text


def distinct_links(table: pd.DataFrame, document: str, item: str, name: str) -> pd.DataFrame:
    """Return the distinct pairs of two columns, without those where one is missing."""
    require_columns(table, [document, item], name)
    return table[[document, item]].dropna().drop_duplicates().reset_index(drop=True)


def in_role(authorships: pd.DataFrame, role: Sequence[str]) -> pd.DataFrame:
    """Return the rows of these roles; all of them where the table has no column `role`."""
    if isinstance(role, str):
        raise ValueError(f'role is "{role}"; give a sequence of roles, as in ("{role}",)')
    if "role" not in authorships.columns:
        return authorships
    return authorships[authorships["role"].isin(list(role))]


def add_rank(table: pd.DataFrame, value: str, *names: str) -> pd.DataFrame:
    """Sort by a value, largest first, then by names; add `rank` and `tied`.

    Equal values share the smallest rank, and the ranks they use up are left out: 1, 2, 2, 4.
    Values that differ by less than 10⁻⁹ are equal, for sums of fractions.
    """
    values = table[value].round(9)
    keys = table[list(names)].map(sort_key) if names else pd.DataFrame(index=table.index)
    order = keys.assign(_value=-values).sort_values(["_value", *names], kind="stable").index
    ranks = values.rank(method="min", ascending=False).astype("int64")
    tied = values.duplicated(keep=False)
    return table.assign(rank=ranks, tied=tied).loc[order].reset_index(drop=True)


def add_share(
    table: pd.DataFrame, count: str, n: int | pd.Series[Any], level: float = 0.95
) -> pd.DataFrame:
    """Add `share`, `low` and `high`: the share of n and its Wilson interval."""
    totals = np.broadcast_to(np.asarray(n, dtype=float), (len(table),))
    counts = table[count].to_numpy(dtype=float)
    share = np.divide(counts, totals, out=np.full(len(table), np.nan), where=totals > 0)
    low, high = wilson(counts, totals, level)
    return table.assign(share=share, low=low, high=high)


def in_order(values: pd.Series[Any]) -> list[Hashable]:
    """Return distinct values: ordered categories as they are, others by frequency, then name."""
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype) and dtype.ordered:
        return list(dtype.categories)
    totals = values.dropna().astype(object).value_counts()
    return sorted(totals.index, key=lambda value: (-int(totals[value]), sort_key(value)))


def adjusted_residuals(
    count: Floats, expected: Floats, row_share: Floats, column_share: Floats
) -> Floats:
    """Return Haberman's adjusted Pearson residuals, NaN where a margin is nothing or all."""
    variance = expected * (1 - row_share) * (1 - column_share)
    known = variance > 1e-12
    scale = np.sqrt(np.where(known, variance, 1.0))
    return np.where(known, (count - expected) / scale, np.nan)
