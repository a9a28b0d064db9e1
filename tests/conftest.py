"""Fixtures: `browser` and `open_page(path)` for pages, `corpus` and `project` for data."""

from __future__ import annotations

import asyncio
import shutil
from asyncio import events
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import ARGUMENTS, BrowserNotFoundError, OpenedPage, find_browser, open_from_disk
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from biblioscope import Corpus, load_corpus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# How long a test takes is no result: machines differ, and two share this one.
settings.register_profile("biblioscope", deadline=None)
settings.load_profile("biblioscope")

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Return the corpus of the repository."""
    return load_corpus(DATA)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the project's data, without tables, that commands work on."""
    for name in ("raw", "authority"):
        shutil.copytree(DATA / name, tmp_path / "data" / name)
    shutil.copy(DATA / "dossier.toml", tmp_path / "data")
    monkeypatch.setenv("BIBLIOSCOPE_PROJECT", str(tmp_path))
    return tmp_path


class _Launched:
    """A browser whose event loop counts as running only while a test uses it.

    Playwright's synchronous interface otherwise leaves its loop running in this thread to the
    end of the session, and every later `asyncio.run` of a test would fail.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._loop = asyncio.get_running_loop()

    def resume(self) -> None:
        events._set_running_loop(self._loop)

    def pause(self) -> None:
        events._set_running_loop(None)


@pytest.fixture(scope="session")
def browser_program() -> Path:
    try:
        return find_browser()
    except BrowserNotFoundError as caught:
        problem = str(caught)
    # Out of the handler, so that the line stands alone.
    pytest.fail(problem, pytrace=False)


@pytest.fixture(scope="session")
def launched_browser(browser_program: Path) -> Iterator[_Launched]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser_program, args=ARGUMENTS)
        launched = _Launched(chromium)
        launched.pause()
        yield launched
        launched.resume()
        launched.browser.close()


@pytest.fixture
def browser(launched_browser: _Launched) -> Iterator[Browser]:
    """Return the session's browser; the contexts that a test opens are closed after it."""
    launched_browser.resume()
    yield launched_browser.browser
    for context in launched_browser.browser.contexts:
        context.close()
    launched_browser.pause()


@pytest.fixture
def open_page(browser: Browser) -> Callable[..., OpenedPage]:
    """Return a function that opens a file: see `browser.open_from_disk`."""

    def open_page(path: Path, **options: Any) -> OpenedPage:
        return open_from_disk(browser, path, **options)

    return open_page
