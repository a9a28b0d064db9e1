"""What has not changed is not run again, and what has is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import write_notebook

ALT = "Two columns. The table is figures/en/1-one.csv."
PUBLISH = f"""\
from pathlib import Path
figures = Path("..") / "figures" / "en"
figures.mkdir(parents=True, exist_ok=True)
(figures / "1-one.csv").write_text("n\\n1\\n")
with open("runs.txt", "a") as runs:
    runs.write("1")
display({{"image/png": "AAAA"}}, raw=True, metadata={{"image/png": {{"alt": "{ALT}"}}}})
"""
COUNT = "with open('runs.txt', 'a') as runs:\n    print(runs.write('2'))"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    write_notebook(tmp_path / "notebooks" / "1-one.ipynb", PUBLISH)
    write_notebook(tmp_path / "notebooks" / "2-two.ipynb", COUNT)
    return tmp_path


def report(project: Path, *arguments: str, status: int = 0) -> str:
    """Run `biblioscope report`; return which notebooks were run, in order."""
    runs = project / "notebooks" / "runs.txt"
    runs.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "biblioscope.cli", "report", *arguments],
        env=os.environ | {"BIBLIOSCOPE_PROJECT": str(project)},
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    if status:
        return done.stderr
    return "".join(sorted(runs.read_text())) if runs.exists() else ""


def pages(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "build" / "html").glob("*.html")}


def test_what_has_not_changed_is_not_run_again(project: Path) -> None:
    assert report(project) == "12"
    before = pages(project)
    assert sorted(before) == ["1-one.html", "2-two.html", "index.html"]
    assert report(project) == ""
    assert pages(project) == before
    assert report(project, "--force") == "12"
    assert pages(project) == before


def test_what_has_changed_is_run_again(project: Path) -> None:
    report(project)
    write_notebook(project / "notebooks" / "2-two.ipynb", f"{COUNT}\nprint('more')")
    assert report(project) == "2"
    assert b"more" in pages(project)["2-two.html"]
    (project / "data" / "raw" / "x.txt").write_text("x")
    assert report(project) == "12"
    (project / "requirements.lock").write_text("pandas==4")
    assert report(project) == "12"
    (project / "figures" / "en" / "1-one.csv").unlink()
    assert report(project) == "1"
    (project / "build" / "cache" / "2-two.json").write_text("{")
    assert report(project) == "2"


def test_outputs_stored_in_place_are_no_change(project: Path) -> None:
    assert report(project, "--in-place") == "12"
    stored = (project / "notebooks" / "2-two.ipynb").read_bytes()
    assert report(project) == ""
    write_notebook(project / "notebooks" / "2-two.ipynb", COUNT)
    assert report(project, "--in-place") == ""
    assert (project / "notebooks" / "2-two.ipynb").read_bytes() == stored


def test_pages_that_were_touched_are_made_again(project: Path) -> None:
    report(project)
    before = pages(project)
    page = project / "build" / "html" / "2-two.html"
    page.write_text(page.read_text(encoding="utf-8").replace("2-two", "other"), encoding="utf-8")
    assert report(project) == ""
    assert pages(project) == before
    page.unlink()
    assert report(project) == ""
    assert pages(project) == before


def test_one_notebook_makes_one_page_and_keeps_the_others(project: Path) -> None:
    report(project)
    before = pages(project)
    for name in ("1-one", "2-two"):
        write_notebook(
            project / "notebooks" / f"{name}.ipynb", PUBLISH if name == "1-one" else COUNT, "'new'"
        )
    assert report(project, "2-two") == "2"
    after = pages(project)
    assert b"new" in after["2-two.html"]
    assert after["1-one.html"] == before["1-one.html"]
    assert report(project) == "1"
    assert b"new" in pages(project)["1-one.html"]


def test_a_name_that_no_notebook_has_is_said(project: Path) -> None:
    said = report(project, "3-three", status=2)
    assert said == "biblioscope: 3-three: no such notebook; there are 1-one, 2-two\n"
