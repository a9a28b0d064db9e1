"""Backbones, clusters, the thematic map, and graphs that other tools can read."""

from __future__ import annotations

import io
import itertools
import json
import os
import subprocess
import sys
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.measures import (
    adjusted_rand,
    author_network,
    backbone,
    centralities,
    cluster_names,
    clusters,
    coauthorship,
    cooccurrence,
    shared_themes,
    thematic_map,
    theme_author_network,
    theme_network,
)

TOY = ["ABC", "AB", "AC", "BC", "DE", "CDE"]


def links_of(documents: list[str], item: str = "theme_id") -> pd.DataFrame:
    rows = [(f"W{i}", x) for i, items in enumerate(documents) for x in items]
    return pd.DataFrame(rows, columns=["work_id", item])


def edges_of(documents: list[str]) -> pd.DataFrame:
    measures = ("association", "equivalence", "q_value")
    return cooccurrence(links_of(documents), document="work_id", measures=measures)


def themes_of(names: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "theme_id": list(names),
            "label_fr": [f"Thème {name}" for name in names],
            "label_en": [f"Theme {name}" for name in names],
            "works": range(len(names), 0, -1),
        }
    )


def authors_of(names: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "author_id": list(names),
            "name": [name.upper() for name in names],
            "kind": "person",
            "works": 2,
        }
    )


def test_significance_keeps_by_q_value() -> None:
    edges = pd.DataFrame(
        {"source": list("AAB"), "target": list("BCC"), "count": 1, "q_value": [0.01, 0.05, 0.2]}
    )
    kept = backbone(edges)
    assert kept["target"].tolist() == ["B", "C"]
    assert len(backbone(edges, level=0.01)) == 1
    with pytest.raises(ValueError, match=r'measures=\("q_value",\)'):
        backbone(edges.drop(columns="q_value"))


def test_a_planted_pair_is_the_only_significant_one() -> None:
    documents = ["xy"] * 12 + [a + b for a, b in itertools.combinations("abcdefgh", 2)]
    kept = backbone(edges_of(documents))
    assert kept[["source", "target"]].to_numpy().tolist() == [["x", "y"]]


def test_the_disparity_filter_by_hand() -> None:
    # A has weights 48, 1, 1 and B 48, 2; C and D have one edge, E two.
    rows = [("A", "B", 48), ("A", "C", 1), ("A", "D", 1), ("B", "E", 2), ("E", "F", 2)]
    edges = pd.DataFrame(rows, columns=["source", "target", "count"])
    everything = backbone(edges, method="disparity", level=2)
    alphas = dict(
        zip(everything["source"] + everything["target"], everything["alpha"], strict=True)
    )
    assert alphas == pytest.approx(
        {
            "AB": min((1 - 48 / 50) ** 2, 1 - 48 / 50),
            "AC": (1 - 1 / 50) ** 2,
            "AD": (1 - 1 / 50) ** 2,
            "BE": min(1 - 2 / 50, 1 - 2 / 4),
            "EF": 1 - 2 / 4,
        }
    )
    assert backbone(edges, method="disparity")["target"].tolist() == ["B"]


def test_an_edge_between_ends_of_degree_one_is_never_kept_by_disparity() -> None:
    edges = pd.DataFrame({"source": ["A"], "target": ["B"], "count": [99]})
    assert backbone(edges, method="disparity", level=1.1).empty


def test_count_keeps_at_least_the_level() -> None:
    kept = backbone(edges_of(TOY), method="count", level=2)
    assert (kept["source"] + kept["target"]).tolist() == ["AB", "AC", "BC", "DE"]
    assert list(kept.columns) == list(edges_of(TOY).columns)


def test_backbone_refuses_what_it_cannot_do() -> None:
    edges = edges_of(TOY)
    with pytest.raises(ValueError, match="it is"):
        backbone(edges, method="best")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="above 0"):
        backbone(edges.assign(count=0), method="disparity")
    with pytest.raises(ValueError, match="edges has no column strength"):
        backbone(edges, method="count", weight="strength")


def test_the_thematic_map_worked_by_hand() -> None:
    found = thematic_map(edges_of(TOY), dict.fromkeys("ABC", 1) | dict.fromkeys("DE", 2))
    assert found["centrality"].tolist() == pytest.approx([2.5, 2.5])
    assert found["density"].tolist() == pytest.approx([37.037, 50], abs=5e-4)
    assert found["items"].tolist() == [3, 2]
    assert found["quadrant"].tolist() == ["basic", "motor"]


def test_the_four_quadrants() -> None:
    # 1–2 and 3–4 are linked; 1 and 3 are dense: centralities 20, 20, 1, 1.
    rows = [("a", "c", 2.0), ("e", "g", 0.1), ("a", "b", 1.0), ("e", "f", 0.8), ("c", "d", 0.1)]
    edges = pd.DataFrame(rows, columns=["source", "target", "equivalence"])
    groups = dict(zip("abcdefgh", [1, 1, 2, 2, 3, 3, 4, 4], strict=True))
    quadrants = thematic_map(edges, groups)["quadrant"].tolist()
    assert quadrants == ["motor", "basic", "niche", "emerging or declining"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text("ABCDEF", min_size=1, max_size=5), min_size=1, max_size=10),
    st.lists(st.sampled_from("xyz"), min_size=6, max_size=6),
)
def test_the_invariants_of_the_thematic_map(documents: list[str], groups: list[str]) -> None:
    edges = edges_of(documents)
    members = dict(zip("ABCDEF", groups, strict=True))
    found = thematic_map(edges, members)
    apart = edges["source"].map(members) != edges["target"].map(members)
    assert found["centrality"].sum() == pytest.approx(20 * edges.loc[apart, "equivalence"].sum())
    renamed = {item: "zyx"["xyz".index(group)] for item, group in reversed(members.items())}
    turned = edges.rename(columns={"source": "target", "target": "source"}).iloc[::-1]
    again = thematic_map(turned, renamed)
    columns = ["items", "centrality", "density"]
    assert again[columns].iloc[::-1].to_numpy() == pytest.approx(found[columns].to_numpy())


def test_the_thematic_map_needs_the_equivalence_index() -> None:
    with pytest.raises(ValueError, match="no column equivalence"):
        thematic_map(pd.DataFrame({"source": ["A"], "target": ["B"]}), {"A": 1, "B": 1})


def test_the_adjusted_rand_index() -> None:
    assert adjusted_rand([0, 0, 1, 2], [0, 0, 1, 1]) == pytest.approx(4 / 7)
    assert adjusted_rand(["a", "a", "b"], [2, 2, 1]) == 1
    assert adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)
    assert adjusted_rand([1, 1], [1, 1]) == 1
    assert adjusted_rand([], []) == 1


partitions = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12)


@settings(max_examples=40, deadline=None)
@given(partitions)
def test_the_adjusted_rand_index_from_pairs(pairs: list[tuple[int, int]]) -> None:
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    assert adjusted_rand(a, b) == pytest.approx(adjusted_rand(b, a))
    # Hubert and Arabie's index in the four kinds of pairs of things.
    kinds = [(a[i] == a[j], b[i] == b[j]) for i, j in itertools.combinations(range(len(a)), 2)]
    tt, tf = kinds.count((True, True)), kinds.count((True, False))
    ft, ff = kinds.count((False, True)), kinds.count((False, False))
    below = (tt + tf) * (tf + ff) + (tt + ft) * (ft + ff)
    expected = 2 * (tt * ff - tf * ft) / below if below else 1.0
    assert adjusted_rand(a, b) == pytest.approx(expected)


def ring_of_cliques() -> Any:
    return nx.relabel_nodes(nx.ring_of_cliques(4, 5), lambda node: f"n{node:02d}")


def test_clusters_find_planted_groups_at_every_seed() -> None:
    found = clusters(ring_of_cliques(), seeds=range(5))
    sizes = found.members.value_counts()
    assert sizes.tolist() == [5, 5, 5, 5]
    assert found.stability == 1
    assert found.seed == 0
    assert found.members["n00"] == 1
    assert list(found.members.index) == sorted(found.members.index)


def test_clusters_do_not_depend_on_the_order_of_insertion() -> None:
    graph = nx.gnp_random_graph(40, 0.15, seed=3)
    graph = nx.relabel_nodes(graph, str)
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph)))
    turned.add_edges_from((b, a) for a, b in reversed(list(graph.edges)))
    one, other = clusters(graph, seeds=range(6)), clusters(turned, seeds=range(6))
    pd.testing.assert_series_equal(one.members, other.members)
    assert (one.modularity, one.stability) == (other.modularity, other.stability)
    assert 0 < one.stability < 1


def test_the_best_of_the_seeds_is_taken() -> None:
    graph = nx.relabel_nodes(nx.gnp_random_graph(40, 0.15, seed=3), str)
    single = [clusters(graph, seeds=[seed]).modularity for seed in range(6)]
    best = clusters(graph, seeds=range(6))
    assert best.modularity == max(single)
    assert best.seed == single.index(max(single))


def test_a_graph_without_edges_has_a_cluster_for_each_node() -> None:
    graph = nx.Graph()
    graph.add_nodes_from("ba")
    found = clusters(graph)
    assert found.members.to_dict() == {"a": 1, "b": 2}
    assert np.isnan(found.modularity)
    with pytest.raises(ValueError, match="seeds is empty"):
        clusters(graph, seeds=[])


def test_clusters_are_named_by_their_strongest_items() -> None:
    members = pd.Series({"a": 1, "b": 1, "c": 1, "d": 2})
    works = pd.Series({"a": 3, "b": 3, "c": 9, "d": 1})
    labels = {"a": "Zone", "b": "École", "c": "Crise", "d": "Droit"}
    names = cluster_names(members, works, labels)
    assert names.to_dict() == {1: "Crise · École", 2: "Droit"}


def test_centralities_of_a_star() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("c", "a", 2.0), ("c", "b", 3.0), ("c", "d", 1.0)])
    table = centralities(graph).set_index("node")
    assert list(table.index) == ["a", "b", "c", "d"]
    assert list(table.loc["c"]) == [3, 6, 1, 1]
    assert table.loc["a", "betweenness"] == 0
    assert table.loc["a", "closeness"] == pytest.approx(3 / 5)


def everything(graph: Any) -> list[Any]:
    return [dict(graph.graph), list(graph.nodes(data=True)), list(graph.edges(data=True))]


def values_of(graph: Any) -> list[Any]:
    rows = [
        data for _, data in (*graph.nodes(data=True), *((0, d) for *_, d in graph.edges(data=True)))
    ]
    return [value for row in rows for value in row.values()]


def test_the_network_of_themes() -> None:
    graph = theme_network(edges_of(TOY), themes_of("ABCDEZ"), weight="association")
    assert list(graph) == list("ABCDE")
    assert list(graph.edges) == [tuple(pair) for pair in ("AB", "AC", "BC", "CD", "CE", "DE")]
    node = graph.nodes["A"]
    assert node["label"] == node["label_fr"] == "Thème A"
    assert (node["label_en"], node["kind"], node["count"]) == ("Theme A", "theme", 6)
    assert graph.nodes["A"]["cluster"] == graph.nodes["B"]["cluster"] == 1
    assert graph.nodes["D"]["cluster"] == graph.nodes["E"]["cluster"] == 2
    assert node["cluster_name"] == "Thème A · Thème B"
    assert {"x", "y", "degree", "strength", "betweenness", "closeness"} <= set(node)
    edge = graph.edges["A", "B"]
    assert edge["weight"] == edge["association"] == pytest.approx(4 / 3)
    assert edge["count"] == 2
    assert graph.graph["stability"] == 1
    assert {type(value) for value in values_of(graph)} <= {str, int, float}


def test_networks_can_be_written_for_gephi() -> None:
    graph = theme_network(edges_of(TOY), themes_of("ABCDE"))
    written = io.BytesIO()
    nx.write_gexf(graph, written)
    assert b'label="Th\xc3\xa8me A"' in written.getvalue()
    nx.write_graphml(graph, io.BytesIO())


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.text("ABCDEF", min_size=2, max_size=4), min_size=1, max_size=8), st.integers(0, 9)
)
def test_the_order_of_edges_does_not_change_a_network(documents: list[str], seed: int) -> None:
    edges = edges_of(documents)
    themes = themes_of("ABCDEF")
    one = theme_network(edges, themes, seeds=range(3))
    turned = edges.rename(columns={"source": "target", "target": "source"})
    shuffled = turned[list(edges.columns)].sample(frac=1, random_state=seed)
    other = theme_network(shuffled, themes.iloc[::-1], seeds=range(3))
    assert json.dumps(everything(one)) == json.dumps(everything(other))


def test_a_network_without_edges_is_empty() -> None:
    graph = theme_network(edges_of(["A"]), themes_of("A"))
    assert len(graph) == 0


def test_an_edge_to_an_unknown_theme_is_named() -> None:
    with pytest.raises(ValueError, match=r"not in their table: D, E"):
        theme_network(edges_of(TOY), themes_of("ABC"))


def test_the_network_of_authors() -> None:
    edges = coauthorship(links_of(["abc", "ab"], item="author_id"), counting="newman")
    graph = author_network(edges, authors_of("abcd"))
    assert list(graph) == ["a", "b", "c"]
    assert graph.edges["a", "b"]["weight"] == 1.5
    assert graph.edges["a", "b"]["count"] == 2
    assert graph.nodes["a"]["label"] == "A"
    assert graph.nodes["a"]["kind"] == "person"


def test_the_network_of_themes_and_authors() -> None:
    themes = links_of(["XY", "X", "Y"])
    authorships = links_of(["ab", "a", "b"], item="author_id")
    authorships.loc[len(authorships)] = ["W2", "c"]
    graph = theme_author_network(themes, authorships, themes_of("XY"), authors_of("abc"))
    counts = {(a, b): data["count"] for a, b, data in graph.edges(data=True)}
    assert counts == {("X", "a"): 2, ("X", "b"): 1, ("Y", "a"): 1, ("Y", "b"): 2}
    assert {node: data["bipartite"] for node, data in graph.nodes(data=True)} == {
        "X": 0,
        "Y": 0,
        "a": 1,
        "b": 1,
    }
    assert nx.is_bipartite(graph)
    with_all = theme_author_network(
        themes, authorships, themes_of("XY"), authors_of("abc"), min_works=1
    )
    assert "c" in with_all


def test_a_theme_and_an_author_with_one_id_are_refused() -> None:
    links, authorships = links_of(["a"]), links_of(["a"], item="author_id")
    with pytest.raises(ValueError, match="same id"):
        theme_author_network(links, authorships, themes_of("a"), authors_of("a"), min_works=1)


SCRIPT = """
import json
import pandas as pd
from biblioscope.measures import cooccurrence, theme_network
rows = [(str(i % 23), chr(65 + i * i % 11)) for i in range(120)]
edges = cooccurrence(pd.DataFrame(rows, columns=["reference_id", "theme_id"]))
names = sorted({name for _, name in rows})
themes = pd.DataFrame({"theme_id": names, "label_fr": names, "label_en": names, "works": 1})
graph = theme_network(edges, themes)
print(json.dumps([list(graph.nodes(data=True)), list(graph.edges(data=True))]))
"""


def test_two_runs_with_different_hash_seeds_give_the_same_bytes() -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])


def test_authors_linked_by_themes_that_they_share() -> None:
    """By hand: x has a, b, c (of two works); y has b, c, d; z has e; w wrote one work only."""
    theme_links = pd.DataFrame(
        [("1", "a"), ("1", "b"), ("2", "c"), ("2", "b"), ("3", "b"), ("3", "c"), ("4", "d"),
         ("5", "e"), ("6", "e"), ("7", "a")],
        columns=["work_id", "theme_id"],
    )  # fmt: skip
    authorships = pd.DataFrame(
        [("1", "x"), ("2", "x"), ("3", "y"), ("4", "y"), ("5", "z"), ("6", "z"), ("7", "w")],
        columns=["work_id", "author_id"],
    )
    found = shared_themes(theme_links, authorships, n_themes=5)
    assert found[["source", "target", "count"]].to_numpy().tolist() == [["x", "y", 2]]
    assert found["jaccard"].tolist() == [0.5]
    # Two or three of y's three themes among x's three of five: (3·2 + 1) / 10.
    assert found["p_value"].tolist() == pytest.approx([0.7])
    assert len(shared_themes(theme_links, authorships, min_works=1)) == 2
