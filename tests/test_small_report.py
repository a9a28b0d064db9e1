"""The whole report on dossiers with little in them: every notebook runs, and says so plainly."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import OpenedPage
from bs4 import BeautifulSoup

from biblioscope import charts
from biblioscope.charts.labels import catalogue
from biblioscope.measures import TooFewError
from biblioscope.report.words import words_in

OpenPage = Callable[..., OpenedPage]

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ABOUT = """\
file = "dossier.txt"
title = "Un petit dossier"
genre = "Dossier documentaire"
publisher = "Nous"
issued = "2017-01"
language = "fr"
"""
# The beginning of the dossier has eight references, a single author and no chapter but one; the
# other is a dossier of forty, without a vocabulary that was made for it.
SMALL = {
    "beginning": (DATA / "raw" / "travail-social-spt-2017.txt", 125, 8),
    "patrimoine": (ROOT / "tests" / "data" / "dossiers" / "patrimoine.txt", None, 36),
}
TOO_LITTLE = {
    "en": ("There is too little in this dossier to say more here.", "Too little to draw"),
    "fr": ("Ce dossier donne trop peu pour en dire plus ici.", "Trop peu pour un graphique"),
}


def make_report(project: Path, dossier: str, language: str) -> Path:
    """Put a dossier into data/raw as a researcher would, and make its report."""
    text, lines, references = SMALL[dossier]
    (project / "data" / "raw").mkdir(parents=True)
    kept = text.read_text(encoding="utf-8").split("\n")[:lines]
    (project / "data" / "raw" / "dossier.txt").write_text("\n".join(kept), encoding="utf-8")
    (project / "data" / "dossier.toml").write_text(ABOUT, encoding="utf-8")
    (project / "data" / "authority").mkdir()
    for table in (DATA / "authority").glob("*.csv"):
        decided = table.read_text(encoding="utf-8")
        head = decided.partition("\n")[0]
        content = decided if table.stem == "themes" else f"{head}\n"
        (project / "data" / "authority" / table.name).write_text(content, encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    for command in (["build"], ["report", "--language", language]):
        done = subprocess.run(
            [sys.executable, "-m", "biblioscope.cli", *command],
            env=os.environ | {"BIBLIOSCOPE_PROJECT": str(project)},
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        if command == ["build"]:
            assert f" {references} references," in done.stdout
    return project / "build" / ("html" if language == "en" else f"html-{language}")


@pytest.fixture(scope="module", params=[("beginning", "fr"), ("patrimoine", "en")], ids="-".join)
def report(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str, Path]:
    dossier, language = request.param
    return dossier, language, make_report(tmp_path_factory.mktemp(dossier), dossier, language)


def test_every_notebook_runs_and_no_number_is_missing(report: tuple[str, str, Path]) -> None:
    _, _, html = report
    for path in NOTEBOOKS:
        page = BeautifulSoup(
            (html / f"{path.stem}.html").read_text(encoding="utf-8"), "html.parser"
        )
        assert page.select("pre.message") == [], path.stem
        shown = " ".join(text.get_text(" ") for text in page.select(".cell .text, caption, td"))
        words = shown + " ".join(str(image["alt"]) for image in page.select("main figure img"))
        assert not re.search(r"\b(nan|None|inf|NaT)\b", words), path.stem


def english_only() -> set[str]:
    """Return what the catalogues call things in English and not in French."""
    columns = catalogue()["columns"].values()
    terms = [entry for entry in catalogue()["terms"].values() if isinstance(entry, dict)]
    said = {language: set() for language in ("en", "fr")}  # type: dict[str, set[str]]
    for language, texts in said.items():
        texts |= {entry[language].casefold() for entry in (*columns, *terms) if language in entry}
        parts = [part for name, part in words_in(language).items() if name != "doubts"]
        texts |= {word.casefold() for part in parts for word in part.values()}
    return said["en"] - said["fr"]


def test_a_french_report_has_no_english_in_it(report: tuple[str, str, Path]) -> None:
    _, language, html = report
    english = english_only()
    assert {"authors", "lower bound", "next"} <= english
    left = []
    for path in sorted(html.iterdir()):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for tag in page(["script", "style", "pre", "code"]):
            tag.decompose()
        left += [(path.stem, tag.get_text()[:60]) for tag in page.select("[lang=en]:not(html) p")]
        texts = list(page.stripped_strings)
        texts += [str(tag[name]) for name in SAID for tag in page.select(f"[{name}]")]
        left += [(path.stem, text) for text in texts if text.strip(" .:").casefold() in english]
    if language == "fr":
        assert left == []
    else:
        assert len(left) > 100  # the test would find what it looks for


SAID = ("alt", "title", "aria-label", "placeholder", "data-words", "data-none")


def test_where_there_is_too_little_it_is_said(report: tuple[str, str, Path]) -> None:
    dossier, language, html = report
    sentence, title = TOO_LITTLE[language]
    pages = [html / f"{path.stem}.html" for path in NOTEBOOKS]
    said = "".join(page.read_text(encoding="utf-8") for page in pages)
    if dossier == "beginning":
        assert said.count(sentence) > 4
        assert said.count(title) > 4
        assert sentence in (html / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["index", "3-sources", "6-cooccurrence"])
def test_its_pages_are_as_good_as_others(
    name: str, report: tuple[str, str, Path], open_page: OpenPage
) -> None:
    opened = open_page(report[2] / f"{name}.html", viewport={"width": 320, "height": 800})
    assert Axe().run(opened.page).response["violations"] == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 320
    assert (opened.requests, opened.console_errors) == ([], [])


def test_a_chart_of_nothing_says_so_and_has_its_files(tmp_path: Path) -> None:
    empty = pd.DataFrame({"name": [], "works": []})
    with pytest.raises(TooFewError, match="empty"):
        charts.plot_ranking(empty, label="name", value="works")
    chart = charts.publish(
        charts.plot_ranking,
        empty,
        "3-none",
        folder=tmp_path / "figures",
        label="name",
        value="works",
        title="{first} comes first",
        note="n = nan",
        source="Here",
    )
    assert chart.title == "Too little to draw"
    assert chart.alt.endswith("figures/en/3-none.csv.")
    assert "nan" not in chart.caption
    assert "Here" in chart.caption
    kinds = {path.suffix for path in (tmp_path / "figures" / "fr").iterdir()}
    assert kinds == {".svg", ".png", ".pdf", ".csv"}
    french = (tmp_path / "figures" / "fr" / "3-none.svg").read_text(encoding="utf-8")
    assert "Trop peu pour un graphique" in french
    written = (tmp_path / "figures" / "en" / "3-none.csv").read_text(encoding="utf-8")
    assert written == "name,works\n"


def test_a_sentence_without_its_number_is_not_said() -> None:
    words = {"en": "{first[name]} has {n:works}.", "fr": "{n}"}
    row = pd.Series({"name": "ASH"})
    assert charts.say(words, language="en", first=row, n=2).text == "ASH has 2 works."
    for missing in (float("nan"), None):
        said = charts.say(words, language="en", first=row, n=missing)
        assert said.text == TOO_LITTLE["en"][0]
    with pytest.raises(ValueError, match="no value 'n'"):
        charts.say(words, language="en", first=row)
