"""Co-occurrences of a table in pieces: the same as of the whole, however it is cut."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblioscope.exchange import read_links
from biblioscope.measures import MEASURES, LinksWarning, cooccurrence, cooccurrence_in_chunks

ROWS = [
    (f"r{n}", item)
    for n, items in enumerate(["ABC", "AB", "AC", "BC", "DE", "CDE", "DD"])
    for item in items
]
LINKS = pd.DataFrame(ROWS, columns=["reference_id", "theme_id"])


@given(st.lists(st.integers(0, len(LINKS)), max_size=5))
def test_pieces_give_what_the_whole_gives(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(LINKS)]
    pieces = [LINKS.iloc[a:b] for a, b in itertools.pairwise(places)]
    found = cooccurrence_in_chunks(pieces, measures=MEASURES, n_documents=9)
    whole = cooccurrence(LINKS, measures=MEASURES, n_documents=9)
    pd.testing.assert_frame_equal(found, whole)
    assert found.attrs == whole.attrs


def test_a_document_in_two_places_is_refused() -> None:
    again = pd.DataFrame({"reference_id": ["r0"], "theme_id": ["E"]})
    with pytest.raises(ValueError, match="sort the table by document"):
        cooccurrence_in_chunks([LINKS, again])


def test_a_piece_without_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="chunk has no column theme_id"):
        cooccurrence_in_chunks([LINKS, LINKS[["reference_id"]]])


def test_missing_values_are_said_and_counted() -> None:
    hole = pd.DataFrame({"reference_id": ["r8", "r9"], "theme_id": [None, "A"]})
    with pytest.warns(LinksWarning, match="1 row"):
        found = cooccurrence_in_chunks([LINKS, hole])
    assert (found.attrs["missing"], found.attrs["n_documents"]) == (1, 8)


def test_no_pieces_give_no_pairs() -> None:
    assert cooccurrence_in_chunks([]).empty


# Parquet


@pytest.fixture
def stored(tmp_path: Path) -> tuple[Path, pd.DataFrame]:
    """Return a Parquet file of three hundred documents, and its table."""
    rng = np.random.default_rng(1)
    rows = [(f"r{n:03}", f"t{item}") for n in range(300) for item in rng.integers(0, 12, 6)]
    table = pd.DataFrame(rows, columns=["reference_id", "theme_id"])
    table.assign(other=1.5).to_parquet(tmp_path / "links.parquet", row_group_size=250)
    return tmp_path / "links.parquet", table


def test_a_parquet_file_in_pieces_gives_what_its_table_gives(
    stored: tuple[Path, pd.DataFrame],
) -> None:
    path, table = stored
    pieces = list(read_links(path, rows=97))
    assert len(pieces) > 18
    assert list(pieces[0].columns) == ["reference_id", "theme_id"]
    measures = ("association", "q_value")
    found = cooccurrence_in_chunks(read_links(path, rows=97), measures=measures)
    pd.testing.assert_frame_equal(found, cooccurrence(table, measures=measures))


def test_large_documents_are_left_out_of_pieces_too(stored: tuple[Path, pd.DataFrame]) -> None:
    path, table = stored
    sizes = table.drop_duplicates().groupby("reference_id").size()
    large = sorted(sizes[sizes > 5].index)
    assert 0 < len(large) < len(sizes)
    with pytest.warns(LinksWarning, match="more than 5 items left out"):
        found = cooccurrence_in_chunks(read_links(path, rows=500), max_items=5)
    with pytest.warns(LinksWarning, match="more than 5 items left out"):
        whole = cooccurrence(table, max_items=5)
    assert sorted(found.attrs["left_out"]) == large
    assert found.attrs["n_documents"] == len(sizes) - len(large)
    pd.testing.assert_frame_equal(found, whole)


def test_a_file_that_is_not_parquet_or_lacks_a_column(
    stored: tuple[Path, pd.DataFrame], tmp_path: Path
) -> None:
    (tmp_path / "links.csv").write_text("reference_id,theme_id\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"links\.csv: not a Parquet file"):
        next(read_links(tmp_path / "links.csv"))
    with pytest.raises(ValueError, match="no column 'author_id'; it has reference_id, theme_id"):
        next(read_links(stored[0], item="author_id"))
    with pytest.raises(FileNotFoundError):
        next(read_links(tmp_path / "absent.parquet"))
