"""JupyterLab on the collection: a notebook runs, its page is exported, tables can be explored."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect
from tiny import write_notebook

from biblioscope.report import read_notebook, render
from biblioscope.report.normalise import KERNEL

ROOT = Path(__file__).parents[1]
LAB = ROOT / ".venv-lab"
SECONDS = 120
TOKEN = "a-test"  # noqa: S105  of a server that lives for a test
EXPLORE = """\
from itables import init_notebook_mode, show

from biblioscope import load_corpus

init_notebook_mode(all_interactive=False, connected=False)
show(load_corpus().works[["title", "year"]])
"""
WANDER = """\
from biblioscope import charts, load_corpus, measures

corpus = load_corpus()
links = measures.theme_links(corpus.subjects, corpus.references)
edges = measures.cooccurrence(links, document="work_id", measures=("q_value",))
themes = measures.rank_themes(links, corpus.works, corpus.themes)
charts.explore(measures.theme_network(measures.backbone(edges), themes))
"""


class Lab(NamedTuple):
    """A JupyterLab that runs on a copy of the collection."""

    address: str
    project: Path

    def open(self, browser: Browser, notebook: str) -> tuple[Page, list[str]]:
        """Open a notebook; return the page, and the addresses elsewhere that it asked for."""
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(SECONDS * 1000)
        elsewhere: list[str] = []
        page.on(
            "request",
            lambda asked: (
                elsewhere.append(asked.url)
                if not asked.url.startswith((self.address, "ws:", "data:", "blob:"))
                else None
            ),
        )
        with page.expect_response("**/api/nbconvert*"):  # what there is to export to
            place = f"lab/workspaces/{Path(notebook).stem}/tree/notebooks/{notebook}"
            page.goto(f"{self.address}/{place}?token={TOKEN}")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_selector(
            ".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached"
        )
        return page, elsewhere

    def run_all(self, page: Page, notebook: str) -> list[dict[str, Any]]:
        """Run all cells of an open notebook and save it; return its code cells."""
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            page.keyboard.press("Control+s")
            page.wait_for_timeout(500)
            cells = code_of(self.project / "notebooks" / notebook)
            if all(cell["execution_count"] for cell in cells) or errors_of(cells):
                return cells
        raise AssertionError(f"{notebook} is still running after {SECONDS} seconds")


def code_of(path: Path) -> list[dict[str, Any]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def errors_of(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    outputs = [output for cell in cells for output in cell["outputs"]]
    return [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]


def forget_outputs(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start what `make lab` starts, on a copy, with nothing of the user's own."""
    python = LAB / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.is_file():
        pytest.fail("there is no .venv-lab here; type: make lab-environment", pytrace=False)
    project = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, project / name)
    forget_outputs(project / "notebooks" / "1-corpus.ipynb")
    metadata = {"kernelspec": KERNEL}
    write_notebook(project / "notebooks" / "explore.ipynb", EXPLORE, metadata=metadata)
    write_notebook(project / "notebooks" / "wander.ipynb", WANDER, metadata=metadata)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ours = {name: str(project / "own" / name) for name in OF_A_USER}
    process = subprocess.Popen(
        _command(project, python, f"--no-browser --port={port} --IdentityProvider.token={TOKEN}"),
        cwd=project,
        env=_without_make() | ours | {"BIBLIOSCOPE_PROJECT": str(project)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process)
        yield Lab(address, project)
    finally:
        _end(process)


OF_A_USER = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
)


def _without_make() -> dict[str, str]:
    """Return our environment without the settings of the make that may run these tests."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}


def _command(project: Path, python: Path, options: str) -> list[str]:
    """Return `make lab` for a folder that borrows the environment, or what it does."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options += " --allow-root"
    if shutil.which("make"):
        (project / LAB.name).symlink_to(LAB)
        make = ["make", "-f", str(ROOT / "Makefile"), "-o", "lab-environment", "lab"]
        return [*make, f"ARGS={options}"]
    return [str(python), "-m", "jupyterlab", "--ServerApp.root_dir=.", *options.split()]


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "JupyterLab did not start"
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5).close()  # noqa: S310  our own
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"JupyterLab did not answer within {SECONDS} seconds")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End make, JupyterLab and the kernels: the session that was started for them."""
    if os.name == "nt":
        process.terminate()
    else:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=SECONDS)


def test_a_notebook_runs_in_jupyterlab_and_gives_its_page(lab: Lab, browser: Browser) -> None:
    page, elsewhere = lab.open(browser, "1-corpus.ipynb")
    cells = lab.run_all(page, "1-corpus.ipynb")
    assert errors_of(cells) == []
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    committed = code_of(ROOT / "notebooks" / "1-corpus.ipynb")
    assert [words_of(cell) for cell in cells] == [words_of(cell) for cell in committed]

    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_text("Save and Export Notebook As", exact=True).click()
    with page.expect_download() as download:
        page.get_by_text("Biblioscope", exact=True).click()
    path = lab.project / "notebooks" / "1-corpus.ipynb"
    assert download.value.suggested_filename == "1-corpus.html"
    exported = download.value.path().read_text(encoding="utf-8")
    assert exported == render(read_notebook(path), path)
    assert 'download="1-fields.svg"' in exported
    assert elsewhere == []


def words_of(cell: dict[str, Any]) -> list[str]:
    """Return what a cell shows in words."""
    shown = [output.get("data", {}) for output in cell["outputs"]]
    return ["".join(data.get("text/html") or data.get("text/plain", "")) for data in shown]


def test_tables_can_be_explored_in_jupyterlab(lab: Lab, browser: Browser) -> None:
    page, elsewhere = lab.open(browser, "explore.ipynb")
    assert errors_of(lab.run_all(page, "explore.ipynb")) == []
    table = page.locator(".jp-OutputArea table.dataTable")
    rows = table.locator("tbody tr")
    rows.first.wait_for()
    assert rows.count() == 10
    page.locator(".jp-OutputArea .dt-search input").fill("schéma directeur")
    expect(page.locator(".jp-OutputArea .dt-info")).to_contain_text("filtered from 193")
    assert all("schéma directeur" in text for text in rows.all_inner_texts())
    assert elsewhere == []


def test_graphs_can_be_explored_in_jupyterlab(lab: Lab, browser: Browser) -> None:
    page, elsewhere = lab.open(browser, "wander.ipynb")
    assert errors_of(lab.run_all(page, "wander.ipynb")) == []
    drawing = page.locator(".jp-OutputArea .ipysigma-widget, .jp-OutputArea canvas").first
    drawing.wait_for()
    box = drawing.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 200
    assert elsewhere == []
