"""Who wrote the works: signatures, rankings and productivity, with Lotka's law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.special

from biblioscope.measures._tables import (
    Floats,
    add_rank,
    add_share,
    distinct_links,
    in_order,
    in_role,
    require_columns,
)

zeta: Any = scipy.special.zeta  # scipy has no type hints, and mypy would refuse each call

POWER_SERIES_TERMS = 20  # Pao's P: terms that are summed before the rest is approximated
CRITICAL_AT_001 = 1.63  # Kolmogorov's, one sample, level 0.01, more than 35 authors
ROUNDING = 1e-9
AUTHOR = ("author",)
"""Who has written a work; those named in the contents of a themed issue are its "contributor"s."""
STEEPEST = 25.0  # above it, the exponent of a zeta distribution stands for "all have one"


def signed(
    works: pd.DataFrame,
    authorships: pd.DataFrame,
    by: str | None = None,
    level: float = 0.95,
    *,
    role: Sequence[str] = AUTHOR,
) -> pd.DataFrame:
    """Count works that are signed by an author, and works that are not.

    Parameters
    ----------
    works
        With `work_id` and the column `by`.
    authorships
        With `work_id`; a work is signed where it has a row.
    by
        A column of works, such as "type"; None counts them all together.
    level
        The confidence level of the interval.
    role
        The roles that count, where authorships have a column `role`: ("author",), or
        ("author", "contributor") for those named in the contents of themed issues as well.

    Returns
    -------
    DataFrame
        A row for each value of `by` (or one row), in order: the column `by`, works, signed,
        unsigned, share (of signed works), low, high (Wilson interval). `.attrs["left_out"]` is the
        number of works without a value of `by`.

    Examples
    --------
    >>> works = pd.DataFrame({"work_id": ["W1", "W2", "W3"], "type": ["book", "report", "report"]})
    >>> authorships = pd.DataFrame({"work_id": ["W1", "W1"], "author_id": ["a", "b"]})
    >>> signed(works, authorships, by="type")[["type", "works", "signed", "unsigned"]]
         type  works  signed  unsigned
    0  report      2       0         2
    1    book      1       1         0
    """
    require_columns(works, ["work_id"] if by is None else ["work_id", by], "works")
    require_columns(authorships, ["work_id"], "authorships")
    has = works["work_id"].isin(in_role(authorships, role)["work_id"])
    if by is None:
        table = pd.DataFrame({"works": [len(works)], "signed": [int(has.sum())]})
    else:
        grouped = has.groupby(works[by].astype(object))
        counts = pd.DataFrame({"works": grouped.size(), "signed": grouped.sum()})
        order = pd.Index(in_order(works[by]), name=by)
        table = counts.reindex(order, fill_value=0).astype("int64").reset_index()
    table = table.assign(unsigned=table["works"] - table["signed"])
    table = add_share(table, "signed", table["works"], level)
    table.attrs["left_out"] = len(works) - int(table["works"].sum())
    return table


def authors_per_work(
    works: pd.DataFrame, authorships: pd.DataFrame, *, role: Sequence[str] = AUTHOR
) -> pd.DataFrame:
    """Count works by their number of authors.

    Parameters
    ----------
    works
        With `work_id`.
    authorships
        With `work_id` and `author_id`; an author listed twice for a work counts once.
    role
        The roles that count, where authorships have a column `role`: ("author",), or
        ("author", "contributor") for those named in the contents of themed issues as well.

    Returns
    -------
    DataFrame
        Index `authors`, 0 (unsigned) to the largest number; works, share, low, high (of all
        works, with the 95 % Wilson interval).

    Examples
    --------
    >>> works = pd.DataFrame({"work_id": ["W1", "W2", "W3"]})
    >>> authorships = pd.DataFrame({"work_id": ["W1", "W1"], "author_id": ["a", "b"]})
    >>> authors_per_work(works, authorships)["works"].to_dict()
    {0: 2, 1: 0, 2: 1}
    """
    require_columns(works, ["work_id"], "works")
    pairs = distinct_links(in_role(authorships, role), "work_id", "author_id", "authorships")
    sizes = pairs.groupby("work_id", observed=True).size()
    numbers = works["work_id"].astype(object).map(sizes).fillna(0).astype("int64")
    every = pd.RangeIndex(int(numbers.max()) + 1 if len(numbers) else 0, name="authors")
    counts = numbers.value_counts().reindex(every, fill_value=0).to_frame("works")
    return add_share(counts, "works", len(works))


def rank_authors(
    authorships: pd.DataFrame,
    authors: pd.DataFrame,
    counting: Literal["full", "fractional"] = "full",
    kind: str | None = None,
    *,
    role: Sequence[str] = AUTHOR,
) -> pd.DataFrame:
    """Rank authors by their works.

    Parameters
    ----------
    authorships
        With `work_id` and `author_id`; an author listed twice for a work counts once.
    authors
        With `author_id`, `name` and `kind`.
    counting
        "full": each author of a work has a credit of 1 for it. "fractional": each of its n
        authors, of whatever kind, has 1/n.
    kind
        Only authors of this kind: "person" or "organisation".
    role
        The roles that count, where authorships have a column `role`: ("author",), or
        ("author", "contributor") for those named in the contents of themed issues as well.

    Returns
    -------
    DataFrame
        author_id, name, kind, works, credit, rank (by credit; equal ones share the smallest rank)
        and tied. Authors without works are left out.

    Raises
    ------
    ValueError
        Where the counting is not one of the two, or an author of a work is not in `authors`.

    Examples
    --------
    >>> authorships = pd.DataFrame({"work_id": ["W1", "W1", "W2"], "author_id": ["a", "b", "a"]})
    >>> authors = pd.DataFrame({"author_id": ["a", "b"], "name": ["Ann", "Bob"], "kind": "person"})
    >>> rank_authors(authorships, authors, counting="fractional")
      author_id name    kind  works  credit  rank   tied
    0         a  Ann  person      2     1.5     1  False
    1         b  Bob  person      1     0.5     2  False
    """
    if counting not in ("full", "fractional"):
        raise ValueError(f'counting is "{counting}"; it is "full" or "fractional"')
    require_columns(authors, ["author_id", "name", "kind"], "authors")
    mine = in_role(authorships, role)
    pairs = distinct_links(mine, "work_id", "author_id", "authorships").astype(object)
    unknown = sorted(set(pairs["author_id"]) - set(authors["author_id"]), key=str)
    if unknown:
        raise ValueError(
            f"authorships name authors that are not in authors: {', '.join(map(str, unknown))}"
        )
    sizes = pairs.groupby("work_id")["author_id"].transform("size")
    credit = 1 / sizes if counting == "fractional" else sizes * 0 + 1.0
    totals = credit.groupby(pairs["author_id"]).agg(["size", "sum"])
    known = authors if kind is None else authors[authors["kind"] == kind]
    known = known.loc[known["author_id"].isin(totals.index), ["author_id", "name", "kind"]]
    own = totals.loc[known["author_id"].astype(object)]
    table = known.assign(works=own["size"].to_numpy(), credit=own["sum"].to_numpy(dtype=float))
    return add_rank(table, "credit", "name", "author_id")


def author_table(
    works: pd.DataFrame,
    authorships: pd.DataFrame,
    by: str,
    authors: Sequence[Any] | None = None,
    *,
    role: Sequence[str] = AUTHOR,
) -> pd.DataFrame:
    """Cross authors with another property of works, such as the section.

    A work with three authors stands in three rows, so that the table is no contingency table: it
    has counts, and no residuals.

    Parameters
    ----------
    works
        With `work_id` and the column `by`; several rows for a work count once for each value.
    authorships
        With `work_id` and `author_id`; an author listed twice for a work counts once.
    by
        The property: "chapter", "type", …
    authors
        The author_ids to cross, in the order of the rows; by default all, by falling number.
    role
        The roles that count, where authorships have a column `role`: ("author",), or
        ("author", "contributor") for those named in the contents of themed issues as well.

    Returns
    -------
    DataFrame
        Tidy, a row for each cell, also the empty ones: author_id, the column `by`, works.
        `.attrs["n"]` is the number of works that have an author and a value of `by`,
        `.attrs["left_out"]` that of the others.

    Examples
    --------
    >>> works = pd.DataFrame({"work_id": ["W1", "W2"], "chapter": ["1", "2"]})
    >>> authorships = pd.DataFrame({"work_id": ["W1", "W1", "W2"], "author_id": ["a", "b", "a"]})
    >>> author_table(works, authorships, by="chapter")
      author_id chapter  works
    0         a       1      1
    1         a       2      1
    2         b       1      1
    3         b       2      0
    """
    require_columns(works, ["work_id", by], "works")
    pairs = distinct_links(in_role(authorships, role), "work_id", "author_id", "authorships")
    known = works[["work_id", by]].dropna().drop_duplicates()
    joined = pairs.astype(object).merge(known.astype(object), on="work_id")
    rows = in_order(joined["author_id"]) if authors is None else list(authors)
    cells = pd.MultiIndex.from_product([rows, in_order(known[by])], names=["author_id", by])
    counts = joined.groupby(["author_id", by])["work_id"].nunique()
    table = counts.reindex(cells, fill_value=0).astype("int64").rename("works").reset_index()
    n = int(joined["work_id"].nunique())
    table.attrs.update(n=n, left_out=int(works["work_id"].nunique()) - n)
    return table


def productivity(authorships: pd.DataFrame, *, role: Sequence[str] = AUTHOR) -> pd.Series[int]:
    """Count authors by their number of works.

    Parameters
    ----------
    authorships
        With `work_id` and `author_id`; an author listed twice for a work counts once.
    role
        The roles that count, where authorships have a column `role`: ("author",), or
        ("author", "contributor") for those named in the contents of themed issues as well.

    Returns
    -------
    Series
        `authors`, indexed by the number of works, `works` (only numbers that occur): the table
        that `lotka` tests.

    Examples
    --------
    >>> authorships = pd.DataFrame({"work_id": ["W1", "W1", "W2"], "author_id": ["a", "b", "a"]})
    >>> productivity(authorships).to_dict()
    {1: 1, 2: 1}
    """
    pairs = distinct_links(in_role(authorships, role), "work_id", "author_id", "authorships")
    works = pairs["author_id"].astype(object).value_counts()
    counts = works.value_counts().sort_index()
    return counts.rename("authors").rename_axis("works").astype("int64")


@dataclass(frozen=True)
class LotkaFit:
    """Lotka's law as fitted to a table of authors by number of works.

    Attributes
    ----------
    n, c
        Exponent and constant of share(x) = c / xⁿ, by least squares over the head. c is NaN where
        n ≤ 1: the shares of such a law have no sum, so that it is no law of authors. Both are NaN
        where the head has fewer than two values of x, through which no line goes.
    d_max, d_at
        The largest distance between observed and expected cumulative shares, and the x where it is;
        NaN and None where n ≤ 1.
    critical
        What the distance must not exceed, at the level 0.01.
    fits
        Whether it does not. With few authors a test cannot reject much: `lotka_power` says how
        much.
    n_mle, n_mle_interval
        Exponent of the zeta distribution by maximum likelihood, and its bootstrap interval;
        infinite where all authors have one work.
    authors
        The number of authors in all.
    head
        How many values of x the line was fitted to.
    """

    n: float
    c: float
    d_max: float
    d_at: int | None
    critical: float
    fits: bool
    n_mle: float
    n_mle_interval: tuple[float, float]
    authors: int
    head: int


def lotka(
    distribution: Mapping[int, int] | pd.Series[Any],
    head: int | None = None,
    total: int | None = None,
    *,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 1926,
) -> LotkaFit:
    """Fit and test Lotka's law of scientific productivity, after Pao.

    The exponent n is the negative slope of the least squares line of log10 y on log10 x, where y
    authors have x works each. The constant is
    C = 1 / [Σ x⁻ⁿ (x = 1…P−1) + 1/((n−1)P^(n−1)) + 1/(2Pⁿ) + n/(24(P−1)^(n+1))], P = 20.
    The test is Kolmogorov's of one sample: the largest distance D between the two cumulative
    shares over the observed x, against 1.63/√authors.

    The expected cumulative share at x is the law's distribution function: C/kⁿ summed over *all*
    whole numbers k up to x, also over those that no author in the table has. The law gives these
    numbers their share, and the observed cumulative share passes them too (it stays level there).
    A sum over the rows of the table alone would miss that share, and D would depend on how the
    tail is printed. In a table without gaps, as Lotka's of the chemists is, the two are the same.

    The critical value is that of a continuous law known beforehand. Here the law is discrete,
    which makes the test milder than its level says, and its exponent comes from an unweighted line
    through few points, which can make it stricter: `lotka_power` says by simulation how often the
    test rejects.

    Parameters
    ----------
    distribution
        How many authors (values) have x works (keys or index). Zeros count as absent.
    head
        The line is fitted to the first `head` values of x; by default to those before the first
        gap.
    total
        The number of authors in all, where the table lists only the less productive ones;
        the others are taken to have more works than its largest x. By default the table's sum.
    level, resamples, seed
        Of the bootstrap interval of `n_mle`: percentiles of that many multinomial resamples.

    Returns
    -------
    LotkaFit

    Raises
    ------
    ValueError
        Where the table is not of whole numbers, or x is below 1; where `head` is less than two,
        since a line needs two values of x; where total is less than the sum.

    References
    ----------
    .. [1] Lotka, A. J. (1926). The frequency distribution of scientific productivity. Journal of
       the Washington Academy of Sciences 16(12), 317–323.
    .. [2] Pao, M. L. (1985). Lotka's law: a testing procedure. Information Processing & Management
       21(4), 305–320.

    Examples
    --------
    >>> physicists = [784, 204, 127, 50, 33, 28, 19, 19, 6, 7, 6, 7, 4, 4, 5, 3, 3]
    >>> fit = lotka(dict(enumerate(physicists, start=1)), total=1325)
    >>> round(fit.n, 3), round(fit.c, 4), fit.fits
    (2.021, 0.6151, True)
    """
    table = _distribution(distribution)
    authors = _authors(int(table.sum()), total)
    if authors == 0:
        return _no_fit(0, 0, float("nan"), (float("nan"), float("nan")))
    x, y = np.array(table.index, dtype=np.float64), np.array(table, dtype=np.float64)
    points = _head(table.index.to_numpy(), head)
    n_mle, interval = _maximum_likelihood(x, y, authors, level, resamples, seed)
    if points < 2:
        return _no_fit(authors, points, n_mle, interval)
    n = _line(x[:points], y[:points])
    c = _constant(n)
    d_max, d_at = _distance(x, y / authors, n, c)
    critical = CRITICAL_AT_001 / authors**0.5
    return LotkaFit(
        n=n,
        c=c,
        d_max=d_max,
        d_at=d_at,
        critical=critical,
        fits=bool(d_max <= critical),
        n_mle=n_mle,
        n_mle_interval=interval,
        authors=authors,
        head=points,
    )


def _distribution(distribution: Mapping[int, int] | pd.Series[Any]) -> pd.Series[int]:
    table = pd.Series(distribution, dtype="float64")
    x = pd.Index(table.index).astype("float64")
    if table.isna().any() or (table < 0).any() or (table % 1 != 0).any():
        raise ValueError("numbers of authors must be whole numbers, 0 or more")
    if x.isna().any() or (x < 1).any() or (x % 1 != 0).any() or x.has_duplicates:
        raise ValueError("numbers of works must be distinct whole numbers, 1 or more")
    whole = pd.Series(table.to_numpy().astype("int64"), x.astype("int64")).sort_index()
    return whole[whole > 0]


def _authors(listed: int, total: int | None) -> int:
    if total is not None and total < listed:
        raise ValueError(f"total is {total}, but the distribution lists {listed} authors")
    return listed if total is None else int(total)


def _head(x: Any, head: int | None) -> int:
    """Return how many of the first values of x the line is fitted to."""
    gaps = np.flatnonzero(np.diff(x) > 1)
    whole = int(gaps[0]) + 1 if len(gaps) else len(x)
    if head is not None and head < 2:
        raise ValueError(f"Lotka's line needs two values of x; the head has {head}")
    return whole if head is None else min(head, len(x))


def _no_fit(authors: int, points: int, n_mle: float, interval: tuple[float, float]) -> LotkaFit:
    nan = float("nan")
    critical = CRITICAL_AT_001 / authors**0.5 if authors else nan
    return LotkaFit(nan, nan, nan, None, critical, False, n_mle, interval, authors, points)


def _line(x: Floats, y: Floats) -> float:
    """Return the negative slope of the least squares line of log y on log x."""
    across, up = np.log10(x), np.log10(y)
    across = across - across.mean()
    return float(-(across * (up - up.mean())).sum() / (across**2).sum())


def _constant(n: float, terms: int = POWER_SERIES_TERMS) -> float:
    if n <= 1 + ROUNDING:
        return float("nan")
    head = (np.arange(1, terms, dtype=float) ** -n).sum()
    rest = 1 / ((n - 1) * terms ** (n - 1)) + 1 / (2 * terms**n)
    return float(1 / (head + rest + n / (24 * (terms - 1) ** (n + 1))))


def _distance(x: Floats, shares: Floats, n: float, c: float) -> tuple[float, int | None]:
    if np.isnan(c):
        return float("nan"), None
    distances = np.abs(np.cumsum(shares) - _expected(x, n, c))
    at = int(np.argmax(distances))
    return float(distances[at]), int(x[at])


def _expected(x: Floats, n: float, c: float) -> Floats:
    """Return the law's cumulative shares: the sum over all k ≤ x, by Hurwitz's zeta function."""
    shares: Floats = c * (zeta(n) - zeta(n, x + 1))
    return shares


def _maximum_likelihood(
    x: Floats, y: Floats, authors: int, level: float, resamples: int, seed: int
) -> tuple[float, tuple[float, float]]:
    counts = np.append(y, authors - y.sum())
    samples = np.random.default_rng(seed).multinomial(authors, counts / authors, size=resamples)
    exponents = _zeta_exponents(x, np.vstack([counts, samples]))
    tails = [(1 - level) / 2, (1 + level) / 2]
    # Ranks, not interpolation: between a number and infinity there is no mean.
    low, high = np.quantile(exponents[1:], tails, method="inverted_cdf")
    return float(exponents[0]), (float(low), float(high))


def _zeta_exponents(x: Floats, counts: Floats) -> Floats:
    """Return the likeliest exponent for each row of counts, of which the last is beyond x."""
    authors, beyond, logs = counts.sum(axis=1), counts[:, -1], counts[:, :-1] @ np.log(x)

    def score(a: Floats) -> Floats:
        step = 1e-5
        zetas = np.log(zeta(a + step)) - np.log(zeta(a - step))
        tails = np.log(zeta(a + step, x[-1] + 1)) - np.log(zeta(a - step, x[-1] + 1))
        slope: Floats = (beyond * tails - authors * zetas) / (2 * step) - logs
        return slope

    low, high = np.full(len(counts), 1.0001), np.full(len(counts), STEEPEST)
    for _ in range(60):
        middle = (low + high) / 2
        rising = score(middle) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    return np.where(high >= STEEPEST, np.inf, (low + high) / 2)


def lotka_power(
    fit: LotkaFit,
    exponents: Sequence[float] = (2.0,),
    *,
    refit: bool = False,
    samples: int = 2000,
    seed: int = 1985,
) -> pd.DataFrame:
    """Say how often the test of `lotka` would reject, had authors another exponent.

    Samples of as many authors as the fit has are drawn from zeta distributions, and each is tested
    at the level 0.01.

    Parameters
    ----------
    fit
        What `lotka` returned: its exponent and constant are the law that is tested, its number of
        authors the size of the samples.
    exponents
        True exponents to draw from, each above 1.
    refit
        False: each sample is tested against the law of `fit`, which is the power of the test to
        tell that law from another exponent. True: a line is fitted to each sample and tested on
        it, as Pao's procedure does; since every sample does follow a law of Lotka's, the share
        rejected is then the rate of false alarms. A sample that has no line, or one with an
        exponent of 1 or less, is not rejected.
    samples, seed
        How many samples for each exponent, and the seed of the random numbers.

    Returns
    -------
    DataFrame
        A row for each exponent: exponent, authors, samples, rejected, power (rejected / samples),
        low, high (its 95 % Wilson interval, for the error of the simulation); the last four are
        NaN where the fit has no constant, and so no law to test.

    Raises
    ------
    ValueError
        Where an exponent is not above 1, or there is no sample.

    Examples
    --------
    >>> fit = lotka({1: 127, 2: 11, 3: 5, 5: 1})
    >>> lotka_power(fit, [2, 3], samples=200)[["exponent", "authors", "samples", "power"]]
       exponent  authors  samples  power
    0       2.0      144      200  0.975
    1       3.0      144      200  0.000
    """
    if samples < 1 or any(exponent <= 1 for exponent in exponents):
        raise ValueError("exponents must be above 1, and samples at least 1")
    if np.isnan(fit.c):
        none = dict.fromkeys(["rejected", "power", "low", "high"], float("nan"))
        known = {"exponent": list(exponents), "authors": fit.authors, "samples": samples}
        return pd.DataFrame(known | none)
    rng = np.random.default_rng(seed)
    rows = []
    for exponent in exponents:
        drawn = rng.zipf(exponent, size=(samples, fit.authors))
        rejected = sum(_rejected(sample, None if refit else (fit.n, fit.c)) for sample in drawn)
        rows.append((float(exponent), fit.authors, samples, rejected))
    table = pd.DataFrame(rows, columns=["exponent", "authors", "samples", "rejected"])
    return add_share(table, "rejected", samples).rename(columns={"share": "power"})


def _rejected(works: npt.NDArray[np.int64], law: tuple[float, float] | None) -> bool:
    """Return whether the test rejects a sample: by a law given, or by one fitted to it."""
    values, counts = np.unique(works, return_counts=True)
    if law is None:
        gaps = np.flatnonzero(np.diff(values) > 1)
        points = int(gaps[0]) + 1 if len(gaps) else len(values)
        if points < 2:
            return False
        n = _line(values[:points].astype(float), counts[:points].astype(float))
        law = n, _constant(n)
    d_max, _ = _distance(values.astype(float), counts / len(works), *law)
    return bool(d_max > CRITICAL_AT_001 / len(works) ** 0.5)
