"""The charts as a reader gets them: words in two languages, sizes of print, files, tables."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import combinations
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree

import matplotlib
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from nbformat.v4 import new_notebook, new_output
from nbformat.validator import validate

from biblioscope import charts
from biblioscope.charts import arrange, labels, style
from biblioscope.charts.publish import as_csv
from biblioscope.language import LANGUAGES

SOURCE = {
    "en": "dossier “Travail social en service public territorial”, January 2017",
    "fr": "dossier « Travail social en service public territorial », janvier 2017",
}
PERIODICALS = {
    "Actualités sociales hebdomadaires": 40,
    "Lien social": 12,
    "Cahiers de l'actif (Les)": 9,
    "Vie sociale": 8,
    "Sociographe (Le)": 8,
    "Revue française de service social (La)": 7,
    "Empan": 6,
    "Gazette santé-social (La)": 5,
    "Journal de l'action sociale et du développement social": 5,
    "Forum": 5,
    "Vie sociale et traitements": 4,
    "Travail social actualités (TSA)": 3,
    "Informations sociales": 3,
    "Nouvelle revue de l'adaptation et de la scolarisation (La)": 3,
    "Revue de droit sanitaire et social": 2,
}
CHAPTERS = [
    "Introduction : Un plan national du travail social et du développement social",
    "Compréhension de l'environnement",
    "Posture professionnelle",
    "Pratiques professionnelles individuelles",
    "Pratiques professionnelles collectives",
    "Autres ressources utiles",
]
TYPES = ["article-journal", "book", "report", "legislation", "broadcast", "webpage"]
THEMES = [
    "Réforme du travail social", "Formation et diplômes", "Métiers et identité professionnelle",
    "Histoire du travail social", "Conditions de travail et malaise", "Temps et temporalités",
    "État social et politiques sociales", "Gouvernance et décentralisation",
    "Territoire et territorialisation", "Intercommunalité", "CCAS et collectivités",
    "Milieu rural", "Quartiers populaires et politique de la ville", "Développement social",
    "Analyse des besoins et observation sociale", "Numérique", "Pauvreté et précarité",
    "Vulnérabilité", "Handicap", "Vieillissement et perte d'autonomie",
    "Enfance et protection de l'enfance", "Familles et parentalité", "Jeunesse",
    "Migrations et interculturalité", "Genre et discriminations",
    "Laïcité et valeurs républicaines", "Radicalisation", "Éthique et déontologie",
    "Secret professionnel et partage d'informations", "Responsabilité juridique",
    "Relation d'aide et altérité", "Accompagnement social", "Parcours",
    "Coordination et partenariat", "Travail d'équipe et pluridisciplinarité",
    "Participation des usagers et citoyenneté", "Pouvoir d'agir (empowerment)",
    "Non-recours et accès aux droits", "Accueil du public",
    "Intervention collective et communautaire",
    "Associations et bénévolat", "Insertion et emploi", "Logement et hébergement", "Santé",
    "Management et évaluation", "Comparaisons internationales",
    "Écologie et développement durable",
]  # fmt: skip

Draw = Callable[..., charts.Chart]


def production() -> pd.DataFrame:
    works = [1, 0, 1, 0, 1, 2, 1, 3, 2, 4, 5, 6, 9, 8, 12, 15, 22, 31, 58, 6]
    table = pd.DataFrame({"works": works}, index=pd.Index(range(1998, 2018), name="year"))
    table.attrs["without_year"] = 12
    return table


def production_by_type() -> pd.DataFrame:
    years = pd.Index(range(2005, 2018), name="year")
    return pd.DataFrame(
        {name: [(3 * at + year) % (30 // (at + 1) + 1) for year in range(13)]
         for at, name in enumerate(TYPES)},
        index=years,
    )  # fmt: skip


def ranking() -> pd.DataFrame:
    table = pd.DataFrame({"name": list(PERIODICALS), "works": list(PERIODICALS.values())})
    table["low"], table["high"] = table["works"] * 0.7, table["works"] * 1.4
    table["kind"] = ["periodical", "institution", "publisher"] * 5
    table.attrs["n"] = 120
    return table


def matrix(columns: list[Any], residual: bool = False) -> pd.DataFrame:
    rows = [
        {"row": row, "column": column, "works": (at * 7 + 3 * place) % 23}
        for at, row in enumerate(CHAPTERS)
        for place, column in enumerate(columns)
    ]
    table = pd.DataFrame(rows)
    return table.assign(residual=(table["works"] - 11) / 3) if residual else table


def cooccurrence(items: int) -> pd.DataFrame:
    names = THEMES[:items]
    rows = [
        (one, other, (3 + at * place) % 12)
        for at, one in enumerate(names)
        for place, other in enumerate(names)
        if one != other
    ]
    table = pd.DataFrame(rows, columns=["theme", "with", "works"])
    for name in ("theme", "with"):
        table[name] = pd.Categorical(table[name], names, ordered=True)
    return table


def lorenz() -> pd.DataFrame:
    shares = np.cumsum([0, *sorted(PERIODICALS.values())]) / 120
    return pd.DataFrame({"share_of_sources": np.linspace(0, 1, 16), "share_of_references": shares})


def shares() -> pd.DataFrame:
    rows = [
        ("issued", 0.95, 0.91, 0.97, 189, 199),
        ("abstract", 0.83, 0.78, 0.88, 166, 199),
        ("Pagination de l'article ou nombre de pages", 0.75, 0.71, 0.82, 151, 199),
        ("contents", 14 / 18, 0.55, 0.91, 14, 18),
        ("urls", 0.32, 0.26, 0.38, 63, 199),
    ]
    return pd.DataFrame(rows, columns=["field", "share", "low", "high", "references", "n"])


def themes_graph() -> nx.Graph:
    """Return 47 themes with a backbone of 94 links, in seven clusters."""
    graph = nx.Graph()
    for at, name in enumerate(THEMES):
        angle = at * 2.399963
        graph.add_node(
            f"t{at:02}", label=name, label_en=f"theme {at}", kind="theme", count=1 + at * at % 59,
            cluster=at % 7, x=float(np.sqrt(at) * np.cos(angle)),
            y=float(np.sqrt(at) * np.sin(angle)),
        )  # fmt: skip
    for at in range(47):
        graph.add_edge(f"t{at:02}", f"t{(at + 7) % 47:02}", weight=1.0 + at % 5)
        graph.add_edge(f"t{at:02}", f"t{(at * 5 + 3) % 47:02}", weight=0.5 + at % 3)
    graph.remove_edges_from([(one, one) for one in list(graph) if graph.has_edge(one, one)])
    graph.add_node("alone", label="Milieu rural", kind="theme", count=2, cluster=None, x=3, y=4)
    return graph


def bipartite_graph() -> nx.Graph:
    graph = nx.Graph(themes_graph())
    graph.remove_edges_from(list(graph.edges))
    for at in range(22):
        angle = at * 2.0
        graph.add_node(
            f"a{at:02}", label=f"Marie-Hélène Dubois-Lefèvre {at}", kind="person", count=1 + at % 4,
            cluster=at % 7, x=4 * float(np.cos(angle)), y=4 * float(np.sin(angle)),
        )  # fmt: skip
        for theme in (at, at * 2 % 47, at * 3 % 47):
            graph.add_edge(f"a{at:02}", f"t{theme:02}", weight=1.0 + at % 2)
    return graph


def thematic_map() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": [" · ".join(THEMES[at : at + 2]) for at in range(0, 14, 2)],
            "items": [13, 9, 8, 7, 5, 3, 2],
            "centrality": [31.5, 22.0, 28.0, 22.5, 5.2, 30.9, 12.0],
            "density": [15.0, 17.0, 14.0, 27.5, 23.0, 15.4, 14.2],
        }
    )


def spans() -> pd.DataFrame:
    medians = [2016, 2015, 2014.5, 2013, 2015, None]
    return pd.DataFrame({
        "section": CHAPTERS, "n": [11, 25, 12, 13, 17, 0], "without_year": [5, 1, 0, 0, 0, 2],
        "q1": [2014.5, 2013, 2013, 2012, 2014, None], "median": medians,
        "q3": [2016, 2015, 2016, 2015, 2015, None],
    })  # fmt: skip


FIT = SimpleNamespace(n=2.31, c=0.702, authors=159)
AUTHORS = pd.Series({1: 131, 2: 17, 3: 6, 4: 3, 6: 1, 9: 1}, name="authors").rename_axis("works")
PER_WORK = pd.DataFrame(
    {"works": [31, 112, 29, 9, 4, 2, 0, 1, 0]}, index=pd.RangeIndex(9, name="authors")
)
MONTHS = pd.DataFrame({"works": [8, 2, 15, 9, 8, 16, 6, 3, 11, 5, 10, 17]},
                      index=pd.RangeIndex(1, 13, name="month"))  # fmt: skip
ZONES = pd.DataFrame({"zone": [1, 2, 3], "sources": [1, 4, 10], "references": [40, 37, 43]})

PLOTS: dict[str, Draw] = {
    "production": lambda **k: charts.plot_production(production(), **k),
    "production_by_type": lambda **k: charts.plot_production(production_by_type(), **k),
    "ranking": lambda **k: charts.plot_ranking(
        ranking(), label="name", value="works", item="periodicals", **k),
    "ranking_groups": lambda **k: charts.plot_ranking(
        ranking(), label="name", value="works", low="low", high="high", group="kind", limit=9, **k),
    "matrix": lambda **k: charts.plot_matrix(
        matrix(TYPES, residual=True), row="row", column="column", value="works",
        residual="residual", **k),
    "matrix_years": lambda **k: charts.plot_matrix(
        matrix(list(range(1998, 2018))), row="row", column="column", value="works", **k),
    "matrix_long": lambda **k: charts.plot_matrix(
        matrix(THEMES[:9]), row="row", column="column", value="works", **k),
    "cooccurrence": lambda **k: charts.plot_matrix(
        cooccurrence(18), row="theme", column="with", value="works", **k),
    "lorenz": lambda **k: charts.plot_lorenz(lorenz(), 0.47, item="periodicals", **k),
    "bradford": lambda **k: charts.plot_bradford(
        ranking(), ZONES, value="works", item="periodicals", unit="works", **k),
    "lotka": lambda **k: charts.plot_lotka(AUTHORS, FIT, **k),
    "distribution": lambda **k: charts.plot_distribution(
        PER_WORK, "authors", "works", item="authors", **k),
    "months": lambda **k: charts.plot_distribution(MONTHS, "month", "works", **k),
    "shares": lambda **k: charts.plot_shares(shares(), "field", count="references", **k),
    "spans": lambda **k: charts.plot_spans(spans(), label="section", **k),
    "network": lambda **k: charts.plot_network(themes_graph(), **k),
    "thematic_map": lambda **k: charts.plot_thematic_map(thematic_map(), size="items", **k),
}  # fmt: skip

every_plot = pytest.mark.parametrize("name", PLOTS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def texts(chart: charts.Chart) -> Iterator[tuple[Text, Any]]:
    """Yield the texts of a figure that are printed, with their boxes in points."""
    renderer = cast(FigureCanvasAgg, chart.figure.canvas).get_renderer()
    scale = 72 / chart.figure.dpi
    shown: set[int] = set()
    for axes in chart.figure.axes:
        both: Any = (axes.xaxis, axes.yaxis)
        for axis in both:
            drawn = {id(tick) for tick in axis._update_ticks()}
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if id(tick) not in drawn:
                    shown |= {id(tick.label1), id(tick.label2)}
    for artist in chart.figure.findobj(Text):
        text = artist
        if text.get_text().strip() and text.get_visible() and id(text) not in shown:
            yield (
                text,
                text.get_window_extent(renderer).transformed(
                    matplotlib.transforms.Affine2D().scale(scale)
                ),
            )


# What is printed fits and is legible


@every_plot
@every_language
@pytest.mark.parametrize("width", style.WIDTHS_MM)
def test_text_fits_the_page_and_covers_no_other_text(name: str, language: str, width: str) -> None:
    chart = PLOTS[name](language=language, width=width, source=SOURCE)
    across, up = (float(side) * 72 for side in chart.figure.get_size_inches())
    found = list(texts(chart))
    assert across == pytest.approx(style.WIDTHS_MM[width] / 25.4 * 72)
    for text, box in found:
        assert box.x0 >= 0, text.get_text()
        assert box.y0 >= 0, text.get_text()
        assert box.x1 <= across + 0.5, text.get_text()
        assert box.y1 <= up, text.get_text()
        assert 7 <= float(text.get_fontsize()) <= 9
        assert text.get_rotation() == 0
        assert "…" not in text.get_text()
    for (one, first), (other, second) in combinations(found, 2):
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert min(wide, high) < 1, (one.get_text(), other.get_text())


@pytest.mark.parametrize("width", style.WIDTHS_MM)
def test_labels_of_a_bipartite_graph_do_not_overlap(width: str) -> None:
    if width == "column":
        with pytest.raises(ValueError, match="take the width 'page'"):
            charts.plot_network(bipartite_graph(), width=width)
        return
    chart = charts.plot_network(bipartite_graph(), width=width)
    boxes = [box for _, box in texts(chart)]
    assert len(boxes) == 70 + 3
    for one, other in combinations(boxes, 2):
        wide = min(one.x1, other.x1) - max(one.x0, other.x0)
        assert min(wide, min(one.y1, other.y1) - max(one.y0, other.y0)) < 1


def test_labels_cover_no_mark_of_a_network() -> None:
    chart = charts.plot_network(themes_graph())
    axes = chart.figure.axes[0]
    scale = 72 / chart.figure.dpi
    dots = [
        (axes.transData.transform(np.asarray(dot.get_offsets())[0]) * scale,
         np.sqrt(dot.get_sizes()[0]) / 2)
        for dot in axes.collections
        if hasattr(dot, "get_sizes")
    ]  # fmt: skip
    assert len(dots) == 48
    for text in axes.texts:
        box = text.get_window_extent().padded(0)
        low, high = np.array([box.x0, box.y0]) * scale, np.array([box.x1, box.y1]) * scale
        for centre, radius in dots:
            nearest = np.clip(centre, low, high)
            assert np.hypot(*(nearest - centre)) > radius, text.get_text()


def test_equal_counts_have_equal_area_whatever_the_shape() -> None:
    from biblioscope.charts.network import _area

    assert _area("s") == pytest.approx(1)
    assert _area("D") == pytest.approx(1)
    assert _area("^") == pytest.approx(0.5)
    assert _area("P") == pytest.approx(20 / 36)


# Words and numbers


@every_plot
def test_the_languages_differ_in_words_and_agree_in_numbers(name: str) -> None:
    english, french = (PLOTS[name](language=language, source=SOURCE) for language in ("en", "fr"))
    assert (english.language, french.language) == ("en", "fr")
    assert english.title != french.title
    assert english.caption.endswith("January 2017.")
    assert french.caption.endswith("janvier 2017.")
    assert list(english.table.index) == list(french.table.index)
    for one, other in zip(english.table, french.table, strict=True):
        if pd.api.types.is_numeric_dtype(english.table[one]):
            pd.testing.assert_series_equal(
                english.table[one], french.table[other], check_names=False
            )


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("production", ["2016", "58", "187"]),
        ("production_by_type", ["15", "2017", "377"]),
        ("ranking", ["40", "120", "15"]),
        ("ranking_groups", ["40", "120", "9"]),
        ("matrix", ["6", "0"]),
        ("lorenz", ["15", "51", "0.47"]),
        ("bradford", ["40", "120", "3"]),
        ("lotka", ["131", "159", "2.31"]),
        ("distribution", ["112", "188", "0", "7"]),
        ("months", ["17", "110", "December"]),
        ("shares", ["63", "199", "5"]),
        ("network", ["48", "5"]),
        ("thematic_map", ["31.5", "15", "7"]),
    ],
)
def test_alternative_text_has_the_numbers_and_says_where_the_table_is(
    name: str, numbers: list[str]
) -> None:
    chart = PLOTS[name](file="figures/en/test.csv")
    for number in numbers:
        assert re.search(rf"\b{re.escape(number)}\b", chart.alt), (number, chart.alt)
    assert chart.alt.endswith("The numbers are in the file figures/en/test.csv.")
    assert chart.alt.count(". ") == 2


def entries(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the entries of the catalogue: those tables that have a language."""
    if set(node) & {*LANGUAGES}:
        yield path, node
        return
    for key, value in node.items():
        if isinstance(value, dict):
            yield from entries(value, f"{path}.{key}" if path else key)


def placeholders(template: str) -> set[str]:
    names: set[str] = set()
    for _, name, spec, _ in Formatter().parse(template):
        if name is not None:
            names |= {name} | placeholders(spec or "")
    return names


def test_no_word_is_missing_in_a_language() -> None:
    found = dict(entries(labels.catalogue()))
    assert len(found) > 150
    for path, entry in found.items():
        assert set(LANGUAGES) <= set(entry), path
        one, other = (entry[language] for language in LANGUAGES)
        assert type(one) is type(other), path
        if isinstance(one, list):
            assert len(one) == len(other), path
        for first, second in zip(*(
            [text] if isinstance(text, str) else text for text in (one, other)
        ), strict=True):  # fmt: skip
            assert first, path
            assert second, path
            assert placeholders(first) == placeholders(second), path


def test_french_texts_keep_their_punctuation_with_the_word() -> None:
    for path, entry in entries(labels.catalogue()):
        for text in [entry["fr"]] if isinstance(entry["fr"], str) else entry["fr"]:
            outside = re.sub(r"\{[^{}]*(\{[^{}]*\})?[^{}]*\}", "", text)
            assert not re.search(r"[^\u00a0\u202f][:;!?%»]|«[^\u00a0]", outside), (path, text)


def test_numbers_are_written_as_each_language_does() -> None:
    narrow = labels.NARROW
    assert labels.number(1234.5, "en") == "1,234.5"
    assert labels.number(1234.5, "fr") == f"1{narrow}234,5"
    assert labels.number(1000000, "fr") == f"1{narrow}000{narrow}000"
    assert labels.number(-0.001, "en") == "0"
    assert labels.number(-2, "fr") == "\u22122"
    assert labels.number(40, "en") == "40"
    assert labels.number(2, "en", 2) == "2.00"
    assert labels.percent(0.42, "en") == "42%"
    assert labels.percent(0.42, "fr") == f"42{narrow}%"
    assert labels.count(1, "sources", "fr", words=True) == "une source"
    assert labels.count(1, "themes", "fr", words=True) == "un thème"
    assert labels.count(1.5, "pages", "fr") == "1,5 page"
    assert labels.count(0, "works", "en") == "0 works"


@given(st.floats(-1e9, 1e9), st.sampled_from(LANGUAGES))
def test_a_number_reads_back_as_itself(value: float, language: str) -> None:
    text = labels.number(value, language, 2).replace("\u2212", "-")
    plain = text.replace(",", "") if language == "en" else text.replace(labels.NARROW, "")
    assert float(plain.replace(",", ".")) == pytest.approx(value, abs=0.00501)


def test_dates_are_written_in_words() -> None:
    assert labels.date("2016-10-14", "fr") == "14 octobre 2016"
    assert labels.date("2017-01", "en") == "January 2017"
    assert labels.date("2017", "fr") == "2017"


# What the charts say of their tables


def test_a_title_may_be_replaced_and_the_finding_stays_in_the_alternative_text() -> None:
    own = {
        "en": "One weekly has {value} of {n:works}",
        "fr": "Un hebdomadaire a {value} des {n:works}",
    }
    english = PLOTS["ranking"](title=own)
    assert english.title == "One weekly has 40 of 120 works"
    assert "(Actualités sociales hebdomadaires alone has 40 of 120 works)" in english.alt
    assert PLOTS["ranking"](title=own, language="fr").title == (
        "Un hebdomadaire a 40 des 120 publications"
    )


def test_the_source_may_come_with_the_table_and_a_note_before_it() -> None:
    table = production()
    table.attrs["source"] = SOURCE
    caption = charts.plot_production(table, note="Two listings count once.").caption
    assert caption == (
        "n\u00a0=\u00a0187 works with a year. Not drawn, for want of a year: 12 works. "
        f"Two listings count once. Source: {SOURCE['en']}."
    )


def test_ties_and_rows_left_out_are_said() -> None:
    table = ranking()
    chart = charts.plot_ranking(table, label="name", value="works", limit=9, item="periodicals")
    assert "Tied: ranks 4–5, 8–9." in chart.caption
    assert "1 more periodical has the last value shown." in chart.caption
    assert len(chart.table) == 9
    shown = " ".join(text.get_text() for text, _ in texts(chart)).replace("\n", " ")
    assert "the first 9 of 15" in shown
    silent = charts.plot_ranking(table, label="name", value="works", note_ties=False)
    assert "Tied" not in silent.caption


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ([40, 12], "A alone has 40 of 120 works"),
        ([20, 12], "A comes first: 20 of 120 works"),
        ([12, 12], "A and B come first with 12 works each"),
        ([1, 1, 1, 1], "4 sources share the first place with 1 work each"),
    ],
)
def test_the_title_of_a_ranking_is_its_finding(values: list[int], title: str) -> None:
    table = pd.DataFrame({"name": list("ABCD")[: len(values)], "works": values})
    table.attrs["n"] = 120
    chart = charts.plot_ranking(table, label="name", value="works", item="sources")
    assert chart.title == title


def test_no_percentage_of_a_small_number_is_printed() -> None:
    printed = [text.get_text() for text, _ in texts(PLOTS["shares"]())]
    assert "14 of 18" in printed
    assert "63 of 199 (32%)" in printed
    assert not any("78%" in text for text in printed)


def test_the_smallest_share_is_said_with_its_own_numbers() -> None:
    table = pd.DataFrame({
        "field": ["one", "few", "many"], "share": [0.5, 0.0, 0.0], "low": [0.1, 0.0, 0.0],
        "high": [0.9, 0.8, 0.2], "count": [1, 0, 0], "n": [2, 1, 16],
    })  # fmt: skip
    title = charts.plot_shares(table, "field").title
    assert title == "“many” has the smallest share: 0 of 16 references"


def test_spans_stand_in_the_order_of_the_dossier_and_say_what_is_left_out() -> None:
    chart = charts.plot_spans(spans(), label="section")
    assert chart.title == "The median year per section is between 2013 and 2016"
    assert chart.table.iloc[:, 0].tolist() == CHAPTERS[:5]
    assert "n\u00a0=\u00a078 works with a year." in chart.caption
    assert "for want of a year: 8 works" in chart.caption
    assert "Without any year, and not drawn: 1 section" in chart.caption
    printed = [text.get_text() for text, _ in texts(charts.plot_spans(
        spans(), label="section", language="fr"))]  # fmt: skip
    assert "2014,5 (n\u00a0=\u00a012)" in printed
    with pytest.raises(ValueError, match="nothing to draw"):
        charts.plot_spans(spans().tail(1), label="section")
    same = charts.plot_spans(spans().iloc[[1, 4]], label="section")
    assert same.title == "The median year is 2015 in each section"


def test_a_ranking_starts_at_zero_and_keeps_the_order_of_ties() -> None:
    chart = PLOTS["ranking"]()
    assert chart.figure.axes[0].get_xlim()[0] == 0
    assert chart.table["name"].tolist() == list(PERIODICALS)


def test_every_year_has_its_tick_and_every_group_the_same_scale() -> None:
    chart = PLOTS["production"](width="column")
    axis = chart.figure.axes[0].xaxis
    ticks = [*axis.get_majorticklocs(), *axis.get_minorticklocs()]
    assert sorted(int(tick) for tick in ticks) == list(range(1998, 2018))
    panels = PLOTS["production_by_type"]().figure.axes
    scales = [panel.get_position().height / panel.get_ylim()[1] for panel in panels]
    assert scales == pytest.approx([scales[0]] * len(TYPES))


def test_types_and_fields_are_printed_in_words() -> None:
    french = PLOTS["production_by_type"](language="fr")
    assert french.table["groupe"].unique()[0] == "article de périodique"
    assert PLOTS["shares"]().table["field"].tolist()[-1] == "address on the web"


def test_residuals_are_marked_by_shape_and_zeros_stay_quiet() -> None:
    chart = PLOTS["matrix"]()
    printed = [text.get_text() for text, _ in texts(chart)]
    assert any(text.endswith("▲") for text in printed)
    assert any(text.endswith("▼") for text in printed)
    plain = PLOTS["matrix_years"]()
    zeros = [text for text, _ in texts(plain) if text.get_text() == "0"]
    assert zeros
    assert {text.get_color() for text in zeros} == {style.GREY}


def test_a_matrix_too_fine_for_numbers_says_so_and_one_too_fine_to_see_is_refused() -> None:
    table = cooccurrence(47)
    draw = {"row": "theme", "column": "with", "value": "works"}
    chart = charts.plot_matrix(table, **draw)
    assert "Too many cells for numbers in print: 0 (lightest) to 11 (darkest)" in chart.caption
    assert len(chart.table) == 47 * 46
    with pytest.raises(ValueError, match=r"47 columns do not fit .* 'column'; there is room for"):
        charts.plot_matrix(table, width="column", **draw)


def test_bradford_reads_zones_from_either_table() -> None:
    counts = pd.Series([6, 4, 2], index=["A", "B", "C"], name="works")
    zones = pd.DataFrame({"zone": [1, 2], "sources": [1, 2], "references": [6, 6]})
    zones.attrs.update(multiplier=2.0, ties=["a tie"])
    chart = charts.plot_bradford(counts, zones)
    assert chart.title == "One source in the first zone, with 6 of 12 references"
    assert "Bradford’s multiplier: 2.00." in chart.caption
    assert "is a convention" in chart.caption
    assert chart.table["zone"].tolist() == ["1", "2", "2"]
    assert chart.table["cumulative number"].tolist() == [6, 10, 12]


def test_lotka_without_a_constant_has_no_line() -> None:
    fit = SimpleNamespace(n=0.9, c=float("nan"), authors=159)
    assert "no line" in charts.plot_lotka(AUTHORS, fit).caption


def test_a_network_lists_its_links_and_the_nodes_without() -> None:
    graph = themes_graph()
    table = charts.plot_network(graph).table
    assert len(table) == graph.number_of_edges() + 1
    assert table["strength"].iloc[0] == max(weight for *_, weight in graph.edges.data("weight"))
    assert table.iloc[-1]["theme"] == "Milieu rural"
    assert table.iloc[-1].isna()["with"]


def test_the_table_of_a_graph_says_what_its_ends_are() -> None:
    graph = bipartite_graph()
    graph.add_node("alone", label="Seul", kind="person", count=1, cluster=None, x=0, y=0)
    table = charts.plot_network(graph, language="fr").table
    assert table.columns.tolist() == [
        "thème", "auteur", "publications (thème)", "publications (auteur)", "groupe (thème)",
        "groupe (auteur)", "force",
    ]  # fmt: skip
    tied = table.dropna(subset=["force"])
    assert tied["thème"].isin(THEMES).all()
    assert tied["auteur"].str.startswith("Marie-Hélène").all()
    alone = table[table["auteur"] == "Seul"]
    assert alone["thème"].isna().all()
    assert alone["publications (auteur)"].tolist() == [1]


def test_the_table_of_a_matrix_is_called_as_the_picture_is() -> None:
    pairs = pd.DataFrame({"source": ["a", "b"], "target": ["b", "a"], "count": [2, 2]})
    draw = {"row": "source", "column": "target", "value": "count", "unit": "works"}
    chart = charts.plot_matrix(pairs, **draw, row_name="theme", column_name="theme", language="fr")
    assert chart.table.columns.tolist() == ["thème", "avec", "publications"]
    other = charts.plot_matrix(pairs, **draw, row_name="theme", column_name="chapter")
    assert other.table.columns.tolist() == ["theme", "chapter", "works"]


def test_the_table_of_a_thematic_map_is_in_words() -> None:
    table = thematic_map().head(2).assign(quadrant=["motor", "emerging or declining"])
    french = charts.plot_thematic_map(table, language="fr").table
    assert french["quadrant"].tolist() == ["moteur", "émergent ou en déclin"]


@pytest.mark.parametrize("down", [True, False])
def test_a_label_stands_where_no_line_runs_through_it(*, down: bool) -> None:
    graph = nx.Graph()
    for name, y in (("a", 1.0), ("b", 0.0)):
        graph.add_node(name, label=f"Thème {name}", count=3, cluster=1, x=0.0, y=y if down else -y)
    graph.add_edge("a", "b", weight=1.0)
    axes = charts.plot_network(graph).figure.axes[0]
    over = {text.get_text()[6]: text.get_verticalalignment() for text in axes.texts}
    assert over == ({"a": "bottom", "b": "top"} if down else {"a": "top", "b": "bottom"})


def test_a_network_prints_the_labels_of_the_language_where_asked() -> None:
    by_language = {"en": "label_en", "fr": "label"}
    graph = themes_graph()
    graph.remove_node("alone")
    printed = {
        language: {
            text.get_text() for text, _ in texts(
                charts.plot_network(graph, label=by_language, language=language))
        }
        for language in LANGUAGES
    }  # fmt: skip
    assert any(text.startswith("theme 4") for text in printed["en"])
    assert not any(text.startswith("theme 4") for text in printed["fr"])


def test_order_of_nodes_and_edges_changes_nothing() -> None:
    graph = themes_graph()
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    one, other = charts.plot_network(graph), charts.plot_network(turned)
    assert one.image("svg") == other.image("svg")
    pd.testing.assert_frame_equal(one.table, other.table)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: charts.plot_ranking(ranking(), label="nom", value="works"), "no column 'nom'"),
        (lambda: charts.plot_ranking(ranking()[:0], label="name", value="works"), "is empty"),
        (lambda: charts.plot_production(production(), language="de"), "there are en, fr"),
        (lambda: charts.plot_production(production(), width="wide"), "one of column, page"),
        (lambda: charts.plot_production(production(), unit="poems"), "no noun 'poems'"),
        (lambda: charts.plot_production(production(), title="{who}"), "no value 'who'"),
        (lambda: charts.plot_production(production(), title={"fr": "Un"}), "no 'en' among"),
        (lambda: charts.plot_network(nx.Graph()), "no nodes"),
        (lambda: charts.plot_network(nx.path_graph(2)), "node 0 has no 'label_fr'"),
        (lambda: PLOTS["ranking"]().image("gif"), "no pictures of kind 'gif'"),
    ],
)
def test_errors_say_what_is_wrong(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_an_unknown_option_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match=r"plot_production has no option \['tilte'\]"):
        PLOTS["production"](tilte="A title")


# Colours


def lightness(colour: str) -> float:
    """Return L* of CIELAB: what grey print keeps of a colour."""
    return float(116 * style.luminance(colour) ** (1 / 3) - 16)


def deuteranope(colour: str) -> np.ndarray[Any, Any]:
    """Return a colour as one without green cones sees it (Machado, Oliveira & Fernandes 2009)."""
    machado = np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ])  # fmt: skip
    linear = np.array([
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ])  # fmt: skip
    return np.array(np.clip(machado @ linear, 0, 1))


def test_marks_and_texts_stand_out_on_white() -> None:
    for colour in (*style.QUALITATIVE, style.MARK, style.ACCENT, style.RULE):
        assert style.contrast(colour) >= 3, colour
    for colour in (style.INK, style.GREY):
        assert style.contrast(colour) >= 4.5, colour


def test_the_qualitative_palette_survives_grey_and_deuteranopia() -> None:
    steps = np.diff(sorted(lightness(colour) for colour in style.QUALITATIVE))
    assert steps.min() >= 6
    for one, other in combinations(style.QUALITATIVE, 2):
        assert np.abs(deuteranope(one) - deuteranope(other)).max() > 0.05, (one, other)


def test_the_continuous_palettes_go_one_way() -> None:
    assert (np.diff([lightness(colour) for colour in style.SEQUENTIAL]) < -2).all()
    middle = len(style.DIVERGING) // 2
    scale = [lightness(colour) for colour in style.DIVERGING]
    assert (np.diff(scale[: middle + 1]) > 0).all()
    assert (np.diff(scale[middle:]) < 0).all()


@given(st.floats(0, 1), st.sampled_from(["sequential", "diverging"]))
def test_numbers_in_cells_can_be_read(value: float, name: Any) -> None:
    colour = style.colormap(name)(value)
    assert style.contrast(style.readable_on(colour), colour) >= 4.5


def test_forty_clusters_have_forty_looks() -> None:
    assert len({style.series_style(number) for number in range(40)}) == 40


# Arrangement of labels


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 200)), min_size=1, max_size=12))
def test_placed_boxes_stay_in_the_frame_and_apart(points: list[tuple[float, float]]) -> None:
    wanted, halves = np.array(points), np.full((len(points), 2), [20.0, 8.0])
    placed = arrange.place(wanted, halves, (200.0, 200.0), range(len(points)))
    assert placed is not None
    assert (placed >= halves).all()
    assert (placed <= 200 - halves).all()
    for one, other in combinations(placed, 2):
        assert (np.abs(one - other) >= [40, 16]).any()


def test_boxes_that_do_not_fit_have_no_place() -> None:
    assert arrange.place(np.zeros((2, 2)), np.full((2, 2), 6.0), (20.0, 20.0), [0, 1]) is None


@given(st.text(alphabet="abcdé «»: ", max_size=60), st.floats(20, 200))
def test_wrapping_cuts_no_word(text: str, width: float) -> None:
    wrapped = style.wrap(text, width, 7)
    assert re.sub(r"\s", "", wrapped) == re.sub(r"\s", "", text)
    assert all(word in text for word in re.split(r"\s", wrapped))
    for line in wrapped.split("\n"):
        assert " " not in line or style.text_width(line, 7) <= width


def test_a_word_wider_than_the_line_breaks_after_a_hyphen() -> None:
    assert style.wrap("https://example.org/un-long-chemin", 70, 7).count("\n") > 0
    assert style.wrap("médico-social", 100, 7) == "médico-social"


# Files


def test_the_style_is_left_where_it_was_found() -> None:
    before = dict(matplotlib.rcParams)
    PLOTS["ranking"]().image("svg")
    assert dict(matplotlib.rcParams) == before


@every_plot
def test_svg_has_text_as_text_and_describes_itself(name: str) -> None:
    chart = PLOTS[name](language="fr")
    root = ElementTree.fromstring(chart.image("svg"))  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"
    printed = " ".join("".join(node.itertext()) for node in root.iter(f"{space}text"))
    for word in chart.title.replace("\u00a0", " ").split():
        assert word in printed.replace("\u00a0", " ")
    description = root.find(f"{space}desc")
    assert description is not None
    assert description.text == chart.alt
    assert root.get("role") == "img"
    assert root.get("lang") == "fr"


def publish_ranking(folder: Path) -> Path:
    charts.publish(
        charts.plot_ranking, ranking(), "periodicals", folder=folder, label="name", value="works",
        item="periodicals", source=SOURCE,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_ranking(tmp_path_factory.mktemp("project") / "figures")


def test_publish_writes_both_languages_in_four_files(published: Path) -> None:
    found = sorted(path.relative_to(published).as_posix() for path in published.rglob("*.*"))
    kinds = ("csv", "pdf", "png", "svg")
    assert found == [
        f"{language}/periodicals.{kind}" for language in ("en", "fr") for kind in kinds
    ]
    svg = (published / "fr" / "periodicals.svg").read_text(encoding="utf-8")
    assert "figures/fr/periodicals.csv" in svg


def test_publishing_twice_gives_the_same_bytes(tmp_path: Path, published: Path) -> None:
    again = publish_ranking(tmp_path / "figures")
    for path in published.rglob("*.*"):
        assert path.read_bytes() == (again / path.relative_to(published)).read_bytes(), path


SEEDED = """
import hashlib, sys
sys.path.insert(0, "tests")
import test_charts as t
for name in ("network", "matrix"):
    chart = t.PLOTS[name]()
    for data in (chart.image("svg"), t.as_csv(chart.table)):
        print(hashlib.sha256(data).hexdigest())
"""


def test_hash_seeds_change_no_byte() -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-c", SEEDED],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert len(outputs[0].split()) == 4


@every_plot
def test_files_say_no_date_and_no_version(name: str) -> None:
    chart = PLOTS[name]()
    for kind in ("svg", "png", "pdf"):
        data = chart.image(kind, dpi=72)
        assert b"CreationDate" not in data
        assert matplotlib.__version__.encode() not in data
        assert data == chart.image(kind, dpi=72)


def test_the_csv_is_what_the_chart_shows(published: Path) -> None:
    english = pd.read_csv(published / "en" / "periodicals.csv")
    french = pd.read_csv(published / "fr" / "periodicals.csv")
    assert english.columns.tolist() == ["name", "works"]
    assert french.columns.tolist() == ["nom", "publications"]
    assert english["works"].tolist() == list(PERIODICALS.values())
    assert english["name"].tolist() == french["nom"].tolist() == list(PERIODICALS)


def test_no_cell_of_a_csv_is_a_formula_and_numbers_stay_numbers() -> None:
    table = pd.DataFrame({
        "=title": ["=1+1", "+33", "-x", "@SUM(A1)", "\tx", "a=b", None],
        "change": [-1.5, 2, 3, 4, 5, 1 / 3, float("nan")],
        "count": pd.array([-1, 2, 3, 4, 5, 6, None], dtype="Int64"),
    })  # fmt: skip
    text = as_csv(table).decode("utf-8")
    read = pd.read_csv(StringIO(text), keep_default_na=False)
    assert read.columns.tolist() == ["'=title", "change", "count"]
    assert read["'=title"].tolist() == ["'=1+1", "'+33", "'-x", "'@SUM(A1)", "'\tx", "a=b", ""]
    assert read["change"].tolist()[:2] == ["-1.5", "2"]
    assert read["count"].tolist() == ["-1", "2", "3", "4", "5", "6", ""]
    assert "\r" not in text


@pytest.mark.parametrize("name", ["../escape", "Élan", "", "a b", "CON.svg"])
def test_a_figure_has_a_name_for_a_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no name for a figure"):
        charts.publish(charts.plot_production, production(), name, folder=tmp_path)


def test_a_plot_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no 'fr' among"):
        charts.publish(
            charts.plot_production, production(), "p", folder=tmp_path, title={"en": "Only"}
        )
    assert list(tmp_path.iterdir()) == []


def test_publish_finds_the_figures_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    monkeypatch.setenv("BIBLIOSCOPE_PROJECT", str(tmp_path))
    chart = charts.publish(charts.plot_production, production(), "production")
    assert chart.language == "en"
    assert (tmp_path / "figures" / "fr" / "production.pdf").is_file()
    assert not list(tmp_path.rglob("*.part"))


# In a notebook


def displayed(shown: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a notebook stores of an object: data and metadata by MIME type."""
    formatter: Any = DisplayFormatter()
    data, metadata = formatter.format(shown)
    return data, metadata


def test_a_notebook_gets_a_png_with_its_alternative_text() -> None:
    chart = PLOTS["production"]()
    data, metadata = displayed(chart)
    assert set(data) == {"image/png", "text/plain"}
    assert data["text/plain"] == chart.alt
    assert metadata["image/png"]["alt"] == chart.alt
    assert metadata["image/png"]["width"] == 803
    assert metadata["language"] == chart.language
    assert "caption" not in metadata, "it is in the picture"
    output = new_output("display_data", data=data, metadata=metadata)
    notebook = new_notebook()
    cell: dict[str, Any] = {"cell_type": "code", "id": "a", "metadata": {}, "source": ""}
    notebook.cells.append({**cell, "execution_count": None, "outputs": [output]})
    validate(notebook)


# Tables


def test_a_table_is_escaped_captioned_and_scoped() -> None:
    table = pd.DataFrame({"name": ["<script>alert(1)</script>", "B"], "works": [1200, 3]})
    html = charts.show_table(table, "Works & <days>").html
    root = ElementTree.fromstring(html)  # noqa: S314
    assert "<script" not in html
    assert root.findtext("table/caption") == "Works & <days>"
    assert root.get("aria-label") == "Works & <days>"
    assert [head.get("scope") for head in root.iter("th")] == ["col", "col", "row", "row"]
    assert [cell.text for cell in root.iter("td")] == ["1,200", "3"]
    assert {cell.get("class") for cell in root.iter("td")} == {"number"}
    head = root.find("table")
    assert head is not None
    assert head.get("class") == "biblioscope-table"


def test_a_table_names_formats_links_and_languages() -> None:
    table = pd.DataFrame({
        "title": ["Lien social", "Empan", "Forum"],
        "share": [0.125, 0.5, None],
        "year": [2016, 1999, 2001],
        "issued": ["2016-10-14", None, "2001"],
        "signed": [True, False, True],
        "address": ["https://example.org/?a=1&b=2", "javascript:alert(1)", None],
    })  # fmt: skip
    names = {
        "title": "Periodical", "share": "Share", "year": "Year", "issued": "Date",
        "signed": "Signed",
    }  # fmt: skip
    shown = charts.show_table(
        table, "Periodicals", columns=names, formats={"share": "percent", "issued": "date"},
        french=["title"], links={"title": "address"}, limit=2,
    )  # fmt: skip
    root = ElementTree.fromstring(shown.html)  # noqa: S314
    assert root.findtext("table/caption") == "Periodicals (first 2 of 3 rows)"
    assert [head.text for head in root.iter("th")][:5] == list(names.values())
    rows = [head for head in root.iter("th") if head.get("scope") == "row"]
    assert [row.get("lang") for row in rows] == ["fr", "fr"]
    assert [link.get("href") for link in root.iter("a")] == ["https://example.org/?a=1&b=2"]
    cells = [cell.text for cell in root.iter("td")]
    assert cells == ["12%", "2016", "14 October 2016", "yes", "50%", "1999", None, "no"]
    assert shown.text.splitlines()[0] == "Periodicals (first 2 of 3 rows)"
    assert shown.text.splitlines()[2].split()[:2] == ["Periodical", "Share"]


def test_a_named_index_becomes_the_header_of_the_rows() -> None:
    shown = charts.show_table(production(), {"en": "Years", "fr": "Années"}, language="fr")
    assert "<caption>Années</caption>" in shown.html
    assert '<th scope="row">1998</th><td class="number">1</td>' in shown.html


def test_a_table_shows_itself_in_a_notebook() -> None:
    data, _ = displayed(charts.show_table(production(), "Years"))
    assert set(data) == {"text/html", "text/plain"}


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="no column 'nom'; it has year, works"):
        charts.show_table(production(), "Years", columns={"nom": "Name"})


def test_french_words_are_marked_and_no_markup_of_their_own() -> None:
    marked = charts.french("L'*action* <b>[1]</b> _sociale_")
    assert marked.startswith('<span lang="fr">')
    assert not re.search(r"[*_\[\]]|<b>", marked)
    text = ElementTree.fromstring(marked).text  # noqa: S314
    assert text == "L'*action* <b>[1]</b> _sociale_"
