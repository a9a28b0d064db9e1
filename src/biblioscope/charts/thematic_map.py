"""Clusters of themes by centrality and density."""

from __future__ import annotations

from typing import Any, Unpack

import numpy as np
import pandas as pd
import textalloc
from matplotlib.axes import Axes

from . import style
from .chart import Chart
from .labels import Words, in_language, number
from .page import Options, Page, Said, Speaker
from .reading import attribute, noun_values, require
from .rows import number_axis

HEIGHT = {"page": 280.0, "column": 230.0}
LABEL_WIDTH = {"page": 90.0, "column": 62.0}
LARGEST = {"page": 12.0, "column": 8.0}
STRIP = 16.0
"""Room above and below the points for the names of the quadrants, in points."""


@style.applied()
def plot_thematic_map(
    table: pd.DataFrame,
    *,
    label: Words = "label",
    size: str | None = None,
    unit: str = "themes",
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw the clusters of a thematic map in its four quadrants.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each cluster, with `centrality` and `density`.
    label : str or mapping, default "label"
        The column of the names, or one column for each language.
    size : str, optional
        A column of counts ("items") for the area of the points.
    unit : str, default "themes"
        What that column counts: a noun of the catalogue.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {name}, {centrality}, {density}, {clusters}.

    Returns
    -------
    Chart

    Notes
    -----
    The quadrants are cut at `table.attrs["median_centrality"]` and `["median_density"]`, and
    without these at the medians of the rows.

    Source: M. Callon, J.-P. Courtial and F. Laville, "Co-word Analysis as a Tool for Describing
    the Network of Interactions Between Basic and Technological Research", Scientometrics 22 (1),
    1991.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["Territoire", "Santé"], "centrality": [2.5, 1.0],
    ...     "density": [37.0, 50.0]})
    >>> plot_thematic_map(table).title
    '“Territoire” is the cluster most tied to the others'
    """
    names = in_language(label, language)
    require(table, "plot_thematic_map", [names, "centrality", "density", size])
    speaker = Speaker("thematic_map", language, options, table.attrs)
    page = Page(_say(speaker, table, names, unit, sized=bool(size)), width, language)
    axes = page.axes(HEIGHT[width])
    _limits(axes, table, HEIGHT[width])
    _quadrants(axes, table, speaker)
    axes.set_xlabel(speaker.text("x"), loc="left")
    axes.annotate(
        speaker.text("y"), (0, 1), (-18, 6), xycoords="axes fraction", textcoords="offset points",
        fontsize=style.LABEL, ha="left", va="bottom", annotation_clip=False,
    )  # fmt: skip
    number_axis(axes.xaxis, language)
    number_axis(axes.yaxis, language)
    page.fit()
    _points(axes, table, names, size, page, width)
    columns = [names, "centrality", "density", size, "quadrant"]
    return page.chart(table[[name for name in columns if name and name in table.columns]])


def _limits(axes: Axes, table: pd.DataFrame, height: float) -> None:
    """Leave air round the points, and a strip above and below for the names of the quadrants."""
    for name, setter, share in (
        ("centrality", axes.set_xlim, 0.12),
        ("density", axes.set_ylim, 0.08 + STRIP / height),
    ):
        low, high = float(table[name].min()), float(table[name].max())
        span = (high - low) or abs(high) or 1.0
        setter(low - share * span, high + share * span)


def _medians(table: pd.DataFrame) -> tuple[float, float]:
    centrality, density = (attribute(table, f"median_{name}") for name in ("centrality", "density"))
    return (
        float(table["centrality"].median()) if centrality is None else centrality,
        float(table["density"].median()) if density is None else density,
    )


def _quadrants(axes: Axes, table: pd.DataFrame, speaker: Speaker) -> None:
    """Draw the medians, and name the quadrants in the corners."""
    centrality, density = _medians(table)
    dashes: dict[str, Any] = {
        "color": style.RULE,
        "linewidth": 0.75,
        "linestyle": (0, (4, 3)),
        "zorder": 1,
    }
    axes.axvline(centrality, **dashes)
    axes.axhline(density, **dashes)
    corners = {"niche": (0, 1), "motor": (1, 1), "emerging": (0, 0), "basic": (1, 0)}
    for name, corner in corners.items():
        x, y = corner
        axes.annotate(
            speaker.text(name), corner, (-3 if x else 3, -3 if y else 3),
            xycoords="axes fraction", textcoords="offset points", fontsize=style.SMALL,
            style="italic", color=style.GREY, ha="right" if x else "left",
            va="top" if y else "bottom",
        )  # fmt: skip


def _points(
    axes: Axes, table: pd.DataFrame, names: str, size: str | None, page: Page, width: str
) -> None:
    """Draw the clusters, their area by size, and place the labels so that none overlaps."""
    x, y = (table[name].to_numpy(dtype=float) for name in ("centrality", "density"))
    labels = [str(name) for name in table[names]]
    radii = np.full(len(labels), 3.5)
    if size:
        counts = table[size].to_numpy(dtype=float)
        radii = np.maximum(1.6, LARGEST[width] * np.sqrt(counts / (counts.max() or 1.0)))
        labels = [
            f"{label}\u00a0({number(float(count), page.language)})"
            for label, count in zip(labels, counts, strict=True)
        ]
    dots = axes.scatter(x, y, s=(2 * radii) ** 2, color=style.MARK, zorder=3,
                        edgecolors="#FFFFFF", linewidths=0.5)  # fmt: skip
    wrapped = [style.wrap_evenly(label, LABEL_WIDTH[width], style.SMALL) for label in labels]
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    centrality, density = _medians(table)
    strip = STRIP / HEIGHT[width] * (high - low)
    textalloc.allocate(
        axes, x, y, text_list=wrapped, x_scatter=x, y_scatter=y, scatter_plot=dots,
        x_lines=[[centrality, centrality], [left, right]], y_lines=[[low, high], [density, density]],
        textsize=style.SMALL, textcolor=style.INK, linecolor=style.RULE, linewidth=0.5,
        xlims=(left, right), ylims=(low + strip, high - strip), max_distance=0.25,
        avoid_label_lines_overlap=True, zorder=4,
    )  # fmt: skip


def _say(speaker: Speaker, table: pd.DataFrame, names: str, unit: str, *, sized: bool) -> Said:
    top = table.sort_values("centrality", ascending=False, kind="stable").iloc[0]
    speaker.values = {
        **noun_values(unit, None, speaker.labels),
        "name": str(top[names]),
        "centrality": float(top["centrality"]),
        "density": float(top["density"]),
        "clusters": len(table),
    }
    title = speaker.text("title")
    return speaker.say(
        title,
        speaker.text("subtitle_size" if sized else "subtitle"),
        [speaker.text("caption")],
        speaker.text("alt"),
        speaker.text("finding", title=title),
    )
