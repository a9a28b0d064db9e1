"""The fixtures that open pages: what a page does wrong must be seen."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import BrowserNotFoundError, OpenedPage, find_browser

if TYPE_CHECKING:
    from collections.abc import Callable


def write_page(folder: Path, body: str) -> Path:
    path = folder / "une page.html"
    head = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A page</title>'
    path.write_text(head + body, encoding="utf-8", newline="\n")
    return path


def test_a_quiet_page_leaves_no_trace(open_page: Callable[..., OpenedPage], tmp_path: Path) -> None:
    body = '<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p id="end">Fin</p>'
    page, requests, errors = open_page(write_page(tmp_path, body))
    page.evaluate("fetch(URL.createObjectURL(new Blob(['x'])))")
    page.evaluate("location.hash = 'end'")
    assert page.title() == "A page"
    assert (requests, errors) == ([], [])


def test_requests_are_recorded_and_do_not_leave(
    open_page: Callable[..., OpenedPage], tmp_path: Path
) -> None:
    body = (
        '<link rel="stylesheet" href="near.css"><script src="https://example.org/far.js"></script>'
    )
    _, requests, errors = open_page(write_page(tmp_path, body))
    near = (tmp_path / "near.css").resolve().as_uri()
    assert sorted(requests) == sorted([near, "https://example.org/far.js"])
    assert any("ERR_INTERNET_DISCONNECTED" in error for error in errors)


def test_requests_after_loading_are_recorded(
    open_page: Callable[..., OpenedPage], tmp_path: Path
) -> None:
    page, requests, _ = open_page(write_page(tmp_path, "<p>Rien</p>"))
    page.evaluate("fetch('https://example.org/late').catch(() => null)")
    assert requests == ["https://example.org/late"]


def test_errors_of_the_console_and_of_scripts_are_recorded(
    open_page: Callable[..., OpenedPage], tmp_path: Path
) -> None:
    body = "<script>console.error('said'); console.log('heard'); throw new Error('thrown')</script>"
    _, _, errors = open_page(write_page(tmp_path, body))
    assert len(errors) == 2
    assert any("said" in error for error in errors)
    assert any("thrown" in error for error in errors)


def test_asyncio_works_between_pages(launched_browser: object) -> None:
    assert launched_browser
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"


def test_options_reach_the_browser(open_page: Callable[..., OpenedPage], tmp_path: Path) -> None:
    path = write_page(tmp_path, "<p>Sans</p><script>document.body.textContent = 'Avec'</script>")
    assert open_page(path, java_script_enabled=False).page.inner_text("body") == "Sans"
    assert open_page(path).page.inner_text("body") == "Avec"


def test_the_variable_decides(tmp_path: Path) -> None:
    program = tmp_path / "my browser"
    program.touch()
    assert find_browser({"BIBLIOSCOPE_CHROMIUM": str(program)}) == program
    with pytest.raises(BrowserNotFoundError, match="there is no such program"):
        find_browser({**os.environ, "BIBLIOSCOPE_CHROMIUM": str(tmp_path / "absent")})


def make_program(folder: Path, name: str) -> Path:
    program = folder / (f"{name}.exe" if os.name == "nt" else name)
    program.touch()
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "msedge"])
def test_the_path_is_searched(tmp_path: Path, name: str) -> None:
    program = make_program(tmp_path, name)
    assert find_browser({"PATH": str(tmp_path)}) == program


def test_the_usual_places_of_windows_are_searched(tmp_path: Path) -> None:
    program = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    assert find_browser({"PATH": "", "ProgramFiles(x86)": str(tmp_path)}) == program


@pytest.mark.parametrize(
    ("installer", "remedy"),
    [
        ("apt-get", "type: sudo apt-get install chromium"),
        ("winget", "type: winget install Google.Chrome"),
        ("none", "install one, or set BIBLIOSCOPE_CHROMIUM to the path of its program"),
    ],
)
def test_without_a_browser_one_line_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installer: str, remedy: str
) -> None:
    monkeypatch.setattr("biblioscope.report.browser.MAC_APPLICATIONS", [])
    make_program(tmp_path, installer)
    with pytest.raises(BrowserNotFoundError) as caught:
        find_browser({"PATH": str(tmp_path)})
    assert str(caught.value) == f"no Chromium, Chrome or Edge found; {remedy}"
