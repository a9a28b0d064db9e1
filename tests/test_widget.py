"""The widget for JupyterLab: what it is sent, and what is said where it is not installed."""

from __future__ import annotations

import json
import sys
from typing import Any

import networkx as nx
import numpy as np
import pytest

from biblioscope import charts
from biblioscope.charts import style


@pytest.fixture
def graph() -> nx.Graph:
    """Return two themes and an author in two clusters, as `theme_author_network` makes them."""
    graph = nx.Graph()
    for name, kind, cluster, count in (("t", "theme", 1, 9), ("u", "theme", 2, 4)):
        labels = {"label": name, "label_fr": f"{name} fr", "label_en": f"{name} en"}
        graph.add_node(name, **labels, kind=kind, cluster=cluster, count=count, x=0.5, y=-1.0)
    graph.add_node(
        "a", label="Ann", label_fr="Ann", label_en="Ann", kind="person", count=np.int64(1),
        cluster=2, cluster_name="U · Ann", x=1.0, y=0.0, betweenness=float("nan"),
    )  # fmt: skip
    graph.nodes["u"]["cluster_name"] = "U · Ann"
    graph.add_edge("t", "u", weight=np.float64(1.5), count=2)
    graph.add_edge("u", "a", weight=np.float64(1.0), alpha=None)
    return graph


def sent(widget: Any) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Return the nodes and edges as the browser gets them."""
    data = json.loads(json.dumps(widget.data, allow_nan=False))
    nodes = {node["key"]: node["attributes"] for node in data["nodes"]}
    return nodes, data["edges"]


def test_the_widget_gets_what_the_drawing_shows(graph: nx.Graph) -> None:
    widget = charts.explore(graph, language="en")
    nodes, edges = sent(widget)
    assert {key: node["label"] for key, node in nodes.items()} == {"a": "Ann", "t": "t", "u": "u"}
    assert (nodes["a"]["count"], "betweenness" in nodes["a"]) == (1, False)
    weights = {(edge["source"], edge["target"]): edge["attributes"]["weight"] for edge in edges}
    assert weights == {("a", "u"): 1.0, ("t", "u"): 1.5}
    assert widget.layout["t"] == {"x": 0.5, "y": -1.0}
    colours = dict(widget.visual_variables["nodeColor"]["palette"])
    assert colours == {"1": style.QUALITATIVE[0], "U · Ann": style.QUALITATIVE[1]}


def test_authors_among_themes_have_a_border(graph: nx.Graph) -> None:
    def borders(of: nx.Graph) -> dict[str, float]:
        widget = charts.explore(of, language="en")
        attribute = widget.visual_variables["nodeBorderSize"]["attribute"]
        return {key: node[attribute] for key, node in sent(widget)[0].items()}

    assert {key for key, border in borders(graph).items() if border} == {"a"}
    assert not any(borders(graph.subgraph(["t", "u"])).values())


def test_the_widget_speaks_the_language_asked_for(graph: nx.Graph) -> None:
    words = {"en": "label_en", "fr": "label_fr"}
    for language in ("en", "fr"):
        nodes, _ = sent(charts.explore(graph, label=words, language=language))
        assert nodes["t"]["label"] == f"t {language}"


def test_the_order_of_nodes_changes_nothing(graph: nx.Graph) -> None:
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    assert charts.explore(graph).data == charts.explore(turned).data


def test_an_empty_graph_can_be_explored() -> None:
    assert sent(charts.explore(nx.Graph())) == ({}, [])


def test_without_ipysigma_one_sentence_says_what_to_install(
    graph: nx.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ipysigma", None)
    with pytest.raises(ModuleNotFoundError, match=r"needs ipysigma: .*`make lab`.*pip install"):
        charts.explore(graph)


def test_a_node_without_a_place_is_named(graph: nx.Graph) -> None:
    del graph.nodes["t"]["x"]
    with pytest.raises(ValueError, match="node 't' has no 'x'"):
        charts.explore(graph)
