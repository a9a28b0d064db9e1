"""The sheet a chart is drawn on: title and subtitle above, the axes, the caption below.

Everything is measured in points. The width is that of the print; the height follows from what
there is to say and to draw, so that nothing is squeezed and nothing overlaps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from . import style
from .chart import Chart
from .labels import Labels, Words, capital, in_language

MARGIN = 3.0
GAP = 6.0
KEY_ROW = 11.0
LINE_SPACING = 1.25


class Options(TypedDict, total=False):
    """What every plot takes besides its table; each may be one text or one per language.

    Attributes
    ----------
    title : str or mapping
        A template in place of the default title; it may name the same values in braces.
    subtitle : str or mapping
        A template in place of the default subtitle.
    note : str or mapping
        A sentence added to the caption.
    source : str or mapping
        Where the numbers come from, with its date; without it `table.attrs["source"]`.
    file : str
        Where the table is saved, said in the alternative text; `publish` gives it.
    """

    title: Words
    subtitle: Words
    note: Words
    source: Words
    file: str


@dataclass(frozen=True)
class Said:
    """The words of a chart, filled in."""

    title: str
    subtitle: str
    caption: str
    alt: str


class Speaker:
    """Fills the texts of one kind of chart in one language with the values of one table."""

    def __init__(
        self, kind: str, language: str, options: Options, attrs: Mapping[Any, Any] | None = None
    ) -> None:
        unknown = set(options) - set(Options.__annotations__)
        if unknown:
            known = ", ".join(Options.__annotations__)
            raise TypeError(f"plot_{kind} has no option {sorted(unknown)}; there are {known}")
        self.kind = kind
        self.labels = Labels(language)
        self.options = options
        self.source = options.get("source", cast(Words, (attrs or {}).get("source", "")))
        self.values: dict[str, Any] = {}

    def text(self, name: str, /, **values: Any) -> str:
        """Return a text of this kind of chart, filled with its values and these."""
        return self.labels.text(f"{self.kind}.{name}", **{**self.values, **values})

    def _chosen(self, option: Words | None, default: str) -> str:
        if option is None:
            return default
        return self.labels.fill(in_language(option, self.labels.language), self.values)

    def say(
        self, title: str, subtitle: str, caption: Sequence[str], alt: str, finding: str = ""
    ) -> Said:
        """Put together what is said, the caller's own words first.

        Parameters
        ----------
        title, subtitle, alt : str
            The defaults.
        caption : sequence of str
            Its sentences; the note and the source follow them.
        finding : str
            The finding with its numbers, where the title has none.
        """
        own = self._chosen(self.options.get("title"), title)
        sentences = [sentence for sentence in caption if sentence]
        note = self._chosen(self.options.get("note"), "")
        if note:
            sentences.append(note)
        source = in_language(self.source, self.labels.language) if self.source else ""
        if source:
            sentences.append(self.labels.text("caption.source", source=source.rstrip(".")))
        return Said(
            title=capital(own),
            subtitle=capital(self._chosen(self.options.get("subtitle"), subtitle)),
            caption=" ".join(sentences),
            alt=self._alt(alt, own if own != title else "", finding or title),
        )

    def _alt(self, what: str, own: str, finding: str) -> str:
        if own:
            finding = self.labels.text("alt.override", title=own, finding=finding)
        file = self.options.get("file")
        where = self.labels.text("alt.file", file=file) if file else self.labels.text("alt.drawn")
        return f"{what} {capital(finding)}. {where}"


class Page:
    """A figure of a printed width that grows in height with what is on it."""

    def __init__(self, said: Said, width: str, language: str) -> None:
        self.said = said
        self.language = language
        self.width = style.width_in_points(width)
        self.figure = Figure(figsize=(self.width / 72, 5))
        FigureCanvasAgg(self.figure)
        self._head = [
            self._block(said.title, style.TITLE, style.INK, "bold"),
            self._block(said.subtitle, style.SUBTITLE, style.INK),
        ]
        self._foot = [self._block(said.caption, style.SMALL, style.GREY)] if said.caption else []
        self._key: list[tuple[Text, Line2D, float, int]] = []
        self._panels: list[tuple[Axes, float, float]] = []
        self._body = 0.0
        self._widest = self.inner_width

    @property
    def inner_width(self) -> float:
        """The width between the margins, in points."""
        return self.width - 2 * MARGIN

    def _block(self, text: str, size: float, colour: str, weight: str = "normal") -> Text:
        wrapped = style.wrap(text, self.inner_width - 2, size, weight)
        return self.figure.text(
            0, 0, wrapped, fontsize=size, fontweight=weight, color=colour,
            ha="left", va="top", linespacing=LINE_SPACING,
        )  # fmt: skip

    def panels(
        self, heights: Sequence[float], gap: float = 0.0, widest: float | None = None
    ) -> list[Axes]:
        """Add axes one under the other.

        Parameters
        ----------
        heights : sequence of float
            The height of each, in points.
        gap : float
            The room between two, in points.
        widest : float, optional
            The width the axes may not exceed, in points; without it they fill the page.
        """
        top = 0.0
        for height in heights:
            axes = self.figure.add_axes((0.1, 0.1, 0.8, 0.8))
            self._panels.append((axes, top, height))
            top += height + gap
        self._body = top - gap
        self._widest = widest or self.inner_width
        return [axes for axes, _, _ in self._panels]

    def axes(self, height: float, widest: float | None = None) -> Axes:
        """Add the only axes, `height` points high."""
        return self.panels([height], widest=widest)[0]

    def key(self, entries: Sequence[tuple[str, str, str]]) -> None:
        """Print a key under the subtitle: label, colour and marker of each group."""
        at, row = 0.0, 0
        for label, colour, marker in entries:
            needed = 9 + style.text_width(label, style.SMALL)
            if at and at + needed > self.inner_width:
                at, row = 0.0, row + 1
            text = self.figure.text(0, 0, label, fontsize=style.SMALL, va="center_baseline")
            dot = Line2D([0], [0], marker=marker, color=colour, markersize=5, linestyle="",
                         markeredgewidth=0, transform=self.figure.transFigure)  # fmt: skip
            self.figure.add_artist(dot)
            self._key.append((text, dot, at, row))
            at += needed + 12

    def _place_key(self, height: float, top: float) -> None:
        for text, dot, at, row in self._key:
            y = (top - (row + 0.5) * KEY_ROW) / height
            text.set_position(((MARGIN + at + 9) / self.width, y))
            dot.set_data([(MARGIN + at + 4) / self.width], [y])

    def fit(self) -> None:
        """Give the figure the height, and the axes the place, that everything on them needs."""
        overhang = (0.0, 0.0, 0.0, 0.0)
        for _ in range(4):
            self._place(*overhang)
            overhang = self._overhang()
        self._place(*overhang)

    def _place(self, left: float, bottom: float, right: float, top: float) -> None:
        head = sum(self._height(text) + 2 for text in self._head) + GAP
        head += KEY_ROW * (self._key[-1][3] + 1) if self._key else 0
        foot = sum(self._height(text) + GAP for text in self._foot)
        height = MARGIN + head + top + self._body + bottom + foot + MARGIN
        self.figure.set_size_inches(self.width / 72, height / 72)
        across = min(self.inner_width - left - right, self._widest)
        start = MARGIN + head + top
        for axes, offset, size in self._panels:
            low = height - start - offset - size
            bounds = (MARGIN + left, low, across, size)
            axes.set_position(
                (bounds[0] / self.width, low / height, across / self.width, size / height)
            )
        self._stack(self._head, height, height - MARGIN, 2)
        above = sum(self._height(text) + 2 for text in self._head)
        self._place_key(height, height - MARGIN - above - 2)
        self._stack(self._foot, height, height - (start + self._body + bottom + GAP), GAP)

    def _stack(self, texts: Sequence[Text], height: float, top: float, gap: float) -> None:
        for text in texts:
            text.set_position((MARGIN / self.width, top / height))
            top -= self._height(text) + gap

    def _height(self, text: Text) -> float:
        return float(self._extent(text).height) if text.get_text() else 0.0

    def _extent(self, artist: Text) -> Bbox:
        scale = 72 / self.figure.dpi
        box = artist.get_window_extent(cast(FigureCanvasAgg, self.figure.canvas).get_renderer())
        return Bbox.from_extents(*(edge * scale for edge in box.extents))

    def _overhang(self) -> tuple[float, float, float, float]:
        """Return how far labels reach out of the axes: left, bottom, right, top, in points."""
        renderer = cast(FigureCanvasAgg, self.figure.canvas).get_renderer()
        scale = 72 / self.figure.dpi
        tight = [box for axes, _, _ in self._panels if (box := axes.get_tightbbox(renderer))]
        outer, inner = Bbox.union(tight), Bbox.union([axes.bbox for axes, _, _ in self._panels])
        sides = (
            inner.x0 - outer.x0,
            inner.y0 - outer.y0,
            outer.x1 - inner.x1,
            outer.y1 - inner.y1,
        )
        left, bottom, right, top = (max(0.0, float(side) * scale) for side in sides)
        return left, bottom, right, top

    def chart(self, table: pd.DataFrame) -> Chart:
        """Fit everything and return the chart with its table."""
        self.fit()
        return Chart(
            figure=self.figure,
            title=self.said.title,
            caption=self.said.caption,
            alt=self.said.alt,
            table=Labels(self.language).table(table),
            language=self.language,
        )
