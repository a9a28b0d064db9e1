"""The browser that this machine has: it prints the pages, and the tests open them in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from biblioscope.report.errors import ReportError

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
# What a browser does of its own accord is not what it was started for.
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class BrowserNotFoundError(ReportError):
    """There is no browser; the message says what to type."""


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
    raise BrowserNotFoundError(f"no Chromium, Chrome or Edge found; {_remedy(environment)}")


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
            return f"type: {command}"
    return f"install one, or set {VARIABLE} to the path of its program"
