"""The curves of bibliometrics: Lorenz, Bradford, Lotka."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Unpack

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from . import style
from .chart import Chart
from .labels import number
from .page import Options, Page, Said, Speaker
from .reading import attribute, noun_values, require
from .rows import beside, number_axis

HEIGHT = {"page": 210.0, "column": 170.0}


@style.applied()
def plot_lorenz(
    table: pd.DataFrame,
    gini: float,
    *,
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw the Lorenz curve of references over sources, under the diagonal of equality.

    Parameters
    ----------
    table : pandas.DataFrame
        `share_sources` and `share_references`, cumulative from the least productive source, 0 to 1.
    gini : float
        The Gini index of the same numbers, for the subtitle.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {top} (share of sources, or their number where
        `table.attrs` has "sources" and "references"), {held}, {gini}.

    Returns
    -------
    Chart

    Notes
    -----
    The finding is read at the row nearest to four fifths of the sources.

    Source: M. O. Lorenz, "Methods of Measuring the Concentration of Wealth", Publications of the
    American Statistical Association 9 (70), 1905.

    Examples
    --------
    >>> table = pd.DataFrame({"share_sources": [0, 0.8, 1], "share_references": [0, 0.3, 1]})
    >>> plot_lorenz(table, 0.5).title
    'The 20% most productive sources hold 70% of the references'
    """
    require(table, "plot_lorenz", ["share_sources", "share_references"])
    sources = [float(share) for share in table["share_sources"]]
    references = [float(share) for share in table["share_references"]]
    nearest = min(range(len(sources)), key=lambda place: abs(sources[place] - 0.8))
    point = (sources[nearest], references[nearest])
    speaker = Speaker("lorenz", language, options, table.attrs)
    page = Page(_say_lorenz(speaker, table, gini, point), width, language)
    axes = page.axes(HEIGHT[width])
    axes.plot([0, 1], [0, 1], color=style.RULE, linewidth=0.75, linestyle=(0, (4, 3)))
    axes.plot([0, *sources], [0, *references], color=style.MARK, linewidth=1.25, clip_on=False)
    axes.scatter(*point, s=26, color=style.ACCENT, zorder=4, linewidths=0)
    where = style.wrap_evenly(speaker.text("equality"), 90, style.SMALL)
    beside(axes, where, 0.5, 0.5, offset=-8, ha="right", va="bottom", multialignment="right")
    rest = style.wrap_evenly(speaker.text(_rest(speaker)), 0.17 * page.inner_width, style.SMALL)
    beside(axes, rest, *point, va="top", bbox=None)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    number_axis(axes.xaxis, language, share=True)
    number_axis(axes.yaxis, language, share=True)
    _name_axes(axes, speaker, page)
    return page.chart(table[["share_sources", "share_references"]])


def _say_lorenz(
    speaker: Speaker, table: pd.DataFrame, gini: float, point: tuple[float, float]
) -> Said:
    sources, references = attribute(table, "sources"), attribute(table, "references")
    speaker.values = {"top": 1 - point[0], "rest": point[0], "gini": gini}
    speaker.values |= {"held": 1 - point[1], "below": point[1]}
    title, caption = "title", []
    if sources is not None and references is not None:
        top = round((1 - point[0]) * sources)
        speaker.values |= {"top": top, "rest": sources - top}
        speaker.values |= {"sources": sources, "references": references}
        title, caption = "title_counts", [speaker.text("caption")]
    subtitle = speaker.text("subtitle")
    return speaker.say(speaker.text(title), subtitle, caption, speaker.text("alt"))


def _rest(speaker: Speaker) -> str:
    return "rest_counts" if "sources" in speaker.values else "rest"


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
    table: pd.DataFrame,
    zones: pd.DataFrame | None = None,
    *,
    item: str = "sources",
    multiplier: float | None = None,
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw the cumulative number of references by rank of the source, with Bradford's zones.

    Parameters
    ----------
    table : pandas.DataFrame
        `rank` (1 is the most productive source), `cumulative` (references up to that rank) and,
        without `zones`, `zone`.
    zones : pandas.DataFrame, optional
        `zone`, `sources` and `references`, in order; without it they are read from `table`.
    item : str, default "sources"
        What a row is: a noun of the catalogue ("periodicals").
    multiplier : float, optional
        Bradford's multiplier, for the caption; without it `attrs["multiplier"]` of either table.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {sources}, {references} (of the first zone), {n}, {item}.

    Returns
    -------
    Chart

    Notes
    -----
    Where `attrs["tied"]` of either table is true, the caption says that the cut falls among equals.

    Source: S. C. Bradford, "Sources of Information on Specific Subjects", Engineering 137, 1934.

    Examples
    --------
    >>> table = pd.DataFrame({"rank": [1, 2, 3], "cumulative": [6, 10, 12], "zone": [1, 2, 2]})
    >>> plot_bradford(table).title
    'One source in the first zone, with 6 of 12 references'
    """
    needed = ["rank", "cumulative"] if zones is not None else ["rank", "cumulative", "zone"]
    require(table, "plot_bradford", needed)
    ranked = table.sort_values("rank", kind="stable")
    drawn = _zones(ranked) if zones is None else _given_zones(zones)
    both = {**table.attrs, **(zones.attrs if zones is not None else {})}
    factor = multiplier if multiplier is not None else both.get("multiplier")
    speaker = Speaker("bradford", language, options, both)
    said = _say_bradford(speaker, drawn, item, factor, bool(both.get("tied")))
    page = Page(said, width, language)
    axes = page.axes(HEIGHT[width])
    _draw_bradford(axes, ranked, drawn, speaker, page)
    _name_axes(axes, speaker, page)
    keep = [name for name in ("rank", "source", "name", "references", "cumulative", "zone")]
    return page.chart(ranked[[name for name in keep if name in ranked.columns]])


def _zones(ranked: pd.DataFrame) -> list[_Zone]:
    """Read the zones from the last row of each."""
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
    speaker: Speaker, zones: Sequence[_Zone], item: str, multiplier: float | None, tied: bool
) -> Said:
    first, last = zones[0], zones[-1]
    speaker.values = {
        **noun_values(None, item, speaker.labels),
        "sources": first.sources,
        "references": first.references,
        "n": last.cumulative,
        "zones": len(zones),
    }
    caption = [
        speaker.labels.text("caption.n", n=last.cumulative, unit="references"),
        speaker.text("multiplier", multiplier=multiplier) if multiplier else "",
        speaker.text("ties") if tied else "",
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
    for zone in zones:
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


def _log_axis(axis: Axis, highest: float, language: str) -> None:
    """Give a logarithmic axis the ticks 1, 2, 5, 10, 20, 50 … as plain numbers, and its end."""
    ticks = [base * 10**power for power in range(7) for base in (1, 2, 5)]
    shown = [tick for tick in ticks if tick <= highest / 1.4] + [int(highest)]
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
    table: pd.DataFrame,
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
    table : pandas.DataFrame
        One row for each number of works that occurs, in rising order.
    fit : LotkaFit
        Anything with `n` (the exponent), `c` (the constant) and `authors`.
    x, count : str
        The columns of the numbers of works and of authors.
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
    require(table, "plot_lotka", [x, count])
    places = [int(place) for place in table[x]]
    counts = [int(value) for value in table[count]]
    speaker = Speaker("lotka", language, options, table.attrs)
    speaker.values = {
        **noun_values(unit, None, speaker.labels),
        "once": counts[places.index(1)] if 1 in places else 0,
        "authors": fit.authors,
        "exponent": fit.n,
        "constant": fit.c,
    }
    texts = [speaker.text(name) for name in ("title", "subtitle", "caption", "alt")]
    page = Page(speaker.say(texts[0], texts[1], [texts[2]], texts[3]), width, language)
    axes = page.axes(HEIGHT[width])
    expected = [fit.authors * fit.c / place**fit.n for place in places]
    _draw_lotka(axes, places, counts, expected, speaker)
    _name_axes(axes, speaker, page)
    return page.chart(table[[x, count]].assign(expected=expected))


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
    low = min(0.8, *expected)
    axes.set(xlim=(0.9, max(places) * 1.15), ylim=(low, max(*counts, *expected) * 1.2))
    for place, value, line in zip(places, counts, expected, strict=True):
        side = {"va": "bottom"} if value >= line else {"va": "top", "ha": "right", "offset": -4}
        beside(axes, number(value, language), place, value, bbox=None, **side)
    _log_axis(axes.xaxis, max(places), language)
    _log_axis(axes.yaxis, max(counts), language)
