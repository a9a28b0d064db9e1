"""Production, ages and calendars of works."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.measures import (
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
    wilson,
)


@pytest.fixture
def works() -> pd.DataFrame:
    """Eight works in the types of the corpus tables, two of them without a year."""
    chapters = pd.CategoricalDtype(["1", "2", "3"], ordered=True)
    sections = pd.CategoricalDtype(["A", "B"], ordered=True)
    return pd.DataFrame(
        {
            "work_id": [f"W{i}" for i in range(8)],
            "year": pd.array([2016, 2016, 2013, None, 2010, 2016, 2013, None], dtype="Int64"),
            "type": ["report", "book", "book", "book", "report", "book", "chapter", "webpage"],
            "chapter": pd.Categorical(["2", "2", "1", "1", "1", "2", "1", "1"], dtype=chapters),
            "section": pd.Categorical(
                ["B", "A", None, None, None, "A", None, None], dtype=sections
            ),
        }
    )


def test_every_year_of_the_range_is_there_and_works_without_a_year_are_counted(
    works: pd.DataFrame,
) -> None:
    table = production(works)
    assert table["works"].to_dict() == {
        2010: 1, 2011: 0, 2012: 0, 2013: 2, 2014: 0, 2015: 0, 2016: 3,
    }  # fmt: skip
    assert table.index.name == "year"
    assert table.index.dtype == "int64"
    assert table.attrs["without_year"] == 2


def test_columns_stand_by_falling_total_then_by_name(works: pd.DataFrame) -> None:
    table = production(works, by="type")
    assert list(table.columns) == ["book", "report", "chapter"]
    assert table.loc[2016].to_dict() == {"book": 2, "report": 1, "chapter": 0}
    again = production(works.iloc[::-1], by="type")
    pd.testing.assert_frame_equal(again, table)


def test_ordered_categories_keep_their_order_and_the_empty_ones(works: pd.DataFrame) -> None:
    table = production(works, by="chapter")
    assert list(table.columns) == ["1", "2", "3"]
    assert table["3"].sum() == 0
    assert table.sum().sum() == 6


def test_works_without_a_value_are_counted_apart(works: pd.DataFrame) -> None:
    table = production(works, by="section")
    assert table.attrs == {"without_year": 2, "without_by": 3}
    assert list(table.index) == list(range(2010, 2017))


def test_no_year_at_all_gives_an_empty_table() -> None:
    table = production(pd.DataFrame({"year": pd.array([None, None], dtype="Int64")}))
    assert table.empty
    assert list(table.columns) == ["works"]
    assert table.attrs["without_year"] == 2


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="works has no column year; it has: date"):
        production(pd.DataFrame({"date": [2016]}))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | st.integers(1900, 2020), min_size=1))
def test_production_adds_up(years: list[int | None]) -> None:
    table = production(pd.DataFrame({"year": pd.array(years, dtype="Int64")}))
    assert table["works"].sum() + table.attrs["without_year"] == len(years)
    known = [year for year in years if year is not None]
    assert len(table) == (max(known) - min(known) + 1 if known else 0)


def test_ages_are_in_whole_years_and_may_be_negative(works: pd.DataFrame) -> None:
    age = ages(works, now=2015)
    assert age.to_dict() == {"W0": -1, "W1": -1, "W2": 2, "W4": 5, "W5": -1, "W6": 2}
    assert age.attrs["without_year"] == 2


def test_the_horizon_of_prices_index_is_inclusive() -> None:
    years = pd.Series([2012, 2011, 2017, None])
    assert price_index(years, now=2017) == pytest.approx(2 / 3)
    assert price_index(years, now=2017, horizon=6) == 1.0
    share = price_share(years, now=2017)
    assert (share.count, share.n) == (2, 3)
    assert (share.low, share.high) == wilson(2, 3)


def test_prices_index_of_no_year_is_unknown() -> None:
    assert pd.isna(price_index(pd.Series([None, None], dtype="Int64"), now=2017))


def test_the_summary_of_ages(works: pd.DataFrame) -> None:
    row = age_summary(works, now=2017).iloc[0]
    assert (row["n"], row["without_year"], row["recent"]) == (6, 2, 5)
    assert row["median_age"] == 2.5  # of 1, 1, 1, 4, 4, 7
    assert row["price_index"] == pytest.approx(5 / 6)
    assert (row["low"], row["high"]) == pytest.approx(wilson(5, 6))


def test_chapters_without_sections_are_parts_of_their_own(works: pd.DataFrame) -> None:
    table = section_years(works, now=2017)
    parts = [
        tuple("-" if pd.isna(v) else v for v in p) for p in table[["chapter", "section"]].values
    ]
    assert parts == [("1", "-"), ("2", "A"), ("2", "B")]
    first = table.iloc[0]
    assert (first["n"], first["without_year"], first["recent"]) == (3, 2, 2)
    assert (first["q1"], first["median"], first["q3"]) == (2011.5, 2013.0, 2013.0)
    assert (first["low"], first["high"]) == pytest.approx(wilson(2, 3))


def test_a_part_without_years_has_no_median() -> None:
    works = pd.DataFrame({"chapter": ["1"], "year": pd.array([None], dtype="Int64")})
    row = section_years(works, 2017, by="chapter").iloc[0]
    assert row["n"] == 0
    assert pd.isna(row[["median", "share", "low"]]).all()


def test_the_matrix_of_sections_by_year(works: pd.DataFrame) -> None:
    matrix = section_by_year(works, by=("chapter", "section"))
    assert list(matrix.index) == ["1", "2A", "2B"]
    assert [int(year) for year in matrix.columns] == list(range(2010, 2017))
    assert matrix.loc["2A", 2016] == 2
    assert matrix.to_numpy().sum() == 6
    assert matrix.attrs["without_year"] == 2


def test_months_count_only_dates_that_print_one() -> None:
    issued = ["2016-10-14", "2016-10", "2015-01-01", "2016", None]
    table = issue_months(pd.DataFrame({"issued": issued}))
    assert table["works"].to_dict() == {m: {1: 1, 10: 2}.get(m, 0) for m in range(1, 13)}
    assert table.attrs == {"n": 3, "left_out": 2}
    assert table.loc[10, "share"] == pytest.approx(2 / 3)


def test_weekdays_count_only_dates_that_print_a_day() -> None:
    issued = ["2016-10-14", "2016-10-17", "2017-01-01", "2016-10"]  # Friday, Monday, Sunday
    table = issue_weekdays(pd.DataFrame({"issued": issued}))
    assert table["works"].to_dict() == {1: 1, 2: 0, 3: 0, 4: 0, 5: 1, 6: 0, 7: 1}
    assert table.attrs == {"n": 3, "left_out": 1}


def test_a_calendar_of_no_date_is_of_zeros() -> None:
    table = issue_months(pd.DataFrame({"issued": ["2016", None]}))
    assert table["works"].sum() == 0
    assert table["share"].isna().all()


def test_the_years_of_a_source() -> None:
    works = pd.DataFrame(
        {
            "source_id": ["b", "a", "a", "a", "c", None],
            "year": pd.array([2016, 2012, 2016, 2016, None, 2015], dtype="Int64"),
        }
    )
    table = source_years(works)
    assert table["source_id"].tolist() == ["a", "b", "c"]
    assert table.iloc[0].to_dict() == {
        "source_id": "a", "works": 3, "without_year": 0, "first": 2012, "last": 2016, "years": 2,
        "median": 2016.0,
    }  # fmt: skip
    assert table["without_year"].tolist() == [0, 0, 1]
    assert pd.isna(table.loc[2, ["first", "last", "median"]]).all()
    assert table.attrs["left_out"] == 1
    pd.testing.assert_frame_equal(source_years(works.iloc[::-1]), table)
