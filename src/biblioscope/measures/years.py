"""When the works were published, and how old they were when the dossier was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from biblioscope.measures._tables import add_share, in_order, require_columns
from biblioscope.measures.intervals import Proportion, proportion

MONTH_PRINTED = 7  # the length of "2016-10"
DAY_PRINTED = 10  # the length of "2016-10-14"


def production(works: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Count works per year.

    Parameters
    ----------
    works
        One row a work, with `year`.
    by
        A column of works to count by, such as "type", "chapter" or "source_id".

    Returns
    -------
    DataFrame
        Index `year`, every year from the first to the last, so that an empty year is a 0. One
        column `works`, or one for each value of `by`: ordered categories in their order, others by
        falling total, then by name. `.attrs["without_year"]` says how many works have no year
        and are left out, `.attrs["without_by"]` how many have a year but no value of `by`.

    Examples
    --------
    >>> works = pd.DataFrame(
    ...     {"year": [2014, 2016, None, 2016], "type": ["book", "book", "book", "report"]}
    ... )
    >>> production(works, by="type")
    type  book  report
    year
    2014     1       0
    2015     0       0
    2016     1       1
    >>> production(works).attrs["without_year"]
    1
    """
    require_columns(works, ["year"] if by is None else ["year", by], "works")
    dated = works.dropna(subset=["year"])
    counted = dated if by is None else dated.dropna(subset=[by])
    years = counted["year"].astype("int64")
    table = _by_value(years, counted[by]) if by else years.value_counts().to_frame("works")
    table = table.reindex(_every_year(dated["year"]), fill_value=0).astype("int64")
    table.attrs["without_year"] = len(works) - len(dated)
    table.attrs["without_by"] = len(dated) - len(counted)
    return table


def _by_value(years: pd.Series[int], values: pd.Series[Any]) -> pd.DataFrame:
    columns = pd.Index(in_order(values), name=values.name)
    counts = pd.crosstab(years.to_numpy(), values.astype(object).to_numpy())
    return counts.reindex(columns=columns, fill_value=0)


def _every_year(years: pd.Series[Any]) -> pd.Index[int]:
    if years.empty:
        return pd.Index([], dtype="int64", name="year")
    return pd.RangeIndex(int(years.min()), int(years.max()) + 1, name="year").astype("int64")


def ages(works: pd.DataFrame, now: int) -> pd.Series[int]:
    """Return the age of each work in the year `now`, in whole years.

    Returns
    -------
    Series
        `age`, indexed by `work_id`: now − year, so that a work of the year itself is 0 years old
        and one that is still to come is −1. Works without a year are left out, and counted in
        `.attrs["without_year"]`.

    Examples
    --------
    >>> works = pd.DataFrame({"work_id": ["W1", "W2"], "year": [2016, 1998]})
    >>> ages(works, now=2017).to_dict()
    {'W1': 1, 'W2': 19}
    """
    require_columns(works, ["work_id", "year"], "works")
    dated = works.dropna(subset=["year"])
    age = now - dated.set_index("work_id")["year"].astype("int64").rename("age")
    age.attrs["without_year"] = len(works) - len(dated)
    return age


def price_index(years: pd.Series[Any], now: int, horizon: int = 5) -> float:
    """Return Price's index: the share of works that are at most `horizon` years old.

    Parameters
    ----------
    years
        The year of each work; missing ones are left out.
    now
        The year in which the age is taken: the dossier's.
    horizon
        In years; a work is recent where now − year ≤ horizon.

    Returns
    -------
    float
        Between 0 and 1, NaN where no work has a year. `price_share` gives its interval as well.

    References
    ----------
    .. [1] Price, D. J. de Solla (1970). Citation measures of hard science, soft science,
       technology, and nonscience. In C. E. Nelson & D. K. Pollock (eds.), Communication among
       scientists and engineers. Lexington: Heath, 3–22.

    Examples
    --------
    >>> price_index(pd.Series([2016, 2012, 2011, None]), now=2017)
    0.6666666666666666
    """
    return price_share(years, now, horizon).share


def price_share(
    years: pd.Series[Any], now: int, horizon: int = 5, level: float = 0.95
) -> Proportion:
    """Return Price's index with its count, n and Wilson interval.

    Examples
    --------
    >>> recent = price_share(pd.Series([2016, 2012, 2011, None]), now=2017)
    >>> recent.count, recent.n
    (2, 3)
    """
    known = pd.Series(years).dropna()
    return proportion(int((now - known <= horizon).sum()), len(known), level)


def age_summary(works: pd.DataFrame, now: int, horizon: int = 5) -> pd.DataFrame:
    """Summarise the ages of works in the year `now`.

    Returns
    -------
    DataFrame
        One row: n (works with a year), without_year, median_age (years), recent (works at most
        `horizon` years old), price_index (their share of n), and low and high, its 95 % Wilson
        interval.

    Examples
    --------
    >>> works = pd.DataFrame({"work_id": ["W1", "W2", "W3"], "year": [2016, 1998, None]})
    >>> age_summary(works, now=2017)[["n", "without_year", "median_age", "price_index"]]
       n  without_year  median_age  price_index
    0  2             1        10.0          0.5
    """
    age = ages(works, now)
    recent = price_share(works["year"], now, horizon)
    row = {
        "n": recent.n,
        "without_year": age.attrs["without_year"],
        "median_age": float(age.median()),
        "recent": recent.count,
        "price_index": recent.share,
        "low": recent.low,
        "high": recent.high,
    }
    return pd.DataFrame([row])


def section_years(
    works: pd.DataFrame,
    now: int,
    by: str | Sequence[str] = ("chapter", "section"),
    horizon: int = 5,
) -> pd.DataFrame:
    """Summarise the years of each chapter or section.

    Parameters
    ----------
    works
        Works or references, with `year` and the columns of `by`.
    now, horizon
        As in `price_index`.
    by
        The column or columns that make a part of the dossier. A missing value (a chapter without
        sections) makes a part of its own.

    Returns
    -------
    DataFrame
        A row for each part, in the order of the dossier: the columns of `by`, n (with a year),
        without_year, q1, median, q3 (years, quartiles by linear interpolation), recent, share, low,
        high (of those at most `horizon` years old, with the 95 % Wilson interval).

    Examples
    --------
    >>> works = pd.DataFrame({"chapter": ["1", "1", "2"], "year": [2010, 2016, 2015]})
    >>> section_years(works, 2017, by="chapter")[["chapter", "n", "median", "recent"]]
      chapter  n  median  recent
    0       1  2  2013.0       1
    1       2  1  2015.0       1
    """
    parts = [by] if isinstance(by, str) else list(by)
    require_columns(works, [*parts, "year"], "works")
    rows = []
    for key, group in works.groupby(parts, observed=True, dropna=False, sort=True):
        names = dict(zip(parts, key if isinstance(key, tuple) else (key,), strict=True))
        rows.append(names | _years_of(group["year"], now, horizon))
    columns = ["n", "without_year", "q1", "median", "q3", "recent"]
    table = pd.DataFrame(rows, columns=[*parts, *columns])
    return add_share(table, "recent", table["n"])


def _years_of(years: pd.Series[Any], now: int, horizon: int) -> dict[str, Any]:
    known = years.dropna().astype("float64")
    q1, median, q3 = known.quantile([0.25, 0.5, 0.75])
    recent = price_share(known, now, horizon).count
    return {
        "n": len(known),
        "without_year": len(years) - len(known),
        "q1": q1,
        "median": median,
        "q3": q3,
        "recent": recent,
    }


def source_years(works: pd.DataFrame, by: str = "source_id") -> pd.DataFrame:
    """Say from which years each source has works.

    Parameters
    ----------
    works
        One row a work, with `year` and the column `by`.
    by
        What the works are grouped by; works without it are left out.

    Returns
    -------
    DataFrame
        A row for each source, by falling number of works: the column `by`, works, without_year,
        first, last (year, Int64; missing where no work has one), years (in how many different
        years) and median (year). `.attrs["left_out"]` is the number of works without a source.

    Examples
    --------
    >>> works = pd.DataFrame({"source_id": ["ash", "ash", "lien"], "year": [2012, 2016, None]})
    >>> source_years(works)
      source_id  works  without_year  first  last  years  median
    0       ash      2             0   2012  2016      2  2014.0
    1      lien      1             1   <NA>  <NA>      0     NaN
    """
    require_columns(works, [by, "year"], "works")
    known = works[[by, "year"]].dropna(subset=[by]).astype({by: object})
    grouped = known["year"].astype("Int64").groupby(known[by])
    works_of = grouped.size()
    table = pd.DataFrame(
        {
            "works": works_of,
            "without_year": works_of - grouped.count(),
            "first": grouped.min(),
            "last": grouped.max(),
            "years": grouped.nunique(),
            "median": grouped.median().astype("float64"),
        }
    )
    order = pd.Index(in_order(known[by]), name=by)
    table = table.reindex(order).reset_index()
    table.attrs["left_out"] = len(works) - len(known)
    return table


def section_by_year(works: pd.DataFrame, by: str | Sequence[str] = "chapter") -> pd.DataFrame:
    """Return a matrix of works: a row for each chapter or section, a column for each year.

    Parameters
    ----------
    works
        Works or references, with `year` and the columns of `by`.
    by
        The column that makes a part of the dossier, or several, whose values are then put together:
        chapter "2", section "A" is "2A".

    Returns
    -------
    DataFrame
        Counts; index the part, columns every year from the first to the last. What is left out is
        said in `.attrs` as by `production`.

    Examples
    --------
    >>> works = pd.DataFrame({"chapter": ["1", "1", "2"], "year": [2014, 2016, 2016]})
    >>> section_by_year(works)
    year     2014  2015  2016
    chapter
    1           1     0     1
    2           0     0     1
    """
    parts = [by] if isinstance(by, str) else list(by)
    require_columns(works, [*parts, "year"], "works")
    name = "_".join(parts)
    label = works[parts].astype(object).fillna("").astype(str).agg("".join, axis=1)
    seen = label[works[parts].drop_duplicates().sort_values(parts).index]
    order = pd.CategoricalDtype(list(seen), ordered=True)
    matrix = production(works[["year"]].assign(**{name: label.astype(order)}), by=name)
    turned = matrix.T
    turned.attrs = dict(matrix.attrs)
    return turned


def issue_months(works: pd.DataFrame) -> pd.DataFrame:
    """Count works by the month of publication, where a month is printed.

    Parameters
    ----------
    works
        With `issued`: "2016-10-14", "2016-10", "2016" or missing.

    Returns
    -------
    DataFrame
        Index `month` 1 to 12; works, share, low, high (of n, with the 95 % Wilson interval).
        `.attrs["n"]` is the number of works whose month is printed, `.attrs["left_out"]` of the
        others.

    Examples
    --------
    >>> months = issue_months(pd.DataFrame({"issued": ["2016-10-14", "2016-10", "2016", None]}))
    >>> int(months.loc[10, "works"]), months.attrs["n"], months.attrs["left_out"]
    (2, 2, 2)
    """
    return _calendar(works, MONTH_PRINTED, "month", 12, lambda dates: dates.dt.month)


def issue_weekdays(works: pd.DataFrame) -> pd.DataFrame:
    """Count works by the weekday of publication, where a day is printed.

    Parameters
    ----------
    works
        With `issued`, as in `issue_months`.

    Returns
    -------
    DataFrame
        Index `weekday` 1 (Monday) to 7 (Sunday), as in ISO 8601; columns and `.attrs` as in
        `issue_months`.

    Examples
    --------
    >>> days = issue_weekdays(pd.DataFrame({"issued": ["2016-10-14", "2016-10"]}))
    >>> int(days.loc[5, "works"]), days.attrs["n"]
    (1, 1)
    """
    return _calendar(works, DAY_PRINTED, "weekday", 7, lambda dates: dates.dt.day_of_week + 1)


def _calendar(
    works: pd.DataFrame,
    printed: int,
    name: str,
    last: int,
    part: Callable[[pd.Series[pd.Timestamp]], pd.Series[int]],
) -> pd.DataFrame:
    require_columns(works, ["issued"], "works")
    issued = works["issued"].dropna().astype(str)
    dates = issued[issued.str.len() >= printed].str.slice(0, printed)
    pattern = "%Y-%m-%d" if printed == DAY_PRINTED else "%Y-%m"
    counts = part(pd.to_datetime(dates, format=pattern)).value_counts()
    every = pd.RangeIndex(1, last + 1, name=name)
    table = counts.reindex(every, fill_value=0).astype("int64").to_frame("works")
    table = add_share(table, "works", len(dates))
    table.attrs.update(n=len(dates), left_out=len(works) - len(dates))
    return table
