"""Notebook files: read, described by their own words, and written back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from biblioscope.files import write_beside
from biblioscope.report.errors import ReportError, plain

HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook of format 4 and check it.

    A cell without an identifier of its own gets one from its place, so that two readings agree.

    Raises
    ------
    ReportError
        Where there is no such file, or it is not a notebook of format 4.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReportError(f"{path}: no such notebook") from None
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: not a notebook that can be read: {plain(str(error))}") from None
    return _checked(content, path)


def _checked(content: Any, path: Path) -> NotebookNode:
    if not isinstance(content, dict) or content.get("nbformat") != 4:
        raise ReportError(f"{path}: not a notebook of format 4; open it in Jupyter and save it")
    try:
        _identify(content)
        notebook: NotebookNode = nbformat.v4.to_notebook(content)
        nbformat.validate(notebook)
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError) as error:
        reason = plain(str(error).splitlines()[0]) if str(error) else type(error).__name__
        raise ReportError(f"{path}: not a valid notebook: {reason}") from None
    return notebook


def _identify(content: dict[str, Any]) -> None:
    """Give the cells of format 4.5 the identifiers that they lack, or share with another."""
    taken: set[str] = set()
    for number, cell in enumerate(content["cells"], start=1):
        if content.get("nbformat_minor", 0) >= 5 and cell.get("id") in {None, *taken}:
            cell["id"] = f"cell-{number}"
        taken.add(cell.get("id"))


def save_executed(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as Jupyter does: beside, then renamed, so that none is left half-written.

    Raises
    ------
    ReportError
        Where the file cannot be written.
    """
    try:
        write_beside(path, f"{nbformat.v4.writes(notebook)}\n")
    except OSError as error:
        raise ReportError(f"{path}: cannot be written: {error.strerror}") from None


def title_of(notebook: NotebookNode) -> str | None:
    r"""Return the first heading of level 1, as it is written in Markdown.

    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> title_of(new_notebook(cells=[new_markdown_cell("Before\n\n# The *years*\n\nAfter")]))
    'The *years*'
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (heading := HEADING.search(cell.source)):
            return heading.group(1)
    return None


def tagged(notebook: NotebookNode, tag: str) -> NotebookNode | None:
    """Return the first code cell that carries a tag."""
    return next(
        (cell for cell in code_cells(notebook) if tag in cell.metadata.get("tags", [])), None
    )


def code_cells(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """Iterate over the code cells."""
    return (cell for cell in notebook.cells if cell.cell_type == "code")


def in_order(paths: Sequence[Path]) -> list[Path]:
    """Sort notebooks by the number their names begin with, then by name.

    >>> [path.stem for path in in_order([Path("10-end.ipynb"), Path("2-years.ipynb")])]
    ['2-years', '10-end']
    """

    def key(path: Path) -> tuple[float, str]:
        number = re.match(r"\d+", path.stem)
        return (int(number.group()) if number else float("inf"), path.stem)

    return sorted(paths, key=key)
