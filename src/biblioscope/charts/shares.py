"""Shares with their intervals and their counts."""

from __future__ import annotations

from typing import Unpack

import pandas as pd
from matplotlib.axes import Axes

from . import style
from .chart import Chart
from .labels import Labels, Words, in_language, join, quoted
from .page import Options, Page, Said, Speaker
from .reading import noun_values, require, with_index
from .rows import LABEL_SHARE, Rows, bare, beside, number_axis

SMALL_NUMBER = 20
"""Below it, no percentage."""


@style.applied()
def plot_shares(
    table: pd.DataFrame,
    label: Words,
    share: str = "share",
    low: str = "low",
    high: str = "high",
    count: str = "count",
    n: str = "n",
    *,
    unit: str = "references",
    item: str = "fields",
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw shares as dots with intervals from 0 to 100%, and print count and n of each.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each share.
    label : str or mapping
        The column of the names, or one column for each language.
    share, low, high : str
        The columns of the share and of its 95% Wilson interval, 0 to 1.
    count, n : str
        The columns of the two numbers that the share is made of.
    unit : str, default "references"
        What is counted: a noun of the catalogue.
    item : str, default "fields"
        What a row is: a noun of the catalogue.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {name}, {count}, {n}, {share}, {unit}, {units}, {items}.

    Returns
    -------
    Chart
        Sorted by share; no percentage is printed where n is below 20.

    Notes
    -----
    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    JASA 22 (158), 1927.

    Examples
    --------
    >>> table = pd.DataFrame({"field": ["year", "pages"], "share": [0.9, 0.5], "low": [0.8, 0.4],
    ...     "high": [0.95, 0.6], "count": [90, 50], "n": [100, 100]})
    >>> plot_shares(table, "field").title
    '“pages” has the smallest share: 50 of 100 references'
    """
    names = in_language(label, language)
    columns = [names, share, low, high, count, n]
    plain = with_index(table)
    require(plain, "plot_shares", columns)
    drawn = plain.sort_values(share, ascending=False, kind="stable")[columns]
    drawn.columns = pd.Index([names, "share", "low", "high", "count", "n"])
    drawn[names] = [Labels(language).term(name) for name in drawn[names]]
    speaker = Speaker("shares", language, options, table.attrs)
    page = Page(_say(speaker, drawn, unit, item), width, language)
    rows = Rows.of([str(name) for name in drawn[names]], page.inner_width * LABEL_SHARE)
    axes = page.axes(rows.height)
    rows.on(axes)
    _draw(axes, drawn, rows, speaker, wide=width == "page")
    return page.chart(drawn)


def _draw(axes: Axes, drawn: pd.DataFrame, rows: Rows, speaker: Speaker, *, wide: bool) -> None:
    shares = [float(share) for share in drawn["share"]]
    axes.hlines(rows.centres, drawn["low"], drawn["high"], color=style.RULE, linewidth=1.25)
    axes.scatter(shares, rows.centres, s=26, color=style.MARK, linewidths=0, zorder=3,
                 clip_on=False)  # fmt: skip
    for centre, share, count, n in zip(
        rows.centres, shares, drawn["count"], drawn["n"], strict=True
    ):
        key = "value" if n >= SMALL_NUMBER else "few"
        text = speaker.text(key, count=int(count), n=int(n), share=share)
        beside(axes, text, 1.0, centre, offset=8)
    axes.set_xlim(0, 1)
    number_axis(axes.xaxis, speaker.labels.language, share=True, ticks=4 if wide else 2)
    axes.grid(axis="x")
    bare(axes, "bottom")
    axes.tick_params(axis="x", length=0)


def _say(speaker: Speaker, drawn: pd.DataFrame, unit: str, item: str) -> Said:
    language = speaker.labels.language
    lowest = drawn[drawn["share"] == drawn["share"].iloc[-1]]
    # Of equal shares of different n, the title speaks of the one that most is known of.
    last = lowest.sort_values("n", ascending=False, kind="stable").iloc[0]
    same_n = drawn["n"].nunique() == 1
    speaker.values = {
        **noun_values(unit, item, speaker.labels),
        "name": str(last.iloc[0]),
        "names": join([quoted(str(name), language) for name in lowest.iloc[:, 0]], language),
        "count": int(last["count"]),
        "n": int(last["n"]),
        "share": float(last["share"]),
        "rows": len(drawn),
    }
    equal = len(lowest) == len(drawn) > 1
    title = "all" if equal else "tie" if len(lowest) > 1 and same_n else "title"
    caption = speaker.text("caption" if same_n else "caption_varies")
    subtitle = speaker.text("subtitle")
    return speaker.say(speaker.text(title), subtitle, [caption], speaker.text("alt"))
