"""How completely references are described."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from biblioscope.measures.intervals import wilson

FIELDS = (
    "authors", "source_id", "issued", "issue", "page", "number_of_pages", "urls", "abstract",
    "contents",
)  # fmt: skip
"""The fields whose presence is counted: what a reader needs to find a publication and judge it."""


def coverage(
    references: pd.DataFrame,
    authorships: pd.DataFrame,
    fields: Sequence[str] = FIELDS,
    level: float = 0.95,
) -> pd.DataFrame:
    """Count the references that have each field.

    Parameters
    ----------
    references
        One row a listing, with `work_id` and a column for each field; a missing value is a field
        that is not printed.
    authorships
        Who wrote what (`work_id`); it stands for the field `authors`.
    fields
        The fields to count.
    level
        Confidence level of the Wilson intervals.

    Returns
    -------
    DataFrame
        One row a field, most frequent first: `field`, `references` (with the field), `n` (all),
        `share`, `low`, `high`.

    Examples
    --------
    >>> references = pd.DataFrame({"work_id": ["a", "b"], "issued": ["2016", None]})
    >>> authorships = pd.DataFrame({"work_id": ["a"]})
    >>> coverage(references, authorships, ["issued", "authors"])[["field", "references", "n"]]
         field  references  n
    0   issued           1  2
    1  authors           1  2
    """
    present = {
        field: references["work_id"].isin(authorships["work_id"])
        if field == "authors"
        else references[field].notna()
        for field in fields
    }
    counts = [int(present[field].sum()) for field in fields]
    n = len(references)
    interval = wilson(pd.Series(counts, dtype=int), n, level)
    table = pd.DataFrame(
        {
            "field": list(fields),
            "references": counts,
            "n": n,
            "share": pd.Series(counts, dtype=float) / n if n else float("nan"),
            "low": interval.low,
            "high": interval.high,
        }
    )
    return table.sort_values("references", ascending=False, kind="stable", ignore_index=True)
