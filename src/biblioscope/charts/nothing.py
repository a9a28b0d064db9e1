"""What stands in the place of a chart where there is too little to draw."""

from __future__ import annotations

from typing import Any, Unpack

import pandas as pd

from . import style
from .chart import Chart
from .page import Options, Page, Speaker

HEIGHT = 12.0


@style.applied()
def plot_nothing(table: Any, *, language: str = "en", **options: Unpack[Options]) -> Chart:
    """Say that there is too little to draw, in the place and the form of a chart.

    Parameters
    ----------
    table : pandas.DataFrame or other
        What was to be drawn: its columns head an empty table.
    language : {"en", "fr"}
        Of all texts.
    **options
        As for all charts: its source and file are said; a title and a note, which would speak of
        numbers that there are not, are left out.

    Returns
    -------
    Chart

    Examples
    --------
    >>> plot_nothing(pd.DataFrame(columns=["year", "works"])).title
    'Too little to draw'
    """
    kept: Options = {}
    if "source" in options:
        kept["source"] = options["source"]
    if "file" in options:
        kept["file"] = options["file"]
    speaker = Speaker("nothing", language, kept)
    said = speaker.say(speaker.text("title"), speaker.text("subtitle"), [], speaker.text("alt"))
    page = Page(said, "page", language)
    page.axes(HEIGHT).set_axis_off()
    columns = list(table.columns) if isinstance(table, pd.DataFrame) else []
    return page.chart(pd.DataFrame(columns=[str(name) for name in columns]))
