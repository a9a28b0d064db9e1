"""Intervals of proportions: a share without one is not to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Generic, NamedTuple, TypeVar, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

T = TypeVar("T")
Array = npt.NDArray[np.float64]


class Interval(NamedTuple, Generic[T]):
    """The two ends of an interval: numbers, arrays or Series, as were asked for."""

    low: T
    high: T


@dataclass(frozen=True)
class Proportion:
    """A share with what it is made of.

    Attributes
    ----------
    count, n
        How many, of how many.
    share, low, high
        count / n and its Wilson interval, between 0 and 1; NaN where n is 0.
    """

    count: int
    n: int
    share: float
    low: float
    high: float


@overload
def wilson(successes: float, n: float, level: float = ...) -> Interval[float]: ...
@overload
def wilson(successes: pd.Series[Any], n: Any, level: float = ...) -> Interval[pd.Series[float]]: ...
@overload
def wilson(successes: npt.ArrayLike, n: Any, level: float = ...) -> Interval[Array]: ...
def wilson(successes: Any, n: Any, level: float = 0.95) -> Interval[Any]:
    """Return the Wilson score interval of a proportion.

    Unlike the textbook's p ± z·√(p(1−p)/n) it stays between 0 and 1, and keeps about its level
    where n is small or the share near 0 or 1 [2]_.

    Parameters
    ----------
    successes, n
        How many, of how many: numbers, arrays or Series (of one index).
    level
        The confidence level.

    Returns
    -------
    Interval
        `(low, high)`, as numbers where both are numbers, as Series where `successes` is one, else
        as arrays. NaN where n is 0.

    Raises
    ------
    ValueError
        Where successes are not between 0 and n, or the level is not between 0 and 1.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
       inference. Journal of the American Statistical Association 22(158), 209–212.
    .. [2] Brown, L. D., Cai, T. T., & DasGupta, A. (2001). Interval estimation for a binomial
       proportion. Statistical Science 16(2), 101–133.

    Examples
    --------
    >>> low, high = wilson(8, 10)
    >>> round(low, 4), round(high, 4)
    (0.4902, 0.9433)
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; a confidence level is between 0 and 1, such as 0.95")
    low, high = _score_interval(np.asarray(successes, float), np.asarray(n, float), level)
    if isinstance(successes, pd.Series):
        index = successes.index
        return Interval(pd.Series(low, index, name="low"), pd.Series(high, index, name="high"))
    return Interval(float(low), float(high)) if low.ndim == 0 else Interval(low, high)


def _score_interval(successes: Array, n: Array, level: float) -> tuple[Array, Array]:
    if np.any((successes < 0) | (successes > n)):
        raise ValueError("successes must be between 0 and n")
    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2
    trials = np.where(n > 0, n, np.nan)
    centre = (successes + z2 / 2) / (trials + z2)
    half = np.sqrt(z2 * (successes * (trials - successes) / trials + z2 / 4)) / (trials + z2)
    # Rounding must not move the ends off 0 and 1, where the formula puts them.
    low = np.where(successes == 0, centre * 0, centre - half)
    high = np.where(successes == n, centre * 0 + 1, centre + half)
    return low, high


def proportion(count: int, n: int, level: float = 0.95) -> Proportion:
    """Return a share of a whole with its Wilson interval.

    Examples
    --------
    >>> proportion(1, 4).share
    0.25
    """
    low, high = wilson(count, n, level)
    return Proportion(int(count), int(n), count / n if n else float("nan"), low, high)
