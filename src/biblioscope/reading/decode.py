"""Bytes to text, whatever the encoding that a dossier was saved in."""

from __future__ import annotations

import codecs
import re
from pathlib import Path


class ReadingError(Exception):
    """A file that cannot be read as a dossier; the message is for the user."""


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Binary formats that people hand over by mistake.
_MAGIC = ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a Word, OpenDocument or zip file"),
          (b"\xd0\xcf\x11\xe0", "an old Word file"), (b"\x89PNG", "a picture"),
          (b"\xff\xd8\xff", "a picture"), (b"{\\rtf", "a rich text (RTF) file"))  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_MOST_CONTROLS = 0.1


def decode(raw: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16 (with or without mark), else Windows-1252.

    Raises
    ------
    ReadingError
        Where the bytes are those of no text.

    Examples
    --------
    >>> decode("Été".encode("cp1252")), decode("Été".encode("utf-16"))
    ('Été', 'Été')
    """
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise ReadingError(f"this is {name}, not text: save it as plain text (UTF-8) first")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    text = _without_mark(raw)
    if _is_binary(text):
        raise ReadingError("this is not text: save the dossier as plain text (UTF-8) first")
    return text


def _without_mark(raw: bytes) -> str:
    """Decode bytes that do not say their encoding."""
    sample = raw[:4000]
    if len(sample) > 3 and len(raw) % 2 == 0:
        # French text in UTF-16 has a zero in nearly every second byte.
        if sample[1::2].count(0) > len(sample) * 0.35:
            return raw.decode("utf-16-le", errors="replace")
        if sample[0::2].count(0) > len(sample) * 0.35:
            return raw.decode("utf-16-be", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _mostly_utf8(raw)


def _mostly_utf8(raw: bytes) -> str:
    """Choose between damaged UTF-8 and Windows-1252: UTF-8 where most of it decodes."""
    as_utf8 = raw.decode("utf-8", errors="replace")
    damaged = as_utf8.count("\ufffd")
    good = sum(1 for byte in raw if byte >= 0xC2) - damaged
    if good > damaged:
        return as_utf8
    return raw.decode("cp1252", errors="replace")


def _is_binary(text: str) -> bool:
    """Tell whether more than a tenth of the characters are controls that no text holds."""
    sample = text[:20000]
    return len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample)


def read_text(path: Path) -> str:
    """Return the text of a dossier's file.

    Raises
    ------
    ReadingError
        Where the file is missing, is a folder, may not be read, is empty or is not text.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ReadingError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise ReadingError(f"{path}: this is a folder; name the dossier's text file") from None
    except OSError as problem:
        raise ReadingError(f"{path}: cannot be read ({problem.strerror})") from None
    if not raw.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise ReadingError(f"{path}: the file is empty")
    try:
        return decode(raw)
    except ReadingError as problem:
        raise ReadingError(f"{path}: {problem}") from None
