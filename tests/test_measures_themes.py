"""Themes of works: links, rankings, tables against chance, periods."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.measures import rank_themes, theme_links, theme_table, wilson, year_periods


@pytest.fixture
def references() -> pd.DataFrame:
    """Five references of four works: W1 is listed twice."""
    return pd.DataFrame(
        {
            "reference_id": ["L1", "L2", "L3", "L4", "L5"],
            "work_id": ["W1", "W2", "W1", "W3", "W4"],
        }
    )


@pytest.fixture
def subjects() -> pd.DataFrame:
    rows = [
        ("L1", "territoire", "title"),
        ("L1", "territoire", "abstract"),
        ("L3", "territoire", "abstract"),
        ("L3", "numerique", "title"),
        ("L2", "territoire", "title"),
        ("L4", "numerique", "title"),
    ]
    return pd.DataFrame(rows, columns=["reference_id", "theme_id", "field"])


@pytest.fixture
def works() -> pd.DataFrame:
    chapters = pd.CategoricalDtype(["1", "2", "3"], ordered=True)
    return pd.DataFrame(
        {
            "work_id": ["W1", "W2", "W3", "W4"],
            "chapter": pd.Categorical(["1", "1", "2", "2"], dtype=chapters),
            "year": pd.array([2016, 2009, 2012, None], dtype="Int64"),
        }
    )


@pytest.fixture
def themes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "theme_id": ["territoire", "numerique", "ecole", "zone"],
            "label_fr": ["Territoire", "Numérique", "École", "Zone"],
            "label_en": ["Territory", "Digital", "School", "Zone"],
        }
    )


def test_a_work_listed_twice_has_each_theme_once(
    subjects: pd.DataFrame, references: pd.DataFrame
) -> None:
    links = theme_links(subjects, references)
    assert links.to_numpy().tolist() == [
        ["W1", "numerique"],
        ["W1", "territoire"],
        ["W2", "territoire"],
        ["W3", "numerique"],
    ]


def test_a_subject_of_no_reference_is_named(
    subjects: pd.DataFrame, references: pd.DataFrame
) -> None:
    with pytest.raises(ValueError, match="L4"):
        theme_links(subjects, references.iloc[:3])


def test_themes_are_ranked_among_all_works(
    subjects: pd.DataFrame, references: pd.DataFrame, works: pd.DataFrame, themes: pd.DataFrame
) -> None:
    links = theme_links(subjects, references)
    table = rank_themes(links, works, themes)
    assert table["label_fr"].tolist() == ["Numérique", "Territoire", "École", "Zone"]
    assert table["works"].tolist() == [2, 2, 0, 0]
    assert table["rank"].tolist() == [1, 1, 3, 3]
    assert table["tied"].all()
    assert table.loc[0, "share"] == 0.5
    assert tuple(table.loc[0, ["low", "high"]]) == pytest.approx(wilson(2, 4))
    assert table.attrs == {"n": 4, "without_theme": 1}


def test_a_part_of_the_works_is_ranked_with_all_the_links(
    subjects: pd.DataFrame, references: pd.DataFrame, works: pd.DataFrame, themes: pd.DataFrame
) -> None:
    links = theme_links(subjects, references)
    table = rank_themes(links, works[works["chapter"] == "1"], themes)
    assert dict(zip(table["theme_id"], table["works"], strict=True)) == {
        "territoire": 2,
        "numerique": 1,
        "ecole": 0,
        "zone": 0,
    }
    assert table.attrs["n"] == 2


def test_each_theme_is_compared_with_the_works_that_have_it_not(
    subjects: pd.DataFrame, references: pd.DataFrame, works: pd.DataFrame
) -> None:
    links = theme_links(subjects, references)
    table = theme_table(links, works.set_index("work_id")["chapter"])
    columns = ["theme_id", "group", "count", "n", "share", "low", "high", "expected", "residual"]
    assert list(table.columns) == columns
    assert table["group"].tolist() == ["1", "2", "3"] * 2
    territory = table[table["theme_id"] == "territoire"].set_index("group")
    assert territory["count"].to_dict() == {"1": 2, "2": 0, "3": 0}
    assert territory["n"].to_dict() == {"1": 2, "2": 2, "3": 0}
    assert territory["expected"].to_dict() == {"1": 1, "2": 1, "3": 0}
    # Two works with and two without, all of one chapter each: χ² = n = 4, its root is 2.
    assert territory["residual"].iloc[:2].tolist() == [2, -2]
    assert territory["residual"].isna().tolist() == [False, False, True]
    assert (territory.loc["1", "low"], territory.loc["1", "high"]) == pytest.approx(wilson(2, 2))


def test_rare_themes_and_works_without_a_group_are_left_out(works: pd.DataFrame) -> None:
    links = pd.DataFrame(
        [("W1", "a"), ("W2", "a"), ("W3", "b"), ("W4", "a")], columns=["work_id", "theme_id"]
    )
    table = theme_table(links, year_periods(works), min_works=2)
    assert set(table["theme_id"]) == {"a"}
    assert table["count"].sum() == 2  # W4 has no year
    assert table.attrs == {"n": 3, "left_out": 1}


def test_a_work_of_two_groups_is_refused() -> None:
    links = pd.DataFrame({"work_id": ["W1"], "theme_id": ["a"]})
    with pytest.raises(ValueError, match="one group"):
        theme_table(links, pd.Series(["1", "2"], index=["W1", "W1"]))


@settings(max_examples=40)
@given(
    st.dictionaries(st.integers(0, 30), st.sampled_from("123"), min_size=1),
    st.sets(st.tuples(st.integers(0, 30), st.sampled_from("abcd"))),
)
def test_counts_and_expectations_add_up(
    groups: dict[int, str], pairs: set[tuple[int, str]]
) -> None:
    links = pd.DataFrame(sorted(pairs), columns=["work_id", "theme_id"])
    table = theme_table(links, pd.Series(groups, dtype=object))
    for theme, rows in table.groupby("theme_id"):
        works = sum(work in groups for work, other in pairs if other == theme)
        assert rows["count"].sum() == works
        assert rows["expected"].sum() == pytest.approx(works)
        assert rows["n"].sum() == len(groups)


def test_periods_are_counted_back_from_the_last_year(works: pd.DataFrame) -> None:
    periods = year_periods(works, width=3)
    assert periods.tolist()[:3] == ["2014–2016", "2008–2010", "2011–2013"]
    assert pd.isna(periods["W4"])
    assert list(periods.cat.categories) == ["2008–2010", "2011–2013", "2014–2016"]
    assert periods.cat.ordered
    assert year_periods(works, width=5, last=2017)["W3"] == "2008–2012"
    assert year_periods(works, width=1).cat.categories[0] == "2009"


def test_periods_refuse_a_width_of_0_and_later_works(works: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="at least one year"):
        year_periods(works, width=0)
    with pytest.raises(ValueError, match="2016, after the last year, 2015"):
        year_periods(works, last=2015)


def test_no_year_gives_no_period() -> None:
    works = pd.DataFrame({"work_id": ["W1"], "year": pd.array([None], dtype="Int64")})
    assert year_periods(works).isna().all()
