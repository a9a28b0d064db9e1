"""The order of a page: one title, headings that do not skip, tables that can be reached."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from biblioscope.report.references import link_lines
from biblioscope.report.source import Source
from biblioscope.report.words import words_in

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Section:
    """A heading of level 2, for the table of contents."""

    identifier: str
    heading: str


@dataclass(frozen=True)
class Arranged:
    """The body of a page in order."""

    html: str
    has_title: bool
    sections: tuple[Section, ...]


def arrange(
    html: str, source: Source | None = None, words: Mapping[str, str] | None = None
) -> Arranged:
    """Put headings in order, name them, and give every table a region that scrolls.

    The first heading of level 1 is the title; later ones become sections. A level that was skipped
    is closed up. Identifiers are Jupyter's (the words joined by hyphens), made unique.
    In tables, references and line numbers link to their places in the dossier `source`.

    Examples
    --------
    >>> page = arrange("<h1>Years</h1><h2>By type</h2><h4>Books</h4>")
    >>> page.html
    '<h1>Years</h1><h2 id="By-type">By type</h2><h3 id="Books">Books</h3>'
    >>> page.sections
    (Section(identifier='By-type', heading='By type'),)
    """
    soup = BeautifulSoup(html, "html.parser")
    headings = soup(HEADINGS)
    _level(headings)
    _identify(soup, headings)
    said = words or words_in("en")["page"]
    _number(soup, said)
    _make_scrollable(soup, said["table"])
    if source:
        link_lines(soup, source)
    return Arranged(
        html=str(soup),
        has_title=any(heading.name == "h1" for heading in headings),
        sections=tuple(_section(heading) for heading in headings if heading.name == "h2"),
    )


def _level(headings: list[Tag]) -> None:
    titled = False
    level = 1
    for heading in headings:
        wanted = HEADINGS.index(heading.name) + 1
        if wanted == 1 and not titled:
            titled = True
            continue
        level = min(max(wanted, 2), level + 1)
        heading.name = f"h{level}"


def _identify(soup: BeautifulSoup, headings: list[Tag]) -> None:
    taken = {str(tag["id"]) for tag in soup(id=True)} | {"content", "contents", "all-code"}
    for heading in headings:
        if heading.name == "h1" or heading.get("id"):
            continue
        words = re.sub(r"\s+", "-", heading.get_text().strip()) or "section"
        heading["id"] = _unused(words, taken)
        taken.add(str(heading["id"]))


def _unused(words: str, taken: set[str]) -> str:
    if words not in taken:
        return words
    number = 2
    while f"{words}-{number}" in taken:
        number += 1
    return f"{words}-{number}"


def _section(heading: Tag) -> Section:
    words = copy.copy(heading)
    for tag in words(True):
        del tag["id"]
        if tag.name == "a":
            tag.unwrap()
    return Section(identifier=str(heading["id"]), heading=words.decode_contents())


def _number(soup: BeautifulSoup, words: Mapping[str, str]) -> None:
    """Give the captions of figures and of tables their numbers, each from 1."""
    for kind, word in (("figcaption", words["figure"]), ("caption", words["table"])):
        for number, caption in enumerate(soup(kind), start=1):
            label = soup.new_tag("b")
            label.string = f"{word} {number}."
            caption.insert(0, label, " ")


def _make_scrollable(soup: BeautifulSoup, word: str) -> None:
    """Wrap tables that nobody has made scrollable yet, so that a wide one never widens the page."""
    for table in soup("table"):
        if table.find_parent(attrs={"tabindex": "0"}) or table.find_parent("table"):
            continue
        name = table.caption.get_text(" ", strip=True) if table.caption else word
        region = {"class": "scroll", "role": "group", "tabindex": "0", "aria-label": name}
        table.wrap(soup.new_tag("div", attrs=region))
