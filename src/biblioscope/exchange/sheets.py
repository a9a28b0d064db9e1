"""CSV of nodes and edges, for spreadsheets and for Gephi's import of tables."""

from __future__ import annotations

import pandas as pd

from biblioscope.charts.publish import as_csv
from biblioscope.exchange.plain import Graph, plain_graph


def nodes_csv(graph: Graph) -> bytes:
    r"""Return the nodes of a graph as CSV: Id, Label and every attribute.

    A text that a spreadsheet would take for a formula is preceded by an apostrophe, in both files.

    Raises
    ------
    ValueError
        As by `plain_graph`.

    Examples
    --------
    >>> import networkx as nx
    >>> nodes_csv(nx.Graph(["ab"]))
    b'Id,Label\na,a\nb,b\n'
    """
    plain = plain_graph(graph)
    rows = [
        {"Id": node, "Label": data["label"]} | {k: v for k, v in data.items() if k != "label"}
        for node, data in plain.nodes(data=True)
    ]
    return as_csv(pd.DataFrame(rows, columns=None if rows else ["Id", "Label"]))


def edges_csv(graph: Graph) -> bytes:
    r"""Return the edges of a graph as CSV: Source, Target, Type, Weight and every attribute.

    Raises
    ------
    ValueError
        As by `plain_graph`.

    Examples
    --------
    >>> import networkx as nx
    >>> edges_csv(nx.Graph(["ab"]))
    b'Source,Target,Type,Weight\na,b,Undirected,1\n'
    """
    first = ["Source", "Target", "Type", "Weight"]
    rows = [
        {"Source": a, "Target": b, "Type": "Undirected", "Weight": data["weight"]}
        | {name: value for name, value in data.items() if name != "weight"}
        for a, b, data in plain_graph(graph).edges(data=True)
    ]
    return as_csv(pd.DataFrame(rows, columns=None if rows else first))
