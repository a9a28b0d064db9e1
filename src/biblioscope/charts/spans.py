"""Years of each section: a dot for the median, a line for the middle half."""

from __future__ import annotations

from typing import Unpack

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from . import style
from .chart import Chart
from .labels import Words, in_language
from .page import Options, Page, Said, Speaker
from .reading import noun_values, require, with_index
from .rows import LABEL_SHARE, Rows, bare, beside


@style.applied()
def plot_spans(
    table: pd.DataFrame,
    *,
    label: Words,
    low: str = "q1",
    middle: str = "median",
    high: str = "q3",
    n: str = "n",
    without: str = "without_year",
    unit: str = "works",
    item: str = "sections",
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw the years of publication of each part of a dossier: median and quartiles.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each part, drawn in its order. Parts without any year are left out, and the
        caption says how many.
    label : str or mapping
        The column of the names, or one column for each language.
    low, middle, high : str
        The columns of the first quartile, the median and the third quartile, in years.
    n, without : str
        The columns of the numbers of works with a year, printed in each row, and without one, said
        in the caption; `without` may be missing.
    unit, item : str
        What is counted, and what a row is: nouns of the catalogue.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {oldest} and {newest} (medians), {n}, {rows}, {units},
        {items}, {one_item}.

    Returns
    -------
    Chart

    Examples
    --------
    >>> table = pd.DataFrame({"section": ["A", "B"], "q1": [2012, 2014], "median": [2013, 2015],
    ...     "q3": [2015, 2016], "n": [12, 30]})
    >>> plot_spans(table, label="section").title
    'The median year per section is between 2013 and 2015'
    """
    names = in_language(label, language)
    plain = with_index(table)
    require(plain, "plot_spans", [names, low, middle, high, n])
    dated = plain[plain[middle].notna()]
    require(dated, "plot_spans, parts with a year", [middle])
    drawn = dated[[names, n, low, middle, high]]
    speaker = Speaker("spans", language, options, table.attrs)
    missing = int(plain[without].sum()) if without in plain.columns else 0
    said = _say(speaker, drawn, (n, middle), unit, item, missing, len(plain) - len(dated))
    page = Page(said, width, language)
    rows = Rows.of([str(name) for name in drawn[names]], page.inner_width * LABEL_SHARE)
    axes = page.axes(rows.height)
    rows.on(axes)
    _draw(axes, drawn, rows, (n, low, middle, high), language)
    axes.xaxis.set_major_locator(
        MaxNLocator(6 if width == "page" else 2, integer=True, steps=[1, 2, 5, 10])
    )
    return page.chart(drawn)


def _year(value: float, language: str) -> str:
    """Write a year, which has no thousands separator: 2015, or 2014.5 between two."""
    text = f"{value:.4g}" if value == int(value) else f"{value:.1f}"
    return text.replace(".", ",") if language == "fr" else text


def _say(
    speaker: Speaker,
    drawn: pd.DataFrame,
    columns: tuple[str, str],
    unit: str,
    item: str,
    missing: int,
    empty: int,
) -> Said:
    n, middle = columns
    language = speaker.labels.language
    oldest, newest = float(drawn[middle].min()), float(drawn[middle].max())
    speaker.values = {
        **noun_values(unit, item, speaker.labels),
        "oldest": _year(oldest, language),
        "newest": _year(newest, language),
        "n": int(drawn[n].sum()),
        "rows": len(drawn),
    }
    caption = [
        speaker.text("caption"),
        speaker.text("without", without=missing) if missing else "",
        speaker.text("empty", empty=empty) if empty else "",
    ]
    title = speaker.text("title" if oldest < newest else "same")
    return speaker.say(title, speaker.text("subtitle"), caption, speaker.text("alt"))


def _draw(
    axes: Axes,
    drawn: pd.DataFrame,
    rows: Rows,
    columns: tuple[str, str, str, str],
    language: str,
) -> None:
    n, low, middle, high = columns
    axes.hlines(rows.centres, drawn[low], drawn[high], color=style.RULE, linewidth=1.25)
    axes.scatter(drawn[middle].astype(float), rows.centres, s=26, color=style.MARK, linewidths=0,
                 zorder=3, clip_on=False)  # fmt: skip
    axes.set_xlim(float(drawn[low].min()) - 0.5, float(drawn[high].max()) + 0.5)
    right = axes.get_xlim()[1]
    for centre, year, size in zip(rows.centres, drawn[middle], drawn[n], strict=True):
        text = f"{_year(float(year), language)} (n\u00a0=\u00a0{int(size)})"
        beside(axes, text, right, centre, offset=8)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.grid(axis="x")
    bare(axes, "bottom")
    axes.tick_params(axis="x", length=0)
