"""Themes and authors of the corpus itself: what notebooks 5 and 6 draw, count and give away."""

from __future__ import annotations

import io
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from test_charts import texts

from biblioscope import Corpus, charts, exchange, measures
from biblioscope.language import LANGUAGES

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
FIGURES = {
    "5-themes": ["5-themes", "5-themes-by-chapter", "5-themes-by-year"],
    "6-cooccurrence": [
        "6-themes-network", "6-thematic-map", "6-groups-by-chapter", "6-themes-matrix",
        "6-themes-authors",
    ],
}  # fmt: skip
GRAPHS = ["6-themes-network", "6-themes-authors", "6-authors"]
Draw = Callable[..., charts.Chart]


@dataclass
class Shown:
    """What a notebook hands to the library to be published."""

    figures: dict[str, Draw] = field(default_factory=dict)
    graphs: dict[str, nx.Graph] = field(default_factory=dict)
    explored: list[tuple[nx.Graph, pd.DataFrame]] = field(default_factory=list)


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    """Run the cells of notebooks 5 and 6 here, and keep what they would publish."""
    found = Shown()

    def publish(plot: Draw, table: Any, name: str, **options: Any) -> None:
        found.figures[name] = lambda **own: plot(table, **options, **own)

    def publish_graph(graph: nx.Graph, name: str, **about: Any) -> list[str]:
        found.graphs[name] = graph
        return list(exchange.graph_files(graph, name, **about))

    def show_graph(graph: nx.Graph, evidence: pd.DataFrame, **options: Any) -> charts.Explorer:
        found.explored.append((graph, evidence))
        return charts.Explorer("", "")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIBLIOSCOPE_PROJECT", str(NOTEBOOKS.parent))
        patch.setattr(charts, "publish", publish)
        patch.setattr(charts, "show_graph", show_graph)
        patch.setattr(exchange, "publish_graph", publish_graph)
        for name in FIGURES:
            notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
            cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
            exec("\n".join("".join(cell["source"]) for cell in cells), {})  # noqa: S102 - our own
    yield found
    plt.close("all")


def test_the_notebooks_draw_what_they_are_to_draw(shown: Shown) -> None:
    assert list(shown.figures) == [name for names in FIGURES.values() for name in names]
    assert list(shown.graphs) == GRAPHS
    assert [graph for graph, _ in shown.explored] == [shown.graphs[name] for name in GRAPHS[:2]]


def overlaps(chart: charts.Chart) -> list[tuple[str, str]]:
    """Return the texts that cover each other by a point or more, as the renderer measures them."""
    pairs = itertools.combinations([(text.get_text(), box) for text, box in texts(chart)], 2)
    return [
        (one, other)
        for (one, a), (other, b) in pairs
        if min(min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)) >= 1
    ]


@pytest.mark.parametrize("name", [name for names in FIGURES.values() for name in names])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["page", "column"])
def test_no_label_covers_another(shown: Shown, name: str, language: str, width: str) -> None:
    if (name, width) == ("6-themes-matrix", "column"):
        with pytest.raises(ValueError, match="take 'page'"):
            shown.figures[name](language=language, width=width)
        return
    chart = shown.figures[name](language=language, width=width)
    assert len(list(texts(chart))) > 3
    assert overlaps(chart) == []


@pytest.mark.parametrize("name", ["6-themes-network", "6-themes-authors"])
@pytest.mark.parametrize("width", ["page", "column"])
def test_every_node_is_named_and_no_label_covers_a_mark(
    shown: Shown, name: str, width: str
) -> None:
    chart = shown.figures[name](width=width)
    axes = chart.figure.axes[0]
    assert len(axes.texts) == len(shown.graphs[name])
    marks = [
        axes.transData.transform(np.asarray(dot.get_offsets())[0])
        for dot in axes.collections
        if hasattr(dot, "get_sizes")
    ]
    assert len(marks) == len(shown.graphs[name])
    for text in axes.texts:
        box = text.get_window_extent()
        assert not any(box.contains(*mark) for mark in marks), text.get_text()


@pytest.mark.parametrize("name", ["6-themes-network", "6-themes-authors"])
def test_no_graph_is_a_hairball_of_many_more_lines_than_nodes(shown: Shown, name: str) -> None:
    graph = shown.graphs[name]
    assert 0 < graph.number_of_edges() <= 1.5 * len(graph)


@pytest.mark.parametrize("place", [0, 1])
def test_there_is_a_reference_for_all_that_an_edge_counts(shown: Shown, place: int) -> None:
    graph, evidence = shown.explored[place]
    ends = evidence[["source", "target"]].itertuples(index=False)
    found = Counter(frozenset(pair) for pair in ends)
    counted = {frozenset((one, other)): data["count"] for one, other, data in graph.edges.data()}
    assert dict(found) == counted
    assert evidence[["reference_id", "title"]].notna().all(axis=None)


@pytest.mark.parametrize("name", GRAPHS)
def test_the_files_of_a_graph_are_read_back(shown: Shown, name: str) -> None:
    graph = shown.graphs[name]
    files = exchange.graph_files(graph, name)
    weights = {
        frozenset((one, other)): pytest.approx(weight)
        for one, other, weight in graph.edges(data="weight")
    }
    for kind, read in ((".gexf", nx.read_gexf), (".graphml", nx.read_graphml)):
        again = read(io.BytesIO(str(files[name + kind]).encode("utf-8")))
        assert dict(again.nodes(data="count")) == dict(graph.nodes(data="count"))
        edges = again.edges(data="weight")
        assert {frozenset((one, other)): weight for one, other, weight in edges} == weights
    pajek = io.BytesIO(str(files[f"{name}.net"]).encode("utf-8"))
    again = nx.read_pajek(pajek, encoding="utf-8-sig")
    assert (len(again), again.number_of_edges()) == (len(graph), len(weights))
    network = json.loads(files[f"{name}-vosviewer.json"])["network"]
    links = {
        frozenset((link["source_id"], link["target_id"])): link["strength"]
        for link in network["links"]
    }
    assert links == weights
    nodes, edges = (
        pd.read_csv(io.BytesIO(files[f"{name}-{kind}.csv"]), keep_default_na=False)  # type: ignore[arg-type]
        for kind in ("nodes", "edges")
    )
    assert nodes.set_index("Id")["label_en"].to_dict() == dict(graph.nodes(data="label_en"))
    ends = zip(edges["Source"], edges["Target"], edges["Weight"], strict=True)
    assert {frozenset((one, other)): weight for one, other, weight in ends} == weights


def pairs_of(corpus: Corpus, kind: str) -> pd.DataFrame:
    """Return which works have which items of a kind, in whatever order and number."""
    if kind == "theme_id":
        return measures.theme_links(corpus.subjects, corpus.references)
    table = corpus.authorships if kind == "author_id" else corpus.references
    return table[["work_id", kind]].dropna()


@pytest.mark.parametrize(
    ("one", "other"),
    [("theme_id", "author_id"), ("theme_id", "source_id"), ("author_id", "section")],
)
def test_two_kinds_of_item_meet_as_counted_by_hand(corpus: Corpus, one: str, other: str) -> None:
    left, right = pairs_of(corpus, one), pairs_of(corpus, other)
    table = measures.cooccurrence_between(left, right, item_a=one, item_b=other, measures=())
    joined = left.drop_duplicates().merge(right.drop_duplicates(), on="work_id")
    expected = Counter(zip(joined[one], joined[other], strict=True))
    pairs = zip(table["source"], table["target"], strict=True)
    assert dict(zip(pairs, table["count"], strict=True)) == dict(expected)
    assert len(expected) > 100


def test_a_work_listed_twice_counts_once(corpus: Corpus) -> None:
    listings = corpus.references["work_id"].value_counts()
    twice = listings[listings > 1].index
    assert len(twice) > 0
    links = measures.theme_links(corpus.subjects, corpus.references)
    table = measures.cooccurrence(links, document="work_id")
    assert table.attrs["n_documents"] == links["work_id"].nunique()
    again = pd.concat([links, links[links["work_id"].isin(twice)]])
    pd.testing.assert_frame_equal(measures.cooccurrence(again, document="work_id"), table)
