"""Charts."""

from .ranking import plot_ranking
from .columns import plot_production, plot_distribution
from .laws import plot_lorenz, plot_bradford, plot_lotka
from .shares import plot_shares
from .matrix import plot_matrix
from .network import plot_network
from .thematic_map import plot_thematic_map
