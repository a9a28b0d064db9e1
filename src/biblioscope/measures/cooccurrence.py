"""Which items occur together in the same documents, how strongly, and whether by chance.

Every count comes from one sparse matrix X of documents × items that holds 0 and 1: XᵀX has the
co-occurrences off its diagonal. s_i, the number of documents of an item, is a count of documents,
never a row sum of co-occurrences, which would normalise twice (Zhou & Leydesdorff 2016).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse
from pandas.api.extensions import ExtensionArray
from scipy.special import gammaln

from biblioscope.measures._tables import Floats, require_columns

sparse: Any = scipy.sparse  # it has no type hints, and mypy would refuse each call

Ints = npt.NDArray[np.int64]
Strength = Callable[[Floats, Floats, Floats, int], Floats]

LARGE_DOCUMENT = 1000  # items; such a document makes half a million pairs on its own
NAMES_IN_WARNING = 10
SOME_PAIRS = 500_000


class LinksWarning(UserWarning):
    """Rows or documents of a table of links were left out, or will cost much."""


def _association(c: Floats, a: Floats, b: Floats, n: int) -> Floats:
    return n * c / (a * b)


def _cosine(c: Floats, a: Floats, b: Floats, n: int) -> Floats:
    return c / np.sqrt(a * b)


def _jaccard(c: Floats, a: Floats, b: Floats, n: int) -> Floats:
    return c / (a + b - c)


def _inclusion(c: Floats, a: Floats, b: Floats, n: int) -> Floats:
    return c / np.minimum(a, b)


def _equivalence(c: Floats, a: Floats, b: Floats, n: int) -> Floats:
    return c * c / (a * b)


def _npmi(c: Floats, a: Floats, b: Floats, n: int) -> Floats:
    everywhere = c == n
    # Where a pair is in every document the formula is 0/0: 1 by convention.
    information = -np.log(np.where(everywhere, 0.5, c / n))
    return np.where(everywhere, 1.0, np.log(n * c / (a * b)) / information)


def _cases(c: Ints, a: Ints, b: Ints) -> tuple[Ints, tuple[Floats, Floats, Floats]]:
    """Return the case of each pair, and c, a and b of each case: of many pairs they are the same.

    The test does not tell its two ends apart, so a is the smaller.
    """
    low, high = np.minimum(a, b), np.maximum(a, b)
    sizes, ends = pd.factorize(low * (high.max(initial=0) + 1) + high)
    case, keys = pd.factorize(sizes * (c.max(initial=0) + 1) + c)
    of_ends, counts = np.divmod(keys, c.max(initial=0) + 1)
    small, large = np.divmod(ends[of_ends], high.max(initial=0) + 1)
    return case, (counts.astype(float), small.astype(float), large.astype(float))


def _p_value(c: Floats, a: Floats, b: Floats, n: int) -> Floats:
    """Return P(X ≥ c), X hypergeometric(n, a, b)."""
    p = np.empty(len(c))
    above = c > a * b / n
    p[above] = _upper_tail(c[above], a[above], b[above], n)
    # Below the mean, the other tail, X < c: in terms of the documents of a that are not of b it is
    # an upper tail as well, whose terms fall.
    c, a, b = c[~above], a[~above], b[~above]
    p[~above] = 1 - _upper_tail(a - c + 1, a, n - b, n)
    return np.clip(p, 0, 1)


def _upper_tail(c: Floats, a: Floats, b: Floats, n: int) -> Floats:
    """Sum the hypergeometric probabilities from c on, which must be above the mean.

    scipy.stats.hypergeom.sf gives the same to nine digits, but takes its cases one by one: 250
    times as long where there are a hundred thousand.
    """
    term = np.exp(_log_choose(a, c) + _log_choose(n - a, b - c) - _log_choose(n, b))
    total = term.copy()
    left = np.arange(len(c))
    while len(left):
        term = term * (a - c) * (b - c) / ((c + 1) * (n - a - b + c + 1))
        total[left] += term
        # A small part of the sum is still in the running, all the others have converged.
        counts = term > total[left] * 1e-17
        left, term = left[counts], term[counts]
        a, b, c = a[counts], b[counts], c[counts] + 1
    return total


def _log_choose(n: Floats | int, k: Floats) -> Floats:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=np.float64)


STRENGTHS: dict[str, Strength] = {
    "association": _association,
    "cosine": _cosine,
    "jaccard": _jaccard,
    "inclusion": _inclusion,
    "equivalence": _equivalence,
    "npmi": _npmi,
}
MEASURES = (*STRENGTHS, "p_value", "q_value")


@dataclass(frozen=True)
class Incidence:
    """Documents × items as a sparse 0/1 matrix, items in the order of their names.

    Attributes
    ----------
    matrix
        scipy.sparse.csr_array of int32: a row for each document, a column for each item.
    documents, items
        What the rows and columns are; items stand in the order of their strings.
    left_out
        Documents that had more items than allowed, and are not in the matrix.
    missing
        How many rows of the links had no document or no item.
    """

    matrix: Any
    documents: Any
    items: Any
    left_out: tuple[Any, ...] = ()
    missing: int = 0


def incidence(
    links: pd.DataFrame, document: str, item: str, max_items: int | None = None
) -> Incidence:
    """Turn a table of links into a sparse 0/1 matrix of documents × items.

    Parameters
    ----------
    links
        A row for each occurrence of an item in a document; twice the same row counts once.
    document, item
        The columns that hold them.
    max_items
        Documents with more items are left out, with a LinksWarning; None leaves none out, but
        warns of those with more than 1,000.

    Returns
    -------
    Incidence

    Raises
    ------
    ValueError
        Where links has not the two columns.

    Examples
    --------
    >>> links = pd.DataFrame({"document": ["d1", "d1", "d2"], "item": ["B", "A", "A"]})
    >>> incidence(links, "document", "item").matrix.toarray()
    array([[1, 1],
           [1, 0]], dtype=int32)
    """
    require_columns(links, [document, item], "links")
    rows, documents = _factorize_runs(links[document])
    columns, items = _factorize(links[item])
    known = (rows >= 0) & (columns >= 0)
    missing = len(known) - int(np.count_nonzero(known))
    if missing:
        rows, columns = rows[known], columns[known]
        rows_of = "1 row" if missing == 1 else f"{missing} rows"
        _warn(f"left out {rows_of} of links without {document} or {item}", 4)
    order = _string_order(items)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    matrix = _zero_one(rows, rank[columns], (len(documents), len(items)))
    whole = Incidence(matrix, documents, items.take(order), (), missing)
    return _without_large(_without_empty(whole) if missing else whole, max_items)


def _warn(message: str, frames: int) -> None:
    """Warn at the line that called the public function, `frames` above this one."""
    warnings.warn(message, LinksWarning, stacklevel=frames)


def _factorize_runs(values: pd.Series[Any]) -> tuple[Ints, Any]:
    """Return codes and distinct values, as pd.factorize does.

    The rows of a document mostly stand together, and to see that two neighbours are the same string
    takes a tenth of the time that it takes to look one up.
    """
    if len(values) == 0 or not _are_python_strings(values):
        return _factorize(values)
    texts = np.asarray(values.array, dtype=object)
    starts = np.flatnonzero(np.append(True, texts[1:] != texts[:-1]))
    codes, distinct = _factorize(values.iloc[starts])
    return np.repeat(codes, np.diff(np.append(starts, len(texts)))), distinct


def _factorize(values: pd.Series[Any]) -> tuple[Ints, Any]:
    """Return codes and distinct values, in an array of the dtype that a column of them has."""
    dtype: Any = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        # Their order is not the strings'.
        codes, distinct = pd.factorize(values.array)
        return codes, distinct.astype(dtype.categories.dtype)
    if pd.api.types.is_object_dtype(dtype) or _are_python_strings(values):
        # pandas looks up objects quicker than strings.
        codes, distinct = pd.factorize(np.asarray(values.array, dtype=object))
        strings = not pd.api.types.is_object_dtype(dtype)
        return codes, pd.array(distinct, dtype=dtype) if strings else as_column(distinct)
    return pd.factorize(values.array)


def as_column(names: npt.NDArray[Any]) -> Any:
    """Return objects as an array of strings, where all are: pairs of them are looked at no more."""
    try:
        return pd.Series(names).array
    except UnicodeEncodeError:  # Arrow holds no lone surrogates
        return pd.Series(names, dtype=object).array


def _are_python_strings(values: pd.Series[Any]) -> bool:
    """Tell whether values are strings of Python's own, missing ones NaN."""
    dtype: Any = values.dtype
    if pd.api.types.is_object_dtype(dtype):
        return pd.api.types.infer_dtype(values, skipna=False) == "string"
    own = isinstance(dtype, pd.StringDtype) and dtype.storage == "python"
    return own and dtype.na_value is not pd.NA


def _string_order(items: Any) -> Ints:
    """Rank items once, as strings; values of unlike types with one string stay apart."""
    values = np.asarray(items, dtype=object).tolist()
    keys: list[Any] = values
    if not all(type(value) is str for value in values):
        keys = [(str(value), type(value).__name__) for value in values]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def _zero_one(rows: Any, columns: Any, shape: tuple[int, int]) -> Any:
    ones = np.ones(len(rows), dtype=np.int32)
    matrix = sparse.csr_array((ones, (rows.astype(np.int32), columns)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def _without_empty(found: Incidence) -> Incidence:
    """Drop documents and items that occur only in rows that were left out."""
    matrix = found.matrix
    rows = np.flatnonzero(np.diff(matrix.indptr))
    columns = np.flatnonzero(_occurrences(matrix))
    kept = matrix[rows][:, columns]
    documents, items = found.documents.take(rows), found.items.take(columns)
    return Incidence(kept, documents, items, found.left_out, found.missing)


def _without_large(found: Incidence, max_items: int | None) -> Incidence:
    sizes = np.diff(found.matrix.indptr)
    large = np.flatnonzero(sizes > (LARGE_DOCUMENT if max_items is None else max_items))
    if not len(large):
        return found
    names = sorted(found.documents.take(large), key=str)
    if max_items is None:
        what = f"more than {LARGE_DOCUMENT} items, which make many pairs; max_items leaves them out"
        _warn(f"{_some(names)} with {what}", 5)
        return found
    _warn(f"{_some(names)} with more than {max_items} items left out", 5)
    kept = np.delete(np.arange(len(sizes)), large)
    matrix, documents = found.matrix[kept], found.documents.take(kept)
    rest = Incidence(matrix, documents, found.items, tuple(names), found.missing)
    return _without_empty(rest)


def _some(names: Sequence[Any]) -> str:
    listed = ", ".join(str(name) for name in names[:NAMES_IN_WARNING])
    more = len(names) - NAMES_IN_WARNING
    noun = "document" if len(names) == 1 else "documents"
    return f"{len(names)} {noun} ({listed}{f' and {more} more' if more > 0 else ''})"


def _occurrences(matrix: Any) -> Ints:
    """Return s: in how many documents each item occurs."""
    return np.bincount(matrix.indices, minlength=matrix.shape[1])


def upper_pairs(product: Any) -> tuple[Ints, Ints, Any]:
    """Return source, target and value of the pairs of a symmetric matrix, source < target, sorted.

    It turns the lower triangle from rows into columns, which sorts both in linear time.
    """
    size = product.shape[0]
    rows = np.repeat(np.arange(size, dtype=product.indices.dtype), np.diff(product.indptr))
    lower = np.flatnonzero(rows > product.indices)
    starts = np.searchsorted(lower, product.indptr)
    parts = (product.data[lower], product.indices[lower], starts)
    pairs = sparse.csr_array(parts, shape=product.shape).tocsc()
    source = np.repeat(np.arange(size, dtype=rows.dtype), np.diff(pairs.indptr))
    return source, pairs.indices, pairs.data


def cooccurrence(
    links: pd.DataFrame,
    document: str = "reference_id",
    item: str = "theme_id",
    measures: Sequence[str] = ("association",),
    max_items: int | None = None,
    n_documents: int | None = None,
) -> pd.DataFrame:
    """Count in how many documents each two items occur together, and measure how strongly.

    With c the documents of both items, a and b those of either, and N all documents:

    =============  ============================================================================
    association    N·c / (a·b), association strength or probabilistic affinity; above 1, the two
                   are together more often than chance would have it [1]_
    cosine         c / √(a·b), Salton's or Ochiai's [2]_
    jaccard        c / (a + b − c) [3]_
    inclusion      c / min(a, b), Simpson's [4]_
    equivalence    c² / (a·b) [5]_
    npmi           ln(N·c / (a·b)) / −ln(c/N), from −1 to 1; 1 where c = N [6]_
    p_value        P(X ≥ c), X hypergeometric(N, a, b): one-sided, against chance
    q_value        p_value after Benjamini & Hochberg [7]_, over all pairs of items, also those
                   that are never together (their p is 1)
    =============  ============================================================================

    Parameters
    ----------
    links
        A row for each occurrence of an item in a document, in any order. The same row twice
        counts once. Rows where either is missing are left out, with a LinksWarning.
    document, item
        The columns of links that hold them. Items are strings, or anything else that is hashable.
    measures
        Names from the table above, in the order in which the columns shall stand.
    max_items
        Documents with more items are left out, with a LinksWarning that names them, and not counted
        in N; None leaves none out, but warns of documents with more than 1,000 items.
    n_documents
        The number of documents, also of those without an item, which links cannot know; by default
        the documents of links. Those that max_items leaves out are taken off it.

    Returns
    -------
    DataFrame
        A row for each pair that occurs together: source, target (as strings, source < target),
        count (int64), and the measures; sorted by source and target as strings. In `.attrs`:
        n_documents (N), n_items, left_out (documents) and missing (rows of links).

    Raises
    ------
    ValueError
        Where a column is missing, a measure unknown, or n_documents less than there are documents.

    References
    ----------
    .. [1] van Eck, N. J., & Waltman, L. (2009). How to normalize cooccurrence data? JASIST 60(8),
       1635–1651.
    .. [2] Salton, G., & McGill, M. J. (1983). Introduction to modern information retrieval. New
       York: McGraw-Hill.
    .. [3] Jaccard, P. (1901). Étude comparative de la distribution florale dans une portion des
       Alpes et des Jura. Bulletin de la Société vaudoise des sciences naturelles 37, 547–579.
    .. [4] Simpson, G. G. (1943). Mammals and the nature of continents. American Journal of Science
       241(1), 1–31.
    .. [5] Callon, M., Courtial, J. P., & Laville, F. (1991). Co-word analysis as a tool for
       describing the network of interactions between basic and technological research.
       Scientometrics 22(1), 155–205.
    .. [6] Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction.
       Proceedings of the Biennial GSCL Conference, 31–40.
    .. [7] Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of
       the Royal Statistical Society B 57(1), 289–300.

    Examples
    --------
    >>> links = pd.DataFrame({
    ...     "reference_id": ["r1", "r1", "r2", "r2", "r3"],
    ...     "theme_id": ["numérique", "exclusion", "exclusion", "numérique", "logement"],
    ... })
    >>> cooccurrence(links, measures=("association", "jaccard"))
          source     target  count  association  jaccard
    0  exclusion  numérique      2          1.5      1.0
    """
    _check_measures(measures)
    found = incidence(links, document, item, max_items)
    matrix = found.matrix
    n = _documents(matrix.shape[0], len(found.left_out), n_documents)
    source, target, count = upper_pairs(matrix.T.tocsr() @ matrix)
    pairs = matrix.shape[1] * (matrix.shape[1] - 1) // 2
    sizes = _occurrences(matrix)
    table = _edges(found.items.take(source), found.items.take(target), count)
    _add_measures(table, measures, Sizes(sizes, source, sizes, target), n, pairs)
    table.attrs.update(n_documents=n, n_items=matrix.shape[1])
    table.attrs.update(left_out=list(found.left_out), missing=found.missing)
    return table


def cooccurrence_between(
    links_a: pd.DataFrame,
    links_b: pd.DataFrame,
    document: str = "work_id",
    item_a: str = "theme_id",
    item_b: str = "author_id",
    measures: Sequence[str] = ("association",),
    n_documents: int | None = None,
) -> pd.DataFrame:
    """Count in how many documents items of two kinds occur together, such as themes and authors.

    Parameters
    ----------
    links_a, links_b
        A table of links for each kind, as in `cooccurrence`.
    document, item_a, item_b
        Their columns; `document` is in both.
    measures
        As in `cooccurrence`; q_value is over all pairs of an item of the one kind with one of the
        other.
    n_documents
        The number of documents; by default those that are in either table.

    Returns
    -------
    DataFrame
        A row for each pair that occurs together: source (of links_a), target (of links_b), count
        and the measures, sorted by source and target as strings; `.attrs` n_documents, n_sources,
        n_targets and missing.

    Raises
    ------
    ValueError
        As by `cooccurrence`.

    Examples
    --------
    >>> themes = pd.DataFrame({"work_id": ["W1", "W2"], "theme_id": ["numérique", "logement"]})
    >>> authors = pd.DataFrame({"work_id": ["W1", "W1"], "author_id": ["a", "b"]})
    >>> cooccurrence_between(themes, authors)
          source target  count  association
    0  numérique      a      1          2.0
    1  numérique      b      1          2.0
    """
    _check_measures(measures)
    left = incidence(links_a, document, item_a)
    right = incidence(links_b, document, item_b)
    a, b, documents = _on_same_documents(left, right)
    n = _documents(documents, 0, n_documents)
    product = (a.T.tocsr() @ b).tocsr()
    product.sort_indices()
    source = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    target = product.indices
    table = _edges(left.items.take(source), right.items.take(target), product.data)
    sizes = Sizes(_occurrences(a), source, _occurrences(b), target)
    _add_measures(table, measures, sizes, n, product.shape[0] * product.shape[1])
    table.attrs.update(n_documents=n, n_sources=a.shape[1], n_targets=b.shape[1])
    table.attrs.update(missing=left.missing + right.missing)
    return table


def _on_same_documents(left: Incidence, right: Incidence) -> tuple[Any, Any, int]:
    """Put the rows of both matrices in one order of documents."""
    names = pd.Index(left.documents).union(pd.Index(right.documents), sort=False)
    matrices = []
    for found in (left, right):
        pairs = found.matrix.tocoo()
        rows = names.get_indexer(pd.Index(found.documents))[pairs.coords[0]]
        shape = (len(names), found.matrix.shape[1])
        matrices.append(_zero_one(rows, pairs.coords[1], shape))
    return matrices[0], matrices[1], len(names)


def _check_measures(measures: Sequence[str]) -> None:
    if isinstance(measures, str):
        raise ValueError(f'measures is a sequence of names: ("{measures}",)')
    unknown = [measure for measure in measures if measure not in MEASURES]
    if unknown:
        raise ValueError(f"unknown measure {', '.join(unknown)}; there are {', '.join(MEASURES)}")


def _documents(found: int, left_out: int, n_documents: int | None) -> int:
    if n_documents is None:
        return found
    if n_documents < found + left_out:
        raise ValueError(
            f"n_documents is {n_documents}, but links has {found + left_out} documents"
        )
    return n_documents - left_out


def _edges(source: Any, target: Any, count: Any) -> pd.DataFrame:
    # Said, lest pandas look again at each name whether it is a string.
    ends = {
        name: pd.Series(end, dtype=end.dtype) if isinstance(end, ExtensionArray) else end
        for name, end in (("source", source), ("target", target))
    }
    return pd.DataFrame({**ends, "count": count.astype(np.int64)})


@dataclass(frozen=True)
class Sizes:
    """In how many documents the two ends of each pair occur: of which items, by their codes."""

    of_sources: Ints
    sources: Ints
    of_targets: Ints
    targets: Ints

    def at(self, rows: slice) -> tuple[Ints, Ints]:
        """Return the sizes of both ends of some pairs."""
        return self.of_sources[self.sources[rows]], self.of_targets[self.targets[rows]]


def _add_measures(
    table: pd.DataFrame, measures: Sequence[str], sizes: Sizes, n: int, pairs: int
) -> None:
    count = table["count"].to_numpy()
    tested = _tests(count, sizes, n, pairs) if {"p_value", "q_value"} & set(measures) else {}
    for measure in measures:
        if measure in tested:
            table[measure] = tested[measure]
        else:
            table[measure] = _strengths(STRENGTHS[measure], count, sizes, n)


def _tests(count: Ints, sizes: Sizes, n: int, pairs: int) -> dict[str, Floats]:
    """Return p and q values, each computed once for all pairs of one case."""
    case, cases = _cases(count, *sizes.at(slice(None)))
    p = _p_value(*cases, n)
    q = _step_up(p, np.bincount(case, minlength=len(p)), pairs)
    return {"p_value": p[case], "q_value": q[case]}


def _strengths(strength: Strength, count: Ints, sizes: Sizes, n: int) -> Floats:
    """Measure pairs some at a time: of millions, sizes and products would take half a gigabyte."""
    measured = np.empty(len(count))
    for first in range(0, len(count), SOME_PAIRS):
        rows = slice(first, first + SOME_PAIRS)
        a, b = (ends.astype(np.float64) for ends in sizes.at(rows))
        measured[rows] = strength(count[rows].astype(np.float64), a, b, n)
    return measured


def benjamini_hochberg(p: npt.ArrayLike, tests: int | None = None) -> Floats:
    """Return p-values adjusted for the false discovery rate.

    Parameters
    ----------
    p
        The p-values.
    tests
        How many tests there were, where those that are not in `p` had a p-value of 1.

    Returns
    -------
    ndarray
        q = min over all p_(k) ≥ p of p_(k)·tests/k, at most 1, in the order of `p`.

    References
    ----------
    .. [1] Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of
       the Royal Statistical Society B 57(1), 289–300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03], tests=4)
    array([0.04      , 0.05333333, 0.05333333])
    """
    values = np.asarray(p, dtype=np.float64)
    times = np.ones(len(values), dtype=np.int64)
    return _step_up(values, times, len(values) if tests is None else tests)


def _step_up(p: Floats, times: Ints, tests: int) -> Floats:
    """Adjust p-values, each of which stands for as many equal ones as `times` says."""
    order = np.argsort(-p, kind="stable")
    times = times[order]
    ranks = times.sum() - np.cumsum(times) + times
    adjusted = np.minimum.accumulate(np.minimum(p[order] * tests / ranks, 1.0))
    out = np.empty(len(p))
    out[order] = adjusted
    return out
