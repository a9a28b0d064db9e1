"""GEXF for Gephi, and GraphML: both as networkx writes them, but the same bytes each time."""

from __future__ import annotations

import math
from typing import Any
from xml.etree import ElementTree

import networkx as nx

from biblioscope.exchange.plain import Graph, plain_graph

writers: Any = nx.readwrite  # its classes have no type hints, and mypy would refuse each call

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPREAD = 500.0
"""Gephi's units for 1 of x and y: its nodes are some tens wide."""
RADIUS = 5.0
"""Gephi's size for a count of 1; the area grows with the count."""
CREATOR = "Biblioscope"


def gexf(graph: Graph) -> str:
    """Return a graph as GEXF 1.2, which Gephi opens with its places and sizes.

    Parameters
    ----------
    graph
        An undirected networkx graph; where nodes have `x` and `y`, or `count`, Gephi shows them
        in that place and with that area.

    Returns
    -------
    str
        Every attribute of `plain_graph`. There is no `lastmodifieddate`, which the format does not
        require: the same graph gives the same bytes on any day.

    Raises
    ------
    ValueError
        As by `plain_graph`.

    References
    ----------
    .. [1] GEXF Working Group, GEXF 1.2draft Primer. https://gexf.net

    Examples
    --------
    >>> "<creator>Biblioscope</creator>" in gexf(nx.Graph(["ab"]))
    True
    """
    plain = plain_graph(graph)
    for data in plain.nodes.values():
        _add_picture(data)
    writer = writers.gexf.GEXFWriter(version="1.2draft")
    writer.add_graph(plain)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
        meta[0].text = CREATOR
    return _text(writer.xml)


def _add_picture(data: dict[str, Any]) -> None:
    picture: dict[str, Any] = {}
    x, y, count = data.get("x"), data.get("y"), data.get("count")
    if isinstance(count, int | float) and count > 0:
        picture["size"] = round(RADIUS * math.sqrt(count), 3)
    if isinstance(x, int | float) and isinstance(y, int | float):
        place = {"x": round(SPREAD * x, 3), "y": round(SPREAD * y, 3), "z": 0.0}
        picture["position"] = place
    if picture:
        data["viz"] = picture


def graphml(graph: Graph) -> str:
    """Return a graph as GraphML, which yEd, Cytoscape, igraph and networkx read.

    Parameters
    ----------
    graph
        An undirected networkx graph.

    Returns
    -------
    str
        Every attribute of `plain_graph`.

    Raises
    ------
    ValueError
        As by `plain_graph`.

    References
    ----------
    .. [1] Brandes, U., Eiglsperger, M., Lerner, J., & Pich, C. (2013). Graph markup language
       (GraphML). In R. Tamassia (Ed.), Handbook of graph drawing and visualization. CRC Press.

    Examples
    --------
    >>> nx.parse_graphml(graphml(nx.Graph([("a", "b", {"count": 2})]))).edges["a", "b"]
    {'count': 2, 'weight': 1.0}
    """
    writer = writers.graphml.GraphMLWriter()
    writer.add_graph_element(plain_graph(graph))
    return _text(writer.xml)


def _text(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return DECLARATION + ElementTree.tostring(root, encoding="unicode") + "\n"
