"""Co-occurrence: a table worked by hand, and a brute-force oracle."""

from __future__ import annotations

import itertools
import math
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.measures import (
    MEASURES,
    LinksWarning,
    benjamini_hochberg,
    coauthorship,
    cooccurrence,
    cooccurrence_between,
    cooccurrence_in_chunks,
)

STRENGTHS = ("association", "cosine", "jaccard", "inclusion", "equivalence", "npmi")
TOY = ["ABC", "AB", "AC", "BC", "DE", "CDE"]
# association, cosine, jaccard, inclusion, equivalence, npmi
TOY_STRENGTHS = {
    ("A", "B"): (2, 1.3333, 0.6667, 0.5, 0.6667, 0.4444, 0.2619),
    ("A", "C"): (2, 1, 0.5774, 0.4, 0.6667, 0.3333, 0),
    ("B", "C"): (2, 1, 0.5774, 0.4, 0.6667, 0.3333, 0),
    ("C", "D"): (1, 0.75, 0.3536, 0.2, 0.5, 0.125, -0.1606),
    ("C", "E"): (1, 0.75, 0.3536, 0.2, 0.5, 0.125, -0.1606),
    ("D", "E"): (2, 3, 1, 1, 1, 1, 1),
}
# P(X ≥ c) by counting: ways to place s_j documents among 6 so that c or more fall on i's.
TOY_P = {
    ("A", "B"): 10 / 20,
    ("A", "C"): 16 / 20,
    ("B", "C"): 16 / 20,
    ("C", "D"): 14 / 15,
    ("C", "E"): 14 / 15,
    ("D", "E"): 1 / 15,
}


def links_of(documents: list[Any]) -> pd.DataFrame:
    rows = [(f"r{i}", item) for i, items in enumerate(documents) for item in items]
    return pd.DataFrame(rows, columns=["reference_id", "theme_id"])


def pairs_of(table: pd.DataFrame) -> list[tuple[Any, Any]]:
    return list(zip(table["source"], table["target"], strict=True))


def test_the_table_worked_by_hand() -> None:
    table = cooccurrence(links_of(TOY), measures=STRENGTHS)
    assert list(table.columns) == ["source", "target", "count", *STRENGTHS]
    assert pairs_of(table) == list(TOY_STRENGTHS)
    for values, row in zip(TOY_STRENGTHS.values(), table.itertuples(index=False), strict=True):
        assert tuple(row)[2:] == pytest.approx(values, abs=5e-5)
    assert table["count"].dtype == "int64"
    assert (table.attrs["n_documents"], table.attrs["n_items"]) == (6, 5)


def test_p_and_q_values_worked_by_hand() -> None:
    table = cooccurrence(links_of(TOY), measures=("q_value", "p_value"))
    assert list(table.columns) == ["source", "target", "count", "q_value", "p_value"]
    assert table["p_value"].tolist() == pytest.approx(list(TOY_P.values()))
    # Ten pairs of five items, of which four never meet: the smallest p is multiplied by 10.
    assert table["q_value"].tolist() == pytest.approx([1, 1, 1, 1, 1, 10 / 15])


def test_a_pair_in_every_document_has_npmi_1() -> None:
    table = cooccurrence(links_of(["AB", "AB"]), measures=("npmi", "p_value"))
    assert table[["npmi", "p_value"]].to_numpy().tolist() == [[1, 1]]


def test_measures_stand_in_the_order_asked_for() -> None:
    assert list(cooccurrence(links_of(TOY)).columns)[3:] == ["association"]
    assert list(cooccurrence(links_of(TOY), measures=()).columns) == ["source", "target", "count"]


def test_documents_without_items_count_where_they_are_said() -> None:
    table = cooccurrence(links_of(TOY), n_documents=12)
    assert table["association"].iloc[0] == pytest.approx(2 * 4 / 3)
    assert table.attrs["n_documents"] == 12
    with pytest.raises(ValueError, match="n_documents is 5, but links has 6"):
        cooccurrence(links_of(TOY), n_documents=5)


def test_other_columns_and_other_hashables() -> None:
    links = pd.DataFrame({"paper": [1, 1, 2, 2], "tag": [10, 9, ("x", 1), 9]})
    table = cooccurrence(links, document="paper", item="tag")
    assert pairs_of(table) == [(("x", 1), 9), (10, 9)]  # as strings: "(…" < "10" < "9"


ODD = [
    "",
    " ",
    "\n",
    "a",
    "a\nb",
    "a\x00",
    "a\x00b",
    "é",
    "e\u0301",
    "😀",
    "\u202e",
    "nan",
    "x" * 99_999,
]


@pytest.mark.parametrize("kind", ["str", "object", "string", "category", "string[python]"])
def test_items_are_strings_of_any_kind(kind: Any) -> None:
    links = links_of([ODD, ODD[::-1], ODD[:1]]).astype(kind)
    table = cooccurrence(links, measures=("jaccard",))
    assert pairs_of(table) == list(itertools.combinations(sorted(ODD), 2))
    assert set(table["count"]) == {2}


def test_lone_surrogates_are_items_too() -> None:
    items = np.array(["\ud800", "a", "\udfff"], dtype=object)
    links = pd.DataFrame({"reference_id": ["r0"] * 3, "theme_id": pd.Series(items, dtype=object)})
    expected = [("a", "\ud800"), ("a", "\udfff"), ("\ud800", "\udfff")]
    assert pairs_of(cooccurrence(links)) == expected
    assert pairs_of(cooccurrence_in_chunks([links])) == expected
    assert pairs_of(coauthorship(links, document="reference_id", item="theme_id")) == expected


names = st.text(st.characters(codec="utf-8"), max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(names, max_size=4), max_size=5), st.integers(0, 3))
def test_the_names_of_items_and_documents_decide_nothing_but_the_order(
    found: list[list[str]], seed: int
) -> None:
    """Names, whatever they are, count as the numbers that stand for them do."""
    links = links_of(found)
    number = {name: place for place, name in enumerate(sorted(set(links["theme_id"])))}
    numbered = links.assign(theme_id=[f"{number[name]:03}" for name in links["theme_id"]])
    numbered["reference_id"] = "d" + numbered["reference_id"]
    shuffled = links.sample(frac=1, random_state=seed)
    table = cooccurrence(shuffled, measures=MEASURES)
    other = cooccurrence(numbered, measures=MEASURES)
    for end in ("source", "target"):
        assert [f"{number[name]:03}" for name in table[end]] == other[end].tolist()
    values = ["count", *MEASURES]
    pd.testing.assert_frame_equal(table[values], other[values])


def test_items_may_be_tuples_throughout() -> None:
    links = links_of([[("x", 2), ("x", 1)], [("x", 1), ("y", 0)]])
    assert pairs_of(cooccurrence(links)) == [(("x", 1), ("x", 2)), (("x", 1), ("y", 0))]


def test_values_of_unlike_types_stay_apart() -> None:
    table = cooccurrence(links_of([[1, "1", "A"], ["1", "A"]]))
    counts = {
        frozenset(map(repr, pair)): n
        for pair, n in zip(pairs_of(table), table["count"], strict=True)
    }
    assert counts == {
        frozenset(["1", "'1'"]): 1,
        frozenset(["1", "'A'"]): 1,
        frozenset(["'1'", "'A'"]): 2,
    }


def test_categories_are_ordered_as_strings() -> None:
    links = links_of(["ba", "ab"])
    dtype = pd.CategoricalDtype(["b", "a", "unused"], ordered=True)
    table = cooccurrence(links.astype({"theme_id": dtype, "reference_id": "category"}))
    pd.testing.assert_frame_equal(table, cooccurrence(links))


def test_missing_values_are_dropped_and_said() -> None:
    links = links_of([["A", "B", None], [None], ["A", "B"], ["C"]])
    links.loc[len(links)] = [None, "Z"]
    with pytest.warns(LinksWarning, match="left out 3 rows of links without reference_id or theme"):
        table = cooccurrence(links)
    assert pairs_of(table) == [("A", "B")]
    assert table.attrs["missing"] == 3
    # A document with nothing but a missing item is not in links; nor is an item of no document.
    assert (table.attrs["n_documents"], table.attrs["n_items"]) == (3, 3)


def test_large_documents_are_left_out_and_named() -> None:
    with pytest.warns(LinksWarning, match=r"2 documents \(r0, r5\) with more than 2 items") as said:
        table = cooccurrence(links_of(TOY), max_items=2)
    assert said[0].filename == __file__
    pd.testing.assert_frame_equal(table, cooccurrence(links_of(["AB", "AC", "BC", "DE"])))
    assert table.attrs["left_out"] == ["r0", "r5"]
    with pytest.warns(LinksWarning):
        assert cooccurrence(links_of(TOY), max_items=2, n_documents=9).attrs["n_documents"] == 7


def test_very_large_documents_are_kept_with_a_warning() -> None:
    links = links_of([[f"i{i}" for i in range(1001)]])
    with pytest.warns(LinksWarning, match="max_items leaves them out"):
        table = cooccurrence(links, measures=())
    assert len(table) == 1001 * 1000 // 2


def test_no_links_give_an_empty_table() -> None:
    table = cooccurrence(links_of([]), measures=MEASURES)
    assert list(table.columns) == ["source", "target", "count", *MEASURES]
    assert table.empty
    assert cooccurrence(links_of(["A", "B"])).empty


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda links: cooccurrence(links, item="author_id"), "links has no column author_id"),
        (lambda links: cooccurrence(links, measures=("salton",)), "unknown measure salton"),
        (lambda links: cooccurrence(links, measures="cosine"), "sequence of names"),
    ],
)
def test_wrong_calls_say_what_is_wrong(call: Callable[[pd.DataFrame], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(links_of(TOY))


documents = st.lists(st.lists(st.sampled_from("ABCDEFé€"), max_size=6), max_size=9)


def oracle(found: list[list[str]]) -> dict[tuple[str, str], dict[str, float]]:
    """Count and measure every pair of items by going through all of them."""
    sets = [set(items) for items in found if items]
    n, items = len(sets), sorted(set().union(*sets))
    table = {}
    for i, j in itertools.combinations(items, 2):
        a, b = sum(i in s for s in sets), sum(j in s for s in sets)
        c = sum(i in s and j in s for s in sets)
        ways = sum(math.comb(a, k) * math.comb(n - a, b - k) for k in range(c, min(a, b) + 1))
        table[i, j] = {
            "count": c,
            "association": n * c / (a * b),
            "cosine": c / math.sqrt(a * b),
            "jaccard": c / (a + b - c),
            "inclusion": c / min(a, b),
            "equivalence": c * c / (a * b),
            "p_value": float(Fraction(ways, math.comb(n, b))),
        }
        if c:
            npmi = 1.0 if c == n else math.log(n * c / (a * b)) / -math.log(c / n)
            table[i, j]["npmi"] = npmi
    for row, q in zip(table.values(), step_up([r["p_value"] for r in table.values()]), strict=True):
        row["q_value"] = q
    return {pair: row for pair, row in table.items() if row["count"]}


def step_up(p: list[float]) -> list[float]:
    """Benjamini and Hochberg's q, straight from its definition."""
    ranks = [sum(other <= value for other in p) for value in p]
    candidates = [len(p) * value / rank for value, rank in zip(p, ranks, strict=True)]
    return [min(c for c, other in zip(candidates, p, strict=True) if other >= v) for v in p]


@settings(max_examples=60, deadline=None)
@given(documents, st.integers(0, 3))
def test_counts_and_measures_are_those_of_brute_force(found: list[list[str]], seed: int) -> None:
    links = links_of(found).sample(frac=1, random_state=seed)
    table = cooccurrence(links, measures=MEASURES)
    expected = oracle(found)
    assert pairs_of(table) == sorted(expected)
    for pair, row in zip(pairs_of(table), table.to_dict("records"), strict=True):
        found_row = {name: row[name] for name in ("count", *MEASURES)}
        assert found_row == pytest.approx(expected[pair], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(documents)
def test_invariants(found: list[list[str]]) -> None:
    links = links_of(found)
    table = cooccurrence(links, measures=MEASURES)
    assert (table["source"] < table["target"]).all()
    assert table[["cosine", "jaccard", "inclusion", "equivalence"]].le(1 + 1e-12).all(axis=None)
    assert table["npmi"].between(-1 - 1e-12, 1 + 1e-12).all()
    assert (table["q_value"] >= table["p_value"] - 1e-12).all()
    assert table["q_value"].le(1).all()
    assert (table["equivalence"] - table["cosine"] ** 2).abs().max() < 1e-12 or table.empty
    doubled = pd.concat([links, links.iloc[::-1]])
    pd.testing.assert_frame_equal(cooccurrence(doubled, measures=MEASURES), table)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 400).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(1, n), st.integers(1, n), st.integers(0, 400))
    )
)
def test_p_is_scipys_hypergeometric(case: tuple[int, int, int, int]) -> None:
    n, a, b, extra = case
    lowest = max(a + b - n, 1)
    c = lowest + extra % (min(a, b) - lowest + 1) if min(a, b) >= lowest else lowest
    both, left, right = range(c), range(c, a), range(a, a + b - c)
    rows = [(d, "A") for d in (*both, *left)] + [(d, "B") for d in (*both, *right)]
    links = pd.DataFrame(rows, columns=["reference_id", "theme_id"])
    table = cooccurrence(links, measures=("p_value",), n_documents=n)
    untyped: Any = scipy.stats
    expected = untyped.hypergeom.sf(c - 1, n, a, b)
    assert table["p_value"].iloc[0] == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_benjamini_and_hochbergs_own_example() -> None:
    p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
        0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    q = benjamini_hochberg(p)
    assert (q <= 0.05).sum() == 4  # the four hypotheses that they reject
    assert q[3] == pytest.approx(0.0095 * 15 / 4)
    assert benjamini_hochberg(p[:9], tests=15).tolist() == pytest.approx(q[:9].tolist())
    assert benjamini_hochberg([]).tolist() == []


def test_between_two_kinds() -> None:
    themes = pd.DataFrame(
        [("W1", "x"), ("W1", "y"), ("W2", "x"), ("W3", "y"), ("W3", "y")],
        columns=["work_id", "theme_id"],
    )
    authors = pd.DataFrame(
        [("W1", "a"), ("W2", "a"), ("W2", "b"), ("W4", "b")], columns=["work_id", "author_id"]
    )
    table = cooccurrence_between(themes, authors, measures=MEASURES)
    assert pairs_of(table) == [("x", "a"), ("x", "b"), ("y", "a")]
    assert table["count"].tolist() == [2, 1, 1]
    assert table["association"].tolist() == [4 * 2 / 4, 4 * 1 / 4, 4 * 1 / 4]
    assert table["p_value"].tolist() == pytest.approx([1 / 6, 5 / 6, 5 / 6])
    assert table["q_value"].tolist() == pytest.approx([4 / 6, 1, 1])  # of two themes × two authors
    assert table.attrs == {"n_documents": 4, "n_sources": 2, "n_targets": 2, "missing": 0}


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_between_is_brute_force_too(left: list[list[str]], right: list[list[str]]) -> None:
    a = links_of(left)
    b = links_of(right).rename(columns={"theme_id": "author_id"})
    table = cooccurrence_between(a, b, document="reference_id", measures=())
    expected: Counter[tuple[str, str]] = Counter()
    for x, y in zip(left, right, strict=False):
        expected.update(itertools.product(set(x), set(y)))
    counts = zip(pairs_of(table), table["count"], strict=True)
    assert dict(counts) == dict(expected)
    assert pairs_of(table) == sorted(expected)


def zipf_links(n_documents: int, n_items: int, per_document: int = 5) -> pd.DataFrame:
    weights = 1 / np.arange(1, n_items + 1)
    random = np.random.default_rng(7)
    chosen = random.choice(n_items, size=n_documents * per_document, p=weights / weights.sum())
    numbers = np.repeat(np.arange(n_documents), per_document)
    return pd.DataFrame(
        {
            "reference_id": [f"L{number:06d}" for number in numbers],
            "theme_id": [f"theme-{item}" for item in chosen],
        }
    )


def test_no_matrix_of_items_by_items_is_made_dense() -> None:
    links = pd.DataFrame(
        {
            "reference_id": [f"L{i // 2}" for i in range(30_000)],
            "theme_id": [f"t{i}" for i in range(30_000)],
        }
    )
    tracemalloc.start()
    table = cooccurrence(links, measures=MEASURES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(table) == 15_000
    assert peak < 100e6  # dense, even one bit a pair would take 112 MB


def test_it_is_much_faster_than_counting_combinations() -> None:
    links = zipf_links(20_000, 2_000)

    def combinations() -> int:
        pairs: Counter[tuple[str, str]] = Counter()
        for _, items in links.groupby("reference_id")["theme_id"]:
            pairs.update(itertools.combinations(sorted(set(items)), 2))
        return len(pairs)

    def seconds(run: Callable[[], int]) -> float:
        start = time.process_time()
        run()
        return time.process_time() - start

    assert len(cooccurrence(links)) == combinations()
    fast = min(seconds(lambda: len(cooccurrence(links))) for _ in range(5))
    # Some fifteen times on the machine it was measured on; half of that is no accident anywhere.
    assert seconds(combinations) > 7 * fast


def test_runs_of_a_document_may_be_broken_and_missing_values_stand_anywhere() -> None:
    rows = [
        ("d1", "A"),
        (None, "B"),
        ("d2", "A"),
        (None, "C"),
        ("d1", "B"),
        ("d2", "B"),
        ("d1", "C"),
    ]
    links = pd.DataFrame(rows, columns=["reference_id", "theme_id"])
    kinds = [links, links.astype(object), links.astype("string"), links.astype("category")]
    for kind in kinds:
        with pytest.warns(LinksWarning, match="2 rows"):
            found = cooccurrence(kind)
        assert found["count"].tolist() == [2, 1, 1]
        assert found["target"].tolist() == ["B", "C", "C"]
    empty = links.head(0).astype("str")
    assert cooccurrence(empty).empty
