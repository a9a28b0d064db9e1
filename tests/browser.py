"""The system's own browser, for the tests that open a page as a reader would.

Run as a program, it prints where the browser is, or what to type to have one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from biblioscope.report.browser import QUIET, BrowserNotFoundError, find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["ARGUMENTS", "BrowserNotFoundError", "OpenedPage", "find_browser", "open_from_disk"]

ARGUMENTS = list(QUIET)  # Playwright itself switches the sandbox off, which root could not use.


class OpenedPage(NamedTuple):
    """A page opened from disk, and what it did that a reader would not want.

    Both lists go on growing while the page is used.
    """

    page: Page
    requests: list[str]
    console_errors: list[str]


def open_from_disk(browser: Browser, path: Path, **options: Any) -> OpenedPage:
    """Open a file as a reader without a network would, in a browser context of its own.

    Parameters
    ----------
    browser
        A running browser.
    path
        The file.
    options
        For `Browser.new_context`: `java_script_enabled=False`, `color_scheme="dark"`, ...

    Returns
    -------
    OpenedPage
        The page, once it has loaded; every address that it asked for but its own, `data:` and
        `blob:` addresses left out; and every error on its console or in its scripts. Requests
        to the network are recorded and fail.
    """
    context = browser.new_context(**{"offline": True, **options})
    address = path.resolve().as_uri()
    requests: list[str] = []
    errors: list[str] = []

    def note_request(url: str) -> None:
        if url.partition("#")[0] != address and not url.startswith(("data:", "blob:")):
            requests.append(url)

    context.on("request", lambda request: note_request(request.url))
    context.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda problem: errors.append(str(problem.error)))
    page = context.new_page()
    page.goto(address)
    return OpenedPage(page, requests, errors)


if __name__ == "__main__":
    try:
        print(find_browser())
    except BrowserNotFoundError as problem:
        sys.exit(str(problem))
