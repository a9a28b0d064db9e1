"""Who writes with whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from biblioscope.measures._tables import in_role
from biblioscope.measures.cooccurrence import _edges, incidence, upper_pairs


def coauthorship(
    links: pd.DataFrame,
    counting: Literal["full", "newman"] = "full",
    document: str = "work_id",
    item: str = "author_id",
    *,
    role: Sequence[str] = ("author",),
) -> pd.DataFrame:
    """Count the works that each two authors wrote together.

    Parameters
    ----------
    links
        A row for each author of a work (authorships); the same row twice counts once.
    counting
        "full": the weight is the number of joint works. "newman": the sum of 1/(n − 1) over joint
        works, n the number of authors of each: who writes with one other is closer than who
        writes with ten.
    document, item
        The columns of works and authors.
    role
        The roles that count, where links have a column `role`: ("author",), or
        ("author", "contributor") for those named in the contents of themed issues as well.

    Returns
    -------
    DataFrame
        source, target (as strings, source < target, sorted), count (joint works), weight (float;
        by the counting asked for). With "newman", the weights of an author sum to the number of
        works that he or she did not write alone.

    Raises
    ------
    ValueError
        Where the counting is not one of the two, or a column is missing.

    References
    ----------
    .. [1] Newman, M. E. J. (2001). Scientific collaboration networks. II. Shortest paths, weighted
       networks, and centrality. Physical Review E 64, 016132.

    Examples
    --------
    >>> links = pd.DataFrame({"work_id": ["W1", "W1", "W1"], "author_id": ["a", "b", "c"]})
    >>> coauthorship(links, counting="newman")
      source target  count  weight
    0      a      b      1     0.5
    1      a      c      1     0.5
    2      b      c      1     0.5
    """
    if counting not in ("full", "newman"):
        raise ValueError(f'counting is "{counting}"; it is "full" or "newman"')
    found = incidence(in_role(links, role), document, item)
    matrix = found.matrix
    sizes = np.diff(matrix.indptr)
    shares = 1 / np.maximum(sizes - 1, 1) if counting == "newman" else np.ones(len(sizes))
    weighted = matrix.multiply(shares[:, None]).tocsr() if len(sizes) else matrix
    source, target, count = upper_pairs(matrix.T.tocsr() @ matrix)
    _, _, weight = upper_pairs(matrix.T.tocsr() @ weighted)
    table = _edges(found.items.take(source), found.items.take(target), count)
    return table.assign(weight=weight.astype(np.float64))
