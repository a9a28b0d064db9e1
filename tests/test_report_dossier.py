"""The page of the dossier: every line, every mark, and nothing that acts."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import OpenedPage
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from biblioscope.corpus import Dossier
from biblioscope.reading import Document, Reference, parse, read_text
from biblioscope.report.dossier_page import render_dossier
from biblioscope.report.exporter import BiblioscopeExporter
from biblioscope.report.marks import FIELDS, Mark, marked_line
from biblioscope.report.references import link_lines
from biblioscope.report.shown import as_html, sign_of
from biblioscope.report.source import Source, identifier, source_of

OpenPage = Callable[..., OpenedPage]

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"


def make_source(document: Document) -> Source:
    return Source(Dossier("d.txt", "Un dossier", "Dossier", "Nous", "2020", "fr"), document)


def render(source: Source) -> str:
    return render_dossier(source, BiblioscopeExporter())  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def source() -> Source:
    found = source_of(NOTEBOOKS)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def page_file(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "dossier.html"
    path.write_text(render(source), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def page(page_file: Path) -> BeautifulSoup:
    return BeautifulSoup(page_file.read_text(encoding="utf-8"), "html.parser")


def raw(page: BeautifulSoup) -> list[str]:
    """Return the text of every line, without the words of the marks."""
    copy = BeautifulSoup(str(page), "html.parser")
    for label in copy.select(".label"):
        label.decompose()
    return [line.get_text() for line in copy.select(".line > .raw")]


# The text


def test_every_line_of_the_file_is_there_to_the_letter(page: BeautifulSoup, source: Source) -> None:
    text = read_text(ROOT / "data" / "raw" / source.dossier.file)
    expected = text.removesuffix("\n").split("\n")
    assert len(expected) == 1894
    shown = ["".join(map(sign_of, line.removesuffix("\r"))) for line in expected]
    assert raw(page) == [line.replace("[U+0009]", "\t") for line in shown]


def test_every_line_and_reference_has_an_anchor_of_its_own(
    page: BeautifulSoup, source: Source
) -> None:
    lines = page.select(".line")
    assert [line["id"] for line in lines] == [f"l{n}" for n in range(1, 1895)]
    assert [line.select_one(".no").get_text() for line in lines] == [  # type: ignore[union-attr]
        str(n) for n in range(1, 1895)
    ]
    articles = page.select("article.reference")
    assert [article["id"] for article in articles] == [
        identifier(reference) for reference in source.document.references
    ]
    for article, reference in zip(articles, source.document.references, strict=True):
        numbers = [str(line["id"]) for line in article.select(".line")]
        assert numbers[0] == f"l{reference.line_start}"
        assert numbers[-1] == f"l{reference.line_end}"
    ids = [tag["id"] for tag in page(id=True)]
    assert len(ids) == len(set(ids))


def test_links_within_the_page_lead_somewhere(page: BeautifulSoup) -> None:
    ids = {str(tag["id"]) for tag in page(id=True)}
    inner = [str(a["href"]) for a in page("a") if str(a["href"]).startswith("#")]
    assert len(inner) > 200
    assert {address[1:] for address in inner} <= ids


def test_marks_hold_what_was_read(page: BeautifulSoup, source: Source) -> None:
    reference = next(r for r in source.document.references if r.line_start == 101)
    copy = BeautifulSoup(str(page), "html.parser")
    article = copy.select_one("#L0101")
    assert article is not None
    words = {str(mark["class"][1]): mark.i.get_text() for mark in article.select(".field")}  # type: ignore[union-attr]
    assert words == {
        "title": "title",
        "authors": "author",
        "publisher": "publisher",
        "issued": "date",
        "number_of_pages": "total",
        "urls": "address",
        "abstract": "abstract",
    }
    for label in article.select(".label"):
        label.decompose()
    text = {str(mark["class"][1]): mark.get_text() for mark in article.select(".field")}
    assert text["title"] == reference.title
    assert text["authors"] == "BOURGUIGNON Brigitte"
    assert (text["issued"], text["number_of_pages"]) == ("2016", "47 p.")
    assert text["urls"] == reference.urls[0]
    assert text["abstract"] == reference.abstract


def test_every_reference_has_its_title_marked(page: BeautifulSoup, source: Source) -> None:
    for article in page.select("article.reference"):
        assert article.select_one(".field.title .label"), article["id"]
    used = {field for r in source.document.references for field in r.spans}
    assert used <= set(FIELDS)


def test_doubts_are_listed_and_stand_by_their_lines(page: BeautifulSoup, source: Source) -> None:
    doubts = list(source.document.all_warnings())
    listed = page.select(".doubts li")
    assert [str(item.a["href"]) for item in listed if item.a] == [f"#l{d.line}" for d in doubts]
    assert len(page.select("p.doubt")) == len(doubts) == 16
    issue = page.select_one("#l515 + p.doubt")
    assert issue is not None
    assert "the issue is printed 127, the address says 260" in issue.get_text()


def test_headings_are_headings_and_skip_no_level(page: BeautifulSoup) -> None:
    levels = [int(h.name[1]) for h in page.select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert len(page.select(".line > h3")) == 6
    assert len(page.select(".go > ol > li")) == 6


def test_what_is_no_reference_says_so(page: BeautifulSoup) -> None:
    said = [p.get_text() for p in page.select(".part:not(.reference) > .name")]
    assert said[0] == "Front matter"
    assert said[-1] == "Colophon"


# In a browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(page_file: Path, open_page: OpenPage, scheme: str) -> None:
    opened = open_page(page_file, color_scheme=scheme)
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert Axe().run(opened.page).response["violations"] == []
    assert (opened.requests, opened.console_errors) == ([], [])


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_the_page_never_scrolls_sideways(page_file: Path, open_page: OpenPage, width: int) -> None:
    shown = open_page(page_file).page
    shown.set_viewport_size({"width": width, "height": 900})
    shown.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_works_without_scripts(page_file: Path, open_page: OpenPage) -> None:
    shown = open_page(page_file, java_script_enabled=False).page
    shown.get_by_role("link", name="line 515").click()
    assert shown.url.endswith("#l515")
    assert shown.locator("#l515").is_visible()
    assert shown.locator("script").count() == 0


# What could act


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>", "&lt;script&gt;"),
        ("\"&'", "&quot;&amp;&#x27;"),
        ("a\u202eb", 'a<span class="acting">[RLO]</span>b'),
        ("\0", '<span class="acting">[U+0000]</span>'),
        ("\u2028", '<span class="acting">[LS]</span>'),
        ("é œ – « \u00a0»", "é œ – « \u00a0»"),
    ],
)
def test_raw_text_is_made_visible(text: str, html: str) -> None:
    assert as_html(text) == html


@given(
    st.text(st.characters(exclude_characters="\n\r"), max_size=30),
    st.lists(st.tuples(st.sampled_from(sorted(FIELDS)), st.integers(0, 30), st.integers(1, 30))),
)
def test_marks_never_change_the_text(line: str, given: list[tuple[str, int, int]]) -> None:
    marks = [
        Mark(field, start, min(start + size, len(line)), first=True)
        for field, start, size in given
        if start < len(line)
    ]
    shown = BeautifulSoup(
        f"<pre>{marked_line(line, marks, dict.fromkeys(FIELDS, 'word'))}</pre>", "html.parser"
    )
    assert {tag.name for tag in shown(True)} <= {"pre", "span", "i"}
    for label in shown.select(".label"):
        label.decompose()
    expected = "".join(c if c == "\t" else sign_of(c) for c in line)
    assert shown.get_text() == expected


def test_only_addresses_of_the_web_are_links_and_tell_nothing(page: BeautifulSoup) -> None:
    links = page.select(".reference dd a")
    assert len(links) > 50
    for link in links:
        assert str(link["href"]).startswith(("http://", "https://"))
        assert "noreferrer" in link["rel"]


def test_a_dossier_with_other_line_ends_is_shown() -> None:
    document = parse("1 / Lire\r\n\r\nLe don / DUPONT Anne\r\nDunod, 2012, 120 p.\r\n")
    shown = BeautifulSoup(render(make_source(document)), "html.parser")
    assert raw(shown) == ["1 / Lire", "", "Le don / DUPONT Anne", "Dunod, 2012, 120 p."]


# The ways to it


def linked(table: str, source: Source) -> Tag:
    soup = BeautifulSoup(table, "html.parser")
    link_lines(soup, source)
    return soup


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("<td>L0101</td>", "dossier.html#L0101"),
        ("<th> L0101 </th>", "dossier.html#L0101"),
        ("<td>L0102</td>", None),
        ("<td>L0101 and more</td>", None),
        ("<td>101</td>", None),
        ('<td><a href="x">L0101</a></td>', "x"),
    ],
)
def test_a_cell_that_names_a_reference_leads_to_it(
    cell: str, address: str | None, source: Source
) -> None:
    head = "<thead><tr><th>name</th></tr></thead>"
    link = linked(f"<table>{head}<tr>{cell}</tr></table>", source).a
    assert (link and link["href"]) == address


@pytest.mark.parametrize(
    ("column", "cell", "address"),
    [
        ("line", "503", "#l503"),
        ("from line", "1,503", "#l1503"),
        ("to_line", "503", "#l503"),
        ("line_start", "503", "#l503"),
        ("Line end", "503", "#l503"),
        ("line", "0", None),
        ("line", "1895", None),
        ("line", "-5", None),
        ("line", "5.5", None),
        ("lines", "503", None),
        ("n", "503", None),
    ],
)
def test_a_line_number_leads_to_its_line(
    column: str, cell: str, address: str | None, source: Source
) -> None:
    table = f"<table><thead><tr><th>{column}</th></tr></thead><tr><td>{cell}</td></tr></table>"
    link = linked(table, source).a
    assert (link and link["href"]) == (address and f"dossier.html{address}")


def test_a_project_without_a_dossier_has_no_such_page(tmp_path: Path) -> None:
    assert source_of(tmp_path) is None


def test_references_are_found_whatever_their_number() -> None:
    assert identifier(Reference(12345, 12346)) == "L12345"
    document = Document("x\n", [], [], [Reference(1, 1)])
    assert make_source(document).address("L0001") == "dossier.html#L0001"
    assert json.dumps(make_source(document).address("L1")) == "null"
