"""Where the source is odd, the reference says so."""

from __future__ import annotations

import re

from .lines import Line
from .model import Doubt, Organisation, Reference

_DOUBLED = re.compile(r"n°\s*n°", re.IGNORECASE)
_ISSUE_IN_URL = re.compile(r"[-_/](?:n|no|num|numero)-?(\d{2,4})(?=[-_./?]|$)", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b|\b(\d{1,2})/((?:19|20)\d\d)\b")
_PAGES = re.compile(r"(\d+)-(\d+)")
_CUT = ("-", "_", "=", "&", "%")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def doubts(reference: Reference, head: list[Line], lines: list[Line]) -> list[Doubt]:
    """Return what is odd about a reference, in the order of the lines."""
    found = [
        *_about_marks(head),
        *_about_dates(reference, head),
        *_about_issue(reference, head),
        *_about_people(reference),
        *_about_pages(reference),
        *_about_quotation(reference),
        *_about_addresses(reference, lines),
        *_about_text(lines),
    ]
    return sorted(found, key=lambda doubt: (doubt.line, doubt.code))


def _about_marks(head: list[Line]) -> list[Doubt]:
    """Look for bold that is opened and never closed, and for "n° n°"."""
    found = []
    if sum([line.raw.count("**") for line in head]) % 2:
        found.append(Doubt("unclosed-bold", head[0].number, "bold is opened here and not closed"))
    for line in head:
        if line.text.count("°") > 1 and _DOUBLED.search(line.text):
            found.append(Doubt("doubled-number-sign", line.number, "“n°” is printed twice"))
    return found


def _about_dates(reference: Reference, head: list[Line]) -> list[Doubt]:
    """Look for a date that is missing, or one that no calendar has."""
    found = []
    for line in head:
        dated = "/20" in line.text or "/19" in line.text
        for match in _DATE.finditer(line.text) if dated else ():
            day, month = (match[1], match[2]) if match[1] else ("1", match[4])
            if not 1 <= int(month) <= 12 or not 1 <= int(day) <= _DAYS[int(month) - 1]:
                message = f"no calendar has the date “{match[0]}”"
                found.append(Doubt("impossible-date", line.number, message))
    if reference.issued is None and reference.heading not in ("Dossiers", "Sites"):
        found.append(Doubt("no-year", reference.line_start, "no year is printed"))
    return found


def _about_issue(reference: Reference, head: list[Line]) -> list[Doubt]:
    """Look for an issue number that the reference's own address contradicts."""
    if not reference.issue or not reference.issue.isdigit() or not reference.container_title:
        return []
    for url in reference.urls:
        for match in _ISSUE_IN_URL.finditer(url):
            if int(match[1]) != int(reference.issue):
                message = f"the issue is printed {reference.issue}, the address says {match[1]}"
                return [Doubt("issue-contradicts-url", head[-1].number, message)]
    return []


def _about_people(reference: Reference) -> list[Doubt]:
    """Look for an author in capitals of whom nobody can tell family from given name."""
    found = []
    for author in reference.authors:
        if isinstance(author, Organisation) and author.literal.isupper() and " " in author.literal:
            message = f"“{author.literal}” is in capitals: a body, or a name that cannot be split?"
            found.append(Doubt("unsplit-name", reference.line_start, message))
    return found


def _about_pages(reference: Reference) -> list[Doubt]:
    """Look for a range of pages that runs backwards."""
    match = _PAGES.fullmatch(reference.page or "")
    if match and int(match[1]) > int(match[2]):
        message = f"the pages run backwards: {reference.page}"
        return [Doubt("reversed-pages", reference.line_start, message)]
    return []


def _about_quotation(reference: Reference) -> list[Doubt]:
    """Look for a quotation in the title that is opened or closed alone."""
    title = reference.title
    if title.count("«") == title.count("»") and title.count('"') % 2 == 0:
        return []
    message = "a quotation in the title is not both opened and closed"
    return [Doubt("unbalanced-quotation", reference.line_start, message)]


def _about_addresses(reference: Reference, lines: list[Line]) -> list[Doubt]:
    """Look for addresses that end as no address does: the rest was lost at a line's end."""
    found = []
    for url, (start, _) in zip(reference.urls, reference.spans.get("urls", ()), strict=True):
        if url.endswith(_CUT):
            line = next(line for line in lines if line.start <= start <= line.end)
            found.append(Doubt("cut-address", line.number, f"the address “{url}” looks cut"))
    return found


def _about_text(lines: list[Line]) -> list[Doubt]:
    """Look for characters that a reader cannot see and that could hide something."""
    for line in lines:
        if line.marked and _CONTROLS.search(line.raw):
            message = "control characters or direction marks stand in the text"
            return [Doubt("hidden-characters", line.number, message)]
    return []
