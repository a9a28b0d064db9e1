"""Numbers become figures: charts and tables in English and French. Nothing here counts.

Every `plot_*` takes a table of `biblioscope.measures` and returns a `Chart`; `publish` saves one
in both languages; `show_table` displays a DataFrame. Titles are findings, and every word comes
from one catalogue (`labels.toml`).
"""

from __future__ import annotations

from .chart import Chart
from .columns import plot_distribution, plot_production
from .explorer import Explorer, show_graph
from .labels import french, literal
from .laws import plot_bradford, plot_lorenz, plot_lotka
from .matrix import plot_matrix
from .network import plot_network
from .page import Options
from .publish import publish
from .ranking import plot_ranking
from .sentences import Sentence, say
from .shares import plot_shares
from .spans import plot_spans
from .tables import Table, show_table
from .thematic_map import plot_thematic_map
from .widget import explore

__all__ = [
    "Chart",
    "Explorer",
    "Options",
    "Sentence",
    "Table",
    "explore",
    "french",
    "literal",
    "plot_bradford",
    "plot_distribution",
    "plot_lorenz",
    "plot_lotka",
    "plot_matrix",
    "plot_network",
    "plot_production",
    "plot_ranking",
    "plot_shares",
    "plot_spans",
    "plot_thematic_map",
    "publish",
    "say",
    "show_graph",
    "show_table",
]
