"""In tables, the way from a reference or a line number to its place in the dossier."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from biblioscope.report.source import Source
from biblioscope.report.tables import CELLS

WHICH = ("", "from ", "to ", "first ", "last ")
LINES = frozenset({*(f"{which}line" for which in WHICH), "line start", "line end"})
"""What a column of line numbers is called, in words."""


def link_lines(soup: BeautifulSoup, source: Source) -> None:
    """Link the cells of tables that name a reference, and those of columns of line numbers.

    So are the references that stand behind the ties of a graph.
    Only a cell that holds nothing else is linked, only to a place that the dossier has, and none
    that has a link or a control already.
    """
    for named in soup.select(".bg-reference"):
        _link(soup, named, source, is_line=False)
    for table in soup("table"):
        if table.find("table") or table.select_one("[rowspan], [colspan]"):
            continue
        columns = _columns(table)
        for row in table("tr"):
            if row.find_parent("thead"):
                continue
            for place, cell in enumerate(row(CELLS, recursive=False)):
                is_line = place < len(columns) and columns[place] in LINES
                _link(soup, cell, source, is_line=is_line)


def _columns(table: Tag) -> list[str]:
    """Return what the columns are called, as words in lower case."""
    head = table.select("thead > tr")
    cells = head[-1](CELLS, recursive=False) if head else []
    return [" ".join(cell.get_text(" ").replace("_", " ").casefold().split()) for cell in cells]


def _link(soup: BeautifulSoup, cell: Tag, source: Source, *, is_line: bool) -> None:
    text = cell.get_text().strip()
    address = source.address(text, is_line=is_line)
    if address is None or cell.find(True):
        return
    link = soup.new_tag("a", attrs={"href": address})
    link.string = text
    cell.string = ""
    cell.append(link)
