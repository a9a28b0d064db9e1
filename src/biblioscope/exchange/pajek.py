"""Pajek: the network, and beside it the clusters as a partition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from biblioscope.exchange.plain import Graph, plain_graph

BOM = "\ufeff"
"""Pajek takes a file for UTF-8 only where it starts with it."""
MARGIN = 0.05
CENTRE = 0.5


def pajek(graph: Graph) -> str:
    r"""Return a graph as a Pajek network (.net).

    Parameters
    ----------
    graph
        An undirected networkx graph.

    Returns
    -------
    str
        UTF-8 with a byte order mark, which Pajek needs to read accents. Vertices in the order of
        the nodes, their labels in quotes: a label that several nodes have is followed by the node's
        name; quotes in labels become ’, backslashes / and line breaks spaces, since the format
        cannot escape them. Coordinates from 0 to 1, y down. Edges have their weight. The format has
        no other attributes; `pajek_partition` gives the clusters.

    Raises
    ------
    ValueError
        As by `plain_graph`.

    References
    ----------
    .. [1] Mrvar, A., & Batagelj, V. Pajek: programs for analysis and visualization of very large
       networks. Reference manual. http://mrvar.fdv.uni-lj.si/pajek/

    Examples
    --------
    >>> import networkx as nx
    >>> print(pajek(nx.Graph(["ab"])).removeprefix(BOM))
    *Vertices 2
    1 "a" 0.5000 0.5000 0.5000 ellipse
    2 "b" 0.5000 0.5000 0.5000 ellipse
    *Edges
    1 2 1
    """
    plain = plain_graph(graph)
    place = {node: number for number, node in enumerate(plain, start=1)}
    lines = [f"*Vertices {len(place)}"]
    across, up = (_between(plain, axis) for axis in ("x", "y"))
    for node, label, x, y in zip(plain, _labels(plain), across, up, strict=True):
        lines.append(f'{place[node]} "{label}" {x:.4f} {1 - y:.4f} {CENTRE:.4f} ellipse')
    lines.append("*Edges")
    for a, b, weight in plain.edges(data="weight"):
        lines.append(f"{place[a]} {place[b]} {weight:.10g}")
    return BOM + "\n".join(lines) + "\n"


def pajek_partition(graph: Graph) -> str:
    """Return the clusters of a graph as a Pajek partition (.clu), 0 where a node has none.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.Graph(["ab"])
    >>> graph.nodes["a"]["cluster"] = 3
    >>> pajek_partition(graph).split()
    ['*Vertices', '2', '3', '0']
    """
    found = [cluster for _, cluster in plain_graph(graph).nodes(data="cluster")]
    numbers = [str(cluster) if type(cluster) is int else "0" for cluster in found]
    return "\n".join([f"*Vertices {len(found)}", *numbers]) + "\n"


def _labels(plain: Graph) -> list[str]:
    """Return the labels in the order of the nodes, each once."""
    labels = {node: _quotable(label) for node, label in plain.nodes(data="label")}
    times = Counter(labels.values())
    return [
        label if times[label] == 1 else f"{label} ({_quotable(node)})"
        for node, label in labels.items()
    ]


def _quotable(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace('"', "’").replace("\\", "/")).strip() or "-"


def _between(plain: Graph, axis: str) -> Sequence[float]:
    """Return a coordinate of each node between the margins, 0.5 where it is not known."""
    values: list[Any] = [value for _, value in plain.nodes(data=axis)]
    known = [value for value in values if isinstance(value, int | float)]
    low, span = min(known, default=0.0), max(known, default=0.0) - min(known, default=0.0)
    room = 1 - 2 * MARGIN
    return [
        MARGIN + room * (value - low) / span if isinstance(value, int | float) and span else CENTRE
        for value in values
    ]
