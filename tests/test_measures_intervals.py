"""Wilson's interval, against Newcombe's published table and its own properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.measures import proportion, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(
    successes: int, n: int, low: float, high: float
) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_arrays_and_series_is_that_of_each_number() -> None:
    low, high = wilson([0, 3, 10], 10)
    assert low.tolist() == [wilson(k, 10).low for k in (0, 3, 10)]
    assert high.tolist() == [wilson(k, 10).high for k in (0, 3, 10)]
    counts = pd.Series([3, 4], index=["a", "b"])
    series = wilson(counts, pd.Series([10, 8], index=["a", "b"]))
    assert series.low["b"] == wilson(4, 8).low
    assert list(series.high.index) == ["a", "b"]


def test_nothing_of_nothing_has_no_interval() -> None:
    assert np.isnan(wilson(0, 0)).all()
    assert np.isnan(proportion(0, 0).share)


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5)])
def test_impossible_counts_are_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(successes, n)


def test_a_level_in_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, level=95)


@settings(max_examples=60)
@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_mirrors_and_grows_with_the_level(
    case: tuple[int, int],
) -> None:
    successes, n = case
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    mirrored = wilson(n - successes, n)
    assert mirrored == pytest.approx((1 - high, 1 - low))
    wider = wilson(successes, n, level=0.99)
    assert wider.low <= low
    assert wider.high >= high


def test_a_proportion_carries_its_counts() -> None:
    found = proportion(15, 148)
    assert (found.count, found.n) == (15, 148)
    assert (found.share, found.low, found.high) == pytest.approx((0.1014, 0.0624, 0.1605), abs=5e-5)
