"""A graph that can be explored where it is shown: in a notebook, or in a page by itself."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any

import networkx as nx
import pandas as pd

from biblioscope.language import current_language

from . import style
from .arrange import Floats
from .labels import Labels, Words, count, join, number
from .network import (
    GAP,
    THICKEST,
    THINNEST,
    Node,
    arranged,
    check,
    edges_of,
    ends,
    heads,
    kinds,
    node_of,
    outline,
    who,
)
from .rows import LINE

SAID = ("tied", "between", "found", "shown")
"""What the script says, with values that it fills in."""
ASCENT = 0.95
"""Of DejaVu Sans, over the baseline."""
Behind = dict[frozenset[Any], list[str]]


@dataclass(frozen=True, eq=False)
class Explorer:
    """A graph as HTML with its script, and the same ties as text."""

    html: str
    text: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        page = f"{self.html}\n<script>\n{script()}</script>"
        return {"text/html": page, "text/plain": self.text}


@cache
def script() -> str:
    """Return the script that makes graphs explorable; a page with several needs it once."""
    return _file("graph.js")


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def show_graph(
    graph: nx.Graph,
    evidence: pd.DataFrame,
    *,
    label: Words | None = None,
    unit: str = "works",
    item: str = "themes",
    language: str | None = None,
) -> Explorer:
    """Show a graph whose nodes say their neighbours, and whose ties say their references.

    It is drawn as `plot_network` draws it, and stays a picture where no script runs. The same ties
    are in a table below it.

    Parameters
    ----------
    graph : networkx.Graph
        As for `plot_network`; each edge with `count`, the works in which its ends meet.
    evidence : pandas.DataFrame
        source and target (nodes), reference_id and title: the references behind each edge, in the
        order in which they are to be named.
    label, unit, item
        As for `plot_network`.
    language : {"en", "fr"}, optional
        Without it, the one of `biblioscope.language.current_language`.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        Where a node has no place or label, or a column of the evidence is missing.

    Examples
    --------
    >>> graph = nx.Graph()
    >>> graph.add_node("a", label="Territoire", count=12, cluster=1, kind="theme", x=0, y=0)
    >>> graph.add_node("b", label="Santé", count=4, cluster=1, kind="theme", x=1, y=1)
    >>> graph.add_edge("a", "b", weight=1.5, count=1)
    >>> evidence = pd.DataFrame(
    ...     {"source": ["a"], "target": ["b"], "reference_id": ["L0001"], "title": ["Ici"]}
    ... )
    >>> print(show_graph(graph, evidence, language="en").text)
    Territoire – Santé: 1 work, 1.5 (L0001)
    """
    needed = ["source", "target", "reference_id", "title"]
    missing = [name for name in needed if name not in evidence.columns]
    if missing:
        raise ValueError(f"show_graph: the evidence has no column {missing[0]!r}")
    labels = Labels(language or current_language())
    if not graph:
        said = labels.text("nothing.sentence")
        return Explorer(f"<p>{escape(said)}</p>", said)
    names = sorted(graph, key=str)
    check(graph, label, labels.language)
    nodes = [node_of(graph.nodes[name], graph, label, labels.language, "page") for name in names]
    drawn = _Drawn(graph, names, nodes, edges_of(graph, names), labels, unit, item)
    behind = _behind(evidence)
    titles = dict(zip(evidence["reference_id"], evidence["title"].astype(str), strict=True))
    return Explorer(drawn.html(behind, titles), drawn.text(behind))


def _behind(evidence: pd.DataFrame) -> Behind:
    """Return the references behind each pair of nodes."""
    found: defaultdict[frozenset[Any], list[str]] = defaultdict(list)
    columns = ["source", "target", "reference_id"]
    for one, other, reference in evidence[columns].itertuples(index=False):
        found[frozenset((one, other))].append(str(reference))
    return dict(found)


@dataclass(frozen=True)
class _Drawn:
    """A graph with all that its HTML is made of."""

    graph: nx.Graph
    names: Sequence[Any]
    nodes: Sequence[Node]
    edges: Sequence[tuple[int, int, float]]
    labels: Labels
    unit: str
    item: str

    @property
    def ties(self) -> list[tuple[int, int, float, int]]:
        """The edges, the strongest first, with the number of works behind each."""
        found = []
        for first, second, weight in reversed(self.edges):
            one, other = ends(self.nodes, first, second)
            data = self.graph.edges[self.names[one], self.names[other]]
            found.append((one, other, weight, int(data.get("count", 1))))
        return found

    def references(self, behind: Behind, one: int, other: int) -> list[str]:
        return behind.get(frozenset((self.names[one], self.names[other])), [])

    def counted(self, times: float) -> str:
        return count(times, self.unit, self.labels.language)

    def strength(self, weight: float) -> str:
        return number(weight, self.labels.language, 1)

    def text(self, behind: Behind) -> str:
        """Return a line for each tie."""
        return "\n".join(
            f"{self.nodes[one].label} – {self.nodes[other].label}: {self.counted(times)}, "
            f"{self.strength(weight)} ({', '.join(self.references(behind, one, other))})"
            for one, other, weight, times in self.ties
        )

    def html(self, behind: Behind, titles: Mapping[str, str]) -> str:
        """Return the figure: controls, picture, what stands behind a choice, and the table."""
        said = {key: self.labels.text(f"explorer.{key}") for key in SAID}
        return "\n".join(
            [
                f"<style>\n{_file('graph.css')}</style>",
                f'<div class="bg-graph" lang="{self.labels.language}" data-words="{_data(said)}" '
                f'data-titles="{_data(dict(sorted(titles.items())))}">',
                self._controls(),
                f'<div class="bg-frame" tabindex="0" role="region" aria-label="{self._name()}">',
                self._svg(),
                "</div>",
                '<p class="bg-status" role="status"></p>',
                '<ul class="bg-behind"></ul>',
                self._table(behind),
                "</div>",
            ]
        )

    def _name(self) -> str:
        """Return what the graph is."""
        everyone = who(self.nodes, self.item, self.labels.language)
        return escape(self.labels.text("explorer.label", who=everyone, edges=len(self.edges)))

    def _controls(self) -> str:
        items = join(kinds(self.nodes, self.item, self.labels.language), self.labels.language)
        said = {
            key: escape(self.labels.text(f"explorer.{key}", items=items))
            for key in ("search", "strength", "clear", "help")
        }
        last = max(len(self.edges) - 1, 0)
        return (
            f'<div class="bg-controls" hidden><label>{said["search"]} <input type="search"></label>'
            f'<label>{said["strength"]} <input type="range" min="0" max="{last}" value="0"></label>'
            f'<button type="button">{said["clear"]}</button></div>\n'
            f'<p class="bg-help" hidden>{said["help"]}</p>'
        )

    def _svg(self) -> str:
        across = style.width_in_points("page")
        found = arranged(self.graph, self.names, self.nodes, across, "page")
        places = found.places * (1, -1) + (0, found.height)
        lines = [self._line(rank, tie, places) for rank, tie in enumerate(self.ties)]
        marks = [
            self._mark(at, node, places[at], above=bool(found.above[at]))
            for at, node in self._reading_order()
        ]
        return (
            f'<svg viewBox="0 0 {across:.0f} {found.height:.0f}" role="img" '
            f'aria-label="{self._name()}">' + "\n".join(["", *reversed(lines), *marks, "</svg>"])
        )

    def _reading_order(self) -> list[tuple[int, Node]]:
        """Return the nodes, those of most works first."""
        return sorted(enumerate(self.nodes), key=lambda pair: (-pair[1].count, pair[0]))

    def _order(self) -> dict[int, int]:
        return {at: place for place, (at, _) in enumerate(self._reading_order())}

    def _line(self, rank: int, tie: tuple[int, int, float, int], places: Floats) -> str:
        one, other, weight, times = tie
        strongest = self.edges[-1][2] or 1.0
        width = THINNEST + (THICKEST - THINNEST) * weight / strongest
        (x1, y1), (x2, y2) = places[one], places[other]
        order = self._order()
        return (
            f'<line class="bg-edge" data-rank="{rank}" data-from="{order[one]}" '
            f'data-to="{order[other]}" data-count="{escape(self.counted(times))}" '
            f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{_colour(self.nodes[one], self.nodes[other])}" stroke-width="{width:.2f}"/>'
        )

    def _mark(self, at: int, node: Node, centre: Floats, *, above: bool) -> str:
        ties = sum(at in edge[:2] for edge in self.edges)
        said = self.labels.text(
            "explorer.node", name=node.label, count=node.count, unit=self.unit, ties=ties
        )
        apart = " bg-apart" if node.set_apart else ""
        printed = node.wrapped.split("\n")
        first = node.reach + GAP + style.SMALL * ASCENT
        if above:
            first = -node.reach - GAP - style.SMALL * (len(printed) * LINE - ASCENT)
        lines = "".join(
            f'<tspan x="0" y="{first + row * style.SMALL * LINE:.1f}">{escape(line)}</tspan>'
            for row, line in enumerate(printed)
        )
        return (
            f'<g class="bg-node{apart}" data-name="{escape(node.label)}" '
            f'data-count="{escape(self.counted(node.count))}" aria-label="{escape(said)}" '
            f'transform="translate({centre[0]:.1f},{centre[1]:.1f})">{_shape(node)}'
            f"<text>{lines}</text></g>"
        )

    def _table(self, behind: Behind) -> str:
        labels = self.labels
        head = [*heads(self.nodes, self.item, labels), labels.column(self.unit)]
        head += [labels.column("weight"), labels.text("explorer.references")]
        kinds = ["", "", ' class="number"', ' class="number"', ""]
        cells = "".join(
            f'<th scope="col"{kind}>{escape(name)}</th>'
            for name, kind in zip(head, kinds, strict=True)
        )
        rows = "\n".join(self._row(rank, tie, behind) for rank, tie in enumerate(self.ties))
        caption = escape(labels.text("explorer.caption"))
        return (
            f'<details class="bg-ties"><summary>{escape(labels.text("explorer.table"))}</summary>\n'
            f'<div class="biblioscope-table-frame" role="region" tabindex="0" '
            f'aria-label="{caption}">\n'
            f'<table class="biblioscope-table">\n<caption>{caption}</caption>\n'
            f"<thead>\n<tr>{cells}</tr>\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
            "</div>\n</details>"
        )

    def _row(self, rank: int, tie: tuple[int, int, float, int], behind: Behind) -> str:
        one, other, weight, times = tie
        lang = "" if self.labels.language == "fr" else ' lang="fr"'
        named = " ".join(
            f'<span class="bg-reference">{escape(name)}</span>'
            for name in self.references(behind, one, other)
        )
        return (
            f'<tr data-rank="{rank}"><th scope="row"{lang}>{escape(self.nodes[one].label)}</th>'
            f"<td{lang}>{escape(self.nodes[other].label)}</td>"
            f'<td class="number">{times}</td><td class="number">{self.strength(weight)}</td>'
            f"<td>{named}</td></tr>"
        )


def _data(values: Mapping[str, str]) -> str:
    """Return values as the text of an attribute."""
    return escape(json.dumps(values, ensure_ascii=False))


def _colour(one: Node, other: Node) -> str:
    if one.cluster is None or one.cluster != other.cluster:
        return style.RULE
    return style.series_style(one.cluster)[0]


def _shape(node: Node) -> str:
    """Return the mark of a node: its outline, of the area of the circle."""
    colour, marker = node.look
    if marker == "o":
        return f'<circle class="bg-mark" r="{node.radius:.2f}" fill="{colour}"/>'
    corners = " ".join(f"{x * node.side:.2f},{-y * node.side:.2f}" for x, y in outline(marker).T)
    return f'<polygon class="bg-mark" points="{corners}" fill="{colour}"/>'
