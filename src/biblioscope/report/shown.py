"""Raw text made visible: characters that act on their neighbours are named, and act no more."""

from __future__ import annotations

import re
import unicodedata
from html import escape

NAMES = {
    "\u00ad": "SHY", "\u061c": "ALM", "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ",
    "\u200e": "LRM", "\u200f": "RLM", "\u2028": "LS", "\u2029": "PS", "\u202a": "LRE",
    "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2060": "WJ",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM",
}  # fmt: skip
ACTING = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")
SUSPECTS = re.compile(r"[^\t\n -~]")


def sign_of(character: str) -> str:
    r"""Return what stands for a character that no reader can see; others stand for themselves.

    >>> sign_of("\u202e"), sign_of("\0"), sign_of("\x85"), sign_of("é")
    ('[RLO]', '[U+0000]', '[U+0085]', 'é')
    """
    if unicodedata.category(character) not in ACTING:
        return character
    return f"[{NAMES.get(character, f'U+{ord(character):04X}')}]"


def plain_text(text: str) -> str:
    r"""Return a text for an attribute or a title: what acts is named, the rest is as it was.

    >>> plain_text("a\u202eb")
    'a[RLO]b'
    """
    return SUSPECTS.sub(lambda match: sign_of(match[0]), text)


def as_html(text: str) -> str:
    r"""Return escaped HTML of a raw text, with what acts marked as such.

    >>> as_html("<b>\u202e")
    '&lt;b&gt;<span class="acting">[RLO]</span>'
    """
    return SUSPECTS.sub(_html_sign, escape(text))


def _html_sign(match: re.Match[str]) -> str:
    sign = sign_of(match[0])
    return sign if sign == match[0] else f'<span class="acting">{sign}</span>'
