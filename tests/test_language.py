"""The report in French: whose words are translated, and what is said where none is."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from biblioscope.report import ReportError, build_report
from biblioscope.report.notebooks import read_notebook
from biblioscope.report.translations import load_translations, translated, untranslated
from biblioscope.report.words import doubt_in, words_in

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
FINDING = """
from biblioscope.charts import say

say({'en': '{n} works', 'fr': '{n} publications'}, n=1200)
"""
PAIRS = """
[[text]]
en = '''
# Works
'''
fr = '''
# Les publications
'''
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cells = [
        new_markdown_cell("# Works"),
        new_code_cell(FINDING, metadata={"tags": ["finding"]}),
        new_markdown_cell("Not translated."),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "1-works.ipynb")
    (tmp_path / "fr.toml").write_text(PAIRS, encoding="utf-8")
    return tmp_path


def test_a_french_report_is_french(folder: Path) -> None:
    build_report([folder / "1-works.ipynb"], folder / "html", language="fr")
    page = (folder / "html" / "1-works.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert "<h1>Les publications</h1>" in page
    assert "1\u202f200 publications" in page
    assert "Aller au contenu" in page
    assert "Skip to" not in page
    front = (folder / "html" / "index.html").read_text(encoding="utf-8")
    assert "Les publications</a>" in front
    assert "1\u202f200 publications" in front


def test_what_is_not_translated_is_marked_as_english(folder: Path) -> None:
    build_report([folder / "1-works.ipynb"], folder / "html", language="fr")
    page = (folder / "html" / "1-works.html").read_text(encoding="utf-8")
    assert '<div class="text" lang="en">\n<p>Not translated.</p>' in page


def test_english_is_what_there_is_without_asking(folder: Path) -> None:
    build_report([folder / "1-works.ipynb"], folder / "html")
    page = (folder / "html" / "1-works.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "<h1>Works</h1>" in page
    assert "1,200 works" in page


def test_outputs_in_french_never_go_into_the_notebooks(folder: Path) -> None:
    with pytest.raises(ReportError, match="'en' only"):
        build_report([folder / "1-works.ipynb"], folder / "html", language="fr", in_place=True)


@pytest.mark.parametrize("broken", ["[[text", "[[text]]\nen = 'x'\n", "text = 3\n"])
def test_a_broken_file_of_translations_is_named(folder: Path, broken: str) -> None:
    (folder / "fr.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(ReportError, match=r"fr\.toml"):
        load_translations(folder, "fr")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_markdown_cell_of_the_notebooks_is_translated(path: Path) -> None:
    pairs = load_translations(path.parent, "fr")
    assert len(pairs) > 20
    assert untranslated(read_notebook(path), pairs) == []


def test_no_translation_stands_for_a_text_that_is_gone() -> None:
    cells = [cell for path in NOTEBOOKS for cell in read_notebook(path).cells]
    texts = {cell.source.strip() for cell in cells if cell.cell_type == "markdown"}
    assert set(load_translations(NOTEBOOKS[0].parent, "fr")) - texts == set()


def test_doubts_are_said_in_french_with_what_the_dossier_prints() -> None:
    for code, template in words_in("en")["doubts"].items():
        message = re.sub(r"\{\w+\}", "{0} n° 1 \\\\1", template)
        said = doubt_in("fr", code, message)
        assert said is not None
        assert said != message
        assert said.count("{0} n° 1 \\\\1") == message.count("{0} n° 1 \\\\1")
        assert doubt_in("en", code, message) == message
    assert doubt_in("fr", "no-such-code", "odd") is None
    assert doubt_in("fr", "no-year", "another message") is None


def test_a_notebook_in_its_own_language_stays_as_it_is() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("# Works")])
    assert translated(notebook, {"# Works": "# Autre"}, "en") is notebook
