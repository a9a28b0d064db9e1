"""Where the project's folders are, for those rooms that own files."""

from __future__ import annotations

import os
from pathlib import Path

MARKER = Path("data") / "raw"


class ProjectNotFoundError(Exception):
    """No folder with a `data/raw` was found."""


def project_folder() -> Path:
    """Return the folder that holds `data/`, `notebooks/` and `figures/`.

    It is `BIBLIOSCOPE_PROJECT` where that is set, else the nearest folder above the current one
    that has a `data/raw`, else the checkout that this module was installed from.

    Raises
    ------
    ProjectNotFoundError
        Where there is none; the message says what to do.
    """
    named = os.environ.get("BIBLIOSCOPE_PROJECT")
    here = Path.cwd()
    candidates = [Path(named)] if named else [here, *here.parents, Path(__file__).parents[2]]
    for folder in candidates:
        if (folder / MARKER).is_dir():
            return folder.resolve()
    where = named or here
    raise ProjectNotFoundError(
        f"{where}: no data/raw there; run this inside a checkout of Biblioscope, "
        "or set BIBLIOSCOPE_PROJECT to one"
    )


def corpus_folder() -> Path:
    """Return the folder of the corpus tables."""
    return project_folder() / "data" / "corpus"


def authority_folder() -> Path:
    """Return the folder of the authority files."""
    return project_folder() / "data" / "authority"


def figures_folder() -> Path:
    """Return the folder of the published figures."""
    return project_folder() / "figures"
