"""How fast pairs are counted, beside the ways one would take without this library.

    python benchmarks/cooccurrence.py [--quick | --full | --large]

Documents have five items each, drawn from 5,000 after Zipf's law; all routes start from the same
DataFrame of strings, in one process. Figures are CPU seconds of one core, the best of several runs,
and ratios to `cooccurrence` with its default measure: machines differ, ratios less so. networkx's
projection takes minutes at full size and is compared at smaller ones, unless `--full` is given; its
ratio grows with size.
`--large` (on Linux) writes ten million documents to a Parquet file, counts them from there in
pieces, and says how much memory that takes.
"""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import scipy.sparse
from pyarrow import parquet

from biblioscope.exchange import read_links
from biblioscope.measures import MEASURES, cooccurrence, cooccurrence_in_chunks

ITEMS, EACH = 5_000, 5
FULL, SMALL = 100_000, (1_000, 10_000)
NOT_HERE = (
    "bibliometrix (R), VOSviewer (Java); polars, DuckDB and Dask, which nothing else here needs"
)
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


def with_all_measures(links: pd.DataFrame) -> object:
    """Count, and take all eight measures, the hypergeometric test among them."""
    return cooccurrence(links, measures=MEASURES)


def resident(name: str) -> float:
    """Return the memory of this process in bytes: VmRSS, as of now, or VmHWM, the most so far."""
    with Path("/proc/self/status").open(encoding="utf-8") as status:
        return 1024 * float(next(line.split()[1] for line in status if line.startswith(name)))


def peak(documents: int) -> float:
    """Return the memory that counting takes at the peak, as a multiple of the table that went in.

    Of the whole process, since Arrow's allocations are not seen from Python.
    """
    links = zipf_links(documents)
    cooccurrence(links.head(EACH * 100))  # what is loaded on the first call is no part of it
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # VmHWM starts anew
    before = resident("VmRSS")
    cooccurrence(links)
    return (resident("VmHWM") - before) / float(links.memory_usage(deep=True).sum())


def in_own_process(mode: str, *arguments: str) -> str:
    """Run a part of this file by itself, for memory that is not yet used, and return its words."""
    command = [sys.executable, __file__, mode, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def compare(documents: int, routes: dict[str, Callable[[pd.DataFrame], object]], runs: int) -> None:
    """Print how much longer each route takes than ours on the same links."""
    links = zipf_links(documents)
    ours = seconds(cooccurrence, links, 5)
    print(f"{documents:,} documents: cooccurrence {ours:.3f} s")
    for name, route in routes.items():
        print(f"  {name:44s}{seconds(route, links, runs) / ours:9.2f} times as long")


def write(path: Path) -> None:
    """Write the links of ten million documents to a Parquet file."""
    schema = pa.schema([("reference_id", pa.string()), ("theme_id", pa.string())])
    with parquet.ParquetWriter(path, schema) as writer:
        for first in range(0, LARGE, PIECE):
            links = zipf_links(PIECE, first, first)
            writer.write_table(pa.Table.from_pandas(links, schema, preserve_index=False))


def count(path: Path) -> None:
    """Count the pairs of a Parquet file, and print how many, the seconds and the memory."""
    start = time.process_time()
    pairs = len(cooccurrence_in_chunks(read_links(path)))
    took = time.process_time() - start
    print(f"{pairs:,} pairs, {took:.0f} s, {resident('VmHWM') / 1e9:.2f} GB at the peak")


def large() -> None:
    """Count ten million documents from a Parquet file, and print the memory of the process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "links.parquet"
        in_own_process("--write", str(path))
        held = parquet.ParquetFile(path)
        rows, size = held.metadata.num_rows, path.stat().st_size / 1e6
        held.close()
        print(f"{LARGE:,} documents, {rows:,} links in a Parquet file of {size:.0f} MB:")
        print(in_own_process("--count", str(path)).strip())


def _sizes_for_networkx(*, quick: bool, full: bool) -> tuple[int, ...]:
    return SMALL[:1] if quick else (*SMALL, FULL) if full else SMALL


def growth(sizes: tuple[int, ...]) -> None:
    """Print how the time grows with the number of documents."""
    times = [seconds(cooccurrence, zipf_links(size), 3) for size in sizes]
    exponent = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
    print(f"growth from {sizes[0]:,} to {sizes[-1]:,} documents: exponent {exponent:.2f}")


def side_by_side(*, quick: bool, full: bool) -> None:
    """Measure all routes and print."""
    routes = {
        "itertools.combinations, Counter, same table": with_counter,
        "the same without the table": counted,
        "pandas' groupby and a Counter, no table": with_groupby,
        "pandas: a join of the table with itself": with_self_join,
        "bare factorise and scipy.sparse product": bare,
        "cooccurrence with all eight measures": with_all_measures,
    }
    compare(SMALL[-1] if quick else FULL, routes, 3)
    small = {"networkx.bipartite.weighted_projected_graph": with_networkx}
    for size in _sizes_for_networkx(quick=quick, full=full):
        compare(size, small, 1)
    print(f"peers that are not here: {NOT_HERE}")
    growth(GROWTH[:2] if quick else GROWTH)
    if Path("/proc/self/clear_refs").exists():
        print(f"peak memory: {in_own_process('--peak').strip()} times the table of links")


def main() -> None:
    """Do what the command line asks for."""
    asked = sys.argv[1:]
    parts = {"--write": write, "--count": count}
    if asked[:1] == ["--large"]:
        large()
    elif asked[:1] == ["--peak"]:
        print(f"{peak(GROWTH[1]):.1f}")
    elif asked and asked[0] in parts:
        parts[asked[0]](Path(asked[1]))
    else:
        side_by_side(quick="--quick" in asked, full="--full" in asked)


if __name__ == "__main__":
    main()
