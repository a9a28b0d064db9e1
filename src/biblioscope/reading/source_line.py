"""What may follow the details of a source on its line: an address, or the authors."""

from __future__ import annotations

import re
from functools import lru_cache

from .details import Tail, peel
from .names import are_all_persons
from .visible import URL

_ADDRESS = re.compile(
    rf"[\s.,;:(–—-]{{0,9}}(?:[A-ZÀ-Þ][^.,;:()/]{{2,30}}:)?\s{{0,9}}<?(?>{URL})>?\)?[\s.]{{0,9}}$"
)
_SLASH = " / "
_PRECISE = {"issue", "page", "total"}


@lru_cache(maxsize=4096)
def source_end(text: str) -> int:
    """Return where a source line ends, without the address or the names after its details.

    Examples
    --------
    >>> line = "Dialogue, 2013/1 (n° 199), p. 9-20 / RUIZ Pilar"
    >>> line[: source_end(line)]
    'Dialogue, 2013/1 (n° 199), p. 9-20'
    >>> line = "Dunod, 2015, 64 p. Disponible sur : <http://www.example.org>"
    >>> line[: source_end(line)]
    'Dunod, 2015, 64 p'
    """
    address = _ADDRESS.search(text) if "http" in text else None
    if address and peel(text[: address.start()]).kinds & (_PRECISE | {"date"}):
        return address.start()
    slash = text.rfind(_SLASH)
    if slash < 0 or not peel(text[:slash]).kinds & _PRECISE:
        return len(text)
    return slash if are_all_persons(text[slash + len(_SLASH) :]) else len(text)


def source_tail(text: str) -> Tail:
    """Return the details of a source line, whatever follows them."""
    if "http" in text or _SLASH in text:
        return peel(text[: source_end(text)])
    return peel(text)
