"""The system's own browser, for the tests that open a page as a reader would.

Run as a program, it prints where the browser is, or what to type to have one.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, Page

VARIABLE = "BIBLIOSCOPE_CHROMIUM"
COMMANDS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
]
MAC_APPLICATIONS = ["Chromium", "Google Chrome", "Microsoft Edge"]
WINDOWS_FOLDERS = ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"]
WINDOWS_PROGRAMS = ["Chromium/Application/chrome.exe", "Google/Chrome/Application/chrome.exe"]
WINDOWS_PROGRAMS += ["Microsoft/Edge/Application/msedge.exe"]
REMEDIES = {
    "apt-get": "sudo apt-get install chromium",
    "dnf": "sudo dnf install chromium",
    "pacman": "sudo pacman -S chromium",
    "zypper": "sudo zypper install chromium",
    "brew": "brew install --cask google-chrome",
    "winget": "winget install Google.Chrome",
}
# What a browser does of its own accord is not what the tests are about. (Playwright itself
# switches the sandbox off, which root could not use.)
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class BrowserNotFoundError(Exception):
    """There is no browser to test with; the message says what to type."""


def find_browser(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the program of a Chromium, Chrome or Edge.

    `BIBLIOSCOPE_CHROMIUM` decides where it is set; else the first on `PATH`, else the first in
    the usual places of Windows and macOS.

    Raises
    ------
    BrowserNotFoundError
        Where there is none.
    """
    named = environment.get(VARIABLE)
    if named:
        if Path(named).is_file():
            return Path(named)
        raise BrowserNotFoundError(f"{VARIABLE}={named}: there is no such program")
    for program in [*_on_path(environment), *_usual_places(environment)]:
        if program.is_file():
            return program
    raise BrowserNotFoundError(f"No Chromium, Chrome or Edge found; type: {_remedy(environment)}")


def _on_path(environment: Mapping[str, str]) -> Iterator[Path]:
    for command in COMMANDS:
        found = shutil.which(command, path=environment.get("PATH", ""))
        if found:
            yield Path(found)


def _usual_places(environment: Mapping[str, str]) -> Iterator[Path]:
    for folder in filter(None, map(environment.get, WINDOWS_FOLDERS)):
        for program in WINDOWS_PROGRAMS:
            yield Path(folder, program)
    for root in [Path("/Applications"), Path.home() / "Applications"]:
        for name in MAC_APPLICATIONS:
            yield root / f"{name}.app" / "Contents" / "MacOS" / name


def _remedy(environment: Mapping[str, str]) -> str:
    for installer, command in REMEDIES.items():
        if shutil.which(installer, path=environment.get("PATH", "")):
            return command
    return f"{VARIABLE}=PATH_TO_A_BROWSER make test"


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
