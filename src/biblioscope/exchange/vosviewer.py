"""VOSviewer's JSON: network, clusters and what there is to say of them."""

from __future__ import annotations

import html
import json
from typing import Any

from biblioscope.exchange.plain import Graph, plain_graph

HIGHEST_CLUSTER = 1000
WEIGHTS = ("count", "degree", "strength")
"""Attributes that give items their size; the other numbers become scores, which give colour."""
TEXTS = ("label_fr", "label_en", "kind", "cluster_name")


def vosviewer(graph: Graph, title: str = "", description: str = "") -> str:
    """Return a graph as a VOSviewer JSON file, for VOSviewer from 1.6.17 on and VOSviewer Online.

    Parameters
    ----------
    graph
        An undirected networkx graph.
    title, description
        What the info panel says.

    Returns
    -------
    str
        `network.items` (id, label, description, x, y, cluster, weights, scores), `network.links`
        (source_id, target_id, strength), `network.clusters` (cluster, label) and `info`. Items'
        weights are `count`, `degree` and `strength`; all other numbers are scores. Descriptions
        are HTML, so texts are escaped there. The format has one strength for a link and no other
        measure: these are in the other files.

    Raises
    ------
    ValueError
        Where a weight is negative, a cluster is not a number from 1 to 1000, or as by
        `plain_graph`.

    References
    ----------
    .. [1] VOSviewer Online documentation, VOSviewer JSON files.
       https://app.vosviewer.com/docs/file-types/json-file-type/

    Examples
    --------
    >>> import networkx as nx
    >>> made = json.loads(vosviewer(nx.Graph(["ab"])))
    >>> made["network"]["links"]
    [{'source_id': 'a', 'target_id': 'b', 'strength': 1.0}]
    """
    plain = plain_graph(graph)
    network = {
        "items": [_item(node, data) for node, data in plain.nodes(data=True)],
        "links": [
            {"source_id": a, "target_id": b, "strength": _positive(weight, "an edge")}
            for a, b, weight in plain.edges(data="weight")
        ],
        "clusters": _clusters(plain),
    }
    info = {"title": title, "description": html.escape(description)}
    text = json.dumps({"network": network, "info": info}, ensure_ascii=False, indent=1)
    return text + "\n"


def _item(node: str, data: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"id": node, "label": data["label"]}
    said = [str(data[name]) for name in TEXTS if name in data]
    if said:
        item["description"] = "<br>".join(html.escape(text) for text in dict.fromkeys(said))
    item |= {axis: float(data[axis]) for axis in ("x", "y") if _is_number(data.get(axis))}
    if "cluster" in data:
        item["cluster"] = _cluster(data["cluster"])
    numbers = {name: value for name, value in data.items() if _is_number(value)}
    item["weights"] = {
        name: _positive(numbers.pop(name), node) for name in WEIGHTS if name in numbers
    }
    for name in ("x", "y", "cluster"):
        numbers.pop(name, None)
    item["scores"] = numbers
    return item


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _positive(value: float, where: str) -> float:
    if value < 0:
        raise ValueError(f"VOSviewer takes no negative weight, and {where} has {value}")
    return value


def _cluster(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= HIGHEST_CLUSTER:
        raise ValueError(f"VOSviewer numbers clusters from 1 to {HIGHEST_CLUSTER}; one is {value}")
    return value


def _clusters(plain: Graph) -> list[dict[str, Any]]:
    names: dict[int, str] = {}
    for data in plain.nodes.values():
        if "cluster" in data:
            number = _cluster(data["cluster"])
            names.setdefault(number, str(data.get("cluster_name", number)))
    return [{"cluster": number, "label": names[number]} for number in sorted(names)]
