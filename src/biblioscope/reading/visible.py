"""The text that a reader sees: no Markdown marks, no invisible characters, plain spaces.

Two ways to the same string: `visible` is quick and gives the string alone; `visible_map` gives
with it, for each of its characters, where that character stands in the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

URL = r"https?://[^\s<>\"«»\[\]]{1,2000}"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_INVISIBLE = (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
)
_SPACES = "\t\x0b\x0c\r\x85\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

# What makes a line need work at all; most lines of a dossier are plain.
# (A set of characters alone is searched several times as fast as one with alternatives.)
_SPECIAL = re.compile(rf"[*_<>\[\]\\^{_INVISIBLE}{_SPACES}ﬀ-ﬆ\u0300-\u036f]")
_OPENING = re.compile(rf"[*_<!\[\\^\n{_INVISIBLE}{_SPACES}ﬀ-ﬆ]")
"""How a token begins, but for addresses, combined letters and several spaces."""
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")
_COMBINING = re.compile("[\u0300-\u036f]")
_TOKEN = re.compile(
    rf"""
    (?P<autolink><(?P<target>{URL})>)
  | (?P<image>!\[[^\[\]\n]{{0,500}}\]\([^()\s]{{0,2000}}\))
  | (?P<link>\[(?P<words>[^\[\]\n]{{0,1000}})\]\((?P<address>[^()\s]{{0,2000}})\))
  | (?P<url>{URL})
  | (?P<tag><!--[^<>\n]{{0,200}}-->
    | </?(?:a|b|br|div|em|font|i|img|p|small|span|strong|sub|sup|table|tbody|td|th|tr|u)
        (?:\s[^<>]{{0,200}})?/?>)
  | (?P<bold>\*{{2,3}}|__+)
  | (?P<emphasis>\*(?=\S)|(?<=\S)\*)
  | (?P<raised>\^\{{(?P<up>[^{{}}\n]{{0,20}})\}})
  | (?P<caret>\^(?=(?:e|er|ers|ère|ème|èmes|re|nd|nde|d|o)\b))
  | (?P<escape>\\(?P<escaped>[-*_\#\[\]().!&<>]))
  | (?P<combined>[^\W\d_][\u0300-\u036f]{{1,5}})
  | (?P<ligature>[ﬀ-ﬆ])
  | (?P<invisible>[{_INVISIBLE}]+)
  | (?P<space>[ ]{{2,}}|[\n{_SPACES}]+)
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Visible:
    """A string and where each of its characters stands in the raw text."""

    text: str
    offsets: Sequence[int]
    bold_at: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of the characters from `start` to `end`."""
        if end <= start or not self.offsets:
            return (0, 0)
        return (self.offsets[start], self.offsets[end - 1] + 1)


def without_hidden(text: str) -> str:
    """Return a text without soft hyphens, direction marks and other invisible characters.

    Examples
    --------
    >>> without_hidden("http://exemple.fr/rap\u00adport")
    'http://exemple.fr/rapport'
    """
    return _HIDDEN.sub("", text)


def is_marked(raw: str) -> bool:
    """Tell whether a stretch of text has anything that a reader does not see as it stands."""
    return _SPECIAL.search(raw) is not None or "  " in raw


def visible(raw: str) -> str:
    """Return the visible text of one line.

    Examples
    --------
    >>> visible("**Dunod -\u00a02012** [site](http://x.fr) au XIX^{ème}")
    'Dunod - 2012 site au XIXème'
    """
    return built(raw, 0).text if is_marked(raw) else raw.strip()


def visible_map(raw: str, start: int) -> Visible:
    """Return the visible text of a stretch that begins at offset `start`, with its map.

    Runs of spaces become one; line ends become spaces; the ends are stripped.
    """
    if not is_marked(raw):
        text = raw.strip()
        at = start + len(raw) - len(raw.lstrip())
        return Visible(text, range(at, at + len(text)))
    return built(raw, start)


def built(raw: str, start: int) -> Visible:
    """Return what `visible_map` does of a stretch that is known to be marked."""
    builder = _Builder()
    builder.add(raw, start)
    return builder.finish()


class _Builder:
    """Collects visible characters and their offsets."""

    def __init__(self) -> None:
        self.characters: list[str] = []
        self.offsets: list[int] = []
        self.bold: list[int] = []

    def copy(self, text: str, start: int) -> None:
        if text[:1] == " " and self.characters and self.characters[-1] == " ":
            text, start = text[1:], start + 1
        self.characters.extend(text)
        self.offsets.extend(range(start, start + len(text)))

    def put(self, text: str, at: int) -> None:
        self.characters.extend(text)
        self.offsets.extend([at] * len(text))

    def space(self, at: int) -> None:
        if self.characters and self.characters[-1] != " ":
            self.put(" ", at)

    def add(self, raw: str, start: int) -> None:
        at = 0
        for token in _tokens(raw):
            self.copy(raw[at : token.start()], start + at)
            self._token(token, start)
            at = token.end()
        self.copy(raw[at:], start + at)

    def _token(self, token: re.Match[str], start: int) -> None:
        # The group that was closed last is the outer one: the name of the alternative.
        kind, at = token.lastgroup or "", start + token.start()
        if kind == "link":
            self.add(token["words"], start + token.start("words"))
        elif kind in _INNER:
            self.copy(token[_INNER[kind]], start + token.start(_INNER[kind]))
        elif kind == "bold":
            self.bold.append(len(self.characters))
        elif kind == "combined":
            self.put(unicodedata.normalize("NFC", token[0]), at)
        elif kind == "ligature":
            self.put(_LIGATURES[token[0]], at)
        elif kind == "space" or token[0].lower().startswith("<br"):
            self.space(at)

    def finish(self) -> Visible:
        text = "".join(self.characters)
        left = len(text) - len(text.lstrip())
        right = len(text.rstrip())
        bold = tuple(at - left for at in self.bold if left < at < right)
        return Visible(text[left:right], self.offsets[left:right], bold)


def _tokens(raw: str) -> Iterator[re.Match[str]]:
    """Yield what a reader does not see as it stands."""
    if "http" in raw or "  " in raw or _COMBINING.search(raw):
        yield from _TOKEN.finditer(raw)
        return
    # Tokens are few: to look for their first characters is quicker than to try them everywhere.
    opening = _OPENING.search(raw)
    while opening:
        token = _TOKEN.match(raw, opening.start())
        if token:
            yield token
        opening = _OPENING.search(raw, token.end() if token else opening.end())


_INNER = {"autolink": "target", "url": "url", "raised": "up", "escape": "escaped"}
