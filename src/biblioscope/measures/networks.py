"""Networks of themes and authors: what edges to keep, how they cluster, and as graphs.

Everything that is drawn by lot has a seed, and nodes and edges are put in sorted order, since both
layouts and Louvain's method depend on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from biblioscope.measures._tables import Floats, distinct_links, require_columns, sort_key
from biblioscope.measures.cooccurrence import cooccurrence, cooccurrence_between

Graph = Any  # networkx.Graph: it is generic in its type stubs only
DEFAULT_SEEDS = range(20)
SHELF, GAP = 1.2, 0.5
"""Of a layout: how much wider than high it is, and the room between two pieces."""
DECIMALS = 6  # of coordinates: what lies beyond differs between machines


def backbone(
    edges: pd.DataFrame,
    method: Literal["significance", "disparity", "count"] = "significance",
    level: float = 0.05,
    weight: str = "count",
) -> pd.DataFrame:
    """Keep the edges that are more than chance.

    Parameters
    ----------
    edges
        With `source`, `target` and the weight; each pair once.
    method
        "significance": edges with `q_value` ≤ level, which `cooccurrence` gives against a random
        distribution of items over documents. "disparity": edges that are too heavy for a random
        division of a node's weight over its k edges: with p = weight / sum of the node's weights,
        α = (1 − p)^(k − 1) < level at either end [1]_; an end with a single edge never decides.
        "count": edges with weight ≥ level, which is then a number of documents.
    level
        The threshold.
    weight
        The column of weights, for "disparity" and "count".

    Returns
    -------
    DataFrame
        The rows of `edges` that are kept, in their order; with "disparity" with a column `alpha`,
        the smaller one of the two ends.

    Raises
    ------
    ValueError
        Where the method is unknown, a column is missing, or a weight is not above 0.

    References
    ----------
    .. [1] Serrano, M. Á., Boguñá, M., & Vespignani, A. (2009). Extracting the multiscale backbone
       of complex weighted networks. PNAS 106(16), 6483–6488.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {"source": ["A", "A", "A"], "target": ["B", "C", "D"], "count": [48, 1, 1]}
    ... )
    >>> backbone(edges, method="disparity")
      source target  count   alpha
    0      A      B     48  0.0016
    >>> len(backbone(edges, method="count", level=1))
    3
    """
    require_columns(edges, ["source", "target"], "edges")
    if method == "significance":
        if "q_value" not in edges.columns:
            raise ValueError(
                "significance needs a column q_value; ask for it: "
                'cooccurrence(links, measures=("q_value",))'
            )
        return edges[edges["q_value"] <= level].reset_index(drop=True)
    if method not in ("disparity", "count"):
        raise ValueError(f'method is "{method}"; it is "significance", "disparity" or "count"')
    require_columns(edges, [weight], "edges")
    if method == "count":
        return edges[edges[weight] >= level].reset_index(drop=True)
    marked = edges.assign(alpha=_disparity(edges, weight))
    return marked[marked["alpha"] < level].reset_index(drop=True)


def _disparity(edges: pd.DataFrame, weight: str) -> pd.Series[float]:
    """Return the smaller α of the two ends, NaN where both have this one edge only."""
    if not (edges[weight] > 0).all():
        raise ValueError(f"the disparity filter needs weights above 0, and {weight} has others")
    ends = pd.concat([edges["source"], edges["target"]]).to_numpy()
    grouped = pd.concat([edges[weight], edges[weight]]).groupby(ends)
    strength, degree = grouped.sum(), grouped.size()
    alphas = []
    for end in ("source", "target"):
        k = edges[end].map(degree)
        alpha = (1 - edges[weight] / edges[end].map(strength)) ** (k - 1)
        alphas.append(alpha.where(k > 1))
    return pd.concat(alphas, axis=1).min(axis=1)


@dataclass(frozen=True)
class Clusters:
    """A partition of the nodes of a graph.

    Attributes
    ----------
    members
        The cluster of each node: a Series of whole numbers from 1 (the largest cluster), indexed by
        node, in the order of the nodes' names.
    modularity
        Newman's modularity of the partition; NaN where the graph has no edges.
    stability
        Mean adjusted Rand index of each two of the partitions that were tried: 1 where all seeds
        gave the same, near 0 where they have no more in common than by chance.
    seed
        The seed that gave this partition.
    """

    members: pd.Series[int]
    modularity: float
    stability: float
    seed: int


def clusters(
    graph: Graph,
    seeds: Iterable[int] = DEFAULT_SEEDS,
    weight: str = "weight",
    resolution: float = 1.0,
) -> Clusters:
    """Divide a graph by Louvain's method, as the best of several tries.

    Louvain's method visits nodes in random order, and its result depends on it. So it is tried with
    a fixed list of seeds; the partition of the highest modularity is taken (the first one of
    equals), and how much the tries agree is said.

    Parameters
    ----------
    graph
        An undirected networkx graph. The order of its nodes and edges does not matter.
    seeds
        The seeds to try.
    weight
        The edge attribute that holds the weight; 1 where an edge has none.
    resolution
        Above 1 for smaller clusters, below for larger ones.

    Returns
    -------
    Clusters

    Raises
    ------
    ValueError
        Where there is no seed.

    References
    ----------
    .. [1] Blondel, V. D., Guillaume, J.-L., Lambiotte, R., & Lefebvre, E. (2008). Fast unfolding of
       communities in large networks. Journal of Statistical Mechanics P10008.
    .. [2] Hubert, L., & Arabie, P. (1985). Comparing partitions. Journal of Classification 2,
       193–218.

    Examples
    --------
    >>> graph = nx.Graph(["AB", "BC", "AC", "DE"])
    >>> found = clusters(graph)
    >>> found.members.to_dict(), found.stability
    ({'A': 1, 'B': 1, 'C': 1, 'D': 2, 'E': 2}, 1.0)
    """
    tried = list(seeds)
    if not tried:
        raise ValueError("seeds is empty; give at least one")
    ordered = in_sorted_order(graph)
    partitions = [_louvain(ordered, seed, weight, resolution) for seed in tried]
    scores = [_modularity(ordered, partition, weight, resolution) for partition in partitions]
    best = int(np.nanargmax(scores)) if ordered.number_of_edges() else 0
    pairs = list(combinations(partitions, 2))
    agreement = [adjusted_rand(a, b) for a, b in pairs]
    stability = float(np.mean(agreement)) if agreement else 1.0
    return Clusters(partitions[best], scores[best], stability, tried[best])


def in_sorted_order(graph: Graph) -> Graph:
    """Return a copy whose nodes and edges are inserted in the order of their names."""
    ordered = graph.__class__()
    ordered.add_nodes_from(sorted(graph.nodes(data=True), key=lambda node: str(node[0])))
    ends = [(*sorted((a, b), key=str), data) for a, b, data in graph.edges(data=True)]
    ordered.add_edges_from(sorted(ends, key=lambda edge: (str(edge[0]), str(edge[1]))))
    return ordered


def _louvain(graph: Graph, seed: int, weight: str, resolution: float) -> pd.Series[int]:
    communities = nx.community.louvain_communities(
        graph, weight=weight, resolution=resolution, seed=seed
    )
    sets = sorted((sorted(members, key=str) for members in communities), key=_by_size)
    number = {node: place for place, members in enumerate(sets, start=1) for node in members}
    return pd.Series({node: number[node] for node in graph}, name="cluster", dtype="int64")


def _by_size(members: Sequence[Any]) -> tuple[int, str]:
    return -len(members), str(members[0])


def _modularity(graph: Graph, members: pd.Series[int], weight: str, resolution: float) -> float:
    if not graph.number_of_edges():
        return float("nan")
    sets = [set(group.index) for _, group in members.groupby(members)]
    return float(nx.community.modularity(graph, sets, weight=weight, resolution=resolution))


def adjusted_rand(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Return the adjusted Rand index of two partitions of the same things.

    Parameters
    ----------
    a, b
        The cluster of each thing, in one order.

    Returns
    -------
    float
        1 where the two are the same but for names, 0 on average by chance; may be below 0.

    References
    ----------
    .. [1] Hubert, L., & Arabie, P. (1985). Comparing partitions. Journal of Classification 2,
       193–218.

    Examples
    --------
    >>> adjusted_rand([1, 1, 2, 2], ["x", "x", "y", "y"])
    1.0
    >>> round(adjusted_rand([1, 1, 2, 2], [1, 2, 2, 2]), 4)
    0.0
    """
    rows_of, names = pd.factorize(np.asarray(a))
    columns_of, others = pd.factorize(np.asarray(b))
    shape = len(names), len(others)
    cells = np.bincount(rows_of * shape[1] + columns_of, minlength=shape[0] * shape[1])
    table = cells.reshape(shape)
    together = _pairs(table.ravel())
    rows, columns = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0))
    everything = _pairs(np.array([table.sum()]))
    expected = rows * columns / everything if everything else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _pairs(counts: npt.NDArray[Any]) -> float:
    return float((counts * (counts - 1) / 2).sum())


def cluster_names(
    members: pd.Series[int], works: pd.Series[Any], labels: Mapping[Any, str], top: int = 2
) -> pd.Series[str]:
    """Name clusters after their strongest items.

    Parameters
    ----------
    members
        The cluster of each item, as in `Clusters.members`.
    works
        How many works each item has, indexed by item.
    labels
        The label of each item.
    top
        How many items make a name.

    Returns
    -------
    Series
        The name of each cluster, such as "Territoire · Numérique", indexed by cluster. Of items of
        equal strength the first by label stands first.

    Examples
    --------
    >>> members = pd.Series({"a": 1, "b": 1, "c": 2})
    >>> cluster_names(members, pd.Series({"a": 2, "b": 5, "c": 1}), {"a": "A", "b": "B", "c": "C"})
    cluster
    1    B · A
    2        C
    Name: name, dtype: str
    """
    names = {}
    for cluster, group in members.groupby(members):
        strongest = sorted(
            group.index, key=lambda item: (-works.get(item, 0), sort_key(labels[item]))
        )
        names[cluster] = " · ".join(labels[item] for item in strongest[:top])
    return pd.Series(names, name="name", dtype="str").rename_axis("cluster")


def thematic_map(edges: pd.DataFrame, clusters: Mapping[Any, Any] | pd.Series[Any]) -> pd.DataFrame:
    """Place clusters by centrality and density, after Callon.

    With the equivalence index e of each link, the centrality of a cluster is 10 · Σ e over the
    links that leave it, and its density 100 · Σ e over its inner links / number of its items.

    Parameters
    ----------
    edges
        With `source`, `target` and `equivalence`, as `cooccurrence` gives them. All edges count:
        the index of those that a backbone left out is then missing from the sums.
    clusters
        The cluster of each item: a mapping, or a Series indexed by item. Edges of items that are
        not in it are not counted.

    Returns
    -------
    DataFrame
        A row for each cluster, in their order: cluster, items (how many), centrality, density,
        quadrant: "motor" (high in both), "basic" (central only), "niche" (dense only) or "emerging
        or declining" (low in both). High is the median of the clusters or above.

    Raises
    ------
    ValueError
        Where a column is missing.

    References
    ----------
    .. [1] Callon, M., Courtial, J. P., & Laville, F. (1991). Co-word analysis as a tool for
       describing the network of interactions between basic and technological research.
       Scientometrics 22(1), 155–205.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {"source": ["A", "B"], "target": ["B", "C"], "equivalence": [0.5, 0.25]}
    ... )
    >>> thematic_map(edges, {"A": 1, "B": 1, "C": 2})
       cluster  items  centrality  density quadrant
    0        1      2         2.5     25.0    motor
    1        2      1         2.5      0.0    basic
    """
    require_columns(edges, ["source", "target", "equivalence"], "edges")
    members = pd.Series(clusters)
    ends = pd.DataFrame({end: edges[end].map(members) for end in ("source", "target")})
    known = ends.notna().all(axis=1)
    ends, e = ends[known], edges.loc[known, "equivalence"]
    inner = ends["source"] == ends["target"]
    items = members.groupby(members).size()
    inside = _sum_by(e[inner], ends.loc[inner, "source"], items.index)
    outer = ends[~inner]
    leaving = _sum_by(e[~inner], outer["source"], items.index)
    leaving = leaving + _sum_by(e[~inner], outer["target"], items.index)
    table = pd.DataFrame(
        {
            "cluster": items.index,
            "items": items.to_numpy(),
            "centrality": 10 * leaving,
            "density": 100 * inside / items.to_numpy(),
        }
    )
    return table.assign(quadrant=_quadrants(table["centrality"], table["density"]))


def _sum_by(values: pd.Series[float], groups: pd.Series[Any], every: Any) -> Floats:
    return np.array(values.groupby(groups).sum().reindex(every, fill_value=0.0), dtype=np.float64)


def _quadrants(centrality: pd.Series[float], density: pd.Series[float]) -> list[str]:
    names = {
        (True, True): "motor",
        (True, False): "basic",
        (False, True): "niche",
        (False, False): "emerging or declining",
    }
    central, dense = centrality >= centrality.median(), density >= density.median()
    return [names[bool(c), bool(d)] for c, d in zip(central, dense, strict=True)]


def centralities(graph: Graph, weight: str = "weight") -> pd.DataFrame:
    """Measure how central the nodes of a graph are.

    Parameters
    ----------
    graph
        An undirected networkx graph.
    weight
        The edge attribute that holds the weight.

    Returns
    -------
    DataFrame
        A row for each node, in the order of their names: node, degree (number of edges), strength
        (sum of their weights), betweenness (share of the shortest paths between others that pass
        it [1]_) and closeness (of the nodes it can reach, by Wasserman and Faust's formula, which
        allows for graphs in pieces). Paths are counted in edges, not weights.

    References
    ----------
    .. [1] Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. Social
       Networks 1(3), 215–239.

    Examples
    --------
    >>> centralities(nx.Graph(["AB", "BC"]))
      node  degree  strength  betweenness  closeness
    0    A       1       1.0          0.0   0.666667
    1    B       2       2.0          1.0   1.000000
    2    C       1       1.0          0.0   0.666667
    """
    ordered = in_sorted_order(graph)
    nodes = list(ordered)
    betweenness, closeness = nx.betweenness_centrality(ordered), nx.closeness_centrality(ordered)
    strength = dict(ordered.degree(weight=weight))
    return pd.DataFrame(
        {
            "node": nodes,
            "degree": [int(ordered.degree(node)) for node in nodes],
            "strength": [float(strength[node]) for node in nodes],
            "betweenness": [float(betweenness[node]) for node in nodes],
            "closeness": [float(closeness[node]) for node in nodes],
        }
    )


def theme_network(
    edges: pd.DataFrame,
    themes: pd.DataFrame,
    weight: str = "count",
    seeds: Iterable[int] = DEFAULT_SEEDS,
    seed: int = 0,
) -> Graph:
    """Build the graph of themes that occur together.

    Parameters
    ----------
    edges
        With `source`, `target` (theme_ids), `count` and any measures: what `cooccurrence` and
        `backbone` return.
    themes
        With `theme_id`, `label_fr`, `label_en` and `works`, as `rank_themes` returns them.
    weight
        The column of edges that becomes the weight of layout and clusters.
    seeds, seed
        Of the clusters, and of the layout.

    Returns
    -------
    networkx.Graph
        Nodes are the themes that have an edge, with label, label_fr, label_en, kind ("theme"),
        count (works), cluster, cluster_name, x, y, degree, strength, betweenness and closeness;
        edges have weight and every column of `edges`. All values are plain Python types, nodes and
        edges in sorted order. `graph.graph` has modularity and stability.

    Raises
    ------
    ValueError
        Where a column is missing, or an edge names a theme that is not in `themes`.

    Examples
    --------
    >>> edges = pd.DataFrame({"source": ["logement"], "target": ["territoire"], "count": [3]})
    >>> themes = pd.DataFrame({
    ...     "theme_id": ["logement", "territoire"], "label_fr": ["Logement", "Territoire"],
    ...     "label_en": ["Housing", "Territory"], "works": [4, 9],
    ... })
    >>> graph = theme_network(edges, themes)
    >>> graph.nodes["territoire"]["label_fr"], graph.edges["logement", "territoire"]["weight"]
    ('Territoire', 3.0)
    """
    nodes = _theme_nodes(themes)
    return _network(edges, nodes, weight, seeds, seed)


def author_network(
    edges: pd.DataFrame,
    authors: pd.DataFrame,
    weight: str = "weight",
    seeds: Iterable[int] = DEFAULT_SEEDS,
    seed: int = 0,
) -> Graph:
    """Build the graph of authors who wrote together.

    Parameters
    ----------
    edges
        With `source`, `target` (author_ids), `count` and `weight`, as `coauthorship` returns them.
    authors
        With `author_id`, `name`, `kind` and `works`, as `rank_authors` returns them.
    weight, seeds, seed
        As in `theme_network`.

    Returns
    -------
    networkx.Graph
        As by `theme_network`; the nodes' label is the name, kind "person" or "organisation".

    Raises
    ------
    ValueError
        Where a column is missing, or an edge names an author that is not in `authors`.

    Examples
    --------
    >>> edges = pd.DataFrame({"source": ["a"], "target": ["b"], "count": [1], "weight": [1.0]})
    >>> authors = pd.DataFrame(
    ...     {"author_id": ["a", "b"], "name": ["Ann", "Bob"], "kind": "person", "works": [1, 1]}
    ... )
    >>> author_network(edges, authors).nodes["a"]["label"]
    'Ann'
    """
    return _network(edges, _author_nodes(authors), weight, seeds, seed)


def theme_author_network(
    theme_links: pd.DataFrame,
    authorships: pd.DataFrame,
    themes: pd.DataFrame,
    authors: pd.DataFrame,
    min_works: int = 2,
    seeds: Iterable[int] = DEFAULT_SEEDS,
    seed: int = 0,
) -> Graph:
    """Build the graph of authors and the themes of their works.

    Parameters
    ----------
    theme_links
        With `work_id` and `theme_id`, as `biblioscope.measures.theme_links` gives them.
    authorships
        With `work_id` and `author_id`.
    themes, authors
        As in `theme_network` and `author_network`.
    min_works
        Authors with fewer works are left out.
    seeds, seed
        As in `theme_network`.

    Returns
    -------
    networkx.Graph
        Bipartite: each edge joins an author to a theme, its count and weight the number of the
        author's works that have the theme. Nodes as by `theme_network` and `author_network`, with
        `bipartite` 0 (themes) or 1 (authors).

    Raises
    ------
    ValueError
        Where a column is missing, a theme and an author have one id, or a link names a theme or
        author that is not in its table.

    Examples
    --------
    >>> theme_links = pd.DataFrame({"work_id": ["W1", "W2"], "theme_id": ["logement"] * 2})
    >>> authorships = pd.DataFrame({"work_id": ["W1", "W2"], "author_id": ["a", "a"]})
    >>> themes = pd.DataFrame({
    ...     "theme_id": ["logement"], "label_fr": ["Logement"], "label_en": ["Housing"],
    ...     "works": [2],
    ... })
    >>> authors = pd.DataFrame(
    ...     {"author_id": ["a"], "name": ["Ann"], "kind": ["person"], "works": [2]}
    ... )
    >>> graph = theme_author_network(theme_links, authorships, themes, authors)
    >>> graph.edges["a", "logement"]["count"]
    2
    """
    written = distinct_links(authorships, "work_id", "author_id", "authorships")
    works = written["author_id"].map(written["author_id"].value_counts())
    edges = cooccurrence_between(theme_links, written[works >= min_works])
    nodes = {
        node: data | {"bipartite": side}
        for side, table in enumerate((_theme_nodes(themes), _author_nodes(authors)))
        for node, data in table.items()
    }
    if len(nodes) < len(themes) + len(authors):
        raise ValueError("a theme and an author have the same id")
    return _network(edges[["source", "target", "count"]], nodes, "count", seeds, seed)


def shared_themes(
    theme_links: pd.DataFrame,
    authorships: pd.DataFrame,
    min_works: int = 2,
    measures: Sequence[str] = ("jaccard", "p_value", "q_value"),
    n_themes: int | None = None,
) -> pd.DataFrame:
    """Count the themes that authors share, whether they wrote together or not.

    An author has a theme where one of the author's works has it. Two authors with many themes share
    some by chance: `q_value` is against that, and `backbone` keeps what is more. The graph of it is
    `author_network(edges, authors, weight="jaccard")`; a degree there is partly size.

    Parameters
    ----------
    theme_links
        With `work_id` and `theme_id`, as `biblioscope.measures.theme_links` gives them.
    authorships
        With `work_id` and `author_id`.
    min_works
        Authors with fewer works are left out.
    measures
        As in `cooccurrence`.
    n_themes
        The number of themes there are; by default those that some author has.

    Returns
    -------
    DataFrame
        source, target (author_ids), count (themes that both have) and the measures.

    Raises
    ------
    ValueError
        Where a column is missing or a measure unknown.

    Examples
    --------
    >>> theme_links = pd.DataFrame(
    ...     {"work_id": ["W1", "W1", "W2", "W2"], "theme_id": ["a", "b", "b", "c"]}
    ... )
    >>> authorships = pd.DataFrame({"work_id": ["W1", "W2"], "author_id": ["x", "y"]})
    >>> shared_themes(theme_links, authorships, min_works=1, measures=("jaccard",))
      source target  count   jaccard
    0      x      y      1  0.333333
    """
    written = distinct_links(authorships, "work_id", "author_id", "authorships")
    works = written["author_id"].map(written["author_id"].value_counts())
    found = distinct_links(theme_links, "work_id", "theme_id", "theme_links")
    links = written[works >= min_works].merge(found, on="work_id")
    return cooccurrence(
        links, document="theme_id", item="author_id", measures=measures, n_documents=n_themes
    )


def _theme_nodes(themes: pd.DataFrame) -> dict[Any, dict[str, Any]]:
    require_columns(themes, ["theme_id", "label_fr", "label_en", "works"], "themes")
    columns = ["theme_id", "label_fr", "label_en", "works"]
    return {
        theme: {"label": fr, "label_fr": fr, "label_en": en, "kind": "theme", "count": int(works)}
        for theme, fr, en, works in themes[columns].itertuples(index=False)
    }


def _author_nodes(authors: pd.DataFrame) -> dict[Any, dict[str, Any]]:
    require_columns(authors, ["author_id", "name", "kind", "works"], "authors")
    columns = ["author_id", "name", "kind", "works"]
    return {
        author: dict.fromkeys(("label", "label_fr", "label_en"), str(name))
        | {"kind": str(kind), "count": int(works)}
        for author, name, kind, works in authors[columns].itertuples(index=False)
    }


def _network(
    edges: pd.DataFrame,
    nodes: dict[Any, dict[str, Any]],
    weight: str,
    seeds: Iterable[int],
    seed: int,
) -> Graph:
    require_columns(edges, ["source", "target", "count", weight], "edges")
    used = sorted(set(edges["source"]) | set(edges["target"]), key=str)
    unknown = [str(node) for node in used if node not in nodes]
    if unknown:
        raise ValueError(f"edges name nodes that are not in their table: {', '.join(unknown)}")
    graph = nx.Graph()
    graph.add_nodes_from((node, dict(nodes[node])) for node in used)
    for edge in edges.to_dict("records"):
        ends = edge.pop("source"), edge.pop("target")
        values = {str(name): plain(value) for name, value in edge.items()}
        graph.add_edge(*ends, **(values | {"weight": float(edge[weight])}))
    graph = in_sorted_order(graph)
    _add_clusters(graph, seeds)
    _add_positions(graph, seed)
    for row in centralities(graph).to_dict("records"):
        graph.nodes[row.pop("node")].update({str(name): plain(row[name]) for name in row})
    return graph


def plain(value: Any) -> Any:
    """Return a numpy scalar as the Python value that it stands for."""
    return value.item() if isinstance(value, np.generic) else value


def _add_clusters(graph: Graph, seeds: Iterable[int]) -> None:
    found = clusters(graph, seeds)
    count = pd.Series(dict(graph.nodes(data="count")), dtype="int64")
    names = cluster_names(found.members, count, dict(graph.nodes(data="label")))
    for node, cluster in found.members.items():
        graph.nodes[node].update(cluster=int(cluster), cluster_name=str(names[cluster]))
    graph.graph.update(modularity=found.modularity, stability=found.stability)


def _add_positions(graph: Graph, seed: int) -> None:
    """Lay out each connected piece on its own, and set the pieces side by side, largest first.

    A layout of all at once would draw the lines of one piece across another.
    """
    found = nx.connected_components(graph)
    pieces = sorted((sorted(piece, key=str) for piece in found), key=_by_size)
    sides = [float(np.sqrt(len(piece))) for piece in pieces]
    across = SHELF * float(np.sqrt(sum((side + GAP) ** 2 for side in sides)))
    left, top, deepest = 0.0, 0.0, 0.0
    for piece, side in zip(pieces, sides, strict=True):
        if left and left + side > across:
            left, top, deepest = 0.0, top + deepest + GAP, 0.0
        # A view of a graph gives its nodes in the order of a set, which differs between runs.
        alone = in_sorted_order(graph.subgraph(piece))
        layout = nx.spring_layout(alone, weight="weight", seed=seed)
        for node, (x, y) in _in_square(layout).items():
            graph.nodes[node]["x"] = round(left + side * x, DECIMALS)
            graph.nodes[node]["y"] = round(-top - side * y, DECIMALS)
        left, deepest = left + side + GAP, max(deepest, side)


def _in_square(layout: Mapping[Any, Any]) -> dict[Any, tuple[float, float]]:
    """Return the places of a layout in the unit square, without a change of its proportions."""
    places = np.array([layout[node] for node in layout], dtype=np.float64)
    low, span = places.min(axis=0), np.ptp(places, axis=0)
    scaled = (places - low) / (span.max() or 1.0)
    return {node: (float(x), float(y)) for node, (x, y) in zip(layout, scaled, strict=True)}
