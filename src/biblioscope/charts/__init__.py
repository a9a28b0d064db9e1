"""Charts."""
from .ranking import plot_ranking
