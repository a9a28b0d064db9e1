"""What stands behind an edge: the documents in which its two ends meet."""

from __future__ import annotations

import pandas as pd

from biblioscope.measures._tables import require_columns


def edge_documents(
    edges: pd.DataFrame,
    links: pd.DataFrame,
    others: pd.DataFrame | None = None,
    document: str = "work_id",
) -> pd.DataFrame:
    """Return the documents in which the ends of each edge meet.

    Parameters
    ----------
    edges
        With `source` and `target`: items of `links`, or, with `others`, an item of each.
    links
        Two columns: the document, and the item.
    others
        The same of another kind of item, as for `cooccurrence_between`.
    document
        The column of documents, in both.

    Returns
    -------
    DataFrame
        source, target and the document, a row for each document behind an edge: as many rows as
        the counts of the edges add up to. In the order of the edges, then of the documents.

    Raises
    ------
    ValueError
        Where a table lacks a column, or the links have not two columns.

    Examples
    --------
    >>> links = pd.DataFrame({"work_id": ["W1", "W1", "W2", "W2"], "theme": ["a", "b", "a", "c"]})
    >>> edges = pd.DataFrame({"source": ["a"], "target": ["b"]})
    >>> edge_documents(edges, links)
      source target work_id
    0      a      b      W1
    """
    require_columns(edges, ["source", "target"], "edges")
    one = _named(links, document, "source")
    two = _named(links if others is None else others, document, "target")
    ordered = edges[["source", "target"]].assign(_place=range(len(edges)))
    found = ordered.merge(one, on="source").merge(two, on=["target", document])
    found = found.sort_values(["_place", document], kind="stable").reset_index(drop=True)
    return found[["source", "target", document]]


def _named(links: pd.DataFrame, document: str, end: str) -> pd.DataFrame:
    """Return distinct links with their item called as an end of an edge."""
    require_columns(links, [document], "links")
    items = [column for column in links.columns if column != document]
    if len(items) != 1:
        raise ValueError(f"links have {len(links.columns)} columns; give a document and an item")
    return links.rename(columns={items[0]: end}).dropna().drop_duplicates()
