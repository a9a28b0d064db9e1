"""The page of all references: searched, filtered, sorted, taken away, by pointer and keyboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import rispy
from axe_playwright_python.sync_playwright import Axe
from bibtexparser.entrypoint import parse_string
from browser import OpenedPage
from playwright.sync_api import Page, expect

from biblioscope import Corpus, load_corpus
from biblioscope.exchange import bibtex, records, ris
from biblioscope.report import BiblioscopeExporter
from biblioscope.report.corpus_page import render_corpus
from biblioscope.report.source import source_of

ROOT = Path(__file__).parents[1]
OpenPage = Callable[..., OpenedPage]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the page of the repository's corpus in both languages."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for language in ("en", "fr"):
        exporter = BiblioscopeExporter(language_code=language)  # type: ignore[no-untyped-call]
        page = render_corpus(load_corpus(ROOT / "data"), source_of(ROOT / "notebooks"), exporter)
        found[language] = folder / f"{language}.html"
        found[language].write_text(page, encoding="utf-8", newline="\n")
    return found


def shown(page: Page) -> list[str]:
    """Return the names of the references that can be seen."""
    return [str(row) for row in page.eval_on_selector_all(
        "tbody tr:not([hidden])", "rows => rows.map(row => row.id)"
    )]  # fmt: skip


def taken(page: Page, kind: str) -> tuple[str, str]:
    """Return the name and the text of a download."""
    with page.expect_download() as download:
        page.click(f"[data-take={kind}]")
    return download.value.suggested_filename, download.value.path().read_text(encoding="utf-8")


def test_every_reference_is_there_and_leads_to_its_line(
    open_page: OpenPage, pages: dict[str, Path], corpus: Corpus
) -> None:
    opened, requests, errors = open_page(pages["en"])
    assert shown(opened) == list(corpus.references["reference_id"])
    assert opened.inner_text("output") == "199 of 199 references"
    assert opened.get_attribute("#L0513 a", "href") == "dossier.html#L0513"
    assert opened.inner_text("#L0513 a") == "513"
    assert (requests, errors) == ([], [])


@pytest.mark.parametrize("words", ["PRECARITE", "précarité", " precarité  "])
def test_neither_accents_nor_case_nor_spaces_matter(
    words: str, open_page: OpenPage, pages: dict[str, Path], corpus: Corpus
) -> None:
    page = open_page(pages["en"]).page
    page.fill("#q", words)
    found = shown(page)
    labels = corpus.themes.set_index("theme_id")["label_fr"]
    themes = corpus.subjects[corpus.subjects["theme_id"].map(labels).str.contains("précarité")]
    assert set(themes["reference_id"]) <= set(found)
    assert len(found) < 199


def test_two_words_are_both_wanted(open_page: OpenPage, pages: dict[str, Path]) -> None:
    page = open_page(pages["en"]).page
    page.fill("#q", "warin")
    one = shown(page)
    page.fill("#q", "warin non-recours")
    both = shown(page)
    assert 0 < len(both) <= len(one)
    page.fill("#q", "warin zzz")
    assert shown(page) == []
    assert page.inner_text("output") == "No reference meets all of this."
    assert page.is_disabled("[data-take=csv]")


@pytest.mark.parametrize(
    ("field", "column", "value"),
    [("type", "type", "book"), ("source", "source_id", "vie-sociale")],
)
def test_a_filter_keeps_what_the_table_says(
    field: str,
    column: str,
    value: str,
    open_page: OpenPage,
    pages: dict[str, Path],
    corpus: Corpus,
) -> None:
    page = open_page(pages["en"]).page
    page.select_option(f"[name={field}]", value)
    decided = corpus.decided()
    wanted = decided[decided[column] == value]
    assert shown(page) == list(wanted["reference_id"])
    assert f"({len(wanted)})" in page.inner_text(f"[name={field}] option[value={value}]")


def test_filters_of_sections_themes_authors_and_years_meet(
    open_page: OpenPage, pages: dict[str, Path], corpus: Corpus
) -> None:
    page = open_page(pages["en"]).page
    page.select_option("[name=section]", "2A")
    assert shown(page) == list(corpus.where(chapter="2", section="A").references["reference_id"])
    page.fill("[name=from]", "2014")
    page.fill("[name=to]", "2015")
    part = corpus.where(chapter="2", section="A", year=range(2014, 2016))
    assert shown(page) == list(part.references["reference_id"])
    page.click("button[type=reset]")
    expect(page.locator("output")).to_have_text("199 of 199 references")
    page.select_option("[name=theme]", "numerique")
    assert shown(page) == list(corpus.where(theme_id="numerique").references["reference_id"])
    page.select_option("[name=theme]", "")
    page.select_option("[name=author]", "warin-philippe")
    written = corpus.authorships.query("author_id == 'warin-philippe' and role == 'author'")
    wanted = corpus.references["work_id"].isin(written["work_id"])
    assert shown(page) == list(corpus.references.loc[wanted, "reference_id"])


def test_a_choice_is_in_the_address(open_page: OpenPage, pages: dict[str, Path]) -> None:
    page = open_page(pages["en"]).page
    page.fill("#q", "logement")
    page.select_option("[name=type]", "article-journal")
    chosen, address = shown(page), page.url
    assert address.endswith("#q=logement&type=article-journal")
    again = open_page(pages["en"]).page
    again.evaluate("hash => { location.hash = hash }", address.partition("#")[2])
    expect(again.locator("#q")).to_have_value("logement")
    assert shown(again) == chosen


def test_the_keyboard_sorts_and_says_so(open_page: OpenPage, pages: dict[str, Path]) -> None:
    page = open_page(pages["en"]).page
    page.focus("th[data-key=year] button")
    page.keyboard.press("Enter")
    assert page.get_attribute("th[data-key=year]", "aria-sort") == "ascending"
    years = page.eval_on_selector_all("tbody tr", "rows => rows.map(r => r.cells[4].innerText)")
    printed = [year for year in years if year]
    assert printed == sorted(printed)
    assert years[len(printed) :] == [""] * (199 - len(printed))
    page.keyboard.press("Space")
    assert page.get_attribute("th[data-key=year]", "aria-sort") == "descending"
    years = page.eval_on_selector_all("tbody tr", "rows => rows.map(r => r.cells[4].innerText)")
    assert years[: len(printed)] == sorted(printed, reverse=True)


def test_a_choice_is_taken_away_as_a_spreadsheet(
    open_page: OpenPage, pages: dict[str, Path], corpus: Corpus
) -> None:
    page = open_page(pages["en"]).page
    page.select_option("[name=source]", "vie-sociale")
    name, text = taken(page, "csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert name == f"references-{len(rows)}.csv"
    assert [row["reference_id"] for row in rows] == shown(page)
    decided = corpus.decided().set_index("reference_id")
    assert [row["title"] for row in rows] == list(decided.loc[shown(page), "title"])


def test_a_choice_is_taken_away_for_zotero(open_page: OpenPage, pages: dict[str, Path]) -> None:
    page = open_page(pages["en"]).page
    page.select_option("[name=type]", "chapter")
    name, text = taken(page, "ris")
    assert name == "references-1.ris"
    [entry] = rispy.loads(text)
    assert entry["type_of_reference"] == "CHAP"
    name, text = taken(page, "bib")
    assert name == "references-1.bib"
    assert [entry.entry_type for entry in parse_string(text).entries] == ["incollection"]


def test_without_scripts_it_is_a_complete_table(
    open_page: OpenPage, pages: dict[str, Path]
) -> None:
    page = open_page(pages["en"], java_script_enabled=False).page
    assert page.locator("tbody tr").count() == 199
    assert not page.is_visible("form")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(
    scheme: str, language: str, open_page: OpenPage, pages: dict[str, Path]
) -> None:
    page = open_page(pages[language], color_scheme=scheme).page
    page.fill("#q", "logement")
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_the_page_never_scrolls_sideways(
    width: int, open_page: OpenPage, pages: dict[str, Path]
) -> None:
    page = open_page(pages["en"], viewport={"width": width, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_french_page_is_french(open_page: OpenPage, pages: dict[str, Path]) -> None:
    page = open_page(pages["fr"]).page
    assert page.inner_text("h1") == "Toutes les références"
    assert page.inner_text("output") == "199 références sur 199"
    assert "article de périodique" in page.inner_text("[name=type]")
    assert page.inner_text("button[type=reset]") == "Tout montrer"


# The formats, read back by other people's readers


def test_ris_comes_back_as_it_was(corpus: Corpus) -> None:
    written = records(corpus)
    found = rispy.loads("".join(map(ris, written)))
    assert [entry["id"] for entry in found] == list(corpus.references["reference_id"])
    for record, entry in zip(written, found, strict=True):
        assert entry["title"] == record.title
        assert len(entry.get("authors", [])) == len(record.authors)
        assert entry.get("secondary_title", "") == record.container_title
        assert entry.get("year", "") == record.year
        assert entry.get("number", "") == record.issue
        assert tuple(entry.get("urls", [])) == record.urls
        assert tuple(entry.get("keywords", [])) == record.themes
        assert entry.get("abstract", "") == record.abstract


def test_bibtex_comes_back_as_it_was(corpus: Corpus) -> None:
    written = records(corpus)
    library = parse_string("\n".join(map(bibtex, written)))
    assert not library.failed_blocks
    found = [dict(entry.items()) for entry in library.entries]
    assert len(found) == len({entry["ID"] for entry in found}) == len(written)
    plain = str.maketrans("", "", "{}\\")
    for record, entry in zip(written, found, strict=True):
        assert entry["title"].translate(plain) == record.title
        assert len(entry.get("author", "").split(" and ")) == max(1, len(record.authors))
        assert entry.get("date", "") == record.issued
        source = entry.get("journal", entry.get("booktitle", ""))
        assert source.translate(plain) == record.container_title
        assert entry.get("pages", "").replace("--", "-") == record.page


def test_corrected_values_are_passed_on_with_their_lines(corpus: Corpus) -> None:
    record = {each.reference_id: each for each in records(corpus)}["L1234"]
    assert record.issue == "2961"
    assert "lines 1234–" in record.note
    assert "IS  - 2961\r\n" in ris(record)
    assert "number = {2961}" in bibtex(record)


def test_no_text_of_the_corpus_is_a_command(corpus: Corpus) -> None:
    references = corpus.references.head(1).assign(
        title='50 % & {x}\nER  - \nTY  - BOOK \\input{a} $1$ #2 _b ~c ^d', issue="=1+1"
    )  # fmt: skip
    part = Corpus(**{**vars(corpus), "references": references})
    [record] = records(part)
    assert len(rispy.loads(ris(record))) == 1
    entry = bibtex(record)
    assert entry.count("{") == entry.count("}")
    assert "\\input" not in entry
    assert pd.isna(corpus.references["issue"].iloc[0])
