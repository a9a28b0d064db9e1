"""A graph to move about in, inside JupyterLab: ipysigma's widget, where it is installed."""

from __future__ import annotations

import importlib
import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np

from biblioscope.language import current_language

from . import style
from .labels import Labels, Words
from .network import check, cluster_numbers, is_theme, label_key

HEIGHT = 600
SIZES = (4, 16)
"""Radii of nodes in pixels, from the fewest works to the most."""
WIDTHS = (0.5, 5)
"""Of edges, from the weakest to the strongest."""
BORDER = 2.5
"""Of authors: what a square says on paper."""
MISSING = (
    "charts.explore needs ipysigma: open the notebook with `make lab`, which has it, or type "
    "`pip install ipysigma`; charts.show_graph needs nothing"
)


def explore(
    graph: nx.Graph,
    *,
    label: Words | None = None,
    language: str | None = None,
    height: int = HEIGHT,
) -> Any:
    """Return a graph as a widget for free exploration inside JupyterLab.

    It can be zoomed, dragged, searched and laid out anew, and shows what is known of a node or an
    edge that is clicked. It needs a running kernel: in an exported page it would be an empty cell.
    `show_graph` is for pages.

    Parameters
    ----------
    graph : networkx.Graph
        As for `plot_network`. The area tells the count, the width the weight, the colour the
        cluster, as in the drawing; where themes and authors are together, authors have a border.
    label : str or mapping, optional
        The attribute to print, or one for each language: `{"en": "label_en", "fr": "label_fr"}`.
    language : {"en", "fr"}, optional
        Without it, the one of `biblioscope.language.current_language`.
    height : int, default 600
        In pixels.

    Returns
    -------
    ipysigma.Sigma

    Raises
    ------
    ModuleNotFoundError
        Where ipysigma is not installed; it says what to do.
    ValueError
        Where a node has no place or label.

    References
    ----------
    .. [1] Plique, G. (2022). ipysigma, a Jupyter widget using sigma.js to render interactive
       networks. Médialab, Sciences Po. https://doi.org/10.5281/zenodo.7446060

    Examples
    --------
    >>> graph = nx.Graph()
    >>> graph.add_node("a", label="Territoire", count=12, cluster=1, x=0.0, y=0.0)
    >>> type(explore(graph)).__name__
    'Sigma'
    """
    spoken = Labels(language or current_language()).language
    check(graph, label, spoken)
    try:
        sigma = importlib.import_module("ipysigma")
    except ModuleNotFoundError as problem:
        if problem.name != "ipysigma":
            raise
        raise ModuleNotFoundError(MISSING, name="ipysigma") from None
    simple = _simple(graph, label, spoken)
    mixed = len({is_theme(data) for _, data in simple.nodes(data=True)}) > 1
    palette = _palette(graph)
    return sigma.Sigma(
        simple,
        height=height,
        layout={node: {"x": data["x"], "y": data["y"]} for node, data in simple.nodes(data=True)},
        node_size={node: math.sqrt(data["count"]) for node, data in simple.nodes(data=True)},
        node_size_range=SIZES,
        node_color=_groups(graph),
        node_color_palette=palette,
        max_categorical_colors=len(palette),
        default_node_border_color=style.INK,
        raw_node_border_size={
            node: BORDER if mixed and not is_theme(data) else 0.0
            for node, data in simple.nodes(data=True)
        },
        edge_size="weight" if simple.number_of_edges() else None,
        edge_size_range=WIDTHS,
        raw_edge_color=None,
        default_edge_color=style.RULE,
        raw_edge_label=None,
        clickable_edges=True,
        label_grid_cell_size=130,
    )


def _simple(graph: nx.Graph, label: Words | None, language: str) -> nx.Graph:
    """Return a graph of names, numbers and texts: what a browser can be sent."""
    simple = nx.Graph()
    for node in sorted(graph, key=str):
        data = graph.nodes[node]
        printed = str(data[label_key(data, label, language)])
        simple.add_node(str(node), **_scalars(data) | {"label": printed})
    ends = {tuple(sorted((str(one), str(other)))): data for one, other, data in graph.edges.data()}
    for pair in sorted(ends):
        simple.add_edge(*pair, **{"weight": 1.0} | _scalars(ends[pair]))
    return simple


def _scalars(data: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    """Return what there is to say of a node or an edge; a number that is none breaks JSON."""
    plain = {
        str(name): value.item() if isinstance(value, np.generic) else value
        for name, value in data.items()
    }
    return {
        name: value if isinstance(value, str | int | float) else str(value)
        for name, value in plain.items()
        if value is not None and not (isinstance(value, float) and not math.isfinite(value))
    }


def _groups(graph: nx.Graph) -> dict[str, str]:
    """Return what each node's cluster is called."""
    return {str(node): _called(data) for node, data in graph.nodes(data=True)}


def _called(data: Mapping[str, Any]) -> str:
    return str(data.get("cluster_name", data.get("cluster")))


def _palette(graph: nx.Graph) -> dict[str, str]:
    """Return the colour of each cluster, as in the drawing."""
    numbers = cluster_numbers(graph)
    return {
        _called(data): style.series_style(numbers[data["cluster"]])[0]
        if data.get("cluster") is not None
        else style.MARK
        for _, data in graph.nodes(data=True)
    }
