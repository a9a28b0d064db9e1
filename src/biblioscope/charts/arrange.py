"""Boxes placed side by side, each as near as may be to where it wants to be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEP = 3.0
"""The distance between two places that are tried, in points."""


def spread_out(points: Floats, evenness: float) -> Floats:
    """Stretch points over the unit square, and thin out where they crowd.

    Parameters
    ----------
    points : numpy.ndarray
        Shape (points, 2).
    evenness : float
        From 0, distances as given, to 1, the same distance from rank to rank on either axis.

    Examples
    --------
    >>> spread_out(np.array([[0.0, 5.0], [1.0, 5.0], [4.0, 5.0]]), 0.5)[:, 0].tolist()
    [0.0, 0.375, 1.0]
    """
    span = np.ptp(points, axis=0)
    plain = (points - points.min(axis=0)) / np.where(span > 0, span, 1)
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even = np.where(span > 0, ranks / max(1, len(points) - 1), 0.5)
    result: Floats = (1 - evenness) * plain + evenness * even
    return result


def place(
    wanted: Floats,
    halves: Floats,
    room: tuple[float, float],
    order: Sequence[int],
    fixed: tuple[Floats, Floats] | None = None,
) -> Floats | None:
    """Place boxes in a frame so that none overlaps another, the first of `order` first.

    Each takes the free place that is nearest to the one it wants. There is no chance in it: the
    same boxes end in the same places.

    Parameters
    ----------
    wanted, halves : numpy.ndarray
        Shape (boxes, 2): the centres wanted, and half of widths and heights.
    room : tuple of float
        Width and height of the frame.
    order : sequence of int
        The boxes in the order in which they choose.
    fixed : tuple of numpy.ndarray, optional
        Centres and halves of boxes that stand where they stand, and that none may cover.

    Returns
    -------
    numpy.ndarray or None
        The centres, or None where a box finds no place.

    Examples
    --------
    >>> wanted = np.array([[10.0, 10.0], [10.0, 10.0]])
    >>> place(wanted, np.full((2, 2), 2.0), (30.0, 20.0), [0, 1]).tolist()
    [[10.0, 10.0], [9.0, 6.0]]
    """
    across, up = (np.arange(0.0, side + STEP, STEP) for side in room)
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    centres = np.zeros_like(wanted, dtype=float)
    taken = [] if fixed is None else list(zip(*fixed, strict=True))
    for box in order:
        tries = np.vstack([wanted[box], grid])
        free = ((tries >= halves[box]) & (tries <= np.array(room) - halves[box])).all(axis=1)
        for centre, half in taken:
            clear = np.abs(tries - centre) >= halves[box] + half
            free &= clear.any(axis=1)
        if not free.any():
            return None
        far = np.where(free, np.square(tries - wanted[box]).sum(axis=1), np.inf)
        centres[box] = tries[int(np.argmin(far))]
        taken.append((centres[box], halves[box]))
    return centres


def crossing(low: Floats, high: Floats, starts: Floats, stops: Floats) -> int:
    """Return how many lines pass through a rectangle, after Liang and Barsky.

    Parameters
    ----------
    low, high : numpy.ndarray
        Two corners of the rectangle, each x and y.
    starts, stops : numpy.ndarray
        Shape (lines, 2): the ends of the lines.

    References
    ----------
    .. [1] Liang, Y.-D., & Barsky, B. A. (1984). A new concept and method for line clipping. ACM
       Transactions on Graphics 3(1), 1–22.

    Examples
    --------
    >>> starts, stops = np.array([[0.0, 0.0], [0.0, 9.0]]), np.array([[4.0, 4.0], [4.0, 9.0]])
    >>> crossing(np.array([1.0, 1.0]), np.array([2.0, 2.0]), starts, stops)
    1
    """
    along = stops - starts
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = np.stack([(low - starts) / along, (high - starts) / along])
    # A line that runs along an axis is between two sides everywhere or nowhere.
    between = (starts >= low) & (starts <= high)
    first = np.where(along == 0, np.where(between, -np.inf, np.inf), ways.min(axis=0))
    last = np.where(along == 0, np.where(between, np.inf, -np.inf), ways.max(axis=0))
    enters, leaves = np.maximum(first.max(axis=1), 0), np.minimum(last.min(axis=1), 1)
    return int(np.count_nonzero(enters < leaves))
