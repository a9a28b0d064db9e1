"""The report: every notebook run, every page written, or nothing changed at all."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from biblioscope.report.dossier_page import render_dossier
from biblioscope.report.errors import ReportError
from biblioscope.report.execute import Progress, execute_all
from biblioscope.report.exporter import SITE, BiblioscopeExporter, render
from biblioscope.report.notebooks import save_executed
from biblioscope.report.pages import INDEX, card_of, render_index
from biblioscope.report.source import PAGE, source_of

OURS = '<meta name="generator" content="Biblioscope">'
OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Report:
    """A report that was published: its front page, and its pages in the order of reading."""

    index: Path
    pages: tuple[Path, ...]


def build_report(
    notebooks: Sequence[Path],
    output: Path,
    *,
    in_place: bool = False,
    kernel_folder: Path | None = None,
    title: str = SITE,
    introduction: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """Run notebooks and publish their pages with a front page.

    Parameters
    ----------
    notebooks
        The notebooks in the order of reading.
    output
        The folder of the pages. It is replaced as a whole once all pages are there, and left as
        it was where anything fails.
    in_place
        Write the outputs back into the notebooks too.
    kernel_folder
        The folder the kernels work in; without it, each notebook's own.
    title, introduction
        What the front page says above the notebooks; the introduction is a Markdown paragraph.
    progress
        Called with a line of text as each notebook starts, ends, and at the end.

    Returns
    -------
    Report
        Where the pages are.

    Raises
    ------
    ReportError
        Where a notebook is missing or not valid, a cell fails, an image has no alternative text,
        or `output` holds anything else than a report.
    """
    _check(notebooks, output)
    executed = execute_all(notebooks, kernel_folder=kernel_folder, progress=progress)
    pages = render_all(executed, notebooks, title=title, introduction=introduction)
    if in_place:
        for notebook, path in zip(executed, notebooks, strict=True):
            save_executed(notebook, path)
    publish(pages, output)
    if progress:
        progress(f"{output / INDEX}: {len(notebooks)} notebooks")
    return Report(output / INDEX, tuple(output / name for name in pages if name != INDEX))


def render_all(
    executed: Sequence[NotebookNode],
    paths: Sequence[Path],
    *,
    title: str = SITE,
    introduction: str | None = None,
) -> dict[str, str]:
    """Return the pages of executed notebooks and the front page, by file name."""
    exporter = BiblioscopeExporter(site_title=title)  # type: ignore[no-untyped-call]
    both = list(zip(executed, paths, strict=True))
    pages = {
        f"{path.stem}.html": render(notebook, path, series=paths, exporter=exporter)
        for notebook, path in both
    }
    cards = [card_of(notebook, path, exporter) for notebook, path in both]
    source = source_of(paths[0].parent)
    if source:
        pages[PAGE] = render_dossier(source, exporter)
    return {**pages, INDEX: render_index(cards, exporter, introduction, source)}


def publish(pages: dict[str, str], output: Path) -> None:
    """Write pages to a folder beside `output`, then put it in its place.

    Raises
    ------
    ReportError
        Where the folder cannot be written; the previous pages are then as they were.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as beside:
            new = Path(beside) / "new"
            new.mkdir()
            for name, page in pages.items():
                (new / name).write_text(page, encoding="utf-8", newline="\n")
            _replace(output, new, Path(beside) / "previous")
    except OSError as error:
        raise ReportError(f"{output}: the pages cannot be written: {error.strerror}") from None


def _replace(output: Path, new: Path, previous: Path) -> None:
    if not output.exists():
        new.rename(output)
        return
    output.rename(previous)
    try:
        new.rename(output)
    except OSError:
        previous.rename(output)
        raise


def _check(notebooks: Sequence[Path], output: Path) -> None:
    """Say what would go wrong before anything is run."""
    if not notebooks:
        raise ReportError("there is no notebook to make a report of")
    names = Counter(path.stem.casefold() for path in (*notebooks, Path(INDEX), Path(PAGE)))
    twice = [path for path in notebooks if names[path.stem.casefold()] > 1]
    if twice:
        raise ReportError(f"{twice[0]}: another page has the same name; rename the notebook")
    foreign = next((path for path in _entries(output) if not _is_page(path)), None)
    if foreign:
        raise ReportError(f"{foreign}: not a page of a report; move it, or name another folder")


def _entries(output: Path) -> list[Path]:
    """Return what the folder holds, but for what a file manager leaves there."""
    if not output.exists():
        return []
    if not output.is_dir():
        return [output]
    hidden = (".", *OF_THE_SYSTEM)
    return sorted(path for path in output.iterdir() if not path.name.lower().startswith(hidden))


def _is_page(path: Path) -> bool:
    if path.suffix != ".html" or not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as page:
        return OURS in page.read(4000)
