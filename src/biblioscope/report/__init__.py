"""From notebooks to pages: run them, render them, and publish them as files that work offline.

>>> from pathlib import Path
>>> from biblioscope.report import build_report, in_order
>>> notebooks = in_order(list(Path("notebooks").glob("*.ipynb")))
>>> build_report(notebooks, Path("build/html"))  # doctest: +SKIP
"""

from biblioscope.report import _startup  # noqa: F401  first: it makes the other imports quick
from biblioscope.report.browser import find_browser
from biblioscope.report.build import Report, build_report, print_report
from biblioscope.report.cache import Cache
from biblioscope.report.errors import ReportError
from biblioscope.report.execute import execute
from biblioscope.report.exporter import BiblioscopeExporter, render
from biblioscope.report.notebooks import in_order, read_notebook, save_executed

__all__ = [
    "BiblioscopeExporter",
    "Cache",
    "Report",
    "ReportError",
    "build_report",
    "execute",
    "find_browser",
    "in_order",
    "print_report",
    "read_notebook",
    "render",
    "save_executed",
]
