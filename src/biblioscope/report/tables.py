"""Tables that a screen reader can read out, and that look as if printed."""

from __future__ import annotations

import re

from bs4 import Tag

NUMBER = re.compile(r"^[-+−]?\d[\d\s.,]*(e[-+]?\d+)?\s?%?$|^(NaN|NaT|<NA>|None|\.\.\.|…|)$")
CELLS = ["td", "th"]


def is_pandas(style: Tag) -> bool:
    """Whether a style is the one that pandas sends with every table, for all of the page."""
    return ".dataframe" in style.get_text()


def mend_table(table: Tag) -> None:
    """Give header cells their scope, no header to an empty corner, and pandas' tables our looks."""
    if "dataframe" in table.get_attribute_list("class"):
        _undress(table)
        _name_index(table)
        _align_numbers(table)
    for header in table("th"):
        if not header.get_text(strip=True):
            header.name = "td"
            del header["scope"]
        elif "scope" not in header.attrs:
            header["scope"] = "col" if header.find_parent("thead") else "row"


def _undress(table: Tag) -> None:
    for tag in (table, *table("tr")):
        del tag["border"], tag["style"]


def _name_index(table: Tag) -> None:
    """Put the name of an index, for which pandas writes a row of its own, above the index."""
    rows = table.select("thead > tr")
    cells = [row(CELLS, recursive=False) for row in rows]
    if len(rows) != 2 or len(cells[0]) != len(cells[1]):
        return
    pairs = list(zip(*cells, strict=True))
    names = [(above, below) for above, below in pairs if below.get_text(strip=True)]
    if any(above.get_text(strip=True) for above, _ in names):
        return
    for above, below in names:
        above.replace_with(below)
    rows[1].decompose()


def _align_numbers(table: Tag) -> None:
    """Mark the columns that hold numbers only."""
    if table.select("[rowspan], [colspan]"):
        return
    rows = [row(CELLS, recursive=False) for row in table("tr")]
    for column in zip(*rows, strict=False):
        body = [cell for cell in column if not cell.find_parent("thead")]
        if body and all(NUMBER.match(cell.get_text(strip=True)) for cell in body):
            for cell in column:
                cell["class"] = "number"
