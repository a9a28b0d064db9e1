"""How long the report takes, beside one call of nbconvert for each notebook.

    python benchmarks/report.py

Both run the six notebooks on copies of the project, with the environment warm and nothing kept:
ours makes tables, figures and all pages; nbconvert runs the notebooks (which make the figures)
and exports them to HTML, one call after the other. Then `make report` where nothing has changed.
Wall seconds, the best of two; the ratio says more than a second: machines differ, and so does what
else they do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 2


def run(project: Path, *command: str) -> None:
    """Run a command on a project; what it says is shown where it fails."""
    done = subprocess.run(  # noqa: S603  the commands below
        command,
        cwd=project,
        env=os.environ | {"BIBLIOSCOPE_PROJECT": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")


def report(project: Path) -> None:
    """Make all of the report, as `make report` does."""
    for command in (["build"], ["report", "--force"]):
        run(project, sys.executable, "-m", "biblioscope.cli", *command)


def one_call_each(project: Path) -> None:
    """Run and export each notebook with nbconvert."""
    options = ["--execute", "--to", "html", "--output-dir", str(project / "build")]
    for notebook in sorted((project / "notebooks").glob("*.ipynb")):
        run(project, sys.executable, "-m", "nbconvert", *options, str(notebook))


def seconds(work: Callable[[], object]) -> float:
    """Return the wall seconds of a piece of work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare() -> tuple[float, float]:
    """Return the seconds of the report and of nbconvert, each the best of its runs, in turn."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(RUNS):
            project = Path(folder) / str(number)
            for name in ("notebooks", "data"):
                shutil.copytree(ROOT / name, project / name)
            ours.append(seconds(lambda project=project: report(project)))  # type: ignore[misc]
            theirs.append(seconds(lambda project=project: one_call_each(project)))  # type: ignore[misc]
    return min(ours), min(theirs)


def main() -> None:
    """Measure and print."""
    ours, theirs = compare()
    print(f"report, all of it         {ours:6.1f} s")
    print(f"nbconvert, one call each  {theirs:6.1f} s")
    print(f"ratio                     {ours / theirs:6.2f}")
    if shutil.which("make"):
        run(ROOT, "make", "report")
        unchanged = seconds(lambda: run(ROOT, "make", "report"))
        print(f"make report, unchanged    {unchanged:6.2f} s")


if __name__ == "__main__":
    main()
