"""Rows with a name at their left, and the axes that rankings, shares and matrices share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter, MaxNLocator

from . import style
from .labels import number, percent

LINE = 1.17
"""The step from line to line, in sizes of the text."""
PADDING = 5.0
LABEL_SHARE = 0.42
"""The names at the left take no more than this part of the width."""


@dataclass(frozen=True)
class Rows:
    """Names wrapped to a width, one under the other, in points from the top."""

    labels: list[str]
    heights: list[float]

    @classmethod
    def of(cls, names: Sequence[str], width: float, lowest: float = 12.0) -> Rows:
        """Wrap names to `width` points; a row is at least `lowest` points high."""
        labels = [style.wrap_evenly(name, width, style.SMALL) for name in names]
        heights = [
            max(lowest, (label.count("\n") + 1) * style.SMALL * LINE + PADDING) for label in labels
        ]
        return cls(labels, heights)

    @property
    def height(self) -> float:
        """All rows together."""
        return sum(self.heights)

    @property
    def edges(self) -> list[float]:
        """The top of each row, and the bottom of the last."""
        edges = [0.0]
        for height in self.heights:
            edges.append(edges[-1] + height)
        return edges

    @property
    def centres(self) -> list[float]:
        """The middle of each row."""
        return [edge + height / 2 for edge, height in zip(self.edges, self.heights, strict=False)]

    @property
    def widest(self) -> float:
        """The width of the widest line of any name."""
        lines = [line for label in self.labels for line in label.split("\n")]
        return max(style.text_width(line, style.SMALL) for line in lines)

    def on(self, axes: Axes) -> None:
        """Print the names along the vertical axis, one point of print for one of the axis."""
        axes.set_ylim(self.height, 0)
        axes.set_yticks(self.centres, self.labels)
        axes.tick_params(axis="y", length=0, pad=4)


def number_axis(axis: Axis, language: str, *, share: bool = False, ticks: int = 5) -> None:
    """Give an axis few round numbers, written as the language does."""
    axis.set_major_locator(MaxNLocator(ticks, integer=not share, steps=[1, 2, 2.5, 5, 10]))
    write = percent if share else number
    axis.set_major_formatter(FuncFormatter(lambda value, _: write(value, language)))


def beside(
    axes: Axes, text: str, x: float, y: float, *, offset: float = 6.0, **more: Any
) -> Annotation:
    """Print a text at the right of a point, on white, so that no line runs through it."""
    white = {"facecolor": "#FFFFFF", "edgecolor": "none", "pad": 0.8}
    look = {"fontsize": style.SMALL, "va": "center_baseline", "ha": "left", "bbox": white}
    return axes.annotate(
        text, (x, y), (offset, 0), textcoords="offset points", annotation_clip=False,
        **{**look, **more},
    )  # fmt: skip


def bare(axes: Axes, *sides: str) -> None:
    """Take the named sides of the frame away, all without names."""
    axes.spines[list(sides) or ["top", "right", "bottom", "left"]].set_visible(False)
