"""The end of a source line: date, issue, pages, edition, peeled off from the right.

"Vie sociale, 03/2016, n° 13, p. 139-148" is a name followed by details; so is "Dunod - 2012 -
230 p." What is left when the details are gone is for others to read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from .dates import date_pattern, iso_of

_NUMERO = r"(?:n\s?[°ºo]\s?s?|n\.\s?|numéros?\s|num\.\s?|no\.\s?|#\s?)"
_ISSUE = (
    rf"(?:{_NUMERO}\s*){{1,2}}(?:spécial\s+|hors[- ]série\s+)?"
    rf"(?P<issue>[A-Z]?\d[\w]{{0,7}}"
    rf"(?:(?:\s?[-–&]\s?|/|\s?(?:et|à)\s?)\d{{1,6}}(?![\d/])){{0,3}})"
)
_PAGES = (
    r"(?:pp?|pages)\s?[.;:]{0,2}\s?"
    r"(?P<page>\d{1,5}(?:\s?(?:[-–—]|à|et|,)\s?\d{1,5}){0,5})(?:\s*p\b\.?)?"
)
_TOTAL = (
    r"(?:1\s?vol\.\s*)?[\[(]?(?P<total>\d{1,5})\s?(?:p(?:ages?|\b)|pp\b)[.;]?[\])]?"
    r"(?:\s?\+\s?annexes?)?"
)
_EDITION = (
    r"(?P<edition>(?:\d{1,2}\s?(?:e|è|è?me|ème|ième|re|ère|nde?|de)|nouvelle|deuxième|seconde|"
    r"troisième|quatrième|cinquième|dernière|rééd\.|réed\.)\s+(?:éd\.|ed\.|édition|edition)"
    r"(?:\s+(?:revue|augmentée|actualisée|corrigée|mise à jour|et|entièrement|refondue|,)){0,6}"
    r"|(?:éd\.|édition|edition)\s+(?:revue|augmentée|actualisée|corrigée|mise à jour|"
    r"(?:19|20)\d\d)(?:\s+(?:et|augmentée|actualisée|corrigée|mise à jour)){0,3}|rééd\.|réédition)"
)
_SUPPLEMENT = rf"(?:suppl(?:[ée]ment|\.)?|cahier(?:\s+n°)?)\s*(?:(?:au|à)\s+(?:la\s+)?)?{_ISSUE}"
_IGNORED = (
    r"(?P<ignored>\((?:déjà|voir|cf\.?|épuisé|à paraître)\b[^()]{0,60}\)|"
    r"cahier\s+\d{1,2}(?:\s?/\s?\d)?|(?:vol(?:ume)?|tome|t)\b\.?\s*(?:\d{1,4}|[IVXL]{1,6})|"
    r"hors[- ]série|dossier|\[?en ligne\]?|\d\s+vol\.|coll(?:ection|\.)\s[^,;()]{2,60}|"
    r"\((?:coll(?:ection|\.)|collection)\s[^()]{2,60}\)|ISBN[\s\d-]{10,20}X?|\(?s\.\s?d\.\)?|pdf|"
    r"(?:couv\.\s)?ill\.(?:\s(?:en\s)?(?:noir et\s)?coul\.)?|\d{1,3}(?:\s?x\s?\d{1,3})?\s?cm|"
    r"(?<=[–—,.-]\s)\((?!(?:l[ae]s?|l['’])\))[^()]{2,80}\)|\d{1,3}\s?(?:e|è?me|ème)\s+année|"
    r"coll(?:ection|\.)\s«[^«»]{2,60}»|"
    r"numéro spécial|n° spécial|\(dossier\)|cédérom|1 DVD|suppl(?:[ée]ment|\.)?)"
)
_YEAR_ISSUE = (
    rf"(?P<year>(?:19|20)\d\d)/(?P<part>\d{{1,2}}(?:[-–]\d{{1,2}})?)"
    rf"(?:\s*\((?:{_NUMERO}\s*){{1,2}}(?P<issue>\d[\w–-]{{0,12}})\)|\s*,?\s*{_NUMERO}\s*(?P<issue2>\d[\w–-]{{0,12}}))?"
)


@dataclass
class Detail:
    """One detail: its kind, its value, and where it stands in the string it was peeled from."""

    kind: str
    value: str
    start: int
    end: int


@dataclass
class Tail:
    """The details at the end of a string, first to last, where they begin, and their kinds."""

    start: int
    details: list[Detail] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of details, each anchored at the end, most specific first."""
    date = date_pattern().pattern
    before = r"(?:^|(?<=[\s,;:(–—-]))"
    tight = re.IGNORECASE
    forms = (
        ("supplement", rf"{before}{_SUPPLEMENT}$", tight),
        ("year_issue", rf"{before}{_YEAR_ISSUE}$", tight),
        ("issue", rf"{before}\(?{_ISSUE}\)?$", tight),
        ("total", rf"{before}{_TOTAL}$", tight),
        ("page", rf"{before}{_PAGES}$", tight),
        ("edition", rf"{before}\(?{_EDITION}\)?$", tight),
        ("date", rf"(?:^|(?<=[\s,;:(–—-]))(?:{date})$", tight | re.VERBOSE),
        ("ignored", rf"{before}{_IGNORED}$", tight),
    )
    return tuple((kind, re.compile(form, flags)) for kind, form, flags in forms)


@cache
def _patterns_for(last: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of details that can end in a character."""
    if last.isdigit():
        wanted = {"supplement", "year_issue", "issue", "page", "date", "edition", "ignored"}
    elif last in ")]":
        wanted = {"year_issue", "issue", "total", "edition", "date", "ignored", "page"}
    elif last in ".;":
        wanted = {"total", "edition", "ignored", "page"}
    elif last.isalpha() or last == "»":
        wanted = {"total", "page", "edition", "ignored", "issue", "supplement", "year_issue"}
    else:
        wanted = set()
    return tuple((kind, pattern) for kind, pattern in _patterns() if kind in wanted)


@lru_cache(maxsize=1024)
def _patterns_between(first: str, last: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of details that can begin and end in two characters."""
    first = first.lower()
    may_begin = {
        "supplement": first in "sc",
        "year_issue": first in "12",
        "issue": first in "(n#",
        "total": first in "([" or first.isdigit(),
        "page": first == "p",
        "edition": first in "(ndstqcreé" or first.isdigit(),
        "ignored": first in "(cvthde[ispn1" or first.isdigit(),
    }
    found = [pair for pair in _patterns_for(last) if may_begin.get(pair[0], True)]
    if first.isdigit():
        # Nearly always a date, and then nothing else.
        found.sort(key=lambda pair: pair[0] != "date")
    return tuple(found)


_WINDOW = 90
_OWN_BRACKET = re.compile(r"\((?!déjà|voir|cf|épuisé|à paraître|coll|dossier\))", re.IGNORECASE)
_NUMBERED = re.compile(r"n\s?[°ºo]\s?\d+$")
_MOST_DETAILS = 12
_LAST_WORDS = (
    "p", "pp", "page", "pages", "édition", "edition", "éd", "ed", "ligne", "série", "spécial", "d",
    "revue", "augmentée", "actualisée", "corrigée", "jour", "pdf", "ill", "vol", "dossier", "dvd",
    "cédérom", "supplément", "suppl", "réédition", "rééd", "refondue", "x", "cm", "coul", "annexe",
    "annexes", "année",
)  # fmt: skip
_YEARS_OF_TITLE = re.compile(r"\((?:1[5-9]|20)\d\d\s*[-–/]\s*(?:19|20)\d\d\)")
_PRECISE = re.compile(r"(?:du |le )?\d{1,2}[/.]")
_RANGE = re.compile(r"\s?[–—]\s?|\s?-\s?|\s+à\s+")
_LAST_WORD = re.compile(r"[^\W\d_]*$")


@lru_cache(maxsize=4096)
def peel(text: str, *, loose: bool = False) -> Tail:
    """Return the details at the end of a string.

    With `loose` a date needs no separator before it, as in the names of links.

    Examples
    --------
    >>> tail = peel("Vie sociale, 2015/3 (n° 11), p. 185-192.")
    >>> [(d.kind, d.value) for d in tail.details]
    [('date', '2015'), ('issue', '11'), ('page', '185-192')]
    >>> "Vie sociale, 2015/3 (n° 11), p. 185-192."[: tail.start]
    'Vie sociale'
    """
    tail = Tail(len(text))
    end = _trim(text, len(text))
    while end > 0 and len(tail.details) < _MOST_DETAILS and _may_end_in_detail(text, end):
        found = _last_detail(text, end, tail, loose=loose)
        if not found:
            break
        tail.details[:0] = found
        tail.start = found[0].start
        end = _trim(text, tail.start)
        tail.start = end
    if tail.details:
        tail.kinds = frozenset([detail.kind for detail in tail.details])
    if tail.kinds == {"ignored"} and _OWN_BRACKET.match(tail.details[-1].value):
        # Words in brackets are a collection behind details only; alone they are the title's.
        return Tail(len(text))
    return tail


def _may_end_in_detail(text: str, end: int) -> bool:
    """Tell quickly whether the last word of a string can be that of a detail."""
    if not end:
        return False
    if text[end - 1].isdigit():
        return True
    piece = text[end - 20 if end > 20 else 0 : end]
    if text[end - 1] in ")]":
        piece = piece.rstrip(")]")
        if piece[-1:].isdigit():
            return True
    elif not piece.lower().endswith(_LAST_WORDS):
        return _ends_in_collection(text, end)
    word = _LAST_WORD.search(piece)
    if word is not None and (word[0].lower() in _LAST_WORDS or ")" in text[end - 1 : end]):
        return True
    return _ends_in_collection(text, end)


def _ends_in_collection(text: str, end: int) -> bool:
    """Tell whether a string may end in "coll. …"."""
    low = max(0, end - _WINDOW)
    return text.find("oll. ", low, end) >= 0 or text.find("ollection ", low, end) >= 0


def _trim(text: str, end: int) -> int:
    """Return where a string ends without the separators at its end."""
    low = end - 40 if end > 40 else 0
    piece = text[low:end]
    return low + len(piece.rstrip(" \t,;.:–—|-("))


def _last_detail(text: str, end: int, tail: Tail, *, loose: bool) -> list[Detail] | None:
    """Return the detail that ends at `end`, if there is one that may stand there."""
    low = max(0, end - _WINDOW)
    # A closing bracket, or the full stop of "p.", belongs to the detail.
    stop = end
    while stop < len(text) and text[stop] in ").]" and stop - end < 2:
        stop += 1
    for last in range(stop, end - 1, -1):
        final = text[last - 1 : last]
        if final in ".;" and not text[last - 2 : last - 1].isalpha():
            continue  # both end words only: "p.", "éd."
        # What follows the last separator, whole, is tried first: quick, and nearly always it.
        start = _after_separator(text, low, last)
        for kind, pattern in _patterns_between(text[start : start + 1], final):
            match = pattern.match(text, start, last)
            if match and _fits(kind, match, text, tail, loose=loose):
                return _details(kind, match)
        for kind, pattern in _patterns_for(final):
            match = pattern.search(text, low, last)
            if match and _fits(kind, match, text, tail, loose=loose):
                return _details(kind, match)
    return None


def _after_separator(text: str, low: int, last: int) -> int:
    """Return where the words after the last comma begin, or after a dash, if they are no range."""
    comma = max(text.rfind(",", low, last), text.rfind(";", low, last)) + 1
    start = comma + (text[comma : comma + 1] == " ")
    dash = text.rfind(" - ", start, last) + 3
    if dash < 3 or (text[dash] not in "pPnN" and " " in text[dash : last - 3]):
        return dash if _NUMBERED.search(text, start, dash - 3) else start
    return dash


def _fits(kind: str, match: re.Match[str], text: str, tail: Tail, *, loose: bool) -> bool:
    """Tell whether a match is a detail where it stands."""
    return _balanced(match[0]) and (loose or _may_stand(kind, text, match.start(), tail))


def _balanced(printed: str) -> bool:
    """Tell whether brackets are closed; years in brackets are part of a title ("(1880-2010)")."""
    if printed.count("(") != printed.count(")"):
        return False
    return "(" not in printed or not _YEARS_OF_TITLE.fullmatch(printed.strip())


def _may_stand(kind: str, text: str, start: int, tail: Tail) -> bool:
    """Tell whether a detail may begin here: a bare year needs a separator or other details."""
    before = text[max(0, start - 40) : start].rstrip()
    if not before:
        return start < 40
    if before[-1] in ",;–—-|(:." or text[start] == "(":
        return True
    if kind == "date":
        printed = text[start : start + 20].lstrip("( ")
        precise = bool(_PRECISE.match(printed))
        return precise or bool(tail.details)
    return kind in ("issue", "page", "year_issue", "supplement", "total", "edition")


def _details(kind: str, match: re.Match[str]) -> list[Detail]:
    """Turn a match into details."""
    span = match.span()
    if kind == "date":
        return [Detail("date", iso_of(match), *span)]
    if kind == "year_issue":
        return _year_and_issue(match)
    if kind == "total":
        return [Detail("total", match["total"], *span)]
    if kind == "page":
        return [Detail("page", _range(match["page"]), *span)]
    if kind == "edition":
        return [Detail("edition", match["edition"], *span)]
    if kind == "ignored":
        return [Detail("ignored", match[0], *span)]
    return [Detail("issue", _range(match["issue"]), *span)]


def _year_and_issue(match: re.Match[str]) -> list[Detail]:
    """Return year and number of "2015/3 (n° 11)"; without a number, the part of the year."""
    group = next((name for name in ("issue", "issue2") if match[name]), "part")
    year = Detail("date", match["year"], match.start(), match.end("year"))
    issue = Detail("issue", _range(match[group]), match.start(group), match.end(group))
    return [year, issue]


def _range(printed: str) -> str:
    """Return numbers with a plain hyphen between them."""
    plain = _RANGE.sub("-", printed)
    return " ".join(plain.split())
