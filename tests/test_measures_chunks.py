"""Co-occurrences of a table in pieces: the same as of the whole, however it is cut."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.measures import MEASURES, LinksWarning, cooccurrence, cooccurrence_in_chunks

ROWS = [
    (f"r{n}", item)
    for n, items in enumerate(["ABC", "AB", "AC", "BC", "DE", "CDE", "DD"])
    for item in items
]
LINKS = pd.DataFrame(ROWS, columns=["reference_id", "theme_id"])


@settings(deadline=None)
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
