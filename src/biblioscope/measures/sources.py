"""Where the works were published: rankings, Bradford's zones, concentration."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from biblioscope.measures._tables import (
    Floats,
    add_rank,
    add_share,
    adjusted_residuals,
    in_order,
    require_columns,
    sort_key,
)


def rank_sources(
    works: pd.DataFrame, sources: pd.DataFrame, kind: str | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Rank sources by the number of their works.

    Parameters
    ----------
    works
        With `source_id`, which may be missing.
    sources
        With `source_id`, `name` and `kind`.
    kind
        Only sources of this kind: "periodical", "publisher" or "institution".
    level
        The confidence level of the intervals.

    Returns
    -------
    DataFrame
        source_id, name, kind, works, share, low, high (of the works that have a source, of this
        kind where one is given; Wilson interval), rank (equal numbers share the smallest rank:
        1, 2, 2, 4) and tied (whether another source has the same number). Sources without works
        are left out. `.attrs["n"]` is the number of works that the shares are of,
        `.attrs["left_out"]` that of the others.

    Raises
    ------
    ValueError
        Where a work names a source that `sources` does not have.

    Examples
    --------
    >>> works = pd.DataFrame({"source_id": ["ash", "ash", "lien", None]})
    >>> sources = pd.DataFrame(
    ...     {"source_id": ["ash", "lien"], "name": ["ASH", "Lien social"], "kind": "periodical"}
    ... )
    >>> rank_sources(works, sources)[["name", "works", "rank", "tied"]]
              name  works  rank   tied
    0          ASH      2     1  False
    1  Lien social      1     2  False
    """
    require_columns(works, ["source_id"], "works")
    require_columns(sources, ["source_id", "name", "kind"], "sources")
    counts = works["source_id"].dropna().astype(object).value_counts()
    unknown = sorted(set(counts.index) - set(sources["source_id"]), key=str)
    if unknown:
        raise ValueError(
            f"works name sources that are not in sources: {', '.join(map(str, unknown))}"
        )
    known = sources if kind is None else sources[sources["kind"] == kind]
    table = known[["source_id", "name", "kind"]].assign(works=known["source_id"].map(counts))
    table = table.dropna(subset=["works"]).astype({"works": "int64"})
    n = int(table["works"].sum())
    ranked = add_rank(add_share(table, "works", n, level), "works", "name", "source_id")
    ranked.attrs.update(n=n, left_out=len(works) - n)
    return ranked


@dataclass(frozen=True)
class Tie:
    """A cut between two zones that falls inside sources of equal productivity.

    Which of the tied sources stand before the cut is arbitrary: alphabetical order decided.

    Attributes
    ----------
    zone
        The zone that the cut ends: 1 is the cut between zones 1 and 2.
    references
        How many references each of the tied sources has.
    before, after
        The tied sources on either side of the cut, by name.
    """

    zone: int
    references: int
    before: tuple[Hashable, ...]
    after: tuple[Hashable, ...]

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """All the tied sources."""
        return self.before + self.after


class BradfordZones(pd.DataFrame):
    """The zones as a DataFrame, with what belongs to them as a whole.

    What is derived from it (slices, copies) is a plain DataFrame; the values stay in `.attrs`.
    """

    @property
    def multiplier(self) -> float:
        """Bradford's k: the geometric mean of the ratios of successive numbers of sources."""
        return float(self.attrs["multiplier"])

    @property
    def ties(self) -> list[Tie]:
        """The cuts that fall inside sources of equal productivity."""
        return list(self.attrs["ties"])


def bradford(
    counts: pd.Series[Any] | Mapping[Any, int],
    zones: int = 3,
    thresholds: Sequence[float] | None = None,
) -> BradfordZones:
    """Divide sources into Bradford's zones.

    Sources are ranked by productivity and cut into zones that each hold about the same number
    of references. A source belongs to the zone in which its first reference falls: the one that
    crosses a third of the references is still in the first of three zones.

    Parameters
    ----------
    counts
        References of each source, indexed by source. Sources with 0 are left out.
    zones
        How many zones; not used where thresholds are given.
    thresholds
        Falling numbers of references, to cut by productivity instead, as Bradford cut his own
        zones: a source with more than `thresholds[0]` references is in zone 1, of the others
        one with more than `thresholds[1]` in zone 2, and so on; the rest is in the last zone.

    Returns
    -------
    BradfordZones
        A DataFrame of a row for each zone: zone (1, 2, …), sources, references. A zone is empty
        where one source fills it whole. Beside the table, `.multiplier` is the geometric mean of
        the ratios of successive numbers of sources (NaN where a zone is empty), and `.ties` a list
        of `Tie`, one for each cut that falls inside sources of equal productivity.

    Raises
    ------
    ValueError
        Where counts are not whole numbers from 0, there are fewer than two zones, or
        thresholds do not fall.

    References
    ----------
    .. [1] Bradford, S. C. (1934). Sources of information on specific subjects. Engineering 137,
       85–86.

    Examples
    --------
    >>> result = bradford(pd.Series({"A": 6, "B": 3, "C": 3, "D": 2, "E": 2, "F": 2}))
    >>> result
       zone  sources  references
    0     1        1           6
    1     2        2           6
    2     3        3           6
    >>> round(result.multiplier, 3), result.ties
    (1.732, [])
    """
    ranked = _ranked(pd.Series(counts))
    if thresholds is None:
        zone, last = _equal_zones(ranked, zones), zones
    else:
        zone, last = _threshold_zones(ranked, thresholds), len(thresholds) + 1
    grouped = ranked.groupby(zone.to_numpy())
    every = range(1, last + 1)
    table = BradfordZones(
        {
            "zone": list(every),
            "sources": grouped.size().reindex(every, fill_value=0).to_list(),
            "references": grouped.sum().reindex(every, fill_value=0).to_list(),
        }
    )
    table.attrs.update(multiplier=_multiplier(table["sources"]), ties=_ties(ranked, zone, last))
    return table


def _whole(counts: pd.Series[Any]) -> pd.Series[int]:
    values = counts.astype("float64")
    if values.isna().any() or (values < 0).any() or (values % 1 != 0).any():
        raise ValueError("counts must be whole numbers, 0 or more")
    return values.astype("int64")


def _ranked(counts: pd.Series[Any]) -> pd.Series[int]:
    whole = _whole(counts)
    whole = whole[whole > 0]
    order = sorted(range(len(whole)), key=lambda i: (-whole.iloc[i], sort_key(whole.index[i])))
    return whole.iloc[order]


def _equal_zones(ranked: pd.Series[int], zones: int) -> pd.Series[int]:
    if zones < 2:
        raise ValueError(f"zones is {zones}; Bradford's law compares at least two")
    before = ranked.cumsum() - ranked
    # In whole numbers: a cut at exactly a third must not depend on rounding.
    return before * zones // max(int(ranked.sum()), 1) + 1


def _threshold_zones(ranked: pd.Series[int], thresholds: Sequence[float]) -> pd.Series[int]:
    if not thresholds or any(a <= b for a, b in pairwise(thresholds)):
        raise ValueError(f"thresholds must fall, as in [16, 4]; they are {list(thresholds)}")
    zone = ranked * 0 + 1
    for threshold in thresholds:
        zone = zone + (ranked <= threshold)
    return zone


def _multiplier(sources: pd.Series[int]) -> float:
    if (sources == 0).any():
        return float("nan")
    # The product of the ratios is the last over the first.
    return float((sources.iloc[-1] / sources.iloc[0]) ** (1 / (len(sources) - 1)))


def _ties(ranked: pd.Series[int], zone: pd.Series[int], last: int) -> list[Tie]:
    ties = []
    for cut in range(1, last):
        before, after = ranked[(zone <= cut).to_numpy()], ranked[(zone > cut).to_numpy()]
        if before.empty or after.empty or before.iloc[-1] != after.iloc[0]:
            continue
        productivity = int(after.iloc[0])
        sides = (before[before == productivity], after[after == productivity])
        ties.append(Tie(cut, productivity, tuple(sides[0].index), tuple(sides[1].index)))
    return ties


def lorenz(counts: pd.Series[Any] | Sequence[float]) -> pd.DataFrame:
    """Return the Lorenz curve of references over sources, or of works over authors.

    Parameters
    ----------
    counts
        A number for each source or author, 0 or more.

    Returns
    -------
    DataFrame
        From (0, 0) to (1, 1), a point more than there are counts: share_of_sources, from the
        least productive on, and share_of_references, which these have together. Empty where
        there is nothing to share. `.attrs["n"]` is the sum of the counts.

    Raises
    ------
    ValueError
        Where a count is negative or missing.

    References
    ----------
    .. [1] Lorenz, M. O. (1905). Methods of measuring the concentration of wealth. Publications of
       the American Statistical Association 9(70), 209–219.

    Examples
    --------
    >>> lorenz([3, 1])
       share_of_sources  share_of_references
    0               0.0                 0.00
    1               0.5                 0.25
    2               1.0                 1.00
    """
    values = _sorted_values(counts)
    total = values.sum()
    points = len(values) + 1 if total > 0 else 0
    cumulative = np.concatenate([[0.0], np.cumsum(values)])[:points]
    curve = pd.DataFrame(
        {
            "share_of_sources": np.arange(points) / max(len(values), 1),
            "share_of_references": cumulative / (total if total > 0 else 1),
        }
    )
    curve.attrs["n"] = float(total)
    return curve


def gini(counts: pd.Series[Any] | Sequence[float]) -> float:
    """Return Gini's coefficient: twice the area between the Lorenz curve and the diagonal.

    Parameters
    ----------
    counts
        A number for each source or author, 0 or more.

    Returns
    -------
    float
        0 where all have the same number, (n − 1)/n where one has all; NaN where there is nothing
        to share.

    Raises
    ------
    ValueError
        Where a count is negative or missing.

    References
    ----------
    .. [1] Gini, C. (1914). Sulla misura della concentrazione e della variabilità dei caratteri.
       Atti del Reale Istituto Veneto di Scienze, Lettere ed Arti 73, 1203–1248.

    Examples
    --------
    >>> gini([3, 1])
    0.25
    """
    values = _sorted_values(counts)
    n, total = len(values), values.sum()
    if total == 0:
        return float("nan")
    weights = 2 * np.arange(1, n + 1) - n - 1
    return float((weights * values).sum() / (n * total))


def _sorted_values(counts: pd.Series[Any] | Sequence[float]) -> Floats:
    values = np.sort(np.asarray(counts, dtype=float))
    if np.isnan(values).any() or (values < 0).any():
        raise ValueError("counts must be numbers, 0 or more")
    return values


def source_table(works: pd.DataFrame, by: str, rows: str = "source_id") -> pd.DataFrame:
    """Cross sources with another property of works, with adjusted residuals.

    Parameters
    ----------
    works
        One row a work, with the columns `rows` and `by`.
    by
        The property: "chapter", "type", …
    rows
        What is crossed with it.

    Returns
    -------
    DataFrame
        Tidy, a row for each cell, also the empty ones: row, column, count, expected (under
        independence: row total × column total / n), residual. The adjusted Pearson residual is
        (count − expected) / √(expected · (1 − row share) · (1 − column share)); it is about
        normal(0, 1) under independence where expected is not small, and NaN where a row or column
        holds all works. `.attrs["n"]` is the number of works, `.attrs["left_out"]` that of works
        without one of the two.

    References
    ----------
    .. [1] Haberman, S. J. (1973). The analysis of residuals in cross-classified tables.
       Biometrics 29(1), 205–220.

    Examples
    --------
    >>> works = pd.DataFrame({"source_id": ["ash", "ash", "lien"], "chapter": ["1", "1", "2"]})
    >>> source_table(works, by="chapter").round(3)
        row column  count  expected  residual
    0   ash      1      2     1.333     1.732
    1   ash      2      0     0.667    -1.732
    2  lien      1      0     0.667    -1.732
    3  lien      2      1     0.333     1.732
    """
    require_columns(works, [rows, by], "works")
    pairs = works[[rows, by]].dropna()
    names = [in_order(pairs[rows]), in_order(pairs[by])]
    counts = pd.crosstab(pairs[rows].astype(object).to_numpy(), pairs[by].astype(object).to_numpy())
    cells = pd.MultiIndex.from_product(names, names=["row", "column"])
    count = pd.Series(counts.stack()).reindex(cells, fill_value=0).astype("int64")
    n = len(pairs)
    row = count.groupby("row").transform("sum").to_numpy() / max(n, 1)
    column = count.groupby("column").transform("sum").to_numpy() / max(n, 1)
    table = count.rename("count").reset_index().assign(expected=row * column * n)
    observed = table["count"].to_numpy(dtype=float)
    residual = adjusted_residuals(observed, table["expected"].to_numpy(), row, column)
    table = table.assign(residual=residual)
    table.attrs.update(n=n, left_out=len(works) - n)
    return table
