"""The graph that can be explored: by pointer and by keyboard, and a picture where nothing runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import OpenedPage
from bs4 import BeautifulSoup

from biblioscope import charts, measures

HOSTILE = '</script><img src=x onerror="document.title=1"> \u202e"quoted"'


@pytest.fixture(scope="module")
def graph() -> nx.Graph:
    """Return four themes and three ties, of strengths 3, 2 and 1."""
    graph = nx.Graph()
    for name, label, count, x, y in (
        ("a", "Précarité", 9, 0, 0),
        ("b", "Logement", 5, 1, 0),
        ("c", "Santé", 3, 0, 1),
        ("d", HOSTILE, 2, 1, 1),
    ):
        graph.add_node(name, label=label, count=count, cluster=1, kind="theme", x=x, y=y)
    graph.add_edge("a", "b", weight=3.0, count=2)
    graph.add_edge("b", "c", weight=2.0, count=1)
    graph.add_edge("c", "d", weight=1.0, count=1)
    return graph


@pytest.fixture(scope="module")
def evidence() -> pd.DataFrame:
    rows = [
        ("a", "b", "L0001", "Se loger"),
        ("b", "a", "L0009", "Être logé"),
        ("b", "c", "L0001", "Se loger"),
        ("c", "d", "L0020", HOSTILE),
    ]
    return pd.DataFrame(rows, columns=["source", "target", "reference_id", "title"])


@pytest.fixture
def page(graph: nx.Graph, evidence: pd.DataFrame, tmp_path: Path) -> Path:
    """Return a page that holds what a notebook would show, script and all."""
    shown = charts.show_graph(graph, evidence, language="en")._repr_mimebundle_()["text/html"]
    path = tmp_path / "graph.html"
    head = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Graph</title><main>'
    path.write_text(f"{head}<h1>Graph</h1>{shown}</main>", encoding="utf-8", newline="\n")
    return path


def test_documents_behind_an_edge_are_as_many_as_it_counts() -> None:
    links = pd.DataFrame(
        [("1", "a"), ("1", "b"), ("1", "b"), ("2", "a"), ("2", "b"), ("3", "b"), ("3", "c")],
        columns=["work_id", "theme_id"],
    )
    edges = measures.cooccurrence(links, document="work_id", item="theme_id")
    behind = measures.edge_documents(edges, links)
    assert behind.to_numpy().tolist() == [["a", "b", "1"], ["a", "b", "2"], ["b", "c", "3"]]
    assert len(behind) == edges["count"].sum()


def test_documents_behind_edges_of_two_kinds() -> None:
    themes = pd.DataFrame({"work_id": ["1", "2"], "theme_id": ["a", "a"]})
    authors = pd.DataFrame({"work_id": ["1", "2"], "author_id": ["x", "y"]})
    edges = pd.DataFrame({"source": ["a"], "target": ["y"]})
    assert measures.edge_documents(edges, themes, authors)["work_id"].tolist() == ["2"]
    with pytest.raises(ValueError, match="a document and an item"):
        measures.edge_documents(edges, themes.assign(other=1))


def test_every_tie_is_in_the_table_with_its_references(
    graph: nx.Graph, evidence: pd.DataFrame
) -> None:
    soup = BeautifulSoup(charts.show_graph(graph, evidence, language="fr").html, "html.parser")
    rows = [[cell.get_text() for cell in row(["th", "td"])] for row in soup.select("tbody tr")]
    assert rows == [
        ["Précarité", "Logement", "2", "3,0", "L0001 L0009"],
        ["Logement", "Santé", "1", "2,0", "L0001"],
        ["Santé", HOSTILE, "1", "1,0", "L0020"],
    ]
    assert len(soup.select(".bg-edge")) == 3
    assert soup.select(".bg-node")[0]["data-name"] == "Précarité"
    figure = soup.select_one(".bg-graph")
    assert figure is not None
    assert json.loads(str(figure["data-titles"]))["L0020"] == HOSTILE


def test_two_showings_are_the_same(graph: nx.Graph, evidence: pd.DataFrame) -> None:
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    first, second = (charts.show_graph(each, evidence).html for each in (graph, turned))
    assert first == second


def test_a_pointer_shows_neighbours_and_references(
    open_page: Callable[..., OpenedPage], page: Path
) -> None:
    opened, requests, errors = open_page(page)
    opened.hover(".bg-node:has-text('Logement') .bg-mark")
    assert opened.inner_text(".bg-status") == "Logement: 5 works. Tied with:"
    behind = opened.locator(".bg-behind > li")
    assert [line.split("\n")[0] for line in behind.all_inner_texts()] == [
        "Précarité (2)",
        "Santé (1)",
    ]
    assert "L0009 Être logé" in behind.first.inner_text()
    dimmed = opened.locator(".bg-node.bg-dim")
    assert dimmed.count() == 1
    assert dimmed.get_attribute("data-name") == HOSTILE
    opened.mouse.move(0, 0)
    assert opened.inner_text(".bg-status") == "Ties shown: 3 of 3, of a strength of 1.0 or more."
    assert opened.title() == "Graph"
    assert (requests, errors) == ([], [])


def test_a_line_says_the_references_behind_it_and_a_click_keeps_them(
    open_page: Callable[..., OpenedPage], page: Path
) -> None:
    opened, _, errors = open_page(page)
    opened.locator("svg").scroll_into_view_if_needed()
    line = opened.locator(".bg-broad").last.bounding_box()
    assert line is not None
    across, up = line["x"] + line["width"] / 2, line["y"] + line["height"] / 2
    opened.mouse.move(across, up)
    assert opened.inner_text(".bg-status") == "Précarité and Logement: 2 works."
    assert opened.locator(".bg-behind > li").all_inner_texts() == [
        "L0001 Se loger",
        "L0009 Être logé",
    ]
    assert opened.locator(".bg-node.bg-dim").count() == 2
    opened.mouse.move(0, 0)
    assert opened.locator(".bg-behind > li").count() == 0
    opened.mouse.click(across, up)
    opened.mouse.move(0, 0)
    assert opened.locator(".bg-behind > li").count() == 2
    opened.focus("[type=range]")
    opened.keyboard.press("End")  # only the strongest tie, which is the one that was chosen
    assert opened.inner_text(".bg-status") == "Précarité and Logement: 2 works."
    opened.keyboard.press("Escape")
    assert opened.inner_text(".bg-status").startswith("Ties shown: 1 of 3")
    assert errors == []


def test_themes_and_authors_are_both_found(
    open_page: Callable[..., OpenedPage], tmp_path: Path
) -> None:
    graph = nx.Graph()
    for name, label, kind in (("t", "Précarité", "theme"), ("z", "Zoé Père", "person")):
        graph.add_node(name, label=label, count=2, cluster=1, kind=kind, x=0, y=len(kind))
    graph.add_node("a", label="Ève Mère", count=1, cluster=1, kind="person", x=1, y=1)
    graph.add_edge("a", "t", weight=1.0, count=1)
    evidence = pd.DataFrame(
        {"source": ["t"], "target": ["a"], "reference_id": ["L0001"], "title": ["Se loger"]}
    )
    shown = charts.show_graph(graph, evidence, language="fr", item="items")
    heads = BeautifulSoup(shown.html, "html.parser").select("thead th")
    assert [head.get_text() for head in heads][:2] == ["thème", "auteur"]
    assert shown.text == "Précarité – Ève Mère: 1 publication, 1,0 (L0001)"
    path = tmp_path / "graph.html"
    path.write_text(
        f'<meta charset="utf-8">{shown._repr_mimebundle_()["text/html"]}', encoding="utf-8"
    )
    opened, _, errors = open_page(path)
    assert "Chercher (thèmes et auteurs)" in opened.inner_text(".bg-controls")
    for written, status in (("eve", "Ève Mère: 1 pub"), ("precarite", "Précarité: 2 pub")):
        opened.fill("[type=search]", written)
        assert opened.inner_text(".bg-status").replace("\u00a0", "").startswith(status)
        assert "L0001 Se loger" in opened.inner_text(".bg-behind")
    assert errors == []


def test_the_keyboard_does_all_of_it(open_page: Callable[..., OpenedPage], page: Path) -> None:
    opened, _, errors = open_page(page)
    opened.focus("[type=search]")
    opened.keyboard.type("precarite")  # neither accents nor case matter
    assert opened.inner_text(".bg-status").startswith("Précarité: 9 works.")
    opened.keyboard.press("Tab")
    opened.keyboard.press("ArrowRight")
    assert opened.locator(".bg-edge:not(.bg-gone)").count() == 2
    assert opened.locator("tbody tr:not([hidden])").count() == 2
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")  # show all
    assert opened.locator(".bg-edge:not(.bg-gone)").count() == 3
    opened.keyboard.press("Tab")
    opened.keyboard.press("Tab")
    opened.keyboard.press("ArrowRight")
    focused = "document.activeElement.dataset.name"
    assert opened.evaluate(focused) == "Logement"
    opened.keyboard.press("Enter")
    assert opened.get_attribute(".bg-chosen", "aria-pressed") == "true"
    opened.keyboard.press("End")
    assert opened.evaluate(focused) == HOSTILE
    assert opened.inner_text(".bg-status").startswith("Logement")  # pinned
    opened.keyboard.press("Escape")
    assert opened.locator(".bg-chosen").count() == 0
    assert errors == []


def test_the_picture_stays_without_scripts(
    open_page: Callable[..., OpenedPage], page: Path
) -> None:
    opened, _, _ = open_page(page, java_script_enabled=False)
    assert opened.locator(".bg-node").count() == 4
    assert opened.is_visible("svg")
    assert not opened.is_visible(".bg-controls")
    assert opened.get_attribute("svg", "role") == "img"
    opened.click("summary")
    assert opened.is_visible("text=L0009")


def test_paper_shows_the_whole_graph(open_page: Callable[..., OpenedPage], page: Path) -> None:
    opened, _, _ = open_page(page)
    opened.click(".bg-node:has-text('Logement') .bg-mark")
    opened.emulate_media(media="print")
    assert not opened.is_visible(".bg-controls")
    assert opened.locator(".bg-dim").first.evaluate("e => getComputedStyle(e).opacity") == "1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_graph_is_accessible(
    scheme: str, open_page: Callable[..., OpenedPage], page: Path
) -> None:
    opened, _, _ = open_page(page, color_scheme=scheme, viewport={"width": 320, "height": 640})
    opened.click("summary")
    assert Axe().run(opened).response["violations"] == []
    assert opened.evaluate("document.documentElement.scrollWidth") == 320


def test_evidence_without_its_columns_is_refused(graph: nx.Graph) -> None:
    with pytest.raises(ValueError, match="no column 'reference_id'"):
        charts.show_graph(graph, pd.DataFrame({"source": [], "target": []}))
