"""Columns over whole numbers: works per year, works by number of authors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import pandas as pd
from matplotlib.axes import Axes

from . import style
from .chart import Chart
from .labels import Labels, Words, catalogue, in_language, join, number
from .page import Options, Page, Speaker
from .reading import attribute, is_noun, left_out, noun_values, require, with_index
from .rows import bare, number_axis

HEIGHT = {"page": 130.0, "column": 110.0}
PANEL = {"page": 80.0, "column": 64.0}
"""The row of columns with the largest number; the others are lower, on the same scale."""
LOWEST_PART = 0.05
PANEL_GAP = 27.0
THICKNESS = 0.74
CALENDAR = {"month": "months", "weekday": "weekdays"}
"""Names of x whose numbers have names, and where the catalogue has them."""


@style.applied()
def plot_production(
    table: pd.DataFrame,
    *,
    unit: str = "works",
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw the number of works per year as columns; several groups as one row of columns each.

    Groups stand one under the other on one scale rather than stacked: each has its own zero line,
    and none needs a colour.

    Parameters
    ----------
    table : pandas.DataFrame
        Index (or column) `year`, every year from the first to the last; a column `works`, or one
        column for each group, named as it is to be printed.
    unit : str, default "works"
        What is counted: a noun of the catalogue, and the name of the column where there is one.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {year}, {value}, {n}, {units}, {first}, {last}.

    Returns
    -------
    Chart

    Notes
    -----
    `table.attrs["without_year"]` and `["without_by"]`, where they are given, are said in the
    caption. n is what the columns add up to.

    Examples
    --------
    >>> table = pd.DataFrame({"works": [3, 0, 5]}, index=pd.Index([2014, 2015, 2016], name="year"))
    >>> plot_production(table).title
    '2016 is the year of most works: 5 of 8'
    """
    plain = with_index(table)
    require(plain, "plot_production", ["year"])
    counts = plain.set_index("year")
    years = [int(year) for year in counts.index]
    groups = [Labels(language).term(name) for name in counts.columns]
    series = [[int(value) for value in counts[name]] for name in counts.columns]
    speaker = Speaker("production", language, options, table.attrs)
    title, subtitle = _production_words(speaker, unit, years, groups, series)
    without = attribute(table, "without_year")
    without_by = attribute(table, "without_by")
    caption = [
        speaker.text("caption"),
        speaker.text("without", without=without) if without else "",
        speaker.text("without_by", without=without_by) if without_by else "",
    ]
    page = Page(speaker.say(title, subtitle, caption, speaker.text("alt")), width, language)
    single = len(groups) == 1
    tops = _tops(series)
    highest = HEIGHT[width] if single else PANEL[width]
    panels = page.panels([highest * top / max(tops) for top in tops], PANEL_GAP)
    _draw_columns(panels, years, series, page, [] if single else groups)
    _years(panels, years, page.inner_width / len(years))
    return page.chart(_tidy(years, groups, series, unit))


def _production_words(
    speaker: Speaker, unit: str, years: list[int], groups: list[str], series: list[list[int]]
) -> tuple[str, str]:
    """Return title and subtitle: the year, or the group and year, of the largest number."""
    top = max(max(values) for values in series)
    row = next(place for place, values in enumerate(series) if top in values)
    peaks = [str(year) for year, value in zip(years, series[row], strict=True) if value == top]
    speaker.values = {
        **noun_values(unit, None, speaker.labels),
        "year": join(peaks, speaker.labels.language),
        "group": groups[row],
        "value": top,
        "n": sum(sum(values) for values in series),
        "first": str(years[0]),
        "last": str(years[-1]),
    }
    if len(groups) > 1:
        return speaker.text("groups"), speaker.text("subtitle_groups")
    return speaker.text("tie" if len(peaks) > 1 else "title"), speaker.text("subtitle")


def _tidy(years: list[int], groups: list[str], series: list[list[int]], unit: str) -> pd.DataFrame:
    """Return one row for each column drawn."""
    if len(groups) == 1:
        return pd.DataFrame({"year": years, unit: series[0]})
    rows = [
        {"year": year, "group": group, unit: value}
        for group, values in zip(groups, series, strict=True)
        for year, value in zip(years, values, strict=True)
    ]
    return pd.DataFrame(rows)


def _tops(series: Sequence[Sequence[int]]) -> list[float]:
    """Return the top of each row: its largest number, and never next to nothing.

    Heights are in proportion to these, so that one scale holds for all without empty paper.
    """
    largest = max(1, *(max(values) for values in series))
    return [max(max(values), largest * LOWEST_PART) for values in series]


def _draw_columns(
    panels: Sequence[Axes],
    places: Sequence[int],
    series: Sequence[Sequence[int]],
    page: Page,
    names: Sequence[str] = (),
) -> None:
    """Draw one row of columns for each series, each as high as its largest number."""
    tops = _tops(series)
    top = max(tops)
    span = max(places) - min(places) + 1
    widest = max(style.text_width(number(top, page.language), style.SMALL), 1)
    printed = widest + 1 <= page.inner_width / span
    for place, (axes, values) in enumerate(zip(panels, series, strict=True)):
        axes.bar(places, values, width=THICKNESS, color=style.MARK, linewidth=0)
        axes.set_xlim(min(places) - 0.5, max(places) + 0.5)
        axes.set_ylim(0, tops[place])
        if printed:
            _print_values(axes, places, values, page.language, zeros=not names)
        else:
            number_axis(axes.yaxis, page.language, ticks=3)
            axes.grid(axis="y")
        bare(axes, "left")
        if names:
            _name_panel(axes, names[place], page)
        if place + 1 < len(panels):
            axes.tick_params(axis="x", which="both", labelbottom=False)


def _print_values(
    axes: Axes, places: Sequence[int], values: Sequence[int], language: str, *, zeros: bool
) -> None:
    """Print each number over its column in place of an axis, zeros quietly or not at all."""
    axes.set_yticks([])
    for place, value in zip(places, values, strict=True):
        if not (value or zeros):
            continue
        axes.annotate(
            number(value, language), (place, value), (0, 1.5), textcoords="offset points",
            fontsize=style.SMALL, color=style.INK if value else style.GREY,
            ha="center", va="bottom", annotation_clip=False,
        )  # fmt: skip


def _name_panel(axes: Axes, name: str, page: Page) -> None:
    axes.annotate(
        style.wrap(name, page.inner_width - 4, style.SMALL, "bold"), (0, 1), (0, 11),
        xycoords="axes fraction", textcoords="offset points", fontsize=style.SMALL,
        fontweight="bold", ha="left", va="bottom", annotation_clip=False,
    )  # fmt: skip


def _years(panels: Sequence[Axes], years: Sequence[int], pitch: float) -> None:
    """Name every year where there is room, else every second, fifth or tenth; tick them all."""
    room = style.text_width("2000", style.SMALL) + 4
    step = next((step for step in (1, 2, 5, 10) if room <= step * pitch), 20)
    named = [year for year in years if year % step == (years[-1] % step if step == 2 else 0)]
    for axes in panels:
        axes.set_xticks(named, [str(year) for year in named])
        axes.set_xticks([year for year in years if year not in named], minor=True)
        axes.tick_params(axis="x", which="minor", length=1.5, width=0.5)


@style.applied()
def plot_distribution(
    table: pd.DataFrame,
    x: str,
    count: str,
    *,
    unit: str | None = None,
    item: str = "items",
    x_label: Words | None = None,
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw a distribution over whole numbers as columns: works by number of authors.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each whole number.
    x, count : str
        The columns (or the index) of the whole numbers and of how often each occurs. A number that
        is missing between two others is an empty place; zeros at the end are not drawn. An x
        called "month" or "weekday" (1 is January, or Monday) is printed by name.
    unit : str, optional
        What is counted: a noun of the catalogue; without it the name of `count`.
    item : str, default "items"
        What the whole numbers are numbers of: a noun of the catalogue ("authors").
    x_label : str or mapping, optional
        The words under the axis, in place of "Number of …".
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {value}, {n}, {unit}, {units}, {x}, {xs}, {item}, {items}.

    Returns
    -------
    Chart

    Notes
    -----
    n is what the columns add up to.

    Examples
    --------
    >>> table = pd.DataFrame({"authors": [1, 2, 3], "works": [120, 40, 9]})
    >>> plot_distribution(table, "authors", "works", item="authors").title
    '120 of 169 works have 1 author'
    """
    plain = with_index(table)
    require(plain, "plot_distribution", [x, count])
    drawn = plain[[x, count]] if x in CALENDAR else _without_end(plain[[x, count]], count)
    places = [int(value) for value in drawn[x]]
    values = [int(value) for value in drawn[count]]
    unit = unit or (count if is_noun(count) else "items")
    speaker = Speaker("distribution", language, options, table.attrs)
    modes = [place for place, value in zip(places, values, strict=True) if value == max(values)]
    speaker.values = {
        **noun_values(unit, item, speaker.labels),
        "x": modes[0],
        "xs": join([_x_name(x, mode, language) for mode in modes], language),
        "value": max(values),
        "n": sum(values),
        "first": str(min(places)),
        "last": str(max(places)),
    }
    caption = [
        speaker.labels.text("caption.n", n=sum(values), unit=unit),
        *left_out(table, unit, speaker.labels),
    ]
    subtitle = speaker.text(f"subtitle_{x}" if x in CALENDAR else "subtitle")
    title = speaker.text(_distribution_title(x, modes))
    alt = speaker.text(f"alt_{x}" if x in CALENDAR else "alt")
    said = speaker.say(title, subtitle, caption, alt)
    page = Page(said, width, language)
    axes = page.axes(HEIGHT[width], widest=(max(places) - min(places) + 1) * 42)
    _draw_columns([axes], places, [values], page)
    every = list(range(min(places), max(places) + 1))
    axes.set_xticks(every, _x_names(x, every, language, page.inner_width / len(every)))
    if x_label or x not in CALENDAR:
        words = in_language(x_label, language) if x_label else speaker.text("x")
        axes.set_xlabel(words, loc="left")
    return page.chart(drawn)


def _without_end(table: pd.DataFrame, count: str) -> pd.DataFrame:
    """Return a table without the zeros after its last number."""
    last = max((at for at, value in enumerate(table[count]) if value), default=0)
    return table.iloc[: last + 1]


def _distribution_title(x: str, modes: Sequence[int]) -> str:
    if x in CALENDAR:
        return "calendar_tie" if len(modes) > 1 else f"calendar_{x}"
    if len(modes) > 1:
        return "tie"
    return "title" if modes[0] else "none"


def _x_name(x: str, place: int, language: str) -> str:
    if x not in CALENDAR:
        return number(place, language)
    return str(catalogue()[CALENDAR[x]][language][place - 1])


def _x_names(x: str, places: Sequence[int], language: str, room: float) -> list[str]:
    """Return the names under the columns: of months and days in full, in short or as numbers."""
    full = [_x_name(x, place, language) for place in places]
    if x not in CALENDAR or _widest(full) + 3 <= room:
        return full
    short = [str(catalogue()[f"{CALENDAR[x]}_short"][language][place - 1]) for place in places]
    return short if _widest(short) + 3 <= room else [str(place) for place in places]


def _widest(names: Sequence[str]) -> float:
    return max(style.text_width(name, style.SMALL) for name in names)
