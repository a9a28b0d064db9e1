"""The report: every notebook run, every page written, or nothing changed at all."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from nbformat import NotebookNode

from biblioscope.language import LANGUAGES
from biblioscope.report.cache import Cache
from biblioscope.report.corpus_page import PAGE as CORPUS
from biblioscope.report.corpus_page import corpus_of, render_corpus
from biblioscope.report.dossier_page import render_dossier
from biblioscope.report.errors import ReportError
from biblioscope.report.execute import Progress, execute_all
from biblioscope.report.exporter import SITE, BiblioscopeExporter, render
from biblioscope.report.notebooks import read_notebook, save_executed
from biblioscope.report.pages import INDEX, card_of, render_index
from biblioscope.report.paper import OURS as PRINTED
from biblioscope.report.paper import print_pages
from biblioscope.report.source import PAGE, source_of
from biblioscope.report.translations import OWN, load_translations

OURS = b'<meta name="generator" content="Biblioscope">'
OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Report:
    """A report that was published: its front page, and its pages in the order of reading."""

    index: Path
    pages: tuple[Path, ...]


@dataclass(frozen=True)
class Said:
    """What all pages of a report say, and in which language."""

    title: str
    introduction: str | None
    language: str


def build_report(
    notebooks: Sequence[Path],
    output: Path,
    *,
    in_place: bool = False,
    kernel_folder: Path | None = None,
    title: str = SITE,
    introduction: str | None = None,
    language: str = LANGUAGES[0],
    progress: Progress | None = None,
    cache: Cache | None = None,
    force: bool = False,
    only: Sequence[Path] | None = None,
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
    language
        The language of the pages and of what the notebooks show, "en" or "fr".
    progress
        Called with a line of text as each notebook starts, ends, and at the end.
    cache
        Where executed notebooks are kept; those that would come out the same are not run again.
    force
        Run them all the same.
    only
        Those of the notebooks to run and make pages of; the pages of the others stay as they are,
        or are made from the outputs that their notebooks hold.

    Returns
    -------
    Report
        Where the pages are.

    Raises
    ------
    ReportError
        Where a notebook is missing or not valid, a cell fails, an image has no alternative text,
        or `output` holds anything else than a report; where `in_place` is asked for in another
        language than the notebooks'.
    """
    _check(notebooks, output)
    if in_place and language != OWN:
        raise ReportError(f"notebooks keep their outputs in {OWN!r} only; leave --in-place out")
    chosen = list(notebooks if only is None else only)
    kept = _kept(notebooks, cache, run=chosen if force else ())
    if progress:
        for path in (path for path in chosen if path in kept):
            progress(f"{path.name}: unchanged")
    missing = [path for path in chosen if path not in kept]
    run = execute_all(missing, kernel_folder=kernel_folder, language=language, progress=progress)
    executed = {**kept, **dict(zip(missing, run, strict=True))}
    for path in chosen if in_place else ():
        save_executed(executed[path], path)
    if cache:
        for path in missing:
            cache.keep(path, executed[path])
    shown = [executed.get(path) or read_notebook(path) for path in notebooks]
    said = Said(title, introduction, language)
    pages = _pages(notebooks, shown, output, chosen, said, cache)
    if progress:
        progress(f"{output / INDEX}: {len(notebooks)} notebooks")
    return Report(output / INDEX, tuple(output / name for name in pages if name != INDEX))


def _pages(
    notebooks: Sequence[Path],
    shown: Sequence[NotebookNode],
    output: Path,
    chosen: Collection[Path],
    said: Said,
    cache: Cache | None,
) -> list[str]:
    """Publish the pages, unless they are there as they would come out; return their names."""
    words = [asdict(said), *(load_translations(path.parent, said.language) for path in notebooks)]
    if cache and (there := cache.pages_in(output, shown, words)):
        return there
    pages = render_all(shown, notebooks, said)
    others = _pages_of_others(set(notebooks) - set(chosen), output)
    pages |= others
    publish(pages, output)
    if cache and not others:
        cache.note_pages(output, list(pages), shown, words)
    return list(pages)


def _kept(
    notebooks: Sequence[Path], cache: Cache | None, run: Sequence[Path]
) -> dict[Path, NotebookNode]:
    """Return the notebooks that would come out as they are kept, but for those to be run."""
    if cache is None:
        return {}
    found = {path: cache.find(path, read_notebook(path)) for path in notebooks if path not in run}
    return {path: notebook for path, notebook in found.items() if notebook is not None}


def _pages_of_others(notebooks: Collection[Path], output: Path) -> dict[str, str]:
    """Return the pages, as far as they are there, of notebooks that were not asked for."""
    there = [output / f"{path.stem}.html" for path in notebooks]
    return {page.name: page.read_text(encoding="utf-8") for page in there if page.is_file()}


def render_all(
    executed: Sequence[NotebookNode],
    paths: Sequence[Path],
    said: Said,
) -> dict[str, str]:
    """Return the pages of executed notebooks and the front page, by file name."""
    exporter = BiblioscopeExporter(  # type: ignore[no-untyped-call]
        site_title=said.title, language_code=said.language
    )
    both = list(zip(executed, paths, strict=True))
    pages = {
        f"{path.stem}.html": render(notebook, path, series=paths, exporter=exporter)
        for notebook, path in both
    }
    cards = [card_of(notebook, path, exporter) for notebook, path in both]
    source = source_of(paths[0].parent)
    if source:
        pages[PAGE] = render_dossier(source, exporter)
    corpus = corpus_of(paths[0].parent)
    if corpus:
        pages[CORPUS] = render_corpus(corpus, source, exporter)
    address = CORPUS if corpus else None
    return {**pages, INDEX: render_index(cards, exporter, said.introduction, source, address)}


def print_report(pages: Sequence[Path], output: Path, browser: Path) -> list[Path]:
    """Print pages of a report to tagged PDF.

    Parameters
    ----------
    pages
        The pages; PDFs of others that `output` holds stay as they are.
    output
        The folder of the PDFs, which is replaced as a whole once all of them are there.
    browser
        The program that prints: see `biblioscope.report.browser.find_browser`.

    Returns
    -------
    list of Path
        The PDFs, in the order of the pages.

    Raises
    ------
    ReportError
        Where a page cannot be printed, or `output` holds anything else than prints of ours.
    """
    kept = _entries(output)
    foreign = next((path for path in kept if not _is_ours(path, ".pdf", PRINTED)), None)
    if foreign:
        raise ReportError(f"{foreign}: not a printed page of a report; move it")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        others = {path.name: path.read_bytes() for path in kept}
        printed = print_pages(pages, browser, output.parent, others)
    except OSError as error:
        raise ReportError(f"{output}: the pages cannot be printed: {error.strerror}") from None
    publish({**others, **printed}, output)
    return [output / name for name in printed]


def publish(pages: Mapping[str, str | bytes], output: Path) -> None:
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
                (new / name).write_bytes(page.encode() if isinstance(page, str) else page)
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
    names = Counter(
        path.stem.casefold() for path in (*notebooks, Path(INDEX), Path(PAGE), Path(CORPUS))
    )
    twice = [path for path in notebooks if names[path.stem.casefold()] > 1]
    if twice:
        raise ReportError(f"{twice[0]}: another page has the same name; rename the notebook")
    foreign = next((path for path in _entries(output) if not _is_ours(path, ".html", OURS)), None)
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


def _is_ours(path: Path, ending: str, mark: bytes) -> bool:
    """Tell whether a file was made here: its beginning says so."""
    if path.suffix != ending or not path.is_file():
        return False
    with path.open("rb") as file:
        return mark in file.read(4000)
