"""Networks of themes and authors that fit a page and are read without a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.markers import MarkerStyle

from biblioscope.measures import TooFewError

from . import style
from .arrange import Floats, crossing, place, spread_out
from .chart import Chart
from .labels import Labels, Words, count, in_language, join, noun_form, number
from .page import Options, Page, Said, Speaker
from .reading import noun_values
from .rows import LINE

HEIGHTS = {"page": (300.0, 620.0), "column": (260.0, 640.0)}
"""The lowest and the highest body of a figure, in points."""
LARGEST = {"page": 10.0, "column": 7.5}
"""The radius of the largest circle."""
SMALLEST = 1.6
LABEL_WIDTH = {"page": 82.0, "column": 71.0}
THINNEST, THICKEST = 0.5, 2.0
AIR = 1.5
GAP = 1.5
"""Between a mark and its label."""
PASSES = 3
"""How often each label may change its side: the lines move with the marks."""
CIRCLE = np.pi / 4
EVENNESS, MORE_EVEN = 0.4, (0.6, 0.8, 1.0)
FULLEST = 0.62
"""No more of the page than this is marks and labels."""


@dataclass(frozen=True)
class Node:
    """A node as it is drawn; sizes in points."""

    label: str
    count: float
    cluster: int | None
    group: str | None
    set_apart: bool
    radius: float
    wrapped: str

    @property
    def box(self) -> tuple[float, float]:
        """Half of the width and height of mark and label together."""
        lines = self.wrapped.split("\n")
        widest = max(style.text_width(line, style.SMALL) for line in lines)
        height = 2 * self.reach + len(lines) * style.SMALL * LINE + 2
        return max(self.reach, widest / 2) + AIR + 1, height / 2 + AIR

    @property
    def side(self) -> float:
        """The size of the marker that has the area of the circle, whatever its shape."""
        return 2 * self.radius * float(np.sqrt(CIRCLE / _area(self.look[1])))

    @property
    def reach(self) -> float:
        """How far the marker reaches from its centre."""
        return self.side * float(np.abs(outline(self.look[1])).max())

    @property
    def look(self) -> tuple[str, str]:
        """Colour and marker: the cluster says both, and without one the kind."""
        if self.set_apart:
            return style.GREY, "s"
        if self.cluster is None:
            return style.MARK, "o"
        return style.series_style(self.cluster)


@style.applied()
def plot_network(
    graph: nx.Graph,
    *,
    label: Words | None = None,
    unit: str = "works",
    item: str = "themes",
    language: str = "en",
    width: str = "page",
    **options: Unpack[Options],
) -> Chart:
    """Draw a graph: area for the count, width for strength, colour and shape for the cluster.

    Nodes stand near their x and y, stretched over the page; the larger choose first, and no label
    covers a label or a mark. Where the page is too low for that it grows.

    Parameters
    ----------
    graph : networkx.Graph
        Nodes with `label` (or `label_fr`), `count`, `cluster` (a number or None), `kind` ("theme",
        or another for authors), `x` and `y`; edges with `weight`. Isolated nodes are drawn too.
        Where themes and authors are together, authors are grey squares with names in italics.
    label : str or mapping, optional
        The attribute to print, or one for each language: `{"en": "label_en", "fr": "label_fr"}`.
    unit : str, default "works"
        What `count` counts: a noun of the catalogue.
    item : str, default "themes"
        What a node is: a noun of the catalogue.
    language : {"en", "fr"}
    width : {"page", "column"}
    **options
        See `Options`. The source may also stand in `graph.graph["source"]`. A title may name
        {one}, {other}, {weight}, {nodes}, {edges}, {largest}, {count}, {clusters}.

    Returns
    -------
    Chart
        Its table has one row for each edge, and one for each node without any.

    Raises
    ------
    ValueError
        Where a node has no place or label, or the labels do not fit the highest page.

    Examples
    --------
    >>> graph = nx.Graph()
    >>> graph.add_node("a", label="Territoire", count=12, cluster=0, kind="theme", x=0, y=0)
    >>> graph.add_node("b", label="Santé", count=4, cluster=0, kind="theme", x=1, y=1)
    >>> graph.add_edge("a", "b", weight=1.5)
    >>> plot_network(graph).title
    'The strongest tie (1.5) is between “Territoire” and “Santé”'
    """
    if not graph:
        raise TooFewError("plot_network: the graph has no nodes, so there is nothing to draw")
    names = sorted(graph, key=str)
    check(graph, label, language)
    nodes = [node_of(graph.nodes[name], graph, label, language, width) for name in names]
    edges = edges_of(graph, names)
    speaker = Speaker("network", language, options, graph.graph)
    page = Page(
        _say(speaker, nodes, edges, unit, item, graph.graph.get("modularity")), width, language
    )
    found = arranged(graph, names, nodes, page.inner_width, width)
    axes = page.axes(found.height)
    axes.set(xlim=(0, page.inner_width), ylim=(0, found.height))
    axes.set_axis_off()
    axes.set(xticks=[], yticks=[])
    _draw_edges(axes, found.places, nodes, edges)
    _draw_nodes(axes, found, nodes)
    table = _table(nodes, edges, heads(nodes, item, speaker.labels), unit, speaker.labels)
    return page.chart(table)


def check(graph: nx.Graph, label: Words | None, language: str) -> None:
    """Raise a ValueError where a node lacks what is needed to draw it."""
    for name, data in graph.nodes(data=True):
        for needed in (label_key(data, label, language), "count", "x", "y"):
            if needed not in data:
                raise ValueError(f"plot_network: node {name!r} has no {needed!r}")


def label_key(data: Mapping[str, Any], label: Words | None, language: str) -> str:
    """Return the attribute of a node that is printed."""
    if label is not None:
        return in_language(label, language)
    return "label" if "label" in data else "label_fr"


def node_of(
    data: Mapping[str, Any], graph: nx.Graph, label: Words | None, language: str, width: str
) -> Node:
    """Return a node as it is drawn."""
    everyone = [other for _, other in graph.nodes(data=True)]
    largest = max(float(other["count"]) for other in everyone) or 1.0
    mixed = len({is_theme(other) for other in everyone}) > 1
    name, times = str(data[label_key(data, label, language)]), float(data["count"])
    text = f"{name}\u00a0({number(times, language)})"
    return Node(
        label=name,
        count=times,
        cluster=cluster_numbers(graph).get(data.get("cluster")),
        group=_group(data),
        set_apart=mixed and not is_theme(data),
        radius=max(SMALLEST, LARGEST[width] * float(np.sqrt(times / largest))),
        wrapped=style.wrap_evenly(text, LABEL_WIDTH[width], style.SMALL),
    )


def _group(data: Mapping[str, Any]) -> str | None:
    """Return the name of a node's cluster, its number where it has none."""
    known = data.get("cluster_name", data.get("cluster"))
    return None if known is None else str(known)


def is_theme(data: Mapping[str, Any]) -> bool:
    """Tell whether a node is a theme: without a kind it is."""
    return bool(data.get("kind", "theme") == "theme")


def cluster_numbers(graph: nx.Graph) -> dict[Any, int]:
    """Return a number from 0 for each cluster: it stands for a colour and a shape."""
    found = {data.get("cluster") for _, data in graph.nodes(data=True)} - {None}
    return {cluster: place for place, cluster in enumerate(sorted(found))}


def edges_of(graph: nx.Graph, names: Sequence[Any]) -> list[tuple[int, int, float]]:
    """Return the edges as places in `names` with their weight, the weakest first."""
    at = {name: number for number, name in enumerate(names)}
    edges = []
    for one, other, data in graph.edges(data=True):
        ends = sorted((at[one], at[other]))
        edges.append((ends[0], ends[1], float(data.get("weight", 1.0))))
    return sorted(edges, key=lambda edge: (edge[2], edge[0], edge[1]))


@dataclass(frozen=True)
class Arrangement:
    """Where marks stand, which have their label above, and the height that all need."""

    places: Floats
    above: npt.NDArray[np.bool_]
    height: float


def arranged(
    graph: nx.Graph, names: Sequence[Any], nodes: Sequence[Node], across: float, width: str
) -> Arrangement:
    """Find a place for each mark and its label, so that no label covers a label or a mark."""
    given = np.array([[graph.nodes[name]["x"], graph.nodes[name]["y"]] for name in names], float)
    halves = np.array([node.box for node in nodes])
    by_count = sorted(range(len(nodes)), key=lambda at: (-nodes[at].count, at))
    by_room = sorted(range(len(nodes)), key=lambda at: (-halves[at].prod(), at))
    lowest, highest = HEIGHTS[width]
    height = max(lowest, float(4 * halves.prod(axis=1).sum()) / across / FULLEST)
    heights = [*np.arange(height, highest, 20), highest]
    tries = [(room, EVENNESS, by_count) for room in heights]
    tries += [(highest, even, order) for order in (by_count, by_room) for even in MORE_EVEN]
    for room, evenness, order in tries:
        wanted = halves + spread_out(given, evenness) * (np.array([across, room]) - 2 * halves)
        boxes = place(wanted, halves, (across, room), order)
        if boxes is not None:
            return _with_sides(boxes, halves, nodes, edges_of(graph, names), float(room))
    raise ValueError(
        f"plot_network: {len(nodes)} labels do not fit one page at width {width!r}; "
        "draw fewer nodes, or take the width 'page'"
    )


def _with_sides(
    boxes: Floats,
    halves: Floats,
    nodes: Sequence[Node],
    edges: Sequence[tuple[int, int, float]],
    height: float,
) -> Arrangement:
    """Print each label under its mark, or over it where fewer lines then run through it."""
    reach = np.array([node.reach for node in nodes])
    drop = np.column_stack([np.zeros(len(nodes)), halves[:, 1] - AIR - reach])
    ends = np.array([edge[:2] for edge in edges], dtype=int).reshape(-1, 2)
    above = np.zeros(len(nodes), dtype=bool)
    for at in [*range(len(nodes))] * PASSES:
        crossed = []
        for side in (False, True):
            above[at] = side
            marks = boxes + np.where(above[:, np.newaxis], -drop, drop)
            low, high = boxes[at] - halves[at], boxes[at] + halves[at]
            edge_of_mark = marks[at, 1] + (reach[at] if side else -reach[at])
            (low if side else high)[1] = edge_of_mark
            crossed.append(crossing(low, high, marks[ends[:, 0]], marks[ends[:, 1]]))
        above[at] = crossed[1] < crossed[0]
    return Arrangement(boxes + np.where(above[:, np.newaxis], -drop, drop), above, height)


def _draw_edges(
    axes: Axes,
    places: Floats,
    nodes: Sequence[Node],
    edges: Sequence[tuple[int, int, float]],
) -> None:
    """Draw the links, those inside a cluster in its colour."""
    if not edges:
        return
    strongest = edges[-1][2] or 1.0
    widths = [THINNEST + (THICKEST - THINNEST) * weight / strongest for _, _, weight in edges]
    lines = [[tuple(places[one]), tuple(places[other])] for one, other, _ in edges]
    colours = [_edge_colour(nodes[one], nodes[other]) for one, other, _ in edges]
    axes.add_collection(
        LineCollection(lines, colors=colours, linewidths=widths, capstyle="round", zorder=1)
    )


def _edge_colour(one: Node, other: Node) -> str:
    if one.cluster is None or one.cluster != other.cluster:
        return style.RULE
    return style.series_style(one.cluster)[0]


def _draw_nodes(axes: Axes, found: Arrangement, nodes: Sequence[Node]) -> None:
    """Draw marks of equal area for equal counts, whatever their shape, and the labels."""
    for (x, y), above, node in zip(found.places, found.above, nodes, strict=True):
        colour, marker = node.look
        axes.scatter(x, y, s=node.side**2, color=colour, marker=marker, zorder=3,
                     edgecolors="#FFFFFF", linewidths=0.5, clip_on=False)  # fmt: skip
        axes.text(
            x, y + (node.reach + GAP if above else -node.reach - GAP), node.wrapped,
            fontsize=style.SMALL, ha="center", va="bottom" if above else "top",
            style="italic" if node.set_apart else "normal", zorder=4, clip_on=False,
            bbox={"facecolor": "#FFFFFF", "edgecolor": "none", "alpha": 0.75, "pad": 0.3},
        )  # fmt: skip


def _area(marker: str) -> float:
    """Return the area of a marker, where a square has 1."""
    if marker == "o":
        return float(CIRCLE)
    x, y = outline(marker)
    return float(abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2)


def outline(marker: str) -> Floats:
    """Return the corners of a marker of size 1 round its centre: x and y."""
    shape = MarkerStyle(marker)
    path = shape.get_path().transformed(shape.get_transform())
    return np.asarray(path.to_polygons()[0], dtype=float).T


def _say(
    speaker: Speaker,
    nodes: Sequence[Node],
    edges: Sequence[tuple[int, int, float]],
    unit: str,
    item: str,
    modularity: float | None,
) -> Said:
    largest = max(nodes, key=lambda node: node.count)
    clusters = {node.cluster for node in nodes if node.cluster is not None}
    authors = any(node.set_apart for node in nodes)
    speaker.values = {
        **noun_values(unit, item, speaker.labels),
        "nodes": len(nodes),
        "who": who(nodes, item, speaker.labels.language),
        "edges": len(edges),
        "largest": largest.label,
        "count": largest.count,
        "clusters": len(clusters),
    }
    caption = [
        speaker.text("caption"),
        speaker.text("clusters") if len(clusters) > 1 else "",
        speaker.text("shapes_authors" if clusters else "kinds") if authors else "",
        _modularity(speaker, modularity),
        speaker.text("layout"),
    ]
    if not edges:
        title = finding = speaker.text("no_links")
    else:
        one, other, weight = edges[-1]
        speaker.values |= {"one": nodes[one].label, "other": nodes[other].label, "weight": weight}
        title = speaker.text("title")
        finding = speaker.text("finding", title=title)
    return speaker.say(title, speaker.text("subtitle"), caption, speaker.text("alt"), finding)


def kinds(nodes: Sequence[Node], item: str, language: str) -> list[str]:
    """Return what the nodes are, in the plural."""
    both = ["themes", "authors"] if any(node.set_apart for node in nodes) else [item]
    return [noun_form(noun, language) for noun in both]


def who(nodes: Sequence[Node], item: str, language: str) -> str:
    """Return how many nodes there are, themes and authors apart where both are drawn."""
    authors = sum(node.set_apart for node in nodes)
    if not authors:
        return count(len(nodes), item, language)
    themes = len(nodes) - authors
    both = [count(themes, "themes", language), count(authors, "authors", language)]
    return join(both, language)


def _modularity(speaker: Speaker, modularity: float | None) -> str:
    if modularity is None or np.isnan(modularity):
        return ""
    return speaker.text("modularity", modularity=modularity)


def heads(nodes: Sequence[Node], item: str, labels: Labels) -> tuple[str, str]:
    """Return what the two ends of an edge are called: a theme and an author, or two of a kind."""
    if any(node.set_apart for node in nodes):
        return labels.column("theme"), labels.column("author")
    return noun_form(item, labels.language, 1), labels.column("with")


def ends(nodes: Sequence[Node], one: int, other: int) -> tuple[int, int]:
    """Return the ends of an edge, the theme first where the other is an author."""
    return (other, one) if nodes[one].set_apart and not nodes[other].set_apart else (one, other)


def _table(
    nodes: Sequence[Node],
    edges: Sequence[tuple[int, int, float]],
    called: tuple[str, str],
    unit: str,
    labels: Labels,
) -> pd.DataFrame:
    """Return one row for each edge, strongest first, then the nodes that have none."""
    strength = labels.column("weight")
    rows = []
    for one, other, weight in reversed(edges):
        first, second = ends(nodes, one, other)
        end = _end(called[0], nodes[first], unit, labels)
        rows.append({**end, **_end(called[1], nodes[second], unit, labels), strength: weight})
    tied = {end for edge in edges for end in edge[:2]}
    for at, node in enumerate(nodes):
        if at not in tied:
            rows.append(_end(called[node.set_apart], node, unit, labels))
    cells = [_end(name, nodes[0], unit, labels) for name in called]
    columns = [name for both in zip(*cells, strict=True) for name in both]
    table = pd.DataFrame(rows, columns=[*columns, strength])
    whole = [name for cell in cells for name in list(cell)[1:2]]
    return table.astype(dict.fromkeys(whole, "Int64"))


def _end(called: str, node: Node, unit: str, labels: Labels) -> dict[str, Any]:
    """Return the cells of one end of an edge."""
    return {
        called: node.label,
        f"{labels.column(unit)} ({called})": node.count,
        f"{labels.column('group')} ({called})": node.group,
    }
