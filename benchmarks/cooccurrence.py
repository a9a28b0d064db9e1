"""How fast pairs are counted, beside the ways one would take without this library.

    python benchmarks/cooccurrence.py [--quick | --full | --large]

Documents have five items each, drawn from 5,000 after Zipf's law; all routes start from the same
DataFrame of strings, in one process. Figures are CPU seconds of one core, the best of several runs,
and ratios to `cooccurrence` with its default measure: machines differ, ratios less so. networkx's
projection takes minutes at full size and is compared at smaller ones, unless `--full` is given; its
ratio grows with size.
`--large` (on Linux) counts ten million documents in pieces, and says how much memory that takes.
Peers that are left out: bibliometrix and VOSviewer, which run in R and Java.
"""

from __future__ import annotations

import itertools
import math
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse

from biblioscope.measures import cooccurrence, cooccurrence_in_chunks

ITEMS, EACH = 5_000, 5
FULL, SMALL = 100_000, (1_000, 10_000)
LARGE, PIECE = 10_000_000, 100_000
GROWTH = (10_000, 100_000, 1_000_000)


def zipf_links(documents: int, seed: int = 0, first: int = 0) -> pd.DataFrame:
    """Return links of documents and items as strings: five items each, no item twice."""
    draw = np.random.default_rng(seed)
    weight = 1 / np.arange(1, ITEMS + 1)
    weight /= weight.sum()
    items = np.full((documents, EACH), -1)
    for place in range(EACH):
        left = np.arange(documents)
        while len(left):  # those that drew an item which they had already draw again
            items[left, place] = draw.choice(ITEMS, size=len(left), p=weight)
            same = items[left, :place] == items[left, place][:, np.newaxis]
            left = left[same.any(axis=1)]
    names = np.array([f"theme-{number:04d}" for number in range(ITEMS)], dtype=object)
    ids = np.array([f"L{number:08d}" for number in range(first, first + documents)], dtype=object)
    return pd.DataFrame({"reference_id": np.repeat(ids, EACH), "theme_id": names[items.ravel()]})


def with_counter(links: pd.DataFrame) -> pd.DataFrame:
    """Count as the standard library would, and put the same table together."""
    pairs = counted(links)
    rows = [(source, target, count) for (source, target), count in pairs.items()]
    table = pd.DataFrame(rows, columns=["source", "target", "count"])
    table = table.sort_values(["source", "target"], ignore_index=True)
    works = links.drop_duplicates()["theme_id"].value_counts()
    expected = table["source"].map(works) * table["target"].map(works)
    return table.assign(association=table["count"] * links["reference_id"].nunique() / expected)


def counted(links: pd.DataFrame) -> Counter[tuple[str, str]]:
    """Only count: a set for each document, and all its pairs."""
    documents: dict[str, set[str]] = defaultdict(set)
    for document, item in zip(links["reference_id"], links["theme_id"], strict=True):
        documents[document].add(item)
    counter: Counter[tuple[str, str]] = Counter()
    for items in documents.values():
        counter.update(itertools.combinations(sorted(items), 2))
    return counter


def with_groupby(links: pd.DataFrame) -> object:
    """Only count, with the grouping of pandas."""
    counter: Counter[tuple[str, str]] = Counter()
    for _, items in links.groupby("reference_id")["theme_id"]:
        counter.update(itertools.combinations(sorted(set(items)), 2))
    return counter


def with_networkx(links: pd.DataFrame) -> object:
    """Project the bipartite graph of documents and items."""
    graph = nx.Graph()
    graph.add_edges_from(links.itertuples(index=False, name=None))
    return nx.bipartite.weighted_projected_graph(graph, set(links["theme_id"]))


def with_self_join(links: pd.DataFrame) -> object:
    """Join the table with itself."""
    once = links.drop_duplicates()
    pairs = once.merge(once, on="reference_id")
    pairs = pairs[pairs["theme_id_x"] < pairs["theme_id_y"]]
    return pairs.groupby(["theme_id_x", "theme_id_y"]).size()


def bare(links: pd.DataFrame) -> object:
    """Factorise, multiply, take the upper triangle: no names, no order, no measure."""
    rows, documents = pd.factorize(links["reference_id"])
    columns, items = pd.factorize(links["theme_id"])
    ones = np.ones(len(rows), dtype=np.int32)
    matrix = scipy.sparse.csr_array((ones, (rows, columns)), shape=(len(documents), len(items)))
    matrix.data[:] = 1
    return scipy.sparse.triu(matrix.T @ matrix, k=1)


def seconds(route: Callable[[pd.DataFrame], object], links: pd.DataFrame, runs: int) -> float:
    """Return the CPU seconds of the best of several runs."""
    best = math.inf
    for _ in range(runs):
        start = time.process_time()
        route(links)
        best = min(best, time.process_time() - start)
    return best


def peak(links: pd.DataFrame) -> float:
    """Return the bytes allocated at the peak, as a multiple of the table that went in."""
    tracemalloc.start()
    cooccurrence(links)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / float(links.memory_usage(deep=True).sum())


def compare(documents: int, routes: dict[str, Callable[[pd.DataFrame], object]], runs: int) -> None:
    """Print how much longer each route takes than ours on the same links."""
    links = zipf_links(documents)
    ours = seconds(cooccurrence, links, 5)
    print(f"{documents:,} documents: cooccurrence {ours:.3f} s")
    for name, route in routes.items():
        print(f"  {name:44s}{seconds(route, links, runs) / ours:9.1f} times as long")


def large() -> None:
    """Count ten million documents in pieces, and print the memory of the whole process."""
    start = time.process_time()
    pieces = (zipf_links(PIECE, first, first) for first in range(0, LARGE, PIECE))
    pairs = len(cooccurrence_in_chunks(pieces))
    took = time.process_time() - start
    with Path("/proc/self/status").open(encoding="utf-8") as status:
        most = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    print(f"{LARGE:,} documents in pieces of {PIECE:,}: {pairs:,} pairs, {took:.0f} s with the")
    print(f"making of the links, {int(most) / 1e6:.2f} GB at the peak")


def _sizes_for_networkx(*, quick: bool, full: bool) -> tuple[int, ...]:
    return SMALL[:1] if quick else (*SMALL, FULL) if full else SMALL


def main() -> None:
    """Measure and print."""
    if "--large" in sys.argv[1:]:
        large()
        return
    quick = "--quick" in sys.argv[1:]
    routes = {
        "itertools.combinations, Counter, same table": with_counter,
        "the same without the table": counted,
        "pandas' groupby and a Counter, no table": with_groupby,
        "pandas: a join of the table with itself": with_self_join,
        "bare factorise and scipy.sparse product": bare,
    }
    compare(10_000 if quick else FULL, routes, 3)
    small = {"networkx.bipartite.weighted_projected_graph": with_networkx}
    for size in _sizes_for_networkx(quick=quick, full="--full" in sys.argv[1:]):
        compare(size, small, 1)
    sizes = GROWTH[:2] if quick else GROWTH
    times = [seconds(cooccurrence, zipf_links(size), 3) for size in sizes]
    exponent = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
    print(f"growth from {sizes[0]:,} to {sizes[-1]:,} documents: exponent {exponent:.2f}")
    print(f"peak memory: {peak(zipf_links(sizes[1])):.1f} times the table of links")


if __name__ == "__main__":
    main()
