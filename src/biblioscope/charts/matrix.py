"""Two categories as a table of shades with its numbers in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from biblioscope.measures import TooFewError

from . import style
from .chart import Chart
from .labels import NARROW, Labels, Words, in_language, number
from .page import Options, Page, Said, Speaker
from .reading import attribute, is_noun, left_out, noun_values, require, with_index
from .rows import LABEL_SHARE, LINE, Rows, bare

WIDEST_CELL, NARROWEST_CELL = 58.0, 6.0
HEADER_LINES = 4
Colour = tuple[float, float, float, float]
READABLE = 4.5
"""The contrast that text needs (W3C, WCAG 2.2, 1.4.3)."""
BEYOND = 2.0
"""An adjusted residual beyond this is marked (Agresti, Categorical Data Analysis, 2013, 3.3.1)."""


@dataclass(frozen=True)
class _Grid:
    """The cells of a matrix: names in order, and values by place (row, column)."""

    rows: list[str]
    columns: list[str]
    values: dict[tuple[int, int], float]
    residuals: dict[tuple[int, int], float]

    @property
    def largest(self) -> tuple[int, int]:
        """The cell that the title speaks of."""
        if self.residuals:
            return max(self.residuals, key=lambda place: abs(self.residuals[place]))
        return max(self.values, key=lambda place: self.values[place])

    @property
    def ties(self) -> int:
        """How many cells reach the largest value, a cell and its mirror image counted once."""
        top = max(self.values.values())
        names = ((self.rows[row], self.columns[column]) for row, column in self.values)
        pairs = zip(names, self.values.values(), strict=True)
        return len({tuple(sorted(pair)) for pair, value in pairs if value == top})

    @property
    def blanks(self) -> bool:
        """Whether a cell off the diagonal is empty."""
        return any(
            (row, column) not in self.values and self.rows[row] != self.columns[column]
            for row in range(len(self.rows))
            for column in range(len(self.columns))
        )


@style.applied()
def plot_matrix(
    table: pd.DataFrame,
    *,
    row: Words,
    column: Words,
    value: str,
    residual: str | None = None,
    unit: str | None = None,
    row_name: Words | None = None,
    column_name: Words | None = None,
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw a tidy table of two categories as a matrix: a number in each cell, and a shade.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each cell. A cell that has no row, or whose value is missing, stays empty.
    row, column : str or mapping
        The columns of the two categories, or one column for each language. An ordered category
        gives the order; else it is that of first appearance.
    value : str
        The column of the counts.
    residual : str, optional
        The column of adjusted residuals. It gives the colour, and cells beyond ±2 a triangle.
    unit : str, optional
        What is counted: a noun of the catalogue; without it the name of `value`.
    row_name, column_name : str or mapping, optional
        What the two categories are called; without them the names of their columns.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. A title may name {row}, {column}, {value}, {unit}, {units}.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        Where the columns are too many for the width.

    Notes
    -----
    Names that do not fit over narrow columns stand in steps, each above the last. Where rows and
    columns have the same names and there are many, the columns are numbered like the rows; of
    years and numbers, some are named. Where numbers do not fit into cells, shades alone are drawn
    and the caption says so.

    Examples
    --------
    >>> table = pd.DataFrame({"section": ["A", "A", "B", "B"], "year": [2015, 2016, 2015, 2016],
    ...     "works": [3, 9, 4, 0]})
    >>> plot_matrix(table, row="section", column="year", value="works").title
    'The largest number of works is 9: “A” × 2016'
    """
    names = (in_language(row, language), in_language(column, language))
    keep = [name for name in (*names, value, residual) if name]
    plain = with_index(table)
    require(plain, "plot_matrix", keep)
    cells = _in_words(plain[keep], names, Labels(language))
    grid = _grid(cells, names, value, residual)
    if not grid.values:
        raise TooFewError("plot_matrix: no cell has a value, so there is nothing to draw")
    unit = unit or (value if is_noun(value) else "items")
    speaker = Speaker("matrix", language, options, table.attrs)
    inner = style.width_in_points(width) - 8
    numbered = grid.rows == grid.columns and len(grid.columns) > HEADER_LINES * 2
    labels = _row_names(grid, numbered)
    rows = Rows.of(labels, inner * LABEL_SHARE, 13)
    cell = _cell(inner - rows.widest - 8, len(grid.columns), width)
    printed = _widest_number(grid, language) + 2 <= cell
    n, omitted = attribute(table, "n"), left_out(table, unit, speaker.labels)
    called = (row_name or names[0], column_name or names[1])
    said = _say(speaker, grid, called, unit, n=n, omitted=omitted, numbered=numbered,
                printed=printed)  # fmt: skip
    page = Page(said, width, language)
    axes = page.axes(rows.height, widest=cell * len(grid.columns))
    axes.set_xlim(0, cell * len(grid.columns))
    rows.on(axes)
    bare(axes)
    axes.set_xticks([])
    _draw_cells(axes, grid, rows, cell, language if printed else "")
    _head(axes, grid, cell, room=rows.widest, numbered=numbered)
    return page.chart(_tidy(cells, names, called, value, unit, language))


def _tidy(
    cells: pd.DataFrame,
    names: tuple[str, str],
    called: tuple[Words, Words],
    value: str,
    unit: str,
    language: str,
) -> pd.DataFrame:
    """Return the table with columns that are called what the picture calls them."""
    row, column = (in_language(words, language) for words in called)
    headers = dict(zip(names, (row, "with" if column == row else column), strict=True))
    if is_noun(unit):
        headers[value] = unit
    return cells.rename(columns=headers)


def _cell(room: float, columns: int, width: str) -> float:
    """Return the width of a cell in points."""
    cell = min(WIDEST_CELL, room / columns)
    if cell < NARROWEST_CELL:
        raise ValueError(
            f"plot_matrix: {columns} columns do not fit the width {width!r}; there is room for "
            f"{int(room / NARROWEST_CELL)}: draw fewer, turn rows and columns, or take 'page'"
        )
    return cell


def _grid(table: pd.DataFrame, names: tuple[str, str], value: str, residual: str | None) -> _Grid:
    rows, columns = (_in_order(table[name]) for name in names)
    values: dict[tuple[int, int], float] = {}
    residuals: dict[tuple[int, int], float] = {}
    for at in range(len(table)):
        line = table.iloc[at]
        place = rows.index(str(line[names[0]])), columns.index(str(line[names[1]]))
        if pd.notna(line[value]):
            values[place] = float(line[value])
        if residual and pd.notna(line[residual]):
            residuals[place] = float(line[residual])
    return _Grid(rows, columns, values, residuals)


def _in_words(table: pd.DataFrame, names: Sequence[str], labels: Labels) -> pd.DataFrame:
    """Return a table whose two categories are printed words, in their order."""
    table = table.copy()
    for name in names:
        order = [labels.term(word) for word in _in_order(table[name])]
        words = [labels.term(word) for word in table[name]]
        table[name] = pd.Categorical(words, categories=order, ordered=True)
    return table


def _in_order(names: pd.Series) -> list[str]:
    """Return the names of a category in its order, those that occur."""
    present = dict.fromkeys(str(name) for name in names)
    if isinstance(names.dtype, pd.CategoricalDtype):
        return [str(name) for name in names.cat.categories if str(name) in present]
    return list(present)


def _row_names(grid: _Grid, numbered: bool) -> list[str]:
    if not numbered:
        return grid.rows
    return [f"{name}  {place}" for place, name in enumerate(grid.rows, 1)]


def _text(grid: _Grid, place: tuple[int, int], language: str) -> str:
    """Return what a cell prints: its number, with a triangle where the residual is far out."""
    text = number(grid.values[place], language)
    residual = grid.residuals.get(place, 0.0)
    if abs(residual) <= BEYOND:
        return text
    return f"{text}{NARROW}{'▲' if residual > 0 else '▼'}"


def _widest_number(grid: _Grid, language: str) -> float:
    texts = (_text(grid, place, language) for place in grid.values)
    return max(style.text_width(text, style.SMALL) for text in texts)


def _draw_cells(axes: Axes, grid: _Grid, rows: Rows, cell: float, language: str) -> None:
    """Draw the cells, and their numbers where a language is given."""
    shades = _shades(grid)
    patches, colours = [], []
    for (row, column), value in grid.values.items():
        top, height = rows.edges[row], rows.heights[row]
        patches.append(Rectangle((column * cell, top), cell, height))
        colours.append(shades[row, column])
        if language:
            quiet = value == 0 and style.contrast(style.GREY, colours[-1]) >= READABLE
            axes.text(
                (column + 0.5) * cell, top + height / 2, _text(grid, (row, column), language),
                fontsize=style.SMALL, ha="center", va="center_baseline",
                color=style.GREY if quiet else style.readable_on(colours[-1]),
            )  # fmt: skip
    axes.add_collection(
        PatchCollection(patches, facecolors=colours, edgecolors="#FFFFFF", linewidths=0.75)
    )


def _shades(grid: _Grid) -> dict[tuple[int, int], Colour]:
    """Return the colour of each cell: by residual where there are any, else by count."""
    if grid.residuals:
        furthest = max(2 * BEYOND, *(abs(value) for value in grid.residuals.values()))
        scale, colours = Normalize(-furthest, furthest), style.colormap("diverging")
        return {at: colours(scale(grid.residuals.get(at, 0.0))) for at in grid.values}
    scale, colours = Normalize(0, max(1, *grid.values.values())), style.colormap("sequential")
    white = (1.0, 1.0, 1.0, 1.0)
    return {at: colours(scale(value)) if value else white for at, value in grid.values.items()}


def _head(axes: Axes, grid: _Grid, cell: float, *, room: float, numbered: bool) -> None:
    """Name the columns: wrapped over each where they fit, else numbered or in steps."""
    if numbered or all(name.isdigit() for name in grid.columns):
        _some(axes, _numbers(grid, numbered), cell)
        return
    wrapped = [style.wrap_evenly(name, cell - 4, style.SMALL) for name in grid.columns]
    lines = [line for name in wrapped for line in name.split("\n")]
    fits = all(style.text_width(line, style.SMALL) <= cell - 2 for line in lines)
    if fits and max(name.count("\n") for name in wrapped) < HEADER_LINES:
        _over(axes, wrapped, cell)
    else:
        _steps(axes, grid.columns, cell, room)


def _numbers(grid: _Grid, numbered: bool) -> list[str]:
    return [str(place) for place in range(1, len(grid.columns) + 1)] if numbered else grid.columns


def _some(axes: Axes, names: Sequence[str], cell: float) -> None:
    """Print the numbers over the columns, all or every second, fifth, tenth as there is room."""
    room = max(style.text_width(name, style.SMALL) for name in names) + 3
    step = next((step for step in (1, 2, 5, 10) if step * cell >= room), 20)
    _over(axes, [name if int(name) % step == 0 else "" for name in names], cell)
    if step > 1:
        for place, name in enumerate(names):
            if int(name) % step == 0:
                at = (place + 0.5) * cell
                axes.plot([at, at], [0, -3], color=style.RULE, linewidth=0.5, clip_on=False)


def _over(axes: Axes, names: Sequence[str], cell: float) -> None:
    for place, name in enumerate(names):
        axes.annotate(
            name, ((place + 0.5) * cell, 0), (0, 4), textcoords="offset points",
            fontsize=style.SMALL, ha="center", va="bottom", annotation_clip=False,
        )  # fmt: skip


def _steps(axes: Axes, names: Sequence[str], cell: float, room: float) -> None:
    """Print each name left of a line that rises from its column, one step above the last."""
    height = 4.0
    for place, name in enumerate(names):
        at = (place + 0.5) * cell
        wrapped = style.wrap_evenly(name, room + at - 4, style.SMALL)
        own = (wrapped.count("\n") + 1) * style.SMALL * LINE
        axes.plot([at, at], [-1, -height - own], color=style.RULE, linewidth=0.5, clip_on=False)
        axes.annotate(
            wrapped, (at, 0), (-2.5, height), textcoords="offset points", fontsize=style.SMALL,
            ha="right", va="bottom", annotation_clip=False,
        )  # fmt: skip
        height += own + 2


def _say(
    speaker: Speaker,
    grid: _Grid,
    called: tuple[Words, Words],
    unit: str,
    *,
    n: float | None,
    omitted: Sequence[str],
    numbered: bool,
    printed: bool,
) -> Said:
    labels = Labels(speaker.labels.language)
    row, column = grid.largest
    speaker.values = {
        **noun_values(unit, None, labels),
        "row": grid.rows[row],
        "column": grid.columns[column],
        "value": grid.values.get((row, column), 0.0),
        "row_name": labels.column(in_language(called[0], labels.language)),
        "column_name": labels.column(in_language(called[1], labels.language)),
        "ties": grid.ties,
        "rows": len(grid.rows),
        "columns": len(grid.columns),
    }
    caption = [
        labels.text("caption.n", n=n, unit=unit) if n and is_noun(unit) else "",
        *omitted,
        speaker.text("caption_residual", level=BEYOND) if grid.residuals else "",
        speaker.text("caption_numbered") if numbered else "",
        "" if printed else _without_numbers(speaker, grid),
        speaker.text("caption_blank") if grid.blanks else "",
    ]
    title = "tie" if grid.ties > 1 else "title"
    if grid.residuals:
        title = "residual_more" if grid.residuals[row, column] > 0 else "residual_fewer"
    subtitle = speaker.text("subtitle")
    return speaker.say(speaker.text(title), subtitle, caption, speaker.text("alt"))


def _without_numbers(speaker: Speaker, grid: _Grid) -> str:
    if grid.residuals:
        return speaker.text("caption_no_numbers")
    values = grid.values.values()
    return speaker.text("caption_shades", low=min(values), high=max(values))
