"""Ranked dots, with intervals where there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import pandas as pd
from matplotlib.axes import Axes

from . import style
from .chart import Chart
from .labels import Labels, Words, in_language, join
from .page import Options, Page, Said, Speaker
from .reading import attribute, is_noun, left_out, noun_values, require, show, with_index
from .rows import LABEL_SHARE, Rows, bare, beside, number_axis

A_GREAT_PART = 0.25
"""From this share of n on, the first row "alone has" its number."""


@style.applied()
def plot_ranking(
    table: pd.DataFrame,
    *,
    label: Words,
    value: str,
    low: str | None = None,
    high: str | None = None,
    group: str | None = None,
    limit: int | None = None,
    note_ties: bool = True,
    unit: str | None = None,
    item: str = "items",
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw a ranking as dots (Cleveland's dot plot), sorted by value, from zero.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each name. Rows of equal value keep the order of the table.
    label : str or mapping
        The column of the names, or one column for each language.
    value : str
        The column of the values.
    low, high : str, optional
        The columns of an interval, drawn as a line.
    group : str, optional
        A column of few groups, told apart by shape and colour, with a key above the first row.
    limit : int, optional
        How many rows to draw; without it all. Subtitle and caption say what is left out.
    note_ties : bool, default True
        Whether the caption names the ranks that are tied.
    unit : str, optional
        What is counted: a noun of the catalogue ("works"), or "share". Without it the name of the
        column where that is one; else the value is a measure, named by its column.
    item : str, default "items"
        What a row is: a noun of the catalogue ("periodicals").
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {name}, {value}, {n}, {unit}, {units}, {items}.

    Returns
    -------
    Chart

    Notes
    -----
    `table.attrs["n"]`, where it is given, is the number the values are parts of; `["left_out"]`
    and `["without_theme"]` are said in the caption.

    Source: W. S. Cleveland and R. McGill, "Graphical Perception", JASA 79 (387), 1984.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["ASH", "Lien social"], "works": [40, 12]})
    >>> table.attrs["n"] = 120
    >>> plot_ranking(table, label="name", value="works", item="periodicals").title
    'ASH alone has 40 of 120 works'
    """
    names = in_language(label, language)
    plain = with_index(table)
    require(plain, "plot_ranking", [names, value, low, high, group])
    ranked = plain.sort_values(value, ascending=False, kind="stable")
    shown = ranked.head(limit) if limit else ranked
    unit = unit or (value if is_noun(value) or value == "share" else None)
    speaker = Speaker("ranking", language, options, table.attrs)
    said = _say(speaker, ranked, shown, (names, value, low), unit, item, note_ties)
    page = Page(said, width, language)
    rows = Rows.of(
        [speaker.labels.term(name) for name in shown[names]], page.inner_width * LABEL_SHARE
    )
    axes = page.axes(rows.height)
    rows.on(axes)
    _draw(axes, shown, rows, (value, low, high, group), unit, page)
    columns = [names, group, value, low, high]
    return page.chart(shown[[column for column in columns if column]])


def _draw(
    axes: Axes,
    shown: pd.DataFrame,
    rows: Rows,
    columns: tuple[str, str | None, str | None, str | None],
    unit: str | None,
    page: Page,
) -> None:
    """Draw the dots, their intervals and their values."""
    value, low, high, group = columns
    values = [float(number) for number in shown[value]]
    ends = [float(number) for number in shown[high]] if high else values
    axes.hlines(rows.centres, 0, values, color=style.FAINT, linewidth=0.5, zorder=1)
    if low and high:
        starts = [float(number) for number in shown[low]]
        axes.hlines(rows.centres, starts, ends, color=style.RULE, linewidth=1.25, zorder=2)
    terms = Labels(page.language).term
    groups = [terms(name) for name in shown[group]] if group else [""] * len(shown)
    looks = _looks(groups)
    _dots(axes, values, rows.centres, groups, looks)
    if group:
        page.key([(name, *look) for name, look in looks.items()])
    for number, end, centre in zip(values, ends, rows.centres, strict=True):
        beside(axes, show(number, unit, page.language), end, centre)
    axes.set_xlim(min(0.0, *values), max(ends) or 1.0)
    number_axis(axes.xaxis, page.language, share=unit == "share")
    axes.grid(axis="x")
    bare(axes, "bottom")
    axes.tick_params(axis="x", length=0)


def _dots(
    axes: Axes,
    values: Sequence[float],
    centres: Sequence[float],
    groups: Sequence[str],
    looks: dict[str, tuple[str, str]],
) -> None:
    """Draw the dots, those of each group in its shape and colour."""
    for group, (colour, marker) in looks.items():
        mine = [place for place, other in enumerate(groups) if other == group]
        axes.scatter(
            [values[place] for place in mine], [centres[place] for place in mine],
            s=26, color=colour, marker=marker, linewidths=0, zorder=3, clip_on=False,
        )  # fmt: skip


def _looks(groups: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return colour and marker of each group; one group is the common blue dot."""
    names = list(dict.fromkeys(groups))
    if len(names) == 1:
        return {names[0]: (style.MARK, "o")}
    return {name: style.series_style(place) for place, name in enumerate(names)}


def _say(
    speaker: Speaker,
    ranked: pd.DataFrame,
    shown: pd.DataFrame,
    columns: tuple[str, str, str | None],
    unit: str | None,
    item: str,
    note_ties: bool,
) -> Said:
    names, value, low = columns
    labels = speaker.labels
    n = attribute(ranked, "n")
    values = ranked[value].tolist()
    speaker.values = {
        **noun_values(unit, item, labels),
        "name": labels.term(ranked[names].iloc[0]),
        "value": values[0],
        "shown": len(shown),
        "total": len(ranked),
        "measure": _measure(value, unit, labels),
    }
    if n is not None:
        speaker.values["n"] = n
    caption = [_n(labels, n, unit)]
    caption += left_out(ranked, unit, labels)
    if note_ties:
        caption += _ties(speaker, shown[value].tolist(), values)
    return speaker.say(
        _title(speaker, values, [labels.term(name) for name in ranked[names]], unit),
        _subtitle(speaker, unit, limited=len(shown) < len(ranked), interval=bool(low)),
        caption,
        speaker.text("alt"),
    )


def _n(labels: Labels, n: float | None, unit: str | None) -> str:
    if n is None:
        return ""
    if unit is None or unit == "share":
        return labels.text("caption.plain_n", n=n)
    return labels.text("caption.n", n=n, unit=unit)


def _measure(value: str, unit: str | None, labels: Labels) -> str:
    return str(labels.column(value if unit in (None, "share") else str(unit)))


def _title(speaker: Speaker, values: list[float], names: list[str], unit: str | None) -> str:
    """Choose the finding: the first alone, or those that share the first place."""
    language = speaker.labels.language
    ties = sum(1 for value in values if value == values[0])
    noun = unit or ""
    if not noun:
        shown = show(values[0], unit, language)
        return speaker.text("measure", name=join(names[:ties][:3], language), value=shown)
    if ties > 3:
        return speaker.text("tie_many", ties=ties)
    if ties > 1:
        return speaker.text("tie", names=join(names[:ties], language), unit=noun)
    n = speaker.values.get("n")
    if n is None or noun == "share":
        return speaker.text("title_plain", unit=noun)
    return speaker.text("title" if values[0] >= A_GREAT_PART * n else "title_of")


def _subtitle(speaker: Speaker, unit: str | None, *, limited: bool, interval: bool) -> str:
    key = {None: "subtitle_measure", "share": "subtitle_share"}.get(unit, "subtitle")
    text = speaker.text(key)
    if limited:
        text += speaker.text("limited")
    return text + speaker.text("interval") if interval else text


def _ties(speaker: Speaker, shown: list[float], values: list[float]) -> list[str]:
    """Return the sentences on tied ranks, and on equal values beyond the last row shown."""
    ranges = []
    for value in dict.fromkeys(shown):
        first = shown.index(value) + 1
        last = first + shown.count(value) - 1
        if last > first:
            ranges.append(f"{first}–{last}")
    more = values.count(shown[-1]) - shown.count(shown[-1])
    sentences = [speaker.text("tied", ranks=", ".join(ranges))] if ranges else []
    return [*sentences, speaker.text("cut", more=more)] if more else sentences
