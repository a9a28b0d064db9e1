"""The files of a graph, written together."""

from __future__ import annotations

from pathlib import Path

from biblioscope.charts.publish import NAME
from biblioscope.exchange.markup import gexf, graphml
from biblioscope.exchange.pajek import pajek, pajek_partition
from biblioscope.exchange.plain import Graph
from biblioscope.exchange.sheets import edges_csv, nodes_csv
from biblioscope.exchange.vosviewer import vosviewer
from biblioscope.files import write_beside
from biblioscope.project import figures_folder

FOLDER = "graphs"


def graph_files(
    graph: Graph, name: str, title: str = "", description: str = ""
) -> dict[str, str | bytes]:
    """Return the contents of all files of a graph, by their names.

    Parameters
    ----------
    graph
        An undirected networkx graph, such as `biblioscope.measures` builds.
    name
        What the names start with: lower case letters without accents, digits, "-" and "_".
    title, description
        For VOSviewer's info panel.

    Returns
    -------
    dict
        NAME.gexf, NAME.graphml, NAME.net and NAME.clu (Pajek's network and partition),
        NAME-vosviewer.json, NAME-nodes.csv and NAME-edges.csv.

    Raises
    ------
    ValueError
        Where the name cannot be one of a file, or a format cannot hold the graph.

    Examples
    --------
    >>> import networkx as nx
    >>> list(graph_files(nx.Graph(["ab"]), "themes"))[:3]
    ['themes.gexf', 'themes.graphml', 'themes.net']
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a graph: use a-z, 0-9, '-' and '_'")
    return {
        f"{name}.gexf": gexf(graph),
        f"{name}.graphml": graphml(graph),
        f"{name}.net": pajek(graph),
        f"{name}.clu": pajek_partition(graph),
        f"{name}-vosviewer.json": vosviewer(graph, title, description),
        f"{name}-nodes.csv": nodes_csv(graph),
        f"{name}-edges.csv": edges_csv(graph),
    }


def write_graph(
    graph: Graph, folder: Path, name: str, title: str = "", description: str = ""
) -> list[Path]:
    """Write all files of a graph into a folder.

    All are made before the first is written; each is written beside its place and then renamed.

    Parameters
    ----------
    graph, name, title, description
        As in `graph_files`.
    folder
        Made where there is none.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    ValueError
        As by `graph_files`.
    OSError
        Where the disk refuses.
    """
    contents = graph_files(graph, name, title, description)
    for file, content in contents.items():
        write_beside(folder / file, content)
    return [folder / file for file in contents]


def publish_graph(
    graph: Graph,
    name: str,
    *,
    folder: Path | None = None,
    title: str = "",
    description: str = "",
) -> list[str]:
    """Write all files of a graph beside the figures.

    Parameters
    ----------
    graph, name, title, description
        As in `graph_files`.
    folder
        Without it the project's `figures/`; the files go to its `graphs/`.

    Returns
    -------
    list of str
        What was written, as seen from the project's folder: "figures/graphs/NAME.gexf" and so on.

    Raises
    ------
    ValueError, OSError
        As by `write_graph`.
    """
    home = folder or figures_folder()
    written = write_graph(graph, home / FOLDER, name, title, description)
    return [f"{home.name}/{FOLDER}/{path.name}" for path in written]
