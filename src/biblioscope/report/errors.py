"""What can go wrong with a report, said to the person who wrote the notebook."""

from __future__ import annotations

import re

from nbformat import NotebookNode

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
LONGEST_LINE = 60


class ReportError(Exception):
    """A report cannot be made; the message says which notebook, which cell, and why."""


def plain(text: str) -> str:
    r"""Return a text without terminal colours and on one line.

    >>> plain("\x1b[31mKeyError\x1b[0m:\n  'year'")
    "KeyError: 'year'"
    """
    return " ".join(ANSI.sub("", text).split())


def name_cell(notebook: NotebookNode, cell: NotebookNode) -> str:
    """Name a cell as a reader finds it: its kind, its number among its kind, its first line.

    Code cells are counted as Jupyter numbers them when a notebook is run from top to bottom.

    >>> from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
    >>> cells = [new_markdown_cell("# Years"), new_code_cell("import pandas"), new_code_cell("1/0")]
    >>> name_cell(new_notebook(cells=cells), cells[2])
    'code cell 2 ("1/0")'
    """
    kind = cell.cell_type
    alike = [other for other in notebook.cells if other.cell_type == kind and other.source.strip()]
    number = next((n for n, other in enumerate(alike, start=1) if other is cell), 0)
    lines = cell.source.strip().splitlines() or [""]
    first = lines[0] if len(lines[0]) <= LONGEST_LINE else f"{lines[0][:LONGEST_LINE]}…"
    return f'{kind} cell {number} ("{first}")'
