"""Tables in, numbers out: the measures of bibliometrics as pure functions.

Each function takes DataFrames or Series and returns them; none reads a file or draws. Rankings have
`rank` and `tied`, shares have the Wilson interval `low` and `high`, and what a table leaves out is
said in its `.attrs`.
"""

from __future__ import annotations

from biblioscope.measures._few import TooFewError, nth, ratio
from biblioscope.measures.authors import (
    LotkaFit,
    author_table,
    authors_per_work,
    lotka,
    lotka_power,
    productivity,
    rank_authors,
    signed,
)
from biblioscope.measures.chunks import cooccurrence_in_chunks
from biblioscope.measures.coauthorship import coauthorship
from biblioscope.measures.cooccurrence import (
    MEASURES,
    LinksWarning,
    benjamini_hochberg,
    cooccurrence,
    cooccurrence_between,
)
from biblioscope.measures.coverage import coverage
from biblioscope.measures.evidence import edge_documents
from biblioscope.measures.intervals import Interval, Proportion, proportion, wilson
from biblioscope.measures.matrices import square
from biblioscope.measures.networks import (
    Clusters,
    adjusted_rand,
    author_network,
    backbone,
    centralities,
    cluster_names,
    clusters,
    shared_themes,
    thematic_map,
    theme_author_network,
    theme_network,
)
from biblioscope.measures.sources import (
    BradfordZones,
    Tie,
    bradford,
    gini,
    lorenz,
    rank_sources,
    source_table,
)
from biblioscope.measures.structure import cluster_stability, compare_backbones, main_group
from biblioscope.measures.terms import terms, theme_weights
from biblioscope.measures.themes import rank_themes, theme_links, theme_table, year_periods
from biblioscope.measures.years import (
    age_summary,
    ages,
    issue_months,
    issue_weekdays,
    price_index,
    price_share,
    production,
    section_by_year,
    section_years,
    source_years,
)

__all__ = [
    "MEASURES",
    "BradfordZones",
    "Clusters",
    "Interval",
    "LinksWarning",
    "LotkaFit",
    "Proportion",
    "Tie",
    "TooFewError",
    "adjusted_rand",
    "age_summary",
    "ages",
    "author_network",
    "author_table",
    "authors_per_work",
    "backbone",
    "benjamini_hochberg",
    "bradford",
    "centralities",
    "cluster_names",
    "cluster_stability",
    "clusters",
    "coauthorship",
    "compare_backbones",
    "cooccurrence",
    "cooccurrence_between",
    "cooccurrence_in_chunks",
    "coverage",
    "edge_documents",
    "gini",
    "issue_months",
    "issue_weekdays",
    "lorenz",
    "lotka",
    "lotka_power",
    "main_group",
    "nth",
    "price_index",
    "price_share",
    "production",
    "productivity",
    "proportion",
    "rank_authors",
    "rank_sources",
    "rank_themes",
    "ratio",
    "section_by_year",
    "section_years",
    "shared_themes",
    "signed",
    "source_table",
    "source_years",
    "square",
    "terms",
    "thematic_map",
    "theme_author_network",
    "theme_links",
    "theme_network",
    "theme_table",
    "theme_weights",
    "wilson",
    "year_periods",
]
