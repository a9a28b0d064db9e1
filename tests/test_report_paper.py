"""Pages printed to PDF: tagged, linked to each other, the same bytes twice, or one clear line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from biblioscope.report import ReportError, print_report

ROOT = Path(__file__).parents[1]
HOSTILE = ROOT / "tests" / "data" / "hostile"
LINKS = "[a line](dossier.html#l{line}), [a reference](dossier.html#{name}), [next](2-two.ipynb)"


def write(path: Path, *texts: str) -> None:
    cells = [
        {"cell_type": "markdown", "id": f"cell-{n}", "metadata": {}, "source": text}
        for n, text in enumerate(texts)
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def make_project(folder: Path) -> Path:
    """Make a project of two notebooks and the hostile dossier, with its corpus."""
    shutil.copytree(HOSTILE, folder / "data")
    (folder / "notebooks").mkdir()
    first = re.search(r"L(\d{4})", (run(folder, "build"), corpus(folder))[1])
    assert first is not None
    line = int(first[1])
    write(folder / "notebooks" / "1-one.ipynb", "# One", LINKS.format(line=line + 1, name=first[0]))
    write(folder / "notebooks" / "2-two.ipynb", "# Two", "## What is it?", "[it](#What-is-it%3F)")
    return folder


def corpus(folder: Path) -> str:
    return (folder / "data" / "corpus" / "references.csv").read_text(encoding="utf-8")


def run(project: Path, *arguments: str, status: int = 0, **variables: str) -> str:
    """Run biblioscope; return what it printed, or its complaint."""
    done = subprocess.run(
        [sys.executable, "-m", "biblioscope.cli", *arguments],
        env=os.environ | {"BIBLIOSCOPE_PROJECT": str(project)} | variables,
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done.stderr if status else done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, browser_program: Path) -> Path:
    """Return a project whose report is printed."""
    made = make_project(tmp_path_factory.mktemp("paper") / "one")
    run(made, "report", "--pdf", BIBLIOSCOPE_CHROMIUM=str(browser_program))
    return made


def printed(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "build" / "pdf").iterdir()}


def test_every_page_is_printed_with_tags_and_language(project: Path) -> None:
    pdfs = printed(project)
    pages = {path.stem for path in (project / "build" / "html").iterdir()}
    assert {f"{name}.pdf" for name in pages} == set(pdfs)
    assert {"index.pdf", "corpus.pdf", "dossier.pdf", "1-one.pdf"} <= set(pdfs)
    for name, pdf in pdfs.items():
        assert pdf.startswith(b"%PDF-"), name
        assert re.search(rb"/MarkInfo <</Type /MarkInfo\s/Marked true>>", pdf), name
        assert re.search(rb"/StructTreeRoot \d+ 0 R", pdf), name
        assert re.search(rb"/Type /StructElem\s/S /H1\b", pdf), name
        assert b"/Lang (en)" in pdf, name
    for name in ("corpus.pdf", "dossier.pdf"):
        assert b"/Lang (fr)" in pdfs[name], name


def test_every_object_is_where_the_table_of_the_file_says(project: Path) -> None:
    for name, pdf in printed(project).items():
        found = re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", pdf)
        assert found is not None, name
        table = pdf[int(found[1]) :]
        assert table.startswith(b"xref\n0 ")
        entries = re.findall(rb"(\d{10}) \d{5} ([nf]) \n", table)
        assert len(entries) == int(table.split()[2])
        for number, (offset, kind) in enumerate(entries):
            if kind == b"n":
                assert pdf[int(offset) :].startswith(b"%d 0 obj\n" % number), (name, number)


def targets(pdf: bytes) -> list[tuple[str, str]]:
    """Return the links to other files: the file, and the place in it."""
    found = re.findall(rb"/S /GoToR\n/F <FEFF([0-9A-F]+)>\n/D ([^>]+)>>", pdf)
    return [(bytes.fromhex(f.decode()).decode("utf-16-be"), to.decode().strip()) for f, to in found]


def test_links_between_pages_are_links_between_pdfs(project: Path) -> None:
    pdfs = printed(project)
    first = re.search(r"L\d{4}", corpus(project))
    assert first is not None
    place = ("dossier.pdf", f"/{first[0]}")
    links = targets(pdfs["1-one.pdf"])
    # The line after a reference's first is no place of its own on paper: the reference is.
    assert [link for link in links if link == place] == [place, place]
    assert ("2-two.pdf", "[0 /Fit]") in links
    assert re.search(rb"/%s \[\d+ 0 R /XYZ" % first[0].encode(), pdfs["dossier.pdf"])
    assert place in targets(pdfs["corpus.pdf"])


def test_no_pdf_tells_who_printed_it_or_when(project: Path) -> None:
    for name, pdf in printed(project).items():
        for word in (b"file:", b"CreationDate", b"ModDate", b"Mozilla", str(project).encode()):
            assert word not in pdf, (name, word)
        assert b"/Creator (Biblioscope)" in pdf[:4000]


def test_the_same_bytes_are_printed_in_another_folder(
    project: Path, tmp_path: Path, browser_program: Path
) -> None:
    again = make_project(tmp_path / "a longer name" / "two")
    run(again, "report", "--pdf", BIBLIOSCOPE_CHROMIUM=str(browser_program), TZ="Asia/Tokyo")
    assert printed(again) == printed(project)


def test_one_page_is_printed_and_the_others_stay(project: Path, browser_program: Path) -> None:
    before = printed(project)
    run(project, "report", "--pdf", "1-one", BIBLIOSCOPE_CHROMIUM=str(browser_program))
    assert printed(project) == before


def test_without_a_browser_it_is_said_before_anything_is_run(project: Path) -> None:
    before = printed(project)
    said = run(project, "report", "--pdf", status=2, BIBLIOSCOPE_CHROMIUM="no-such-browser")
    assert said == "biblioscope: BIBLIOSCOPE_CHROMIUM=no-such-browser: there is no such program\n"
    assert printed(project) == before


@pytest.mark.skipif(os.name == "nt", reason="a stand-in for a browser is a script of a shell")
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 'GPU is gone' >&2; exit 1", "did not print it: GPU is gone"),
        ("exit 0", "did not print it: it said nothing"),
        ('for a; do case $a in --print-to-pdf=*) echo %PDF- >"${a#*=}";; esac; done', "without"),
    ],
)
def test_a_browser_that_does_not_print_is_said(
    project: Path, tmp_path: Path, script: str, message: str
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    browser.chmod(0o755)
    with pytest.raises(ReportError, match=f"^index.html: .*{message}"):
        print_report([project / "build" / "html" / "index.html"], tmp_path / "pdf", browser)
    assert sorted(tmp_path.iterdir()) == [browser]


def test_a_folder_with_other_files_is_not_replaced(
    project: Path, tmp_path: Path, browser_program: Path
) -> None:
    mine = tmp_path / "pdf" / "article.pdf"
    mine.parent.mkdir()
    mine.write_bytes(b"%PDF-1.4 mine")
    pages = [project / "build" / "html" / "index.html"]
    with pytest.raises(ReportError, match=r"article\.pdf: not a printed page of a report"):
        print_report(pages, mine.parent, browser_program)
    assert mine.read_bytes() == b"%PDF-1.4 mine"
