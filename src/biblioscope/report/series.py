"""The order in which notebooks are read, and the links between their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from biblioscope.report.notebooks import in_order


@dataclass(frozen=True)
class Link:
    """A link to a page of the report."""

    title: str
    address: str


def page_name(path: Path) -> str:
    """Return the address of a notebook's page.

    >>> page_name(Path("notebooks/2-years.ipynb"))
    '2-years.html'
    """
    return quote(f"{path.stem}.html")


def siblings(path: Path) -> list[Path]:
    """Return the notebooks of a notebook's folder, in the order of their numbers."""
    return in_order(list(path.parent.glob("*.ipynb")))


def neighbours(path: Path, series: Sequence[Path]) -> tuple[Path | None, Path | None]:
    """Return the notebooks before and after one, as far as there are any.

    >>> before, after = neighbours(Path("2.ipynb"), [Path("1.ipynb"), Path("2.ipynb")])
    >>> before.name, after
    ('1.ipynb', None)
    """
    known = [other.resolve() for other in series]
    if path.resolve() not in known:
        return None, None
    here = known.index(path.resolve())
    before = series[here - 1] if here > 0 else None
    after = series[here + 1] if here + 1 < len(series) else None
    return before, after
