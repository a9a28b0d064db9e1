"""Rankings of sources, Bradford's zones on his own tables, concentration."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.measures import bradford, gini, lorenz, rank_sources, source_table, wilson

# Bradford (1934): (journals, references of each).
GEOPHYSICS = [
    (1, 93), (1, 86), (1, 56), (1, 48), (1, 46), (1, 35), (1, 28), (1, 20), (1, 17), (4, 16),
    (1, 15), (5, 14), (1, 12), (2, 11), (5, 10), (3, 9), (8, 8), (7, 7), (11, 6), (12, 5), (17, 4),
    (23, 3), (49, 2), (169, 1),
]  # fmt: skip
LUBRICATION = [
    (1, 22), (1, 18), (1, 15), (2, 13), (2, 10), (1, 9), (3, 8), (3, 7), (1, 6), (7, 5), (2, 4),
    (13, 3), (25, 2), (102, 1),
]  # fmt: skip


def journals(table: list[tuple[int, int]]) -> pd.Series[int]:
    counts = [references for number, references in table for _ in range(number)]
    return pd.Series(counts, index=[f"J{i:03d}" for i in range(len(counts))])


@pytest.mark.parametrize(
    ("table", "thresholds", "sources", "references", "multiplier"),
    [
        (GEOPHYSICS, [16, 4], [9, 59, 258], [429, 499, 404], (258 / 9) ** 0.5),
        (LUBRICATION, [8, 2], [8, 29, 127], [110, 133, 152], (127 / 8) ** 0.5),
    ],
)
def test_bradfords_own_zones_by_productivity(
    table: list[tuple[int, int]],
    thresholds: list[float],
    sources: list[int],
    references: list[int],
    multiplier: float,
) -> None:
    result = bradford(journals(table), thresholds=thresholds)
    assert isinstance(result, pd.DataFrame)
    assert list(result.columns) == ["zone", "sources", "references"]
    assert result["zone"].tolist() == [1, 2, 3]
    assert result["sources"].tolist() == sources
    assert result["references"].tolist() == references
    assert result.multiplier == pytest.approx(multiplier)
    assert result.ties == []


def test_bradfords_geophysics_in_equal_zones() -> None:
    # 1,332 / 3 = 444: nine journals have 429, the tenth (one of four with 16) crosses it.
    result = bradford(journals(GEOPHYSICS))
    assert result["sources"].tolist()[0] == 10
    assert result["references"].sum() == 1332
    assert result["sources"].sum() == 326
    tie = result.ties[0]
    assert (tie.zone, tie.references) == (1, 16)
    assert tie.before == ("J009",)
    assert tie.after == ("J010", "J011", "J012")
    assert tie.sources == tie.before + tie.after


def test_the_source_that_crosses_a_third_is_still_in_the_first_zone() -> None:
    result = bradford(pd.Series({"A": 3, "B": 2, "C": 2, "D": 1, "E": 1, "F": 1}))
    # 10 references: A ends at 3 < 3⅓, so B crosses it; C ends at 7 > 6⅔.
    assert result["sources"].tolist() == [2, 1, 3]
    assert result["references"].tolist() == [5, 2, 3]


def test_a_source_that_begins_at_the_cut_is_behind_it() -> None:
    result = bradford({"A": 4, "B": 3, "C": 1, "D": 2, "E": 1, "F": 1})
    assert result["references"].tolist() == [4, 5, 3]


def test_a_tie_names_the_cut_and_the_sources() -> None:
    result = bradford(pd.Series(1, index=list("FEDCBA")))
    assert result["sources"].tolist() == [2, 2, 2]
    assert result.multiplier == 1.0
    assert [(tie.zone, tie.before[-1], tie.after[0]) for tie in result.ties] == [
        (1, "B", "C"),
        (2, "D", "E"),
    ]


def test_one_source_with_everything_leaves_zones_empty() -> None:
    result = bradford({"A": 9, "B": 0})
    assert result["sources"].tolist() == [1, 0, 0]
    assert np.isnan(result.multiplier)


def test_no_source_gives_empty_zones() -> None:
    result = bradford(pd.Series(dtype="int64"), zones=2)
    assert result["sources"].tolist() == [0, 0]
    assert result.ties == []


@pytest.mark.parametrize("counts", [[1, -1], [1.5, 2], [1, float("nan")]])
def test_bradford_refuses_what_is_no_count(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        bradford(pd.Series(counts))


def test_bradford_refuses_one_zone_and_rising_thresholds() -> None:
    with pytest.raises(ValueError, match="at least two"):
        bradford({"A": 1}, zones=1)
    with pytest.raises(ValueError, match="must fall"):
        bradford({"A": 1}, thresholds=[4, 16])


@settings(max_examples=60)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=60), st.integers(2, 5))
def test_zones_hold_everything_and_order_does_not_matter(counts: list[int], zones: int) -> None:
    series = pd.Series(counts, index=[f"S{i}" for i in range(len(counts))])
    result = bradford(series, zones=zones)
    assert result["sources"].sum() == len(counts)
    assert result["references"].sum() == sum(counts)
    # The first zones together reach their share, unless they are all: never less.
    reached = result["references"].cumsum() * zones
    assert all(reached.iloc[i] >= (i + 1) * sum(counts) for i in range(zones))
    again = bradford(series.sample(frac=1, random_state=1), zones=zones)
    pd.testing.assert_frame_equal(pd.DataFrame(again), pd.DataFrame(result))
    assert again.ties == result.ties


@settings(max_examples=40)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_names_of_sources_change_no_zone(counts: list[int], random: Random) -> None:
    names = [f"S{i:02d}" for i in range(len(counts))]
    one = bradford(pd.Series(counts, index=names))
    random.shuffle(names)
    other = bradford(pd.Series(counts, index=names))
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))
    sizes = [(tie.zone, tie.references, len(tie.before), len(tie.after)) for tie in one.ties]
    assert sizes == [(t.zone, t.references, len(t.before), len(t.after)) for t in other.ties]
    assert gini(counts) == pytest.approx(gini(sorted(counts)))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("123")), min_size=1))
def test_order_and_names_change_no_residual(rows: list[tuple[str, str]]) -> None:
    works = pd.DataFrame(rows, columns=["source_id", "chapter"])
    table = source_table(works, by="chapter")
    again = source_table(works.iloc[::-1].reset_index(drop=True), by="chapter")
    pd.testing.assert_frame_equal(table, again)
    renamed = source_table(works.replace({"source_id": {"a": "z"}}), by="chapter")
    both = table.replace({"row": {"a": "z"}}).merge(renamed, on=["row", "column"])
    assert both["residual_x"].tolist() == pytest.approx(both["residual_y"].tolist(), nan_ok=True)
    assert len(both) == len(table)
    # What is over-represented in one cell of a row is under-represented in the others.
    assert (table["count"] - table["expected"]).groupby(table["row"]).sum().abs().max() < 1e-9


def test_gini_by_hand() -> None:
    assert gini([5, 5, 5]) == 0
    assert gini([0, 0, 0, 8]) == 0.75
    assert gini(pd.Series([1, 2, 3, 4])) == pytest.approx(0.25)
    assert np.isnan(gini([]))
    assert np.isnan(gini([0, 0]))


def test_concentration_refuses_negative_and_missing_numbers() -> None:
    for counts in ([1, -1], [1, float("nan")]):
        with pytest.raises(ValueError, match="0 or more"):
            gini(counts)
        with pytest.raises(ValueError, match="0 or more"):
            lorenz(counts)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any))
def test_gini_is_the_mean_difference_and_the_area_under_lorenz(counts: list[int]) -> None:
    differences = sum(abs(a - b) for a, b in itertools.product(counts, repeat=2))
    assert gini(counts) == pytest.approx(differences / (2 * len(counts) * sum(counts)))
    curve = lorenz(counts)
    area = np.trapezoid(curve["share_of_references"], curve["share_of_sources"])
    assert gini(counts) == pytest.approx(1 - 2 * area)
    assert curve.iloc[0].tolist() == [0, 0]
    assert curve.iloc[-1].tolist() == pytest.approx([1, 1])
    assert curve.attrs["n"] == sum(counts)
    assert (curve["share_of_references"] <= curve["share_of_sources"] + 1e-12).all()


@pytest.fixture
def sources() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "source_id": ["ash", "lien", "esprit", "eres", "none"],
            "name": ["ASH", "Lien social", "Esprit", "Érès", "Nobody"],
            "kind": ["periodical", "periodical", "periodical", "publisher", "publisher"],
        }
    )


@pytest.fixture
def works() -> pd.DataFrame:
    ids = ["ash"] * 3 + ["lien", "esprit"] * 2 + ["eres", None]
    return pd.DataFrame({"work_id": range(9), "source_id": ids})


def test_sources_are_ranked_with_ties(works: pd.DataFrame, sources: pd.DataFrame) -> None:
    table = rank_sources(works, sources)
    columns = ["source_id", "name", "kind", "works", "share", "low", "high", "rank", "tied"]
    assert list(table.columns) == columns
    assert table["source_id"].tolist() == ["ash", "esprit", "lien", "eres"]
    assert table["rank"].tolist() == [1, 2, 2, 4]
    assert table["tied"].tolist() == [False, True, True, False]
    assert table.loc[0, "share"] == 3 / 8
    assert tuple(table.loc[0, ["low", "high"]]) == pytest.approx(wilson(3, 8))
    assert table.attrs == {"n": 8, "left_out": 1}


def test_shares_of_one_kind_are_of_that_kind(works: pd.DataFrame, sources: pd.DataFrame) -> None:
    table = rank_sources(works, sources, kind="periodical")
    assert table["share"].tolist() == pytest.approx([3 / 7, 2 / 7, 2 / 7])
    assert table.attrs == {"n": 7, "left_out": 2}
    assert rank_sources(works, sources, kind="institution").empty


def test_a_source_without_an_entry_is_named(works: pd.DataFrame, sources: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="eres"):
        rank_sources(works, sources[sources["source_id"] != "eres"])


def test_residuals_of_a_two_by_two_table_square_to_its_chi_squared() -> None:
    cells = {("a", "1"): 12, ("a", "2"): 5, ("b", "1"): 3, ("b", "2"): 9}
    rows = [key for key, count in cells.items() for _ in range(count)]
    works = pd.DataFrame([*rows, ("a", None)], columns=["source_id", "chapter"])
    table = source_table(works, by="chapter")
    assert list(table.columns) == ["row", "column", "count", "expected", "residual"]
    found = table.set_index(["row", "column"])["count"].to_dict()
    assert found == cells
    chi_squared = 29 * (12 * 9 - 5 * 3) ** 2 / (17 * 12 * 15 * 14)
    assert (table["residual"] ** 2).tolist() == pytest.approx([chi_squared] * 4)
    expected = [17 * 15 / 29, 17 * 14 / 29, 12 * 15 / 29, 12 * 14 / 29]
    assert table["expected"].tolist() == pytest.approx(expected)
    assert table.attrs == {"n": 29, "left_out": 1}


def test_a_margin_with_everything_has_no_residual() -> None:
    works = pd.DataFrame({"source_id": ["a", "b"], "chapter": ["1", "1"]})
    table = source_table(works, by="chapter")
    assert table["residual"].isna().all()


def test_empty_cells_are_there() -> None:
    order = pd.CategoricalDtype(["1", "2", "3"], ordered=True)
    works = pd.DataFrame(
        {"source_id": ["a", "b"], "chapter": pd.Categorical(["3", "1"], dtype=order)}
    )
    table = source_table(works, by="chapter")
    assert len(table) == 6
    assert table["column"].tolist() == ["1", "2", "3"] * 2
    assert table["count"].sum() == 2
