"""A notebook of a few code cells, written to a file without nbformat."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def write_notebook(path: Path, *sources: str, metadata: dict[str, Any] | None = None) -> None:
    """Write a notebook whose cells hold these sources and no outputs."""
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(sources)
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata or {}, "cells": cells}
    path.write_text(json.dumps(notebook), encoding="utf-8")
