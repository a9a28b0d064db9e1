"""Co-authorship in both countings."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.measures import coauthorship

TOY = ["ABC", "AB", "AC", "BC", "DE", "CDE"]


def links_of(works: list[str]) -> pd.DataFrame:
    rows = [(f"W{i}", author) for i, authors in enumerate(works) for author in authors]
    return pd.DataFrame(rows, columns=["work_id", "author_id"])


def weights(table: pd.DataFrame) -> dict[str, float]:
    return dict(zip(table["source"] + table["target"], table["weight"], strict=True))


def test_full_counting_counts_joint_works() -> None:
    table = coauthorship(links_of(TOY))
    assert list(table.columns) == ["source", "target", "count", "weight"]
    assert weights(table) == {"AB": 2, "AC": 2, "BC": 2, "CD": 1, "CE": 1, "DE": 2}
    assert (table["count"] == table["weight"]).all()


def test_newmans_weight_shares_a_work_among_its_authors() -> None:
    table = coauthorship(links_of(TOY), counting="newman")
    expected = {"AB": 1.5, "AC": 1.5, "BC": 1.5, "CD": 0.5, "CE": 0.5, "DE": 1.5}
    assert weights(table) == expected
    assert table["count"].tolist() == [2, 2, 2, 1, 1, 2]


def test_no_one_writes_with_another() -> None:
    for counting in ("full", "newman"):
        assert coauthorship(links_of(["A", "B"]), counting=counting).empty
        assert coauthorship(links_of([]), counting=counting).empty


def test_another_counting_is_refused() -> None:
    with pytest.raises(ValueError, match='it is "full" or "newman"'):
        coauthorship(links_of(TOY), counting="fractional")  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ABCDEF", max_size=6), max_size=8))
def test_newmans_weights_sum_to_the_works_written_with_others(works: list[str]) -> None:
    table = coauthorship(links_of(works), counting="newman")
    for author in "ABCDEF":
        mine = table[(table["source"] == author) | (table["target"] == author)]
        joint = sum(author in work and len(set(work)) > 1 for work in works)
        assert mine["weight"].sum() == pytest.approx(joint)
