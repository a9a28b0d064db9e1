"""Tables of links from Parquet files, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pyarrow import parquet

PIECE = 500_000
"""Rows of a piece: some 50 MB of strings."""


def read_links(
    path: Path | str,
    document: str = "reference_id",
    item: str = "theme_id",
    rows: int = PIECE,
) -> Iterator[pd.DataFrame]:
    """Read a table of links from a Parquet file in pieces, for `measures.cooccurrence_in_chunks`.

    Parameters
    ----------
    path
        The file; it may be larger than the memory.
    document, item
        The columns to read; others stay in the file.
    rows
        How many rows make a piece.

    Yields
    ------
    DataFrame
        The two columns, rows in the order of the file.

    Raises
    ------
    ValueError
        Where the file is no Parquet file, or lacks a column.
    FileNotFoundError
        Where there is no such file.
    """
    try:
        file = parquet.ParquetFile(path)
    except ValueError as problem:
        raise ValueError(f"{path}: not a Parquet file ({problem})") from None
    with file:
        names = file.schema_arrow.names
        missing = [name for name in (document, item) if name not in names]
        if missing:
            raise ValueError(f"{path}: no column {missing[0]!r}; it has {', '.join(names)}")
        for batch in file.iter_batches(batch_size=rows, columns=[document, item]):
            yield batch.to_pandas()
