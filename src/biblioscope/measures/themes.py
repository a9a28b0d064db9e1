"""What the works are about: themes, and where in the dossier or when they occur."""

from __future__ import annotations

from typing import Any

import pandas as pd

from biblioscope.measures._tables import (
    add_rank,
    add_share,
    adjusted_residuals,
    distinct_links,
    in_order,
    require_columns,
)


def theme_links(subjects: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Return which works have which themes, each pair once.

    A work that is listed twice has the themes of both listings; a theme found in its title and its
    abstract is still one theme of one work.

    Parameters
    ----------
    subjects
        With `reference_id` and `theme_id`.
    references
        With `reference_id` and `work_id`.

    Returns
    -------
    DataFrame
        work_id, theme_id; distinct, sorted.

    Raises
    ------
    ValueError
        Where a subject is of a reference that `references` does not have.

    Examples
    --------
    >>> subjects = pd.DataFrame({"reference_id": ["L1", "L2"], "theme_id": ["territoire"] * 2})
    >>> references = pd.DataFrame({"reference_id": ["L1", "L2"], "work_id": ["W1", "W1"]})
    >>> theme_links(subjects, references)
      work_id    theme_id
    0      W1  territoire
    """
    found = distinct_links(subjects, "reference_id", "theme_id", "subjects")
    require_columns(references, ["reference_id", "work_id"], "references")
    unknown = sorted(set(found["reference_id"]) - set(references["reference_id"]), key=str)
    if unknown:
        raise ValueError(
            f"subjects of references that are not there: {', '.join(map(str, unknown))}"
        )
    joined = found.merge(references[["reference_id", "work_id"]], on="reference_id")
    links = joined[["work_id", "theme_id"]].drop_duplicates()
    return links.sort_values(["work_id", "theme_id"]).reset_index(drop=True)


def rank_themes(
    links: pd.DataFrame, works: pd.DataFrame, themes: pd.DataFrame, level: float = 0.95
) -> pd.DataFrame:
    """Rank themes by the number of works that have them.

    Parameters
    ----------
    links
        With `work_id` and `theme_id`, as `theme_links` gives them; a pair counts once.
    works
        With `work_id`: the works that the shares are of. Links of other works are not counted, so
        that a part of the works (one chapter, one type) can be ranked with all the links.
    themes
        With `theme_id`, `label_fr` and `label_en`.
    level
        The confidence level of the intervals.

    Returns
    -------
    DataFrame
        theme_id, label_fr, label_en, works, share, low, high (of all works, also those without a
        theme; Wilson interval), rank (equal numbers share the smallest) and tied. Themes without a
        work are in it, with 0. Shares do not sum to 1, since a work may have several themes.
        `.attrs["n"]` is the number of works, `.attrs["without_theme"]` that of those without one.

    Examples
    --------
    >>> links = pd.DataFrame({"work_id": ["W1", "W2"], "theme_id": ["territoire", "territoire"]})
    >>> works = pd.DataFrame({"work_id": ["W1", "W2", "W3", "W4"]})
    >>> themes = pd.DataFrame(
    ...     {"theme_id": ["territoire"], "label_fr": ["Territoire"], "label_en": ["Territory"]}
    ... )
    >>> rank_themes(links, works, themes)[["theme_id", "works", "share", "rank"]]
         theme_id  works  share  rank
    0  territoire      2    0.5     1
    """
    require_columns(works, ["work_id"], "works")
    require_columns(themes, ["theme_id", "label_fr", "label_en"], "themes")
    pairs = distinct_links(links, "work_id", "theme_id", "links")
    mine = pairs[pairs["work_id"].isin(works["work_id"])]
    counts = mine["theme_id"].astype(object).value_counts()
    n = works["work_id"].nunique()
    table = themes[["theme_id", "label_fr", "label_en"]].copy()
    table["works"] = table["theme_id"].map(counts).fillna(0).astype("int64")
    ranked = add_rank(add_share(table, "works", n, level), "works", "label_fr", "theme_id")
    ranked.attrs.update(n=n, without_theme=n - mine["work_id"].nunique())
    return ranked


def theme_table(
    links: pd.DataFrame, groups: pd.Series[Any], min_works: int = 1, level: float = 0.95
) -> pd.DataFrame:
    """Cross themes with a grouping of works: chapters, types, periods.

    Each theme is compared on its own: the works that have it with those that have not, over the
    groups. (The theme × group table as a whole is no contingency table, since a work with three
    themes would stand in it three times.)

    Parameters
    ----------
    links
        With `work_id` and `theme_id`, as `theme_links` gives them; a pair counts once.
    groups
        The group of each work, indexed by work_id, as in `works.set_index("work_id")["chapter"]` or
        `year_periods(works)`. Works without a group are left out.
    min_works
        Themes with fewer works are left out.
    level
        The confidence level of the intervals.

    Returns
    -------
    DataFrame
        Tidy, a row for each theme and group, also those that are never together: theme_id, group,
        count (works), n (works of the group), share, low, high (count of n, Wilson interval),
        expected (works of the theme × n / all works) and residual, the adjusted Pearson residual of
        the theme's 2 × groups table (see `source_table`). Themes by falling number of works, groups
        in their order. `.attrs["n"]` is the number of works, `.attrs["left_out"]` that of works
        without a group.

    Examples
    --------
    >>> links = pd.DataFrame({"work_id": ["W1", "W2"], "theme_id": ["territoire", "territoire"]})
    >>> groups = pd.Series(["1", "1", "2", "2"], index=["W1", "W2", "W3", "W4"])
    >>> theme_table(links, groups)[["theme_id", "group", "count", "n", "expected", "residual"]]
         theme_id group  count  n  expected  residual
    0  territoire     1      2  2       1.0       2.0
    1  territoire     2      0  2       1.0      -2.0
    """
    grouped = groups.dropna()
    if grouped.index.has_duplicates:
        raise ValueError("groups has two rows for one work; a work belongs to one group")
    pairs = distinct_links(links, "work_id", "theme_id", "links")
    pairs = pairs[pairs["work_id"].isin(grouped.index)]
    group = pairs["work_id"].astype(object).map(grouped.astype(object))
    totals = pairs["theme_id"].astype(object).value_counts()
    frequent = totals[totals >= min_works].index
    names = [theme for theme in in_order(pairs["theme_id"]) if theme in frequent]
    cells = pd.MultiIndex.from_product([names, in_order(grouped)], names=["theme_id", "group"])
    counts = pd.DataFrame({"theme_id": pairs["theme_id"].astype(object), "group": group})
    count = counts.value_counts().reindex(cells, fill_value=0)
    table = count.rename("count").reset_index().astype({"count": "int64"})
    sizes = grouped.astype(object).value_counts()
    table["n"] = table["group"].map(sizes).fillna(0).astype("int64")
    table = _against_chance(add_share(table, "count", table["n"], level), totals, len(grouped))
    table.attrs.update(n=len(grouped), left_out=len(groups) - len(grouped))
    return table


def _against_chance(table: pd.DataFrame, totals: pd.Series[int], n: int) -> pd.DataFrame:
    theme = table["theme_id"].map(totals).to_numpy(dtype=float) / max(n, 1)
    group = table["n"].to_numpy(dtype=float) / max(n, 1)
    expected = theme * group * n
    count = table["count"].to_numpy(dtype=float)
    return table.assign(
        expected=expected, residual=adjusted_residuals(count, expected, theme, group)
    )


def year_periods(works: pd.DataFrame, width: int = 5, last: int | None = None) -> pd.Series[Any]:
    """Return the period of each work, for use as the groups of `theme_table`.

    Parameters
    ----------
    works
        With `work_id` and `year`, which may be missing.
    width
        Years in a period.
    last
        The last year of the last period; by default the last year of the works. Periods are
        counted back from it, so that the one that matters most is whole.

    Returns
    -------
    Series
        `period`, an ordered category such as "2012–2016", indexed by work_id; missing where the
        year is. Empty periods are among the categories.

    Raises
    ------
    ValueError
        Where the width is below 1, or a work is later than `last`.

    Examples
    --------
    >>> works = pd.DataFrame({"work_id": ["W1", "W2"], "year": [2016, 2009]})
    >>> year_periods(works).to_dict()
    {'W1': '2012–2016', 'W2': '2007–2011'}
    """
    require_columns(works, ["work_id", "year"], "works")
    if width < 1:
        raise ValueError(f"width is {width}; a period has at least one year")
    years = works.set_index("work_id")["year"].rename("period")
    known = years.dropna().astype("int64")
    end = last if last is not None else int(known.max()) if len(known) else 0
    late = known[known > end]
    if len(late):
        raise ValueError(f"a work is of {late.max()}, after the last year, {end}")
    starts = end - (end - known) // width * width - width + 1
    first = int(starts.min()) if len(known) else end + 1
    names = {start: _period(start, width) for start in range(first, end + 1, width)}
    dtype = pd.CategoricalDtype(list(names.values()), ordered=True)
    return starts.map(names).reindex(years.index).astype(dtype)


def _period(start: int, width: int) -> str:
    return str(start) if width == 1 else f"{start}–{start + width - 1}"
