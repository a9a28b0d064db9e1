"""Signatures, rankings, and Lotka's law on Lotka's own tables."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.measures import (
    author_table,
    authors_per_work,
    coauthorship,
    lotka,
    lotka_power,
    productivity,
    rank_authors,
    signed,
    wilson,
)

# Lotka (1926), table 1: authors of Chemical Abstracts 1907–1916, A and B, with 1, 2, … 30
# contributions, of 6,891 in all; and of Auerbach's Geschichtstafeln der Physik, 1,325 in all.
CHEMISTRY = [
    3991, 1059, 493, 287, 184, 131, 113, 85, 64, 65, 41, 47, 32, 28, 21, 24, 18, 19, 17, 14, 9, 11,
    8, 8, 9, 9, 8, 10, 8, 7,
]  # fmt: skip
PHYSICS = [784, 204, 127, 50, 33, 28, 19, 19, 6, 7, 6, 7, 4, 4, 5, 3, 3, 1]
PHYSICS_TAIL = {21: 1, 22: 3, 24: 3, 25: 2, 27: 1, 30: 1, 34: 1, 37: 1, 48: 2}


def from_one(counts: list[int]) -> dict[int, int]:
    return dict(enumerate(counts, start=1))


def test_lotkas_chemists() -> None:
    fit = lotka(from_one(CHEMISTRY), total=6891)
    assert fit.n == pytest.approx(1.8877, abs=5e-5)
    assert round(fit.n, 3) == 1.888  # as Lotka printed it
    assert fit.c == pytest.approx(0.5668, abs=5e-5)
    assert fit.authors == 6891
    assert fit.head == 30
    assert fit.critical == pytest.approx(1.63 / math.sqrt(6891))


def test_lotkas_physicists() -> None:
    table = from_one(PHYSICS) | PHYSICS_TAIL
    assert sum(table.values()) == 1325
    fit = lotka(table, head=17)
    assert round(fit.n, 3) == 2.021  # as Lotka printed it
    assert fit.fits
    # 784 of 1,325 published once; the line says C = 61.5 %.
    assert fit.d_at == 1
    assert fit.d_max == pytest.approx(fit.c - 784 / 1325)


def test_by_default_the_head_ends_before_the_first_gap() -> None:
    table = from_one(PHYSICS) | {19: 0} | PHYSICS_TAIL
    assert lotka(table).head == 18
    assert lotka(table) == lotka(table, head=18)


def test_the_constant_is_that_of_the_inverse_square_law() -> None:
    # A table on the line y = 3600/x² has n = 2, and Lotka's 6/π² = 60.79 % of authors.
    fit = lotka({x: 3600 // x**2 for x in (1, 2, 3, 4, 5, 6)})
    assert fit.n == pytest.approx(2)
    assert fit.c == pytest.approx(6 / math.pi**2, abs=1e-5)  # Pao's rest is approximate


def test_the_distance_is_between_cumulative_shares_of_all_numbers_up_to_x() -> None:
    fit = lotka({1: 60, 2: 15, 5: 25}, head=2)
    assert fit.n == pytest.approx(2)
    expected = fit.c * sum(k**-2.0 for k in range(1, 6))
    distances = {1: abs(0.60 - fit.c), 2: abs(0.75 - fit.c * 1.25), 5: abs(1 - expected)}
    assert fit.d_max == pytest.approx(max(distances.values()))
    assert fit.d_at == max(distances, key=lambda x: distances[x])


def test_a_heavy_tail_does_not_fit() -> None:
    fit = lotka({1: 400, 2: 100, 50: 400}, head=2)
    assert not fit.fits
    assert fit.d_at == 2


def test_the_likeliest_exponent_is_a_maximum() -> None:
    table = from_one(PHYSICS) | PHYSICS_TAIL
    fit = lotka(table)
    x, y = np.array(list(table), dtype=float), np.array(list(table.values()), dtype=float)

    def likelihood(a: float) -> float:
        zeta = float((np.arange(1.0, 200_000) ** -a).sum() + 200_000 ** (1 - a) / (a - 1))
        return float(-a * (y * np.log(x)).sum() - y.sum() * np.log(zeta))

    assert likelihood(fit.n_mle) >= likelihood(fit.n_mle + 1e-3)
    assert likelihood(fit.n_mle) >= likelihood(fit.n_mle - 1e-3)
    low, high = fit.n_mle_interval
    assert low < fit.n_mle < high


def test_authors_beyond_the_table_make_the_exponent_smaller() -> None:
    whole = lotka(from_one(PHYSICS[:17]))
    truncated = lotka(from_one(PHYSICS[:17]), total=1325)
    complete = lotka(from_one(PHYSICS) | PHYSICS_TAIL)
    assert truncated.n_mle < whole.n_mle
    assert truncated.n_mle == pytest.approx(complete.n_mle, abs=0.02)


def test_the_interval_is_the_same_at_each_run() -> None:
    assert lotka(from_one(PHYSICS)) == lotka(from_one(PHYSICS))
    other = lotka(from_one(PHYSICS), seed=1)
    assert other.n_mle == lotka(from_one(PHYSICS)).n_mle
    assert other.n_mle_interval != lotka(from_one(PHYSICS)).n_mle_interval


def test_a_series_in_any_order_is_as_good_as_a_mapping() -> None:
    series = pd.Series(PHYSICS, index=range(1, 19)).iloc[::-1]
    assert lotka(series) == lotka(from_one(PHYSICS))
    assert lotka(series.astype(float)) == lotka(from_one(PHYSICS))


def test_a_law_whose_shares_have_no_sum_does_not_fit() -> None:
    fit = lotka({1: 5, 2: 4})
    assert fit.n < 1
    assert math.isnan(fit.c)
    assert math.isnan(fit.d_max)
    assert fit.d_at is None
    assert not fit.fits


def test_few_authors_with_two_works_leave_the_interval_open() -> None:
    fit = lotka({1: 100, 2: 1})
    assert fit.n_mle_interval[1] == math.inf
    assert fit.n_mle_interval[0] < fit.n_mle < math.inf


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({1: 5, 2: -1}, "whole numbers, 0 or more"),
        ({1: 5, 2: 1.5}, "whole numbers, 0 or more"),
        ({1: 5, 2: float("nan")}, "whole numbers, 0 or more"),
        ({0: 5, 1: 3}, "whole numbers, 1 or more"),
        ({1.5: 5, 2: 3}, "whole numbers, 1 or more"),
    ],
)
def test_what_is_no_distribution_is_refused(table: dict[int, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lotka(table)


@pytest.mark.parametrize(
    ("table", "authors", "head"),
    [({}, 0, 0), ({1: 0, 2: 0}, 0, 0), ({1: 9}, 9, 1), ({1: 9, 3: 2}, 11, 1)],
)
def test_no_line_goes_through_less_than_two_points(
    table: dict[int, int], authors: int, head: int
) -> None:
    fit = lotka(table)
    assert (fit.authors, fit.head, fit.fits, fit.d_at) == (authors, head, False, None)
    assert all(math.isnan(number) for number in (fit.n, fit.c, fit.d_max))
    power = lotka_power(fit, [2.0, 3.0])
    assert power["exponent"].tolist() == [2.0, 3.0]
    assert power["power"].isna().all()


def test_the_head_and_the_total_must_suit_the_table() -> None:
    with pytest.raises(ValueError, match="two values of x"):
        lotka({1: 5, 2: 2}, head=1)
    with pytest.raises(ValueError, match="total is 6, but the distribution lists 7"):
        lotka({1: 5, 2: 2}, total=6)
    assert lotka({1: 9, 3: 2}, head=2).head == 2


def test_a_fit_cannot_be_changed() -> None:
    fit = lotka({1: 9, 2: 2})
    with pytest.raises(FrozenInstanceError):
        fit.n = 2.0  # type: ignore[misc]


@settings(max_examples=60)
@given(st.dictionaries(st.integers(1, 30), st.integers(1, 500), min_size=2, max_size=12))
def test_scaling_all_counts_leaves_the_line_and_the_distance(table: dict[int, int]) -> None:
    fit = lotka(table, head=2, resamples=20)
    larger = lotka({x: 10 * y for x, y in table.items()}, head=2, resamples=20)
    assert larger.n == pytest.approx(fit.n)
    assert larger.d_max == pytest.approx(fit.d_max, nan_ok=True)
    assert larger.critical == pytest.approx(fit.critical / math.sqrt(10))
    assert larger.n_mle == pytest.approx(fit.n_mle)


@pytest.fixture
def authorships() -> pd.DataFrame:
    rows = [("W1", "warin"), ("W1", "odenore"), ("W2", "warin"), ("W3", "avenel"), ("W3", "avenel")]
    return pd.DataFrame(rows, columns=["work_id", "author_id"])


@pytest.fixture
def authors() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "author_id": ["warin", "odenore", "avenel"],
            "name": ["Philippe Warin", "Odenore", "Cyprien Avenel"],
            "kind": ["person", "organisation", "person"],
        }
    )


@pytest.fixture
def works() -> pd.DataFrame:
    types = ["book", "article-journal", "article-journal", "book", "article-journal"]
    return pd.DataFrame({"work_id": [f"W{i}" for i in range(1, 6)], "type": types})


def test_signed_and_unsigned_works(works: pd.DataFrame, authorships: pd.DataFrame) -> None:
    row = signed(works, authorships).iloc[0]
    assert (row["works"], row["signed"], row["unsigned"]) == (5, 3, 2)
    assert (row["low"], row["high"]) == pytest.approx(wilson(3, 5))
    by_type = signed(works, authorships, by="type")
    assert by_type["type"].tolist() == ["article-journal", "book"]
    assert by_type["signed"].tolist() == [2, 1]
    assert by_type.attrs["left_out"] == 0
    works.loc[1:3, "type"] = None
    partly = signed(works, authorships, by="type")
    assert (partly["works"].tolist(), partly.attrs["left_out"]) == ([1, 1], 3)
    assert by_type["share"].tolist() == pytest.approx([2 / 3, 1 / 2])


def test_authors_per_work(works: pd.DataFrame, authorships: pd.DataFrame) -> None:
    table = authors_per_work(works, authorships)
    assert table["works"].to_dict() == {0: 2, 1: 2, 2: 1}
    assert table["share"].sum() == pytest.approx(1)


def test_full_and_fractional_counting(authorships: pd.DataFrame, authors: pd.DataFrame) -> None:
    full = rank_authors(authorships, authors)
    assert full["author_id"].tolist() == ["warin", "avenel", "odenore"]
    assert full["credit"].tolist() == [2, 1, 1]
    assert full["rank"].tolist() == [1, 2, 2]
    assert full["tied"].tolist() == [False, True, True]
    fractional = rank_authors(authorships, authors, counting="fractional")
    assert fractional["credit"].tolist() == [1.5, 1, 0.5]
    assert fractional["works"].tolist() == [2, 1, 1]
    assert fractional["credit"].sum() == authorships["work_id"].nunique()


def test_a_kind_keeps_the_credit_that_it_shares_with_others(
    authorships: pd.DataFrame, authors: pd.DataFrame
) -> None:
    table = rank_authors(authorships, authors, counting="fractional", kind="person")
    assert table["credit"].tolist() == [1.5, 1]


def test_sums_of_thirds_are_tied_with_one() -> None:
    rows = [(f"T{i}", a) for i in range(3) for a in "abc"] + [("W", "d")]
    authorships = pd.DataFrame(rows, columns=["work_id", "author_id"])
    authors = pd.DataFrame({"author_id": list("abcd"), "name": list("ABCD"), "kind": "person"})
    table = rank_authors(authorships, authors, counting="fractional")
    assert table["rank"].tolist() == [1, 1, 1, 1]
    assert table["tied"].all()


def test_rank_authors_refuses_what_it_does_not_know(
    authorships: pd.DataFrame, authors: pd.DataFrame
) -> None:
    with pytest.raises(ValueError, match="full"):
        rank_authors(authorships, authors, counting="half")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="avenel"):
        rank_authors(authorships, authors.iloc[:2])


def test_productivity_counts_an_author_listed_twice_once(authorships: pd.DataFrame) -> None:
    table = productivity(authorships)
    assert table.to_dict() == {1: 2, 2: 1}
    assert table.index.name == "works"
    assert lotka(table).authors == 3


# The number of persons with 1, 2, … 10 papers and with more, as Simon (1955, "On a class of skew
# distribution functions", Biometrika 42, table 3) prints them: the Chicago section of the American
# Mathematical Society (counted by Dresden, 278 persons), and Econometrica (721 persons).
CHICAGO = [133, 43, 24, 12, 11, 14, 5, 3, 9, 1]
ECONOMETRICA = [436, 107, 61, 40, 14, 23, 6, 11, 1, 0]


@pytest.mark.parametrize(
    ("counts", "more", "authors", "share_of_one"),
    [(CHICAGO, 23, 278, 0.478), (ECONOMETRICA, 22, 721, 0.605)],
)
def test_tables_whose_tail_is_printed_as_one_number(
    counts: list[int], more: int, authors: int, share_of_one: float
) -> None:
    assert sum(counts) + more == authors
    fit = lotka(from_one(counts), total=authors)
    assert fit.authors == authors
    assert counts[0] / authors == pytest.approx(share_of_one, abs=5e-4)
    # An independent count of Pao's D: the law summed term by term, at each x of the table.
    seen, law, worst = 0.0, 0.0, (0.0, 0)
    for x, count in enumerate(counts, start=1):
        seen, law = seen + count / authors, law + fit.c / x**fit.n
        if count and abs(seen - law) > worst[0]:
            worst = abs(seen - law), x
    assert fit.d_max == pytest.approx(worst[0])
    assert fit.d_at == worst[1]
    assert fit.fits == (worst[0] <= 1.63 / math.sqrt(authors))


@pytest.mark.parametrize(("exponent", "constant"), [(1.888, 0.56691), (2.0, 0.60791)])
def test_the_constants_that_lotka_worked_with(exponent: float, constant: float) -> None:
    # 1/ζ(n) of his two columns, as Smolinsky (2016, Discrete power law with exponential cutoff
    # and Lotka's law) recomputed them.
    fit = lotka({x: round(1e9 / x**exponent) for x in range(1, 31)}, total=2 * 10**9)
    assert fit.n == pytest.approx(exponent, abs=1e-6)
    assert fit.c == pytest.approx(constant, abs=3e-5)  # Pao's rest is approximate


def test_lotkas_chemists_in_the_test() -> None:
    fit = lotka(from_one(CHEMISTRY), total=6891)
    seen = np.cumsum(CHEMISTRY) / 6891
    law = fit.c * np.cumsum(np.arange(1, 31) ** -fit.n)
    assert fit.d_max == pytest.approx(np.abs(seen - law).max())
    assert fit.d_at == 20
    # So many authors that a distance of two in a hundred is one too many.
    assert (round(fit.d_max, 4), round(fit.critical, 4), fit.fits) == (0.0208, 0.0196, False)


def test_a_number_far_out_costs_no_memory() -> None:
    fit = lotka({1: 100, 2: 20, 10**9: 1})
    assert fit.d_max < 1


def test_power_is_the_share_of_samples_that_are_rejected() -> None:
    # Of two works at most, D is at 1 or 2. The law here is C = 6/π² up to rounding; samples of an
    # exponent of 4 have 1/ζ(4) = 92.4 % of authors with one work, far beyond 1.63/√400.
    fit = lotka({x: 3600 // x**2 for x in (1, 2, 3, 4, 5, 6)})
    near, far = lotka_power(fit, [2.0, 4.0], samples=200).to_dict("records")
    assert near["authors"] == fit.authors
    assert near["power"] <= 0.03
    assert (far["rejected"], far["power"]) == (200, 1.0)
    assert (far["low"], far["high"]) == pytest.approx(wilson(200, 200))


def test_power_grows_with_the_number_of_authors() -> None:
    few = lotka({1: 60, 2: 15, 3: 7})
    many = lotka({1: 6000, 2: 1500, 3: 700})
    power = [lotka_power(fit, [2.5], samples=200)["power"].iloc[0] for fit in (few, many)]
    assert power[0] < 0.5 < power[1]


def test_power_is_the_same_at_each_run() -> None:
    fit = lotka({1: 60, 2: 15, 3: 7})
    for refit in (False, True):
        once, twice = (lotka_power(fit, [2.2], refit=refit, samples=100) for _ in range(2))
        pd.testing.assert_frame_equal(once, twice)
    alarms = lotka_power(fit, [2.2], refit=True, samples=100)["power"].iloc[0]
    assert 0 <= alarms < 0.5


def test_power_needs_exponents_of_laws_and_a_law_to_test() -> None:
    with pytest.raises(ValueError, match="above 1"):
        lotka_power(lotka({1: 9, 2: 2}), [1.0])
    flat = lotka({1: 5, 2: 4})  # its exponent is below 1: its shares have no sum
    assert flat.n < 1
    assert lotka_power(flat, [2.0])["power"].isna().all()


def test_contributors_are_a_layer_that_is_switched_on(
    works: pd.DataFrame, authors: pd.DataFrame
) -> None:
    rows = [
        ("W1", "warin", "author"), ("W2", "warin", "contributor"), ("W2", "avenel", "contributor"),
        ("W3", "avenel", "author"), ("W3", "avenel", "contributor"),
    ]  # fmt: skip
    layers = pd.DataFrame(rows, columns=["work_id", "author_id", "role"])
    both = ("author", "contributor")
    assert signed(works, layers)["signed"].tolist() == [2]
    assert signed(works, layers, role=both)["signed"].tolist() == [3]
    assert authors_per_work(works, layers)["works"].to_dict() == {0: 3, 1: 2}
    assert authors_per_work(works, layers, role=both)["works"].to_dict() == {0: 2, 1: 2, 2: 1}
    assert rank_authors(layers, authors)["works"].tolist() == [1, 1]
    assert rank_authors(layers, authors, "fractional", role=both)["credit"].tolist() == [1.5, 1.5]
    assert productivity(layers).to_dict() == {1: 2}
    assert productivity(layers, role=both).to_dict() == {2: 2}
    assert author_table(works, layers, by="type")["works"].sum() == 2
    assert author_table(works, layers, by="type", role=both)["works"].sum() == 4
    assert coauthorship(layers).empty
    assert coauthorship(layers, role=both)["count"].tolist() == [1]
    with pytest.raises(ValueError, match="sequence of roles"):
        productivity(layers, role="author")


def test_authors_by_a_property_of_works(works: pd.DataFrame, authorships: pd.DataFrame) -> None:
    table = author_table(works, authorships, by="type")
    cells = table.set_index(["author_id", "type"])["works"].to_dict()
    assert cells == {
        ("warin", "book"): 1, ("warin", "article-journal"): 1, ("avenel", "book"): 0,
        ("avenel", "article-journal"): 1, ("odenore", "book"): 1, ("odenore", "article-journal"): 0,
    }  # fmt: skip
    assert table.attrs == {"n": 3, "left_out": 2}
    one = author_table(works, authorships, by="type", authors=["odenore", "nobody"])
    assert one["author_id"].unique().tolist() == ["odenore", "nobody"]
    assert one["works"].sum() == 1


def test_gaps_in_the_tail_make_no_distance() -> None:
    # The physicists' table has gaps from 19 on. Summed over its rows alone, the law would lose the
    # share of every number in a gap, and the largest distance would be where the table ends.
    table = from_one(PHYSICS) | PHYSICS_TAIL
    fit = lotka(table, head=17)
    x = np.array(list(table), dtype=float)
    seen = np.cumsum(np.array(list(table.values())) / 1325)
    by_rows = np.abs(seen - np.cumsum(fit.c * x**-fit.n))
    assert x[by_rows.argmax()] == 48
    assert fit.d_at == 1
    assert fit.d_max == pytest.approx(by_rows[0])
    assert fit.d_max < by_rows.max()


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abcde")), min_size=1, max_size=25))
def test_neither_order_nor_names_change_what_authors_wrote(links: list[tuple[int, str]]) -> None:
    table = pd.DataFrame(links, columns=["work_id", "author_id"])
    other = table.iloc[::-1].replace({"author_id": {"a": "z", "c": "y"}})
    pd.testing.assert_series_equal(productivity(table), productivity(other))
    works = pd.DataFrame({"work_id": range(10), "chapter": ["1", "2"] * 5})
    pd.testing.assert_frame_equal(signed(works, table), signed(works.iloc[::-1], other))
    pd.testing.assert_frame_equal(
        authors_per_work(works, table), authors_per_work(works.iloc[::-1], other)
    )
    cells, same = (author_table(w, t, by="chapter") for w, t in ((works, table), (works, other)))
    assert sorted(cells["works"]) == sorted(same["works"])
    assert cells["works"].sum() == len(table.drop_duplicates())
