"""How completely references are described: worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from biblioscope.measures import coverage, wilson

REFERENCES = pd.DataFrame(
    {
        "work_id": ["a", "b", "c", "a"],
        "issued": ["2016", None, "2015-03", "2016"],
        "page": [None, None, "1-9", None],
    }
)
AUTHORSHIPS = pd.DataFrame({"work_id": ["a", "a", "b"]})


def test_fields_are_counted_once_a_listing() -> None:
    table = coverage(REFERENCES, AUTHORSHIPS, ["page", "issued", "authors"])
    assert list(table["field"]) == ["issued", "authors", "page"]
    assert list(table["references"]) == [3, 3, 1]
    assert list(table["n"]) == [4, 4, 4]
    assert list(table["share"]) == [0.75, 0.75, 0.25]
    low, high = wilson(1, 4)
    assert table.iloc[2]["low"] == pytest.approx(low)
    assert table.iloc[2]["high"] == pytest.approx(high)


def test_the_order_of_rows_does_not_matter() -> None:
    fields = ["page", "issued", "authors"]
    backwards = coverage(REFERENCES[::-1], AUTHORSHIPS[::-1], fields)
    pd.testing.assert_frame_equal(backwards, coverage(REFERENCES, AUTHORSHIPS, fields))


def test_no_references() -> None:
    table = coverage(REFERENCES.head(0), AUTHORSHIPS, ["issued"])
    assert table["references"].sum() == 0
    assert table["share"].isna().all()
