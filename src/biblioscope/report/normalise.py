"""What a notebook says, without what only this run and this machine know."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from biblioscope.report.errors import ANSI
from biblioscope.report.notebooks import code_cells

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
OF_ONE_RUN = ("widgets", "signature", "papermill")
CELL_FILE = re.compile(r"[^\s(\"']*ipykernel_\d+[/\\]\d+\.py")
CELL_LINE = re.compile(r"\(\d+\.py, line (\d+)\)")
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")
FONT_CACHE = re.compile(r"^Matplotlib is building the font cache.*\n?", re.MULTILINE)
OVERWRITTEN = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)


def normalise(notebook: NotebookNode, folder: Path) -> None:
    """Make an executed notebook, in place, the same bytes on every machine and run.

    Metadata keep no timing and no version; streams are joined; counts run from 1; paths of this
    machine, addresses of objects and colours of terminals go.
    """
    kept = {key: value for key, value in notebook.metadata.items() if key not in OF_ONE_RUN}
    notebook.metadata = node({**kept, "kernelspec": KERNEL, "language_info": LANGUAGE})
    cells = [cell for cell in code_cells(notebook) if cell.source.strip()]
    for number, cell in enumerate(cells, start=1):
        cell.metadata.pop("execution", None)
        cell.execution_count = number
        cell.outputs = [_cleaned(output, folder, number) for output in join_streams(cell.outputs)]


def node(content: dict[str, Any]) -> NotebookNode:
    """Return a part of a notebook."""
    made: NotebookNode = from_dict(content)
    return made


def join_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what was printed between two displays: first the output, then the messages.

    The kernel sends the two streams in pieces, and their order is a matter of chance.
    """
    joined: list[NotebookNode] = []
    printed: dict[str, str] = {"stdout": "", "stderr": ""}
    for output in outputs:
        if output.output_type == "stream":
            printed[output.name] += output.text
        else:
            joined += [*_streams(printed), output]
            printed = {"stdout": "", "stderr": ""}
    return [*joined, *_streams(printed)]


def _streams(printed: dict[str, str]) -> Iterator[NotebookNode]:
    for name, text in printed.items():
        kept = OVERWRITTEN.sub("", FONT_CACHE.sub("", text))
        if kept:
            yield node({"output_type": "stream", "name": name, "text": kept})


def _cleaned(output: NotebookNode, folder: Path, number: int) -> NotebookNode:
    if output.output_type == "stream":
        output.text = impersonal(output.text, folder)
    elif output.output_type == "error":
        output.evalue = impersonal(output.evalue, folder)
        output.traceback = [f"{output.ename}: {output.evalue}"]
    else:
        output.data = node(_impersonal_data(output.data, folder))
    if output.output_type == "execute_result":
        output.execution_count = number
    return output


def _impersonal_data(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    return {
        kind: impersonal(value, folder) if kind.startswith("text/") else value
        for kind, value in data.items()
    }


def impersonal(text: str, folder: Path) -> str:
    """Return a text without colours, addresses, and the folders of this machine.

    Paths beneath the notebook's folder and the one above it become relative to the former.

    >>> impersonal("<Axes at 0x7f12>", Path.cwd())
    '<Axes at 0x…>'
    >>> impersonal(f"in {Path.cwd() / 'table.csv'}", Path.cwd())
    'in ./table.csv'
    """
    text = ANSI.sub("", text)
    text = CELL_LINE.sub(r"(cell, line \1)", CELL_FILE.sub("cell", text))
    text = ADDRESS.sub("at 0x…", text)
    for known, said in _folders(folder.resolve()):
        text = re.sub(rf"(?<![\w.:/\\-]){re.escape(known)}(?![\w.-])", said, text)
    return text


def _folders(folder: Path) -> list[tuple[str, str]]:
    """Return the folders that could tell who ran the notebook, the deepest first."""
    elsewhere = [sys.prefix, sys.base_prefix, tempfile.gettempdir(), str(Path.home())]
    said = dict.fromkeys(elsewhere, "…")
    said |= {str(folder.parent): "..", str(folder): "."}
    said.pop(folder.anchor, None)
    return sorted(said.items(), key=lambda pair: len(pair[0]), reverse=True)
