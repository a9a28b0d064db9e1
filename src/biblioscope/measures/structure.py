"""How far the structure of a network can be trusted: other backbones, other samples, other files.

A backbone depends on its method, clusters on the documents that happened to be listed; each
function here says by how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import networkx as nx
import numpy as np
import pandas as pd

from biblioscope.measures._tables import distinct_links, require_columns
from biblioscope.measures.cooccurrence import cooccurrence
from biblioscope.measures.networks import adjusted_rand, backbone, clusters

Method = Literal["significance", "disparity", "count"]
LEVELS: dict[Method, float] = {"significance": 0.05, "disparity": 0.05, "count": 2}
SAMPLES = 100
FEW_SEEDS = range(5)
"""Of each sample: there are many samples."""


def compare_backbones(
    edges: pd.DataFrame, levels: Mapping[Method, float] | None = None
) -> pd.DataFrame:
    """Say how many edges each way of cutting keeps, and how far they agree.

    Parameters
    ----------
    edges
        With `source`, `target`, `count` and `q_value`, as `cooccurrence` gives them.
    levels
        The level of each method of `backbone`, the one to compare with first; by default
        significance and disparity at 0.05, and count at 2.

    Returns
    -------
    DataFrame
        A row for each method: method, level, kept and fell (edges), items (that still have an
        edge), shared (edges that the first method keeps as well) and jaccard (shared / edges that
        one of the two keeps; NaN where neither keeps any).

    Raises
    ------
    ValueError
        As by `backbone`.

    Examples
    --------
    >>> edges = pd.DataFrame({"source": ["A", "A"], "target": ["B", "C"], "count": [9, 1],
    ...     "q_value": [0.01, 0.6]})
    >>> compare_backbones(edges, {"significance": 0.05, "count": 1})
             method  level  kept  fell  items  shared  jaccard
    0  significance   0.05     1     1      2       1      1.0
    1         count   1.00     2     0      3       1      0.5
    """
    first: set[tuple[Any, Any]] | None = None
    rows = []
    for method, level in (levels or LEVELS).items():
        kept = backbone(edges, method, level)
        pairs = set(zip(kept["source"], kept["target"], strict=True))
        first = pairs if first is None else first
        either = len(pairs | first)
        rows.append(
            {
                "method": method,
                "level": float(level),
                "kept": len(kept),
                "fell": len(edges) - len(kept),
                "items": len(set(kept["source"]) | set(kept["target"])),
                "shared": len(pairs & first),
                "jaccard": len(pairs & first) / either if either else float("nan"),
            }
        )
    return pd.DataFrame(rows)


def cluster_stability(
    links: pd.DataFrame,
    members: pd.Series[int],
    document: str = "work_id",
    item: str = "theme_id",
    n_documents: int | None = None,
    samples: int = SAMPLES,
    level: float = 0.05,
    weight: str = "association",
    seeds: Iterable[int] = FEW_SEEDS,
    seed: int = 0,
) -> pd.DataFrame:
    """Cluster bootstrap samples of documents, and compare each with the clusters at hand.

    Each sample draws as many documents as there are, with replacement, and goes the same way as
    the whole: co-occurrences, the significant ones of them, Louvain's method.
    A document that is drawn twice counts as two, so that a sample has somewhat more edges than the
    whole: what it shows is how the clusters would change with another choice of documents.

    Parameters
    ----------
    links
        A row for each occurrence of an item in a document.
    members
        The cluster of each item, as in `Clusters.members`.
    document, item
        The columns of links.
    n_documents
        The number of documents, also of those without an item, which can be drawn as well.
    samples
        How many samples are drawn.
    level
        Of the backbone.
    weight
        The measure that is the weight of edges, or "count".
    seeds
        Of Louvain's method.
    seed
        Of the draws.

    Returns
    -------
    DataFrame
        A row for each sample: sample (from 0), edges (of the backbone), clusters, items (those of
        members that have an edge in the sample) and rand, the adjusted Rand index of the two
        partitions of these items; NaN where fewer than two are left.

    Raises
    ------
    ValueError
        Where a column is missing, a measure unknown, or n_documents less than there are documents.

    References
    ----------
    .. [1] Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics
       & Data Analysis 52(1), 258–271.
    .. [2] Hubert, L., & Arabie, P. (1985). Comparing partitions. Journal of Classification 2,
       193–218.

    Examples
    --------
    >>> documents = ["AB"] * 20 + ["CD"] * 20
    >>> links = pd.DataFrame([(n, c) for n, both in enumerate(documents) for c in both],
    ...     columns=["work_id", "theme_id"])
    >>> members = pd.Series({"A": 1, "B": 1, "C": 2, "D": 2})
    >>> cluster_stability(links, members, samples=3)["rand"].tolist()
    [1.0, 1.0, 1.0]
    """
    pairs = distinct_links(links, document, item, "links")
    known = pairs[document].nunique()
    n = known if n_documents is None else n_documents
    if n < known:
        raise ValueError(f"n_documents is {n}, but links has {known} documents")
    codes = pairs[document].factorize(sort=True)[0]
    items = pairs[item].to_numpy(dtype=object)
    draw = np.random.default_rng(seed)
    tried = list(seeds)
    rows = []
    for sample in range(samples):
        times = np.bincount(draw.integers(0, n, n), minlength=n)[codes]
        # A document that is drawn three times is three documents.
        copies = np.concatenate([np.arange(count) for count in times]) if len(times) else times
        drawn = pd.DataFrame(
            {
                "document": np.repeat(codes, times).astype(np.int64) * (n + 1) + copies,
                "item": np.repeat(items, times),
            }
        )
        graph = _sample_graph(drawn, n, level, weight)
        rows.append({"sample": sample} | _agreement(graph, members, tried))
    return pd.DataFrame(rows)


def _sample_graph(drawn: pd.DataFrame, n: int, level: float, weight: str) -> Any:
    measures = ("q_value",) if weight == "count" else (weight, "q_value")
    edges = cooccurrence(drawn, "document", "item", measures, n_documents=n)
    kept = backbone(edges, level=level)
    graph = nx.Graph()
    ends = kept[["source", "target", weight]].itertuples(index=False)
    graph.add_weighted_edges_from((a, b, float(value)) for a, b, value in ends)
    return graph


def _agreement(graph: Any, members: pd.Series[int], seeds: list[int]) -> dict[str, Any]:
    found = clusters(graph, seeds).members
    both = [name for name in members.index if name in found.index]
    rand = adjusted_rand(members[both], found[both]) if len(both) > 1 else float("nan")
    return {
        "edges": graph.number_of_edges(),
        "clusters": int(found.nunique()),
        "items": len(both),
        "rand": rand,
    }


def main_group(table: pd.DataFrame, item: str = "theme_id") -> pd.Series[Any]:
    """Return the group in which each item is most over-represented.

    Parameters
    ----------
    table
        With the item, `group`, `count` and `residual`, as `theme_table` gives them.
    item
        The column of the items.

    Returns
    -------
    Series
        The group of the largest residual among the groups that have the item, indexed by item, in
        the order of the table; of equal ones the first. An item without a known residual is left
        out.

    Raises
    ------
    ValueError
        Where a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"theme_id": ["a", "a", "b", "b"], "group": ["1", "2", "1", "2"],
    ...     "count": [1, 4, 2, 1], "residual": [-1.5, 1.5, 0.5, -0.5]})
    >>> main_group(table).to_dict()
    {'a': '2', 'b': '1'}
    """
    require_columns(table, [item, "group", "count", "residual"], "table")
    known = table[(table["count"] > 0) & table["residual"].notna()]
    best = known.loc[known.groupby(item, sort=False, observed=True)["residual"].idxmax()]
    return best.set_index(item)["group"].rename("main_group")
