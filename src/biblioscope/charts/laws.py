"""The curves of bibliometrics: Lorenz, Bradford, Lotka."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Unpack

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from biblioscope.measures import TooFewError

from . import style
from .chart import Chart
from .labels import number
from .page import Options, Page, Said, Speaker
from .reading import attribute, noun_values, require, with_index
from .rows import beside, number_axis

HEIGHT = {"page": 210.0, "column": 170.0}
FEW_POINTS = 6


@style.applied()
def plot_lorenz(
    table: pd.DataFrame,
    gini: float,
    *,
    item: str = "sources",
    unit: str = "references",
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw the Lorenz curve of references over sources, under the diagonal of equality.

    Parameters
    ----------
    table : pandas.DataFrame
        `share_of_sources` and `share_of_references` (or `share_sources` and `share_references`),
        cumulative from the least productive source, 0 to 1: a row for each source, after one for
        (0, 0) or without it.
    gini : float
        The Gini index of the same numbers, for the subtitle.
    item, unit : str
        What shares, and what is shared: nouns of the catalogue.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {top} and {all} (numbers of sources), {held} (a share),
        {gini}, {item}, {items}, {units}.

    Returns
    -------
    Chart

    Notes
    -----
    The finding is read at the row nearest to four fifths of the sources. `table.attrs["n"]`, where
    it is given, is the number of references.

    Source: M. O. Lorenz, "Methods of Measuring the Concentration of Wealth", Publications of the
    American Statistical Association 9 (70), 1905.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "share_of_sources": [0, 0.2, 0.4, 0.6, 0.8, 1],
    ...     "share_of_references": [0, 0.05, 0.1, 0.15, 0.3, 1],
    ... })
    >>> plot_lorenz(table, 0.5).title
    'One source of 5 holds 70% of the references'
    """
    columns = _lorenz_columns(table)
    sources, references = ([float(share) for share in table[name]] for name in columns)
    nearest = min(range(len(sources)), key=lambda place: abs(sources[place] - 0.8))
    point = (sources[nearest], references[nearest])
    speaker = Speaker("lorenz", language, options, table.attrs)
    speaker.values = {
        **noun_values(unit, item, speaker.labels),
        "all": len(sources) - (sources[0] == 0),
        "gini": gini,
        "held": 1 - point[1],
        "below": point[1],
    }
    page = Page(_say_lorenz(speaker, point[0], attribute(table, "n")), width, language)
    axes = page.axes(HEIGHT[width])
    axes.plot([0, 1], [0, 1], color=style.RULE, linewidth=0.75, linestyle=(0, (4, 3)))
    axes.plot([0, *sources], [0, *references], color=style.MARK, linewidth=1.25, clip_on=False)
    axes.scatter(*point, s=26, color=style.ACCENT, zorder=4, linewidths=0)
    beside(axes, speaker.text("equality"), 0.5, 0.5, offset=-8, ha="right", va="bottom")
    rest = style.wrap_evenly(speaker.text("rest"), 0.17 * page.inner_width, style.SMALL)
    beside(axes, rest, *point, va="top", bbox=None)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    number_axis(axes.xaxis, language, share=True)
    number_axis(axes.yaxis, language, share=True)
    _name_axes(axes, speaker, page)
    return page.chart(table[columns])


def _lorenz_columns(table: pd.DataFrame) -> list[str]:
    short = ["share_sources", "share_references"]
    columns = short if short[0] in table.columns else ["share_of_sources", "share_of_references"]
    require(table, "plot_lorenz", columns)
    return columns


def _say_lorenz(speaker: Speaker, below: float, n: float | None) -> Said:
    everyone = speaker.values["all"]
    top = round((1 - below) * everyone)
    speaker.values |= {"top": top, "rest": everyone - top}
    caption = speaker.text("caption") if n is None else speaker.text("caption_n", n=n)
    title = speaker.text("title_top" if top == 1 else "title")
    return speaker.say(title, speaker.text("subtitle"), [caption], speaker.text("alt"))


def _name_axes(axes: Axes, speaker: Speaker, page: Page) -> None:
    """Name the axes in words that read from left to right: below, and above the vertical one."""
    axes.set_xlabel(style.wrap(speaker.text("x"), page.inner_width * 0.8, style.LABEL), loc="left")
    axes.annotate(
        speaker.text("y"), (0, 1), (-18, 6), xycoords="axes fraction", textcoords="offset points",
        fontsize=style.LABEL, ha="left", va="bottom", annotation_clip=False,
    )  # fmt: skip


@dataclass(frozen=True)
class _Zone:
    """One of Bradford's zones, as it is drawn: where it ends, and its words."""

    name: str
    sources: int
    references: int
    rank: int
    cumulative: float


@style.applied()
def plot_bradford(
    table: pd.DataFrame | pd.Series,
    zones: pd.DataFrame | None = None,
    *,
    value: str | None = None,
    item: str = "sources",
    unit: str = "references",
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw the cumulative number of references by rank of the source, with Bradford's zones.

    Parameters
    ----------
    table : pandas.DataFrame or pandas.Series
        One row for each source: either its number of references (a Series, or the column `value`),
        or `rank` and `cumulative`. Without `zones` also `zone`.
    zones : pandas.DataFrame, optional
        `zone`, `sources` and `references`, in order. Its `attrs["multiplier"]` and `["ties"]`,
        where they are given, are said in the caption.
    value : str, optional
        The column of the numbers of references; without it the last one of a Series, or
        `cumulative`.
    item, unit : str
        What a row is, and what it counts: nouns of the catalogue ("periodicals", "works").
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {sources}, {references} (of the first zone), {n}, {item},
        {unit}.

    Returns
    -------
    Chart

    Notes
    -----
    Source: S. C. Bradford, "Sources of Information on Specific Subjects", Engineering 137, 1934.

    Examples
    --------
    >>> table = pd.DataFrame({"rank": [1, 2, 3], "cumulative": [6, 10, 12], "zone": [1, 2, 2]})
    >>> plot_bradford(table).title
    'One source in the first zone, with 6 of 12 references'
    """
    ranked = _ranked(table, value)
    drawn = _zones(ranked) if zones is None else _given_zones(zones)
    speaker = Speaker("bradford", language, options, table.attrs)
    attrs = {**table.attrs, **(zones.attrs if zones is not None else {})}
    said = _say_bradford(speaker, drawn, noun_values(unit, item, speaker.labels), attrs)
    page = Page(said, width, language)
    axes = page.axes(HEIGHT[width])
    _draw_bradford(axes, ranked, drawn, speaker, page)
    _name_axes(axes, speaker, page)
    if "zone" not in ranked.columns:
        ranked["zone"] = [zone.name for zone in drawn for _ in range(zone.sources)]
    return page.chart(ranked)


def _ranked(table: pd.DataFrame | pd.Series, value: str | None) -> pd.DataFrame:
    """Return rank, name, number, cumulative and zone, whatever of them there is."""
    plain = with_index(table)
    if isinstance(table, pd.Series):
        value = str(plain.columns[-1])
    if value is None:
        require(plain, "plot_bradford", ["rank", "cumulative"])
        ordered = plain.sort_values("rank", kind="stable")
    else:
        require(plain, "plot_bradford", [value])
        ordered = plain[plain[value] > 0].sort_values(value, ascending=False, kind="stable")
        ordered = ordered.assign(
            rank=range(1, len(ordered) + 1), cumulative=ordered[value].cumsum()
        )
    names = [name for name in plain.columns if name in ("name", "source")]
    keep = ["rank", *names, value, "cumulative", "zone"]
    return ordered[[name for name in keep if name and name in ordered.columns]].copy()


def _zones(ranked: pd.DataFrame) -> list[_Zone]:
    """Read the zones from the last row of each."""
    require(ranked, "plot_bradford without zones", ["zone"])
    zones: list[_Zone] = []
    rank, cumulative = 0, 0.0
    for name, rows in ranked.groupby("zone", sort=False, observed=True):
        last, total = int(rows["rank"].iloc[-1]), float(rows["cumulative"].iloc[-1])
        zones.append(_Zone(str(name), last - rank, int(total - cumulative), last, total))
        rank, cumulative = last, total
    return zones


def _given_zones(table: pd.DataFrame) -> list[_Zone]:
    require(table, "plot_bradford, zones", ["zone", "sources", "references"])
    zones: list[_Zone] = []
    rank, cumulative = 0, 0
    columns = (table["zone"], table["sources"], table["references"])
    for name, sources, references in zip(*columns, strict=True):
        rank, cumulative = rank + int(sources), cumulative + int(references)
        zones.append(_Zone(str(name), int(sources), int(references), rank, cumulative))
    return zones


def _say_bradford(
    speaker: Speaker, zones: Sequence[_Zone], nouns: Mapping[str, str], attrs: Mapping[Any, Any]
) -> Said:
    first, last = zones[0], zones[-1]
    speaker.values = {
        **nouns,
        "sources": first.sources,
        "references": first.references,
        "n": last.cumulative,
        "zones": len(zones),
    }
    multiplier = attrs.get("multiplier")
    known = multiplier is not None and not math.isnan(multiplier)
    caption = [
        speaker.labels.text("caption.n", n=last.cumulative, unit=nouns["unit"]),
        speaker.text("multiplier", multiplier=multiplier) if known else "",
        *(speaker.text("empty", zone=zone.name) for zone in zones if not zone.sources),
        speaker.text("ties") if attrs.get("ties") else "",
    ]
    subtitle = speaker.text("subtitle")
    return speaker.say(speaker.text("title"), subtitle, caption, speaker.text("alt"))


def _draw_bradford(
    axes: Axes, ranked: pd.DataFrame, zones: Sequence[_Zone], speaker: Speaker, page: Page
) -> None:
    """Draw the curve as points, and name each zone where it ends."""
    ranks = [int(rank) for rank in ranked["rank"]]
    totals = [float(total) for total in ranked["cumulative"]]
    axes.set_xscale("log")
    axes.plot(ranks, totals, color=style.RULE, linewidth=0.5, zorder=2)
    axes.scatter(ranks, totals, s=9, color=style.MARK, linewidths=0, zorder=3, clip_on=False)
    for zone in (zone for zone in zones if zone.sources):
        axes.vlines(zone.rank, 0, zone.cumulative, color=style.RULE, linewidth=0.75, zorder=1)
        axes.scatter(zone.rank, zone.cumulative, s=30, color=style.ACCENT, marker="D",
                     linewidths=0, zorder=4, clip_on=False)  # fmt: skip
        text = speaker.text(
            "zone", zone=zone.name, sources=zone.sources, references=zone.references
        )
        _name_zone(axes, zone, text, last=zone is zones[-1])
    axes.set(xlim=(0.9, max(ranks) * 1.02), ylim=(0, max(totals)))
    _log_axis(axes.xaxis, max(ranks), page.language)
    number_axis(axes.yaxis, page.language)


def _name_zone(axes: Axes, zone: _Zone, text: str, *, last: bool) -> None:
    """Print the words of a zone right of and below its end; of the last one, left of its foot."""
    if last:
        beside(axes, text, zone.rank, zone.cumulative * 0.03, offset=-5, ha="right", va="bottom",
               multialignment="right")  # fmt: skip
    else:
        beside(axes, text, zone.rank, zone.cumulative * 0.98, va="top")


def _log_axis(
    axis: Axis, highest: float, language: str, places: Sequence[int] | None = None
) -> None:
    """Give a logarithmic axis plain numbers: the places given, or 1, 2, 5, 10 … and its end."""
    ticks = [base * 10**power for power in range(7) for base in (1, 2, 5)]
    shown = [tick for tick in ticks if tick <= highest / 1.4] + [int(highest)]
    shown = list(places) if places else shown
    axis.set_major_locator(FixedLocator(shown))
    axis.set_major_formatter(FixedFormatter([number(tick, language) for tick in shown]))
    axis.set_minor_locator(NullLocator())


class LotkaFit(Protocol):
    """What `plot_lotka` needs of a fit: exponent, constant, and the number of authors."""

    @property
    def n(self) -> float:
        """The exponent."""

    @property
    def c(self) -> float:
        """The expected share of authors with one publication."""

    @property
    def authors(self) -> int:
        """The number of authors in all."""


@style.applied()
def plot_lotka(
    table: pd.DataFrame | pd.Series,
    fit: LotkaFit,
    *,
    x: str = "works",
    count: str = "authors",
    unit: str = "works",
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw the number of authors by number of works, with the line of Lotka's law.

    Parameters
    ----------
    table : pandas.DataFrame or pandas.Series
        One row for each number of works that occurs, in rising order.
    fit : LotkaFit
        Anything with `n` (the exponent), `c` (the constant) and `authors`.
    x, count : str
        The columns, or the index, of the numbers of works and of authors.
    unit : str, default "works"
        What the authors have: a noun of the catalogue.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {once}, {authors}, {exponent}, {constant}, {units}.

    Returns
    -------
    Chart

    Notes
    -----
    Source: A. J. Lotka, "The Frequency Distribution of Scientific Productivity", Journal of the
    Washington Academy of Sciences 16 (12), 1926.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> fit = SimpleNamespace(n=2.0, c=0.61, authors=100)
    >>> table = pd.DataFrame({"works": [1, 2, 3], "authors": [80, 15, 5]})
    >>> plot_lotka(table, fit).title
    '80 of 100 authors appear only once'
    """
    plain = with_index(table)
    require(plain, "plot_lotka", [x, count])
    if math.isnan(fit.n):
        raise TooFewError("plot_lotka: no line was fitted, so there is no law to draw")
    places = [int(place) for place in plain[x]]
    counts = [int(value) for value in plain[count]]
    speaker = Speaker("lotka", language, options, table.attrs)
    speaker.values = {
        **noun_values(unit, None, speaker.labels),
        "once": counts[places.index(1)] if 1 in places else 0,
        "authors": fit.authors,
        "exponent": fit.n,
        "constant": fit.c,
    }
    caption = speaker.text("no_line" if math.isnan(fit.c) else "caption")
    texts = [speaker.text(name) for name in ("title", "subtitle", "alt")]
    page = Page(speaker.say(texts[0], texts[1], [caption], texts[2]), width, language)
    axes = page.axes(HEIGHT[width])
    expected = [fit.authors * fit.c / place**fit.n for place in places]
    _draw_lotka(axes, places, counts, expected, speaker)
    _name_axes(axes, speaker, page)
    return page.chart(plain[[x, count]].assign(expected=expected))


def _draw_lotka(
    axes: Axes,
    places: Sequence[int],
    counts: Sequence[int],
    expected: Sequence[float],
    speaker: Speaker,
) -> None:
    language = speaker.labels.language
    axes.set(xscale="log", yscale="log")
    axes.plot(places, expected, color=style.ACCENT, linewidth=1.25, linestyle=(0, (4, 2)))
    axes.scatter(places, counts, s=26, color=style.MARK, linewidths=0, zorder=3, clip_on=False)
    lines = [value for value in expected if not math.isnan(value)]
    axes.set(
        xlim=(0.9, max(places) * 1.15),
        ylim=(min([0.8, *lines]), max([*counts, *lines]) * 1.2),
    )
    for place, value, line in zip(places, counts, expected, strict=True):
        side = {"va": "bottom"} if not value < line else {"va": "top", "ha": "right", "offset": -4}
        beside(axes, number(value, language), place, value, bbox=None, **side)
    few = places if len(places) <= FEW_POINTS else None
    _log_axis(axes.xaxis, max(places), language, few)
    _log_axis(axes.yaxis, max(counts), language)
