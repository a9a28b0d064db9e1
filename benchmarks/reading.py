"""How fast dossiers are read, beside the floor: decoding the files and splitting their lines.

    python benchmarks/reading.py [FILE …]

Without files it reads the dossier of the repository, then that and those of the tests, which are
denser: short abstracts, so that there are twice as many references in a megabyte, and
time goes by references. Figures are CPU seconds of one core, the best of fifteen runs, each without
what the run before remembered of its lines; memory is what Python allocates at the peak. A ratio
says more than a second: machines differ.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from biblioscope.reading import decode, details, knowledge, names, parse, prose

ROOT = Path(__file__).parents[1]
DOSSIERS = [
    *sorted((ROOT / "data" / "raw").glob("*.txt")),
    *sorted((ROOT / "tests" / "data" / "dossiers").glob("*.txt")),
]
RUNS = 15


def forget() -> None:
    """Empty the caches that hold lines and names of the texts read before."""
    for room in (details, knowledge, names, prose):
        for function in vars(room).values():
            if getattr(function, "cache_parameters", dict)().get("maxsize"):
                function.cache_clear()


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the best of several runs."""
    best = float("inf")
    for _ in range(RUNS):
        forget()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def peak(work: Callable[[], object]) -> int:
    """Return the bytes allocated at the peak of a run."""
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def measure(name: str, files: list[bytes]) -> None:
    """Measure the reading of files, and print."""
    size = sum(map(len, files))
    references = sum(len(parse(decode(raw)).references) for raw in files)
    floor = seconds(lambda: [decode(raw).split("\n") for raw in files])
    reading = seconds(lambda: [parse(decode(raw)) for raw in files])
    largest = max(files, key=len)
    memory = peak(lambda: parse(decode(largest)))
    print(f"{name}: {size / 1e6:.2f} MB, {references} references")
    print(f"  reading          {size / reading / 1e6:6.2f} MB/s")
    print(f"  a reference      {reading / max(1, references) * 1e3:6.2f} ms")
    print(f"  above the floor  {reading / floor:6.0f} times (decoding and splitting the lines)")
    print(f"  peak memory      {memory / len(largest):6.1f} times the text of the largest")


def main() -> None:
    """Measure and print."""
    if named := [Path(name) for name in sys.argv[1:]]:
        measure(f"{len(named)} files", [path.read_bytes() for path in named])
        return
    measure("the dossier", [DOSSIERS[0].read_bytes()])
    measure(f"{len(DOSSIERS)} dossiers", [path.read_bytes() for path in DOSSIERS])


if __name__ == "__main__":
    main()
