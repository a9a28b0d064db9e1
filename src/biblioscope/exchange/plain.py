"""A graph as every format can hold it: names and texts that are legal, one type an attribute."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
import numpy as np

Graph = Any  # networkx.Graph: it is generic in its type stubs only
Scalar = str | int | float | bool

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (its production 2, Char), not even escaped."""
RESERVED = {"id", "pid", "parents", "start", "end", "slices", "spells", "viz", "type", "key"}
"""Attributes that mean something of their own to networkx's writers."""


def clean(text: str) -> str:
    r"""Return a text with U+FFFD for each character that XML forbids.

    Examples
    --------
    >>> clean("a\x00b\ud800") == "a\ufffdb\ufffd"
    True
    """
    return ILLEGAL.sub("\ufffd", text)


def plain_graph(graph: Graph) -> Graph:
    """Return a copy of a graph that every format can hold.

    Parameters
    ----------
    graph
        An undirected networkx graph.

    Returns
    -------
    networkx.Graph
        Nodes are strings, in the order of the graph, each with a `label`; each attribute has one
        type in all nodes and one in all edges: bool, int, float or, where they differ, str. What
        is missing, not a number or infinite is left out. Edges have a `weight`: 1.0 where there
        was none.

    Raises
    ------
    ValueError
        Where the graph is directed or has parallel edges, or two nodes get the same name.

    Examples
    --------
    >>> graph = nx.Graph()
    >>> graph.add_edge(1, "b", npmi=float("nan"), count=2)
    >>> plain_graph(graph).edges(data=True)
    EdgeDataView([('1', 'b', {'count': 2, 'weight': 1.0})])
    """
    if graph.is_directed() or graph.is_multigraph():
        raise ValueError("the graph is directed or has parallel edges; give an undirected Graph")
    names = {node: clean(str(node)) for node in graph}
    if len(set(names.values())) < len(names):
        raise ValueError("two nodes of the graph have the same name when written as text")
    nodes = _uniform(graph.nodes(data=True))
    edges = _uniform(((a, b), data) for a, b, data in graph.edges(data=True))
    plain = nx.Graph()
    for key, value in graph.graph.items():
        known = _scalar(value)
        if known is not None and key not in ("mode", "node_default", "edge_default"):
            plain.graph[clean(str(key))] = known
    for node, data in nodes.items():
        plain.add_node(names[node], **{"label": names[node]} | data)
    for (a, b), data in edges.items():
        weight = data.get("weight", 1.0)
        data["weight"] = float(weight) if isinstance(weight, int | float) else 1.0
        plain.add_edge(names[a], names[b], **data)
    for data in plain.nodes.values():
        data["label"] = str(data["label"])
    return plain


def _uniform(items: Iterable[tuple[Any, Mapping[str, Any]]]) -> dict[Any, dict[str, Any]]:
    """Return the attributes of nodes or edges as scalars of one type an attribute."""
    rows = {
        item: {
            _attribute(name): known
            for name, value in data.items()
            if (known := _scalar(value)) is not None
        }
        for item, data in items
    }
    types: dict[str, set[type]] = {}
    for data in rows.values():
        for name, value in data.items():
            types.setdefault(name, set()).add(type(value))
    as_type = {name: _common(found) for name, found in types.items()}
    return {
        item: {name: as_type[name](value) for name, value in data.items()}
        for item, data in rows.items()
    }


def _common(types: set[type]) -> type:
    if len(types) == 1:
        return next(iter(types))
    return float if types == {int, float} else str


def _attribute(name: Any) -> str:
    text = clean(str(name))
    return f"{text}_" if text in RESERVED else text


def _scalar(value: Any) -> Scalar | None:
    """Return a value as a plain scalar, None where there is nothing to write."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bool | int):
        return value
    return None if value is None else clean(str(value))
