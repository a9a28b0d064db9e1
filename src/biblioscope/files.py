"""Writing files so that nothing half-written is ever left behind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_beside(path: Path, content: str | bytes) -> None:
    """Write a file under another name beside its place, then move it there.

    Parameters
    ----------
    path
        The place; its folder is made where there is none.
    content
        Text is written in UTF-8, with line ends as they are.

    Raises
    ------
    OSError
        Where the disk refuses; the file that was there before is untouched.
    """
    write_together({path: content})


def write_together(contents: Mapping[Path, str | bytes]) -> None:
    """Write files beside their places, all of them, and only then move each to its place.

    Parameters
    ----------
    contents
        What each file holds, by its place; text is written in UTF-8, with line ends as they are.

    Raises
    ------
    OSError
        Where the disk refuses; no part is left lying about.
    """
    beside = {path: path.with_name(f".{path.name}.part") for path in contents}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode("utf-8") if isinstance(content, str) else content
            beside[path].write_bytes(data)
        for path, part in beside.items():
            part.replace(path)
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True)
