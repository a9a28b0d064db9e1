"""Tables for the pages: HTML that a screen reader can read, and a plain text beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from biblioscope.language import current_language

from .labels import Labels, Words, catalogue, date, in_language, number, percent

Format = str | Callable[[Any], str]

PLAIN = {"year", "month", "rank", "line", "line_start", "line_end"}
"""Columns whose numbers are names or places rather than amounts: no thousands separator."""
VOCABULARY = {"check", "field", "kind", "layer", "method", "quadrant", "severity", "type"}
"""Columns whose texts are words of the catalogue rather than names."""
SAFE_SCHEMES = {"", "http", "https"}


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it is shown: `html` for a page, `text` for where there is none."""

    html: str
    text: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


@dataclass(frozen=True)
class _Column:
    """A column as it is printed."""

    key: str
    name: str
    numeric: bool
    header: bool
    lang: str
    cells: list[str]
    links: list[str]


def show_table(
    table: pd.DataFrame,
    caption: Words,
    *,
    columns: Mapping[str, Words] | None = None,
    formats: Mapping[str, Format] | None = None,
    french: Sequence[str] = (),
    english: Sequence[str] = (),
    values: Mapping[str, Any] | None = None,
    links: Mapping[str, str] | None = None,
    limit: int | None = None,
    language: str | None = None,
) -> Table:
    """Show a DataFrame as an accessible table.

    Parameters
    ----------
    table : pandas.DataFrame
        A named index becomes the first column; an unnamed one is not shown.
    caption : str or mapping
        What the table is; names in braces stand for `values`, as in `say`.
    columns : mapping, optional
        The columns to show, in order, and what they are called, in English if not by language: the
        catalogue knows the usual headers in French. Without it all of them, called as in the
        catalogue.
    formats : mapping, optional
        How the cells of a column are written: "percent", a number of decimals such as ".2f",
        "plain" (no thousands separator), "date" (an ISO 8601 date), or a function.
    french, english : sequence of str
        The columns whose text is French, or English, in either language of the table.
    values : mapping, optional
        What the caption names in braces.
    links : mapping, optional
        For a column, the column that has the addresses its cells link to (http, https, or relative;
        others are not linked).
    limit : int, optional
        How many rows to show; the caption then says "first 10 of 47 rows".
    language : {"en", "fr"}, optional
        Of numbers and words, not of the cells; without it, the one of
        `biblioscope.language.current_language`.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        Where a column is named that the table does not have.

    Notes
    -----
    The first column is the header of its row where it is no number, or comes from the index. Types,
    fields and kinds are written as the catalogue has them in the language.

    Examples
    --------
    >>> shown = show_table(pd.DataFrame({"name": ["A & B"], "works": [1200]}), "Periodicals")
    >>> '<th scope="row">A &amp; B</th><td class="number">1,200</td>' in shown.html
    True
    """
    language = language or current_language()
    indexed = table.index.names != [None]
    full = table.reset_index() if indexed else table
    keys = list(columns) if columns else [str(name) for name in full.columns]
    _check(
        full, [*keys, *(formats or {}), *french, *english, *(links or {}), *(links or {}).values()]
    )
    rows = full.head(limit) if limit is not None else full
    labels = Labels(language)
    printed = [
        _Column(
            key=key,
            name=_header(columns[key], labels) if columns else labels.column(key),
            numeric=_is_numeric(full[key]),
            header=place == 0 and (not _is_numeric(full[key]) or (indexed and not columns)),
            lang=_other_language(key, french, english, language),
            cells=[_cell(cell, key, (formats or {}).get(key), language) for cell in rows[key]],
            links=_addresses(rows, (links or {}).get(key)),
        )
        for place, key in enumerate(keys)
    ]
    words = in_language(caption, language)
    words = labels.fill(words, values) if values is not None else words
    if len(rows) < len(full):
        words += f" ({labels.text('table.limited', shown=len(rows), total=len(full))})"
    return Table(html=_html(words, printed, len(rows)), text=_text(words, printed, len(rows)))


def _header(words: Words, labels: Labels) -> str:
    """Return what a column is called: a plain text is English, and looked up."""
    return labels.header(words) if isinstance(words, str) else in_language(words, labels.language)


def _other_language(key: str, french: Sequence[str], english: Sequence[str], language: str) -> str:
    """Return the language of a column's text where it is not that of the table."""
    own = "fr" if key in french else "en" if key in english else language
    return own if own != language else ""


def _check(table: pd.DataFrame, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in table.columns]
    if missing:
        there = ", ".join(str(name) for name in table.columns)
        raise ValueError(f"show_table: the table has no column {missing[0]!r}; it has {there}")


def _is_numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _cell(value: Any, key: str, how: Format | None, language: str) -> str:
    """Return the text of a cell; a missing value is empty."""
    if callable(how):
        return how(value)
    if value is None or pd.isna(value):
        return ""
    if how == "percent":
        return percent(float(value), language)
    if how == "date":
        return date(str(value), language)
    if isinstance(value, bool):
        return str(catalogue()["yes" if value else "no"][language])
    if not isinstance(value, int | float) and not hasattr(value, "dtype"):
        return Labels(language).term(value) if key in VOCABULARY else str(value)
    if how == "plain" or (how is None and key in PLAIN):
        return f"{value:g}" if isinstance(value, float) else str(value)
    digits = int(how.strip(".f")) if how else None
    return number(float(value), language, digits)


def _addresses(rows: pd.DataFrame, column: str | None) -> list[str]:
    """Return the address each cell links to, "" for none."""
    if column is None:
        return [""] * len(rows)
    texts = ["" if pd.isna(cell) else str(cell) for cell in rows[column]]
    return [text if urlsplit(text).scheme in SAFE_SCHEMES else "" for text in texts]


def _html(caption: str, columns: Sequence[_Column], rows: int) -> str:
    """Write the table; the frame round it scrolls where the table is wider than the page."""
    head = "".join(
        f'<th scope="col"{_classes(column)}>{escape(column.name)}</th>' for column in columns
    )
    body = "\n".join(
        "<tr>" + "".join(_html_cell(column, row) for column in columns) + "</tr>"
        for row in range(rows)
    )
    words = escape(caption)
    return (
        f'<div class="biblioscope-table-frame" role="region" tabindex="0" aria-label="{words}">\n'
        f'<table class="biblioscope-table">\n<caption>{words}</caption>\n'
        f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _html_cell(column: _Column, row: int) -> str:
    text = escape(column.cells[row])
    if column.links[row] and text:
        text = f'<a href="{escape(column.links[row])}">{text}</a>'
    lang = f' lang="{column.lang}"' if column.lang else ""
    if column.header:
        return f'<th scope="row"{lang}>{text}</th>'
    return f"<td{_classes(column)}{lang}>{text}</td>"


def _classes(column: _Column) -> str:
    return ' class="number"' if column.numeric and not column.header else ""


def _text(caption: str, columns: Sequence[_Column], rows: int) -> str:
    """Write the table as aligned text."""
    widths = [max([len(column.name), *map(len, column.cells)]) for column in columns]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if column.numeric else cell.ljust(width)
            for cell, width, column in zip(cells, widths, columns, strict=True)
        )
        return "  ".join(padded).rstrip()

    head = line([column.name for column in columns])
    body = [line([column.cells[row] for column in columns]) for row in range(rows)]
    return "\n".join([caption, "", head, *body])
