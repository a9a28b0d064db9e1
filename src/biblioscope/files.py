"""Writing files so that nothing half-written is ever left behind."""

from __future__ import annotations

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
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
