"""Clusters of themes by centrality and density."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from . import style
from .arrange import Floats, place
from .chart import Chart
from .labels import Words, in_language, number
from .page import Options, Page, Said, Speaker
from .reading import attribute, noun_values, require
from .rows import LINE, number_axis

HEIGHT = {"page": 280.0, "column": 230.0}
LABEL_WIDTH = {"page": 100.0, "column": 72.0}
LARGEST = {"page": 12.0, "column": 8.0}
SMALLEST, RADIUS = 1.6, 3.5
FAR = 7.0
"""From this distance on, a line ties a label to its point."""
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
    shown = table[[name for name in columns if name and name in table.columns]]
    if "quadrant" in shown.columns:
        shown = shown.assign(quadrant=shown["quadrant"].map(speaker.labels.term))
    return page.chart(shown)


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
            bbox={"facecolor": "#FFFFFF", "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip


def _points(
    axes: Axes, table: pd.DataFrame, names: str, size: str | None, page: Page, width: str
) -> None:
    """Draw the clusters, their area by size, and a label near each."""
    labels = [str(name) for name in table[names]]
    radii = np.full(len(labels), RADIUS)
    if size:
        counts = table[size].to_numpy(dtype=float)
        radii = np.maximum(SMALLEST, LARGEST[width] * np.sqrt(counts / (counts.max() or 1.0)))
        labels = [
            f"{label}\u00a0({number(float(count), page.language)})"
            for label, count in zip(labels, counts, strict=True)
        ]
    axes.scatter(
        table["centrality"], table["density"], s=(2 * radii) ** 2, color=style.MARK, zorder=3,
        edgecolors="#FFFFFF", linewidths=0.5,
    )  # fmt: skip
    wrapped = [style.wrap_evenly(label, LABEL_WIDTH[width], style.SMALL) for label in labels]
    _label(axes, _in_points(axes, table), radii, wrapped)


def _in_points(axes: Axes, table: pd.DataFrame) -> Floats:
    """Return where the clusters are, in points from the lower left corner of the axes."""
    data = table[["centrality", "density"]].to_numpy(dtype=float)
    low = np.array([axes.get_xlim()[0], axes.get_ylim()[0]])
    high = np.array([axes.get_xlim()[1], axes.get_ylim()[1]])
    places: Floats = (data - low) / (high - low) * _room(axes)
    return places


def _room(axes: Axes) -> Floats:
    scale = 72 / axes.figure.dpi
    return np.array([axes.bbox.width * scale, axes.bbox.height * scale])


def _label(axes: Axes, points: Floats, radii: Floats, labels: Sequence[str]) -> None:
    """Print each label as near to its point as there is room, with a line where it is far."""
    halves = np.array([_half(label) for label in labels])
    room = _room(axes)
    strip = np.array([room[0] / 2, STRIP / 2])
    centres = np.vstack([points, [room[0] / 2, STRIP / 2], [room[0] / 2, room[1] - STRIP / 2]])
    fixed = np.vstack([np.column_stack([radii, radii]) + 1, strip, strip])
    frame = (float(room[0]), float(room[1]))
    order = sorted(range(len(labels)), key=lambda at: (-radii[at], at))
    placed = place(points, halves, frame, order, (centres, fixed))
    if placed is None:
        raise ValueError(f"plot_thematic_map: {len(labels)} labels do not fit; draw fewer clusters")
    for point, radius, at, half, label in zip(points, radii, placed, halves, labels, strict=True):
        nearest = np.clip(point, at - half, at + half)
        apart = float(np.hypot(*(nearest - point)))
        if apart > radius + FAR:
            ends = np.array([point + (nearest - point) * radius / apart, nearest]) / room
            axes.plot(*ends.T, color=style.RULE, linewidth=0.5, transform=axes.transAxes, zorder=2)
        axes.text(
            at[0] / room[0], at[1] / room[1], label, transform=axes.transAxes,
            fontsize=style.SMALL, ha="center", va="center", zorder=4,
            bbox={"facecolor": "#FFFFFF", "edgecolor": "none", "alpha": 0.85, "pad": 0.3},
        )  # fmt: skip


def _half(label: str) -> tuple[float, float]:
    lines = label.split("\n")
    widest = max(style.text_width(line, style.SMALL) for line in lines)
    return widest / 2 + 2, len(lines) * style.SMALL * LINE / 2 + 1.5


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
