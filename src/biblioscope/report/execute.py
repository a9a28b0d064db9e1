"""Run notebooks, several at a time, each in a kernel of its own."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from biblioscope.language import LANGUAGES
from biblioscope.report.errors import ReportError, name_cell, plain
from biblioscope.report.kernel import CELL_SECONDS, client_for, environment
from biblioscope.report.normalise import impersonal, normalise
from biblioscope.report.notebooks import code_cells, read_notebook

MOST_AT_A_TIME = 4
Progress = Callable[[str], None]


def execute(
    path: Path, *, kernel_folder: Path | None = None, language: str = LANGUAGES[0]
) -> NotebookNode:
    """Run a notebook from top to bottom in a fresh kernel of this Python.

    Parameters
    ----------
    path
        The notebook; the file is not changed.
    kernel_folder
        The folder the kernel works in; without it, the notebook's.
    language
        The language of what the notebook shows.

    Returns
    -------
    NotebookNode
        The notebook with its outputs, free of what differs between two runs (see `normalise`).

    Raises
    ------
    ReportError
        Where the file is missing or not a notebook, or a cell fails.
    """
    return execute_all([path], kernel_folder=kernel_folder, language=language)[0]


def execute_all(
    paths: Sequence[Path],
    *,
    kernel_folder: Path | None = None,
    language: str = LANGUAGES[0],
    progress: Progress | None = None,
) -> list[NotebookNode]:
    """Run notebooks, as many at a time as there are processors (four at most).

    The first cell that fails stops them all.

    Raises
    ------
    ReportError
        As `execute`.
    """
    notebooks = [read_notebook(path) for path in paths]
    return _run(
        _execute_all(paths, notebooks, kernel_folder, language, progress or (lambda _: None))
    )


def _run(work: Coroutine[Any, Any, list[NotebookNode]]) -> list[NotebookNode]:
    """Run a coroutine, in a thread where this one has a running loop, as in Jupyter."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run_here(work)
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(_run_here, work).result()


def _run_here(work: Coroutine[Any, Any, list[NotebookNode]]) -> list[NotebookNode]:
    # The default loop of Windows cannot wait for the sockets of a kernel without help.
    loop = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(work)


async def _execute_all(
    paths: Sequence[Path],
    notebooks: Sequence[NotebookNode],
    kernel_folder: Path | None,
    language: str,
    progress: Progress,
) -> list[NotebookNode]:
    places = asyncio.Semaphore(min(MOST_AT_A_TIME, os.cpu_count() or 1))

    async def one(path: Path, notebook: NotebookNode) -> NotebookNode:
        async with places:
            progress(f"{path.name}: running")
            executed = await _execute(path, notebook, kernel_folder or path.parent, language)
            progress(f"{path.name}: done")
            return executed

    try:
        async with asyncio.TaskGroup() as group:
            # Those that hold the most first: none that takes long is left to run alone at the end.
            both = dict(zip(paths, notebooks, strict=True))
            order = sorted(paths, key=lambda path: -path.stat().st_size)
            tasks = {path: group.create_task(one(path, both[path])) for path in order}
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None  # the others were stopped because of the first
    return [tasks[path].result() for path in paths]


async def _execute(path: Path, notebook: NotebookNode, folder: Path, language: str) -> NotebookNode:
    notebook = deepcopy(notebook)
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    # On Windows a kernel that was just stopped can hold its files for a moment.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as private:
        await _run_cells(path, notebook, folder.resolve(), environment(Path(private), language))
    normalise(notebook, folder)
    return notebook


async def _run_cells(
    path: Path, notebook: NotebookNode, folder: Path, variables: dict[str, str]
) -> None:
    client = client_for(notebook, Path(variables["IPYTHONDIR"]).parent)
    reached: list[NotebookNode] = []
    client.on_cell_start = lambda cell, cell_index: reached.append(cell)
    try:
        await client.async_execute(cwd=str(folder), env=variables)
    except (CellControlSignal, DeadKernelError, RuntimeError) as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():  # nbclient takes this for a kernel's death
            raise asyncio.CancelledError from None
        where = f", {name_cell(notebook, reached[-1])}" if reached else ""
        raise ReportError(f"{path}{where}: {impersonal(_reason(error), folder)}") from None


def _reason(error: Exception) -> str:
    if isinstance(error, CellExecutionError):
        return plain(f"{error.ename}: {error.evalue}")
    if isinstance(error, DeadKernelError):
        return "the kernel died; the cell may need more memory than there is"
    if isinstance(error, TimeoutError):
        return f"still running after {CELL_SECONDS} seconds"
    return plain(f"{type(error).__name__}: {error}")
