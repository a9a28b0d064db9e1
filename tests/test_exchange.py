"""Graphs as files of other tools: read back, held to the formats' own words, and hostile texts."""

from __future__ import annotations

import io
import json
import math
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest

from biblioscope.exchange import (
    edges_csv,
    gexf,
    graph_files,
    graphml,
    nodes_csv,
    pajek,
    pajek_partition,
    publish_graph,
    vosviewer,
    write_graph,
)
from biblioscope.measures import cooccurrence, theme_network

HOSTILE = 'a "b" <c> & \x00\x1b\ud800 \\ \n d'
CLEANED = 'a "b" <c> & \ufffd\ufffd\ufffd \\ \n d'
FORMULA = '=HYPERLINK("http://example.org")'


def themes() -> nx.Graph:
    """Return the toy of six documents as a graph of themes, with every measure."""
    documents = ["ABC", "AB", "AC", "BC", "DE", "CDE"]
    links = pd.DataFrame(
        [(f"r{n}", item) for n, items in enumerate(documents) for item in items],
        columns=["reference_id", "theme_id"],
    )
    measures = ("association", "npmi", "p_value", "q_value")
    table = pd.DataFrame(
        {
            "theme_id": list("ABCDE"),
            "label_fr": ["Égalité", "Santé", "Œuvre", "Droit d’asile", "Été"],
            "label_en": ["Equality", "Health", "Work", "Asylum", "Summer"],
            "works": [3, 3, 4, 2, 2],
        }
    )
    return theme_network(cooccurrence(links, measures=measures), table)


def hostile() -> nx.Graph:
    graph = nx.Graph()
    graph.add_node("one", label=HOSTILE, label_fr=FORMULA, count=2, cluster=1, x=0.0, y=1.0)
    graph.add_node("two", label=HOSTILE, label_fr="-1+1", count=1, cluster=1, x=1.0, y=0.0)
    graph.add_edge("one", "two", weight=-0.5 + 1, note="@cmd", npmi=-0.25, nothing=math.nan)
    return graph


def read_gexf(graph: nx.Graph) -> nx.Graph:
    return nx.read_gexf(io.BytesIO(gexf(graph).encode("utf-8")))


def read_graphml(graph: nx.Graph) -> nx.Graph:
    return nx.read_graphml(io.BytesIO(graphml(graph).encode("utf-8")))


def without(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}


@pytest.mark.parametrize("read", [read_gexf, read_graphml])
def test_networkx_reads_back_every_attribute(read: Any) -> None:
    graph = themes()
    again = read(graph)
    assert set(again) == set("ABCDE")
    for node, data in graph.nodes(data=True):
        assert without(again.nodes[node], "viz") == data
    assert {frozenset(edge) for edge in again.edges} == {frozenset(edge) for edge in graph.edges}
    for a, b, data in graph.edges(data=True):
        assert without(again.edges[a, b], "id") == data
        assert {"count", "weight", "association", "npmi", "p_value", "q_value"} <= set(data)


def test_graphml_keeps_what_is_known_of_the_whole() -> None:
    graph = themes()
    again = read_graphml(graph)
    assert again.graph["modularity"] == graph.graph["modularity"]
    assert again.graph["stability"] == graph.graph["stability"]


def test_gexf_places_and_sizes_nodes_and_bears_no_date() -> None:
    graph = themes()
    picture = read_gexf(graph).nodes["C"]["viz"]
    assert picture["size"] == pytest.approx(10)
    assert picture["position"]["x"] == pytest.approx(500 * graph.nodes["C"]["x"], abs=1e-3)
    root = ElementTree.fromstring(gexf(graph))  # noqa: S314 - our own
    meta = next(element for element in root.iter() if element.tag.endswith("meta"))
    assert meta.attrib == {}
    assert [child.text for child in meta] == ["Biblioscope"]
    assert root.attrib["version"] == "1.2"


def test_pajek_is_read_back_by_networkx() -> None:
    graph = themes()
    raw = pajek(graph).encode("utf-8")
    assert raw.startswith(b"\xef\xbb\xbf*Vertices 5\n")
    again = nx.read_pajek(io.BytesIO(raw), encoding="utf-8-sig")
    label = dict(graph.nodes(data="label"))
    assert list(again) == [label[node] for node in graph]
    for a, b, weight in graph.edges(data="weight"):
        assert again.edges[label[a], label[b], 0]["weight"] == pytest.approx(weight)
    assert again.number_of_edges() == graph.number_of_edges()


def test_pajek_has_three_coordinates_from_0_to_1_with_y_down() -> None:
    lines = pajek(hostile()).splitlines()
    assert lines[1].endswith('" 0.0500 0.0500 0.5000 ellipse')
    assert lines[2].endswith('" 0.9500 0.9500 0.5000 ellipse')


def test_a_pajek_partition_has_the_clusters_in_the_order_of_the_vertices() -> None:
    graph = themes()
    head, *numbers = pajek_partition(graph).splitlines()
    assert head == "*Vertices 5"
    assert [int(number) for number in numbers] == [c for _, c in graph.nodes(data="cluster")]


ITEM = {
    "id": (str, int),
    "label": (str,),
    "description": (str,),
    "url": (str,),
    "x": (float,),
    "y": (float,),
    "cluster": (int,),
    "weights": (dict,),
    "scores": (dict,),
}
LINK = {"source_id": (str, int), "target_id": (str, int), "strength": (int, float)}
CLUSTER = {"cluster": (int,), "label": (str,)}
INFO = {"title": (str,), "description": (str,)}


def assert_documented(thing: dict[str, Any], fields: Mapping[str, tuple[type, ...]]) -> None:
    assert set(thing) <= set(fields)
    for name, value in thing.items():
        assert isinstance(value, fields[name]), name


@pytest.mark.parametrize("graph", [themes(), hostile(), nx.Graph()], ids=["toy", "hostile", "none"])
def test_vosviewer_has_the_documented_fields_and_no_others(graph: nx.Graph) -> None:
    made = json.loads(vosviewer(graph, "Thèmes", "1 < 2"))
    assert set(made) == {"network", "info"}
    assert set(made["network"]) == {"items", "links", "clusters"}
    assert made["info"] == {"title": "Thèmes", "description": "1 &lt; 2"}
    ids = [item["id"] for item in made["network"]["items"]]
    assert len(set(ids)) == len(ids) == len(graph)
    for item in made["network"]["items"]:
        assert_documented(item, ITEM)
        assert 1 <= item["cluster"] <= 1000
        assert all(value >= 0 for value in item["weights"].values())
    for link in made["network"]["links"]:
        assert_documented(link, LINK)
        assert link["strength"] >= 0
        assert {link["source_id"], link["target_id"]} <= set(ids)
    clusters = [cluster["cluster"] for cluster in made["network"]["clusters"]]
    assert clusters == sorted({item["cluster"] for item in made["network"]["items"]})
    for cluster in made["network"]["clusters"]:
        assert_documented(cluster, CLUSTER)


def test_vosviewer_has_counts_as_weights_and_names_of_clusters() -> None:
    graph = themes()
    made = json.loads(vosviewer(graph))["network"]
    item = next(item for item in made["items"] if item["id"] == "C")
    assert item["weights"]["count"] == 4
    assert item["scores"]["betweenness"] == graph.nodes["C"]["betweenness"]
    assert "Œuvre<br>Work" in item["description"]
    named = {cluster["cluster"]: cluster["label"] for cluster in made["clusters"]}
    assert named == {d["cluster"]: d["cluster_name"] for _, d in graph.nodes(data=True)}


def test_vosviewer_refuses_what_it_cannot_hold() -> None:
    graph = nx.Graph([("a", "b", {"weight": -1.0})])
    with pytest.raises(ValueError, match="no negative weight"):
        vosviewer(graph)
    graph = nx.Graph(["ab"])
    graph.nodes["a"]["cluster"] = 0
    with pytest.raises(ValueError, match="from 1 to 1000"):
        vosviewer(graph)


def test_csv_of_nodes_and_edges_is_read_back() -> None:
    graph = themes()
    nodes = pd.read_csv(io.BytesIO(nodes_csv(graph))).set_index("Id")
    edges = pd.read_csv(io.BytesIO(edges_csv(graph)))
    assert list(nodes.index) == list(graph)
    for node, data in graph.nodes(data=True):
        row = nodes.loc[node]
        assert (row["Label"], row["label_en"]) == (data["label"], data["label_en"])
        assert [row["count"], row["cluster"]] == [data["count"], data["cluster"]]
        assert [row["x"], row["betweenness"]] == pytest.approx([data["x"], data["betweenness"]])
    assert list(edges.columns[:4]) == ["Source", "Target", "Type", "Weight"]
    assert set(edges["Type"]) == {"Undirected"}
    for row in edges.to_dict("records"):
        data = graph.edges[row["Source"], row["Target"]]
        for name in ("count", "association", "npmi", "p_value", "q_value"):
            assert row[name] == pytest.approx(data[name], rel=1e-9)


def test_hostile_labels_survive_or_are_made_harmless() -> None:
    graph = hostile()
    assert read_gexf(graph).nodes["one"]["label"] == CLEANED
    assert read_graphml(graph).nodes["one"]["label"] == CLEANED
    assert read_graphml(graph).nodes["one"]["label_fr"] == FORMULA
    item = json.loads(vosviewer(graph))["network"]["items"][0]
    assert item["label"] == CLEANED
    sheet = pd.read_csv(io.BytesIO(nodes_csv(graph)), dtype=str)
    assert sheet["Label"].tolist() == [CLEANED] * 2
    assert sheet["label_fr"].tolist() == [f"'{FORMULA}", "'-1+1"]
    edges = pd.read_csv(io.BytesIO(edges_csv(graph)), dtype=str)
    assert edges[["note", "npmi", "Weight"]].to_numpy().tolist() == [["'@cmd", "-0.25", "0.5"]]
    network = nx.read_pajek(io.BytesIO(pajek(graph).encode("utf-8")), encoding="utf-8-sig")
    label = "a ’b’ <c> & \ufffd\ufffd\ufffd / d"
    assert sorted(network) == [f"{label} (one)", f"{label} (two)"]


def test_html_in_a_description_is_text() -> None:
    graph = nx.Graph()
    graph.add_node("a", label="a", label_fr="<img src=x onerror=alert(1)>")
    item = json.loads(vosviewer(graph))["network"]["items"][0]
    assert item["description"] == "&lt;img src=x onerror=alert(1)&gt;"


def test_attributes_of_unlike_types_and_reserved_names_are_held() -> None:
    graph = nx.Graph()
    graph.add_node("a", size=1, mixed=1, id="x", start=3)
    graph.add_node("b", size=2.5, mixed="two", lost=None)
    for again in (read_gexf(graph), read_graphml(graph)):
        assert {node: again.nodes[node]["size"] for node in again} == {"a": 1.0, "b": 2.5}
        assert {node: again.nodes[node]["mixed"] for node in again} == {"a": "1", "b": "two"}
        assert again.nodes["a"]["id_"] == "x"
        assert "lost" not in again.nodes["b"]


@pytest.mark.parametrize("graph", [nx.DiGraph(["ab"]), nx.MultiGraph(["ab"])])
def test_other_kinds_of_graph_are_refused(graph: nx.Graph) -> None:
    with pytest.raises(ValueError, match="undirected"):
        graph_files(graph, "graph")


def test_nodes_that_would_become_one_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        gexf(nx.Graph([(1, "1")]))


def test_writing_leaves_all_files_and_nothing_else(tmp_path: Path) -> None:
    written = write_graph(themes(), tmp_path / "graphs", "themes")
    assert sorted(path.name for path in written) == sorted(
        path.name for path in (tmp_path / "graphs").iterdir()
    )
    assert {path.suffix for path in written} == {
        ".gexf", ".graphml", ".net", ".clu", ".json", ".csv",
    }  # fmt: skip


def test_a_graph_that_a_format_refuses_leaves_no_file(tmp_path: Path) -> None:
    graph = nx.Graph([("a", "b", {"weight": -1.0})])
    with pytest.raises(ValueError, match="negative"):
        write_graph(graph, tmp_path, "graph")
    with pytest.raises(ValueError, match="no name"):
        write_graph(nx.Graph(), tmp_path, "../graph")
    assert list(tmp_path.iterdir()) == []


def test_publishing_says_where_the_files_are(tmp_path: Path) -> None:
    said = publish_graph(themes(), "themes", folder=tmp_path / "figures")
    assert said[0] == "figures/graphs/themes.gexf"
    assert all((tmp_path / name).is_file() for name in said)


PRINT_DIGEST = """
import hashlib
from test_exchange import themes
from biblioscope.exchange import graph_files
for name, content in graph_files(themes(), "g").items():
    raw = content if isinstance(content, bytes) else content.encode("utf-8")
    print(name, hashlib.sha256(raw).hexdigest())
"""


def test_two_runs_give_the_same_bytes() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            cwd=Path(__file__).parent,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert len(said.pop().splitlines()) == 7
