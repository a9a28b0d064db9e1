"""Co-occurrences of a table of links that does not fit in memory, read in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse

from biblioscope.measures._tables import require_columns
from biblioscope.measures.cooccurrence import (
    Ints,
    Sizes,
    _add_measures,
    _check_measures,
    _documents,
    _edges,
    _occurrences,
    _string_order,
    as_column,
    incidence,
    upper_pairs,
)

Hashes = npt.NDArray[np.uint64]

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
    names: Any = np.fromiter(total.codes, dtype=object, count=len(total.codes))
    order = _string_order(names)
    names = as_column(names).take(order)
    sizes = total.sizes[order]
    source, target, count = total.pairs(order)
    table = _edges(names.take(source), names.take(target), count)
    pairs = len(order) * (len(order) - 1) // 2
    _add_measures(table, measures, Sizes(sizes, source, sizes, target), n, pairs)
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
    seen: Hashes = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    n_seen: int = 0
    missing: int = 0
    left_out: list[Any] = field(default_factory=list)

    def add(self, part: pd.DataFrame, document: str, item: str, max_items: int | None) -> None:
        found = incidence(part, document, item, max_items)
        self.missing += found.missing
        self.left_out += found.left_out
        self._see(pd.util.hash_array(np.asarray(found.documents)))
        places = [self.codes.setdefault(name, len(self.codes)) for name in found.items]
        code = np.array(places, dtype=np.int32)
        size = len(self.codes)
        self.sizes = np.append(self.sizes, np.zeros(size - len(self.sizes), dtype=np.int64))
        self.sizes[code] += _occurrences(found.matrix)
        source, target, count = upper_pairs(found.matrix.T.tocsr() @ found.matrix)
        ends = np.sort(np.stack([code[source], code[target]]), axis=0)
        self.upper.resize((size, size))
        self.upper = self.upper + sparse.csr_array((count, (ends[0], ends[1])), (size, size))

    def _see(self, hashes: Hashes) -> None:
        """Keep hashes of documents in one array: many small ones would pin what lies between."""
        end = self.n_seen + len(hashes)
        if end > len(self.seen):
            grown = np.empty(2 * end, dtype=np.uint64)
            grown[: self.n_seen] = self.seen[: self.n_seen]
            self.seen = grown
        self.seen[self.n_seen : end] = hashes
        self.n_seen = end

    def documents(self) -> int:
        """Return how many there are, each in one place, as their hashes tell, and forget them.

        Of ten million documents two have the same hash by chance once in 300,000 times.
        """
        hashes = self.seen[: self.n_seen]
        self.seen = np.empty(0, dtype=np.uint64)
        hashes.sort()
        if (hashes[1:] == hashes[:-1]).any():
            raise ValueError(
                "a document stands in two places of the table; sort the table by document first"
            )
        return len(hashes)

    def pairs(self, order: Ints) -> tuple[Any, Any, Any]:
        """Return source, target and count, items in the order given, and forget them."""
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        found = self.upper.tocoo()
        self.upper = None
        row, column = rank[found.coords[0]], rank[found.coords[1]]
        ends = np.minimum(row, column), np.maximum(row, column)
        del row, column
        upper = sparse.csr_array((found.data, ends), shape=(len(order), len(order)))
        del found, ends
        upper.sort_indices()
        source = np.repeat(np.arange(len(order), dtype=np.int32), np.diff(upper.indptr))
        return source, upper.indices, upper.data
