"""Graphs and references for other tools: Gephi, Pajek, VOSviewer, Zotero, spreadsheets.

`gexf`, `graphml`, `pajek`, `vosviewer`, `nodes_csv` and `edges_csv` turn a networkx graph into the
text of a file, the same bytes each time; `write_graph` and `publish_graph` write all of them.
`ris` and `bibtex` write the `records` of a corpus for Zotero and its like; `read_links` reads
tables that do not fit in memory.
"""

from __future__ import annotations

from biblioscope.exchange.bibtex import bibtex
from biblioscope.exchange.files import graph_files, publish_graph, write_graph
from biblioscope.exchange.markup import gexf, graphml
from biblioscope.exchange.pajek import pajek, pajek_partition
from biblioscope.exchange.parquet import read_links
from biblioscope.exchange.records import Record, records
from biblioscope.exchange.ris import ris
from biblioscope.exchange.sheets import edges_csv, nodes_csv
from biblioscope.exchange.vosviewer import vosviewer

__all__ = [
    "Record",
    "bibtex",
    "edges_csv",
    "gexf",
    "graph_files",
    "graphml",
    "nodes_csv",
    "pajek",
    "pajek_partition",
    "publish_graph",
    "read_links",
    "records",
    "ris",
    "vosviewer",
    "write_graph",
]
