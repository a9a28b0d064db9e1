"""The real report, from the raw dossier to pages in a browser: what is committed is what comes out.

The project is copied, `biblioscope build` and `biblioscope report` run on the copy, and the
outcome is held against the notebooks, tables and figures of the repository. Words and numbers must
be the same to the letter; pictures are compared by their pixels, since another matplotlib may
draw an edge a shade lighter.
"""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.image
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import OpenedPage

OpenPage = Callable[..., OpenedPage]

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FIGURES = sorted(
    path for language in ("en", "fr") for path in (ROOT / "figures" / language).glob("*.*")
)
GRAPHS = sorted((ROOT / "figures" / "graphs").glob("*.*"))
PAGES = ["index", "corpus", *(path.stem for path in NOTEBOOKS)]
WIDTHS = (320, 768, 1440)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project in which the whole report was made anew."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.rmtree(copy / "data" / "corpus")
    environment = os.environ | {"BIBLIOSCOPE_PROJECT": str(copy), "PYTHONHASHSEED": "2017"}
    for command in (["build"], ["report", "--in-place"]):
        done = subprocess.run(
            [sys.executable, "-m", "biblioscope.cli", *command],
            env=environment,
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return copy


def outputs(path: Path) -> list[dict[str, Any]]:
    """Return the outputs of a notebook, cell by cell, without its pictures."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    found = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = {k: v for k, v in output.get("data", {}).items() if k != "image/png"}
            found.append(output | {"data": data, "cell": cell["id"]})
    return found


def pictures(path: Path) -> list[bytes]:
    """Return the pictures in the outputs of a notebook."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [
        base64.b64decode(output["data"]["image/png"])
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]


def assert_same_picture(one: bytes, other: bytes) -> None:
    """Assert that two PNG files show the same, within a shade."""
    a, b = (matplotlib.image.imread(io.BytesIO(png), format="png") for png in (one, other))
    assert a.shape == b.shape
    assert np.abs(a - b).mean() < 0.002


def test_there_are_six_notebooks_in_reading_order() -> None:
    names = [path.stem for path in NOTEBOOKS]
    assert names == ["1-corpus", "2-years", "3-sources", "4-authors", "5-themes", "6-cooccurrence"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_gives_its_outputs_again(path: Path, project: Path) -> None:
    again = project / "notebooks" / path.name
    assert outputs(again) == outputs(path)
    for one, other in zip(pictures(path), pictures(again), strict=True):
        assert_same_picture(one, other)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_told_as_notebooks_are_told_here(path: Path) -> None:
    """Question, computed finding, table, chart, how it was counted, what to doubt, where next."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = notebook["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert text.startswith("# ")
    assert "?" in "".join(cells[0]["source"])
    for heading in ("## How it was counted", "## What to doubt", "## Where to go on"):
        assert heading in text
    tags = [tag for cell in cells for tag in cell["metadata"].get("tags", [])]
    assert sorted(tags) == ["cover", "finding"]
    finding = next(cell for cell in cells if "finding" in cell["metadata"].get("tags", []))
    assert any(c.isdigit() for c in "".join(finding["outputs"][0]["data"]["text/markdown"]))
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all("def " not in "".join(cell["source"]) for cell in code)
    html = [o for c in code for o in c["outputs"] if "text/html" in o.get("data", {})]
    assert len(html) >= len(pictures(path)) - 1 > 0
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert "metadata" in notebook
    assert "execution" not in json.dumps([cell["metadata"] for cell in cells])


def test_figures_are_whole_sets() -> None:
    """Each figure is there in both languages, as three pictures and a table."""
    names = {(path.parent.name, path.stem) for path in FIGURES}
    kinds = {"csv", "pdf", "png", "svg"}
    for language, name in names:
        found = {p.suffix[1:] for p in FIGURES if (p.parent.name, p.stem) == (language, name)}
        assert found == kinds, (language, name)
    assert {n for lang, n in names if lang == "en"} == {n for lang, n in names if lang == "fr"}


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_figure_comes_out_again(path: Path, project: Path) -> None:
    again = project / "figures" / path.parent.name / path.name
    if path.suffix == ".png":
        assert_same_picture(path.read_bytes(), again.read_bytes())
    elif path.suffix == ".csv":
        assert again.read_bytes() == path.read_bytes()
    else:
        assert again.stat().st_size == pytest.approx(path.stat().st_size, rel=0.02)


def test_no_other_figure_comes_out(project: Path) -> None:
    made = {path.relative_to(project) for path in (project / "figures").glob("*/*")}
    assert made == {path.relative_to(ROOT) for path in [*FIGURES, *GRAPHS]}


def test_graphs_are_whole_sets_beside_their_figures() -> None:
    """Each graph is there for every tool; all but teams of one work are drawn."""
    drawn = {"6-themes-network", "6-themes-authors"}
    names = {path.stem for path in GRAPHS if path.suffix == ".gexf"}
    assert names == drawn | {"6-authors"}
    ends = (".gexf", ".graphml", ".net", ".clu", "-vosviewer.json", "-nodes.csv", "-edges.csv")
    assert {path.name for path in GRAPHS} == {name + end for name in names for end in ends}
    assert drawn <= {path.stem for path in FIGURES}


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.name)
def test_a_graph_comes_out_again(path: Path, project: Path) -> None:
    again = project / "figures" / "graphs" / path.name
    assert again.read_bytes() == path.read_bytes()


def test_no_page_names_this_machine(project: Path) -> None:
    for path in [*(project / "build" / "html").iterdir(), *(project / "notebooks").iterdir()]:
        text = path.read_text(encoding="utf-8")
        for word in (str(project), str(ROOT), str(Path.home()) + os.sep):
            assert word not in text, path.name


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_request_or_error(
    name: str, project: Path, open_page: OpenPage
) -> None:
    opened = open_page(project / "build" / "html" / f"{name}.html")
    assert opened.requests == []
    assert opened.console_errors == []
    assert opened.page.locator("h1").count() == 1
    images = opened.page.locator("img")
    assert (images.count() > 0) == (name != "corpus")
    for index in range(images.count()):
        image = images.nth(index)
        assert image.evaluate("image => image.complete && image.naturalWidth > 0")
        assert any(c.isdigit() for c in image.get_attribute("alt") or "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(name: str, scheme: str, project: Path, open_page: OpenPage) -> None:
    opened = open_page(project / "build" / "html" / f"{name}.html", color_scheme=scheme)
    assert Axe().run(opened.page).response["violations"] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(name: str, project: Path, open_page: OpenPage) -> None:
    page = open_page(project / "build" / "html" / f"{name}.html").page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_front_page_leads_to_the_six_analyses(project: Path, open_page: OpenPage) -> None:
    page = open_page(project / "build" / "html" / "index.html").page
    for path in NOTEBOOKS:
        link = page.locator(f'a[href="{path.stem}.html"]').first
        assert link.is_visible()


def test_french_is_marked_as_french(project: Path, open_page: OpenPage) -> None:
    page = open_page(project / "build" / "html" / "3-sources.html").page
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator('td[lang="fr"], th[lang="fr"], [lang="fr"]').count() > 20


def test_figures_can_be_taken_from_their_page(project: Path, open_page: OpenPage) -> None:
    page = open_page(project / "build" / "html" / "3-sources.html").page
    files = page.locator("figure .files")
    assert files.count() == page.locator("main figure > img").count() > 2
    links = files.first.locator("a")
    assert [text.split()[0] for text in links.all_inner_texts()] == ["SVG", "PNG", "PDF", "CSV"]
    begins = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF", "csv": b""}
    for at, (kind, start) in enumerate(begins.items()):
        with page.expect_download() as download:
            links.nth(at).click()
        name, content = download.value.suggested_filename, download.value.path().read_bytes()
        assert name.endswith(f".{kind}")
        assert content.startswith(start)
        if kind != "png":
            assert content == (project / "figures" / "en" / name).read_bytes()


def test_captions_are_numbered_and_the_contents_follow(project: Path, open_page: OpenPage) -> None:
    opened = open_page(
        project / "build" / "html" / "3-sources.html", viewport={"width": 1280, "height": 800}
    )
    page = opened.page
    for kind, word in (("main caption", "Table"), ("main figcaption", "Figure")):
        captions = page.locator(kind).all_inner_texts()
        assert [text.partition(".")[0] for text in captions] == [
            f"{word} {number}" for number in range(1, len(captions) + 1)
        ]
    here = "nav.contents a[aria-current]"
    assert page.locator(here).count() == 0  # nothing but the title yet
    last = page.locator("main h2").last
    last.scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_selector(here)
    assert page.inner_text(here) == last.inner_text()


def test_the_contents_are_folded_on_a_phone(project: Path, open_page: OpenPage) -> None:
    path = project / "build" / "html" / "3-sources.html"
    page = open_page(path, viewport={"width": 390, "height": 800}).page
    assert not page.is_visible("nav.contents a")
    page.click("nav.contents summary")
    assert page.is_visible("nav.contents a")


SHOTS = ROOT / "build" / "screenshots"


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", [*PAGES, "dossier"])
def test_a_screenshot_is_kept_to_be_looked_at(
    name: str, width: int, project: Path, open_page: OpenPage
) -> None:
    view = {"width": width, "height": 900}
    page = open_page(project / "build" / "html" / f"{name}.html", viewport=view).page
    SHOTS.mkdir(parents=True, exist_ok=True)
    kept = SHOTS / f"{name}-{width}.png"
    page.screenshot(path=kept)
    picture = matplotlib.image.imread(kept)
    assert picture.shape[:2] == (900, width)
    assert picture[..., :3].std() > 0.02  # it is no blank sheet
