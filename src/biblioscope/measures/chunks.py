"""Co-occurrences of a table of links that does not fit in memory, read in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse

from biblioscope.measures._tables import require_columns
from biblioscope.measures.cooccurrence import (
    Ints,
    _add_measures,
    _check_measures,
    _documents,
    _edges,
    _occurrences,
    _string_order,
    incidence,
    upper_pairs,
)

sparse: Any = scipy.sparse  # it has no type hints, and mypy would refuse each call


def cooccurrence_in_chunks(
    chunks: Iterable[pd.DataFrame],
    document: str = "reference_id",
    item: str = "theme_id",
    measures: Sequence[str] = ("association",),
    max_items: int | None = None,
    n_documents: int | None = None,
) -> pd.DataFrame:
    """Count co-occurrences as `cooccurrence` does, in a table that comes in pieces.

    What is held in memory is a piece, the pairs of items, and eight bytes for each document.

    Parameters
    ----------
    chunks
        Pieces of a table of links, one after another: of a CSV file
        `pandas.read_csv(path, chunksize=1_000_000)`, of a Parquet file
        `biblioscope.exchange.read_links(path)`. The rows of a document stand together; the end of a
        piece may fall between them.
    document, item, measures, max_items, n_documents
        As in `cooccurrence`; documents that are left out are named in a warning for each piece, and
        all of them in `.attrs["left_out"]`.

    Returns
    -------
    DataFrame
        As by `cooccurrence`.

    Raises
    ------
    ValueError
        Where a document stands in two places, a column is missing, a measure unknown, or
        n_documents less than there are documents.

    Examples
    --------
    >>> first = pd.DataFrame({"reference_id": ["r1"], "theme_id": ["numérique"]})
    >>> second = pd.DataFrame({"reference_id": ["r1", "r2"], "theme_id": ["exclusion", "logement"]})
    >>> cooccurrence_in_chunks([first, second])
          source     target  count  association
    0  exclusion  numérique      1          2.0
    """
    _check_measures(measures)
    total = _Total()
    for part in _whole_documents(chunks, document, item):
        total.add(part, document, item, max_items)
    n = _documents(total.documents(), len(total.left_out), n_documents)
    order = _string_order(np.array(list(total.codes), dtype=object))
    names = pd.Series(list(total.codes)).array.take(order)
    sizes = total.sizes[order]
    source, target, count = upper_pairs(total.in_order(order))
    table = _edges(names.take(source), names.take(target), count)
    pairs = len(order) * (len(order) - 1) // 2
    _add_measures(table, measures, (sizes[source], sizes[target]), n, pairs)
    table.attrs.update(n_documents=n, n_items=len(order), left_out=total.left_out)
    table.attrs.update(missing=total.missing)
    return table


def _whole_documents(
    chunks: Iterable[pd.DataFrame], document: str, item: str
) -> Iterator[pd.DataFrame]:
    """Return the pieces cut between documents, without the last one's rows, which come next."""
    rest: pd.DataFrame | None = None
    for chunk in chunks:
        require_columns(chunk, [document, item], "chunk")
        part = chunk[[document, item]]
        part = part if rest is None else pd.concat([rest, part], ignore_index=True)
        if len(part):
            last = (part[document] == part[document].iloc[-1]).to_numpy(dtype=bool)
            rest = part[last]
            yield part[~last]
    if rest is not None:
        yield rest


@dataclass
class _Total:
    """What the pieces so far add up to; items in the order in which they came."""

    codes: dict[Any, int] = field(default_factory=dict)
    sizes: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    upper: Any = field(default_factory=lambda: sparse.csr_array((0, 0), dtype=np.int32))
    seen: list[Any] = field(default_factory=list)
    missing: int = 0
    left_out: list[Any] = field(default_factory=list)

    def add(self, part: pd.DataFrame, document: str, item: str, max_items: int | None) -> None:
        found = incidence(part, document, item, max_items)
        self.missing += found.missing
        self.left_out += found.left_out
        self.seen.append(pd.util.hash_array(np.asarray(found.documents)))
        places = [self.codes.setdefault(name, len(self.codes)) for name in found.items]
        code = np.array(places, dtype=np.int32)
        size = len(self.codes)
        self.sizes = np.append(self.sizes, np.zeros(size - len(self.sizes), dtype=np.int64))
        self.sizes[code] += _occurrences(found.matrix)
        source, target, count = upper_pairs(found.matrix.T.tocsr() @ found.matrix)
        ends = np.sort(np.stack([code[source], code[target]]), axis=0)
        self.upper.resize((size, size))
        self.upper = self.upper + sparse.csr_array((count, (ends[0], ends[1])), (size, size))

    def documents(self) -> int:
        """Return how many there are, each in one place, as their hashes tell.

        Of ten million documents two have the same hash by chance once in 300,000 times.
        """
        hashes = np.sort(np.concatenate(self.seen)) if self.seen else np.zeros(0)
        if (hashes[1:] == hashes[:-1]).any():
            raise ValueError(
                "a document stands in two places of the table; sort the table by document first"
            )
        return len(hashes)

    def in_order(self, order: Ints) -> Any:
        """Return the pairs as a lower triangle, items in the order given."""
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        pairs = self.upper.tocoo()
        self.upper = None
        row, column = rank[pairs.coords[0]], rank[pairs.coords[1]]
        ends = np.maximum(row, column), np.minimum(row, column)
        return sparse.csr_array((pairs.data, ends), shape=(len(order), len(order)))
