"""The lines of a text, each with what can be told of it alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .knowledge import words
from .visible import URL, Visible, built, is_marked

BULLET = re.compile(r"(?:[-–—*•▪▫◦●○■□➢➤►▶‣·o](?=\s)|[-–*•▪●►▶➢](?=[^\W\d_«\"“(*-]))\s*")
_EMPHASIS = re.compile(r"\*[^\s*](?:[^*\n]{0,300}[^\s*])?\*(?![\w*])")
_IMAGE = re.compile(
    r"!\[[^\[\]\n]{0,500}\]\([^()\s]{0,2000}\)|<img\b[^<>]{0,500}>|<!--[^<>]{0,200}-->", re.I
)
_PLACEHOLDER = re.compile(
    r"\[\s*(?:image|photo|illustration|figure|logo|couverture)\b[^\[\]]{0,200}\]", re.IGNORECASE
)
_HASHES = re.compile(r"#{1,6}\s+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:page\s+|p\.\s?)?\d{1,3}(?:\s*(?:/|sur)\s*\d{1,3})?(?:\s*[-–—|])?", re.I
)
_LABELS = "|".join(re.escape(label) for label in words("address_labels"))
_URLS_ONLY = re.compile(
    rf"\(?(?:(?:l[ea]s?\s+|l['’]\s?|à\s+)?(?:{_LABELS})\b[^:]{{0,40}}:\s*)?"
    # Atomic: what is one address is never tried as two.
    rf"(?:<?(?>{URL}|www\.[^\s<>]{{3,500}})>?\)?\s*+(?:[;,]\s*+)?(?:et\s++)?)++"
    r"(?:\(?consulté le [^()]{4,30}\)?\.?)?",
    re.IGNORECASE,
)
_LINK_LINE = re.compile(r"\[(?P<words>[^\[\]\n]{1,300})\]\(https?://[^\s<>]{1,2000}\)[\s.]*")
_LINK_LABEL = re.compile(
    r"(?:(?:t[ée]l[ée]charger?z?|consulte[rz]?|lire|acc[ée]der|acc[èe]s|voir|en ligne|texte|"
    r"document|rapport|lien|url|site|disponible|cliquez)(?:\s|$)|https?:|www\.)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_PAGE_NUMBER = 40
_LONGEST_FURNITURE = 240
_FARTHEST_ADDRESS = 63  # a label, and the first letters of the address


@dataclass(slots=True)
class Line:
    """One line: its place in the file, its visible text without bullets, what it is by itself.

    The words begin at `at` in the raw line; they are `marked` where more than their ends differs
    from the visible text.
    """

    index: int
    start: int
    end: int
    raw: str
    text: str
    bullets: int = 0
    is_url: bool = False
    is_noise: bool = False
    at: int = 0
    marked: bool = False
    seen: Visible | None = None

    @property
    def number(self) -> int:
        """The line's number, from 1."""
        return self.index + 1

    @property
    def blank(self) -> bool:
        """Whether a reader sees nothing here."""
        return not self.text

    @property
    def plain(self) -> bool:
        """Whether the line is words outside a list: no bullet, no address, no noise."""
        return bool(self.text) and not (self.bullets or self.is_url or self.is_noise)

    def words_map(self) -> Visible:
        """Return the visible text without bullets, and where its characters stand."""
        if self.seen is None:
            first = self.start + self.at
            self.seen = Visible(self.text, range(first, first + len(self.text)))
        return self.seen


def split_lines(text: str) -> list[Line]:
    """Return the lines of a text; LF ends a line."""
    lines = []
    start = 0
    for index, raw in enumerate(text.split("\n")):
        lines.append(_line(index, start, raw) if raw else Line(index, start, start, "", ""))
        start += len(raw) + 1
    return lines


def _line(index: int, start: int, raw: str) -> Line:
    """Look at one line that is not empty."""
    body, bullets = _without_bullets(raw)
    at = len(raw) - len(body)
    marked = is_marked(body)
    seen = built(body, start + at) if marked else None
    text = seen.text if seen else body.strip()
    line = Line(index, start, start + len(raw), raw, text, bullets, at=at, marked=marked, seen=seen)
    if not text:
        line.is_noise = bool(raw.strip()) and bool(_IMAGE.search(raw))
    elif len(text) < _LONGEST_FURNITURE and _is_page_furniture(text):
        line.is_noise = True
    elif "http" in raw or "www." in raw:
        line.is_url = _looks_like_url(text) or _is_labelled_link(body)
    return line


def _is_page_furniture(text: str) -> bool:
    """Tell whether a line is a page number, or stands for a picture."""
    if text[0] == "[" and _PLACEHOLDER.fullmatch(text):
        return True
    return len(text) < _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(text) is not None


def _looks_like_url(text: str) -> bool:
    """Tell whether a line is addresses and nothing else."""
    begins = text[:_FARTHEST_ADDRESS]
    return ("http" in begins or "www." in begins) and bool(_URLS_ONLY.fullmatch(text))


def _is_labelled_link(body: str) -> bool:
    """Tell whether a line is a link whose words only say that it is one ("Télécharger …")."""
    if "](http" not in body or not (match := _LINK_LINE.fullmatch(body.strip())):
        return False
    return bool(_LINK_LABEL.match(match["words"]))


def _without_bullets(raw: str) -> tuple[str, int]:
    """Return a line without its bullets and heading marks, and how many bullets it had."""
    if raw[0].isalpha() and raw[0] != "o":
        return raw, 0
    rest, bullets = raw.lstrip(), 0
    while True:
        if rest[:1] == "#" and (hashes := _HASHES.match(rest)):
            rest = rest[hashes.end() :]
        elif rest[:2] in ("**", "__") or (rest[:1] == "*" and _EMPHASIS.match(rest)):
            return rest, bullets
        elif mark := BULLET.match(rest):
            rest = rest[mark.end() :]
            bullets += 1
        else:
            return rest, bullets


def is_capitals(text: str) -> bool:
    """Tell whether a line is set in capitals, as headings are.

    Examples
    --------
    >>> is_capitals("HAUT CONSEIL DU TRAVAIL SOCIAL"), is_capitals("OASIS"), is_capitals("Le CCAS")
    (True, False, False)
    """
    if not text.isupper():
        if text[:12].upper() != text[:12] and sum(map(str.islower, text[:12])) > 4:
            return False
        lower = sum(1 for c in text if c.islower())
        if lower > 0.15 * len(text):
            return False
    words = _WORD.findall(text)
    return len(words) > 1 and sum(map(len, words)) >= 8
