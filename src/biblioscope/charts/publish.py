"""Charts as files: both languages, three kinds of picture, and the numbers beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from biblioscope.files import write_together
from biblioscope.language import LANGUAGES, current_language
from biblioscope.measures import TooFewError
from biblioscope.project import figures_folder

from .chart import Chart
from .nothing import plot_nothing

PICTURES = ("svg", "png", "pdf")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run as a formula (OWASP, "CSV Injection")."""
OF_ALL = ("language", "file", "source")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


def publish(
    plot: Callable[..., Chart],
    table: Any,
    name: str,
    *,
    folder: Path | None = None,
    **options: Any,
) -> Chart:
    """Draw a chart in English and French and save it with its numbers.

    Parameters
    ----------
    plot : callable
        One of the `plot_*` functions.
    table : pandas.DataFrame or networkx.Graph
        What it draws.
    name : str
        The name of the files: lower case letters without accents, digits, "-" and "_".
    folder : pathlib.Path, optional
        Where to save; without it the project's `figures/`.
    **options
        What else the plot takes. A text may be given by language.

    Returns
    -------
    Chart
        The one in the language of `biblioscope.language.current_language`.

    Raises
    ------
    ValueError
        Where the name cannot be one of a file, or the plot refuses the table for another reason
        than that it has nothing in it: then the chart says so, and so does the report.

    Notes
    -----
    `en/NAME.svg`, `.png` (300 dpi), `.pdf` and `.csv`, and the same in `fr/`: the same bytes each
    time. All are drawn before the first is written, and each is written beside its place and then
    renamed. The CSV (UTF-8, commas, decimal points) has what the figure shows; a text that a
    spreadsheet would take for a formula is preceded by an apostrophe.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a figure: use a-z, 0-9, '-' and '_'")
    home = folder or figures_folder()
    charts = {}
    contents: dict[Path, str | bytes] = {}
    for language in LANGUAGES:
        file = f"{home.name}/{language}/{name}.csv"
        chart = charts[language] = _drawn(plot, table, language=language, file=file, **options)
        for kind in PICTURES:
            contents[home / language / f"{name}.{kind}"] = chart.image(kind)
        contents[home / language / f"{name}.csv"] = as_csv(chart.table)
    write_together(contents)
    return charts[current_language()]


def _drawn(plot: Callable[..., Chart], table: Any, **options: Any) -> Chart:
    try:
        return plot(table, **options)
    except TooFewError:
        about = {name: value for name, value in options.items() if name in OF_ALL}
        return plot_nothing(table, **about)


def as_csv(table: pd.DataFrame) -> bytes:
    r"""Return a table as the bytes of a CSV file that no spreadsheet will run.

    Numbers stay numbers, with up to ten significant digits.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"title": ["=1+1"], "change": [-2.5]}))
    b"title,change\n'=1+1,-2.5\n"
    """
    guarded = table.copy()
    guarded.columns = pd.Index([_guarded(str(name)) for name in table.columns])
    for place, name in enumerate(table.columns):
        if not pd.api.types.is_numeric_dtype(table[name]):
            cells = [_guarded(cell) for cell in table[name].astype(object)]
            guarded.isetitem(place, np.array(cells, dtype=object))
    text = guarded.to_csv(index=False, lineterminator="\n", float_format="%.10g")
    return text.encode("utf-8")


def _guarded(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
