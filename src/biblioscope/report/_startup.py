"""Import nbformat without the two seconds of a checker that notebooks do not need.

jsonschema, which nbformat imports, tries `rfc3987_syntax` (it comes with JupyterLab) and does
without where it is not installed. Compiling that module's grammar takes about two seconds.
"""

import sys

SLOW = "rfc3987_syntax"


def import_nbformat() -> None:
    """Import nbformat as if the slow module were not installed, then make it available again."""
    if SLOW in sys.modules:
        return
    sys.modules[SLOW] = None  # type: ignore[assignment]  # Python's way to say "not to be found"
    try:
        import nbformat  # noqa: F401
    finally:
        del sys.modules[SLOW]


import_nbformat()
