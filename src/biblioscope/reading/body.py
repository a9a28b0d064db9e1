"""The body of an entry: addresses, abstract, contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .knowledge import fold, is_note
from .lines import Line
from .model import Contributor, Span
from .names import are_all_persons, persons_in
from .outline import is_pointer_link
from .prose import is_prose
from .visible import URL, visible_map, without_hidden

_URL = re.compile(URL)
_LINK = re.compile(rf"\]\(({URL[:-7]}[^\s<>\"()]{{1,2000}})\)")
_END_OF_URL = re.compile(r"[.,;:!?»”'’\]]+$")
_ADDRESS = re.compile(r"[\w./?=&%#~+-]{1,500}>?$")
_SUMMARY = re.compile(
    r"(?:au\s+)?sommaire\b.{0,40}|contient\s*:|"
    r"(?:table des matières|plan|contenu|extraits? du sommaire)\s*:?|"
    r"(?:encadrés?|chapitres|contributions|articles|parties)\s*:",
    re.IGNORECASE,
)
_LABEL = re.compile(r".{1,70}\s?:\s*$")
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\s»”\")\]]*(?:\(\d\))?$|[»”]$")
_ENDS_CLAUSE = re.compile(r"[^.]\.$|[,;]$")
_HYPHEN = re.compile(r"[^\W\d_]-$")
_KEEP_HYPHEN = re.compile(
    r"\b(?:médico|socio|psycho|inter|non|demi|semi|mi|ex|vice|sous|sur|anti|auto|co|éco|bio|"
    r"franco|pluri|multi|post|pré|néo|extra|intra|micro|macro|avant|après|peut|est|celui|celle|"
    r"ceux|celles|lui|elle|eux|soi|nous|vous|c'est)-$",
    re.IGNORECASE,
)


@dataclass
class Body:
    """What the lines after the head hold, each piece with its span."""

    urls: list[tuple[str, Span]] = field(default_factory=list)
    paragraphs: list[tuple[str, list[Span]]] = field(default_factory=list)
    contents: list[tuple[str, Span]] = field(default_factory=list)
    contributors: list[Contributor] = field(default_factory=list)


def read_body(lines: list[Line], head_lines: list[Line]) -> Body:
    """Read the lines after a head; addresses may also stand in the head."""
    body = Body()
    for line in head_lines:
        body.urls += _urls(line)
    title = head_lines[0].text if head_lines else ""
    lines = [line for line in lines if not line.is_noise and not _is_lettering(line, title)]
    skip = False
    runs = _title_runs(lines)
    for position, line in enumerate(lines):
        if skip or line.blank:
            skip = False
            continue
        if line.is_url:
            following = lines[position + 1] if position + 1 < len(lines) else None
            skip = _read_address(body, line, following)
            continue
        body.urls += _urls(line)
        _read_words(body, lines, position, in_list=position in runs)
    return body


def _is_lettering(line: Line, title: str) -> bool:
    """Tell whether a line in capitals only repeats words of the title, as a box beside it does."""
    return line.text.isupper() and not line.bullets and fold(line.text) in fold(title)


def _urls(line: Line) -> list[tuple[str, Span]]:
    """Return the addresses in a line: bare, in angle brackets, or as the target of a link."""
    if "http" not in line.raw:
        return []
    found = []
    taken = -1
    for match in _LINK.finditer(line.raw):
        span = (line.start + match.start(1), line.start + match.end(1))
        found.append((_seen(match[1], line), span))
    spans = [(m.start(1), m.end(1)) for m in _LINK.finditer(line.raw)]
    for match in _URL.finditer(line.raw):
        if any(start <= match.start() < end for start, end in spans) or match.start() < taken:
            continue
        url = _bare(match[0])
        start = line.start + match.start()
        found.append((_seen(url, line), (start, start + len(url))))
    return sorted(found, key=lambda item: item[1])


def _seen(url: str, line: Line) -> str:
    return without_hidden(url) if line.marked else url


def _bare(url: str) -> str:
    """Return an address without the punctuation of the sentence around it."""
    url = url.rstrip("*")
    url = _END_OF_URL.sub("", url)
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = _END_OF_URL.sub("", url[:-1])
    return url


def _read_address(body: Body, line: Line, following: Line | None) -> bool:
    """Read a line of addresses; tell whether the next line was the rest of the last of them."""
    found = _urls(line)
    if not found and "www." in line.text:
        return False
    opened = line.raw.count("<http") > line.raw.count(">")
    if (
        found
        and following is not None
        and not following.blank
        and _ADDRESS.match(following.raw.strip())
    ):
        url, (start, _) = found[-1]
        rest = following.raw.strip().rstrip(">")
        cut = opened or (url[-1:] in "-_/=&?%" and not line.raw.rstrip().endswith(">"))
        if cut and rest and not rest.startswith("http"):
            at = following.start + following.raw.index(rest[:1])
            found[-1] = (url + rest, (start, at + len(rest)))
            body.urls += found
            return True
    body.urls += found
    return False


def _read_words(body: Body, lines: list[Line], position: int, *, in_list: bool) -> None:
    """Read a line of words: an item of the contents, a name below one, or prose."""
    line = lines[position]
    text = line.text.strip()
    if _SUMMARY.fullmatch(text) or is_pointer_link(line) or is_note(text):
        return
    if _is_name(text) and (line.bullets or body.contents or in_list):
        body.contributors += _contributors(line)
        return
    if line.bullets:
        body.contents.append((_item(line), _span(line)))
        return
    if in_list:
        body.contents.append((_item(line), _span(line)))
        return
    if body.contents and _continues_item(lines, position):
        item, (start, _) = body.contents[-1]
        body.contents[-1] = (f"{item} {_item(line)}", (start, _span(line)[1]))
        return
    _add_prose(body, line, adjacent=position > 0 and not lines[position - 1].blank)


def _is_name(text: str) -> bool:
    return len(text) < 200 and are_all_persons(text)


def _contributors(line: Line) -> Iterator[Contributor]:
    """Yield the persons that a line of names names, each where it stands."""
    seen = line.words_map()
    for person, start, end in persons_in(seen.text):
        yield Contributor(person, seen.span(start, end))


def _item(line: Line) -> str:
    """Return an item without its marks."""
    return line.words_map().text


def _span(line: Line) -> Span:
    """Return where the words of a line stand."""
    seen = line.words_map()
    return seen.span(0, len(seen.text))


def _continues_item(lines: list[Line], position: int) -> bool:
    """Tell whether a line is the rest of the item right above it, or its second title."""
    above = lines[position - 1] if position else None
    if above is not None and not above.blank:
        return bool(above.bullets) or (above.plain and _under_bullet(lines, position))
    return _is_second_title(lines, position)


def _under_bullet(lines: list[Line], position: int) -> bool:
    """Tell whether the lines without blank between them begin with a bullet."""
    at = position - 1
    while at >= 0 and not lines[at].blank and position - at < 12:
        if lines[at].bullets:
            return True
        if lines[at].is_url:
            return False
        at -= 1
    return False


def _is_second_title(lines: list[Line], position: int) -> bool:
    """Tell whether a short line between two items belongs to the one above it."""
    before, after = _beside(lines, position, -1), _beside(lines, position, 1)
    if before is None or after is None or len(lines[position].text) > 160:
        return False
    short = not is_prose(lines[position].text) and not lines[position].text.endswith(".")
    named = _is_name(after.text) or bool(after.bullets)
    return short and bool(before.bullets) and named


def _beside(lines: list[Line], position: int, step: int) -> Line | None:
    """Return the next line with words above (-1) or below (1), None where there is none."""
    at = position + step
    while 0 <= at < len(lines):
        if not lines[at].blank:
            return lines[at]
        at += step
    return None


def _title_runs(lines: list[Line]) -> set[int]:
    """Return the lines that are a table of contents without bullets: two short lines or more."""
    found: set[int] = set()
    run: list[int] = []
    after_summary = False
    for position, line in enumerate(lines):
        if line.blank:
            continue
        if line.plain and _SUMMARY.fullmatch(line.text.strip()):
            after_summary, run = True, []
            continue
        if line.plain and _is_list_title(line.text):
            run.append(position)
            if _heads_bullets(lines, position):
                found.add(position)
            continue
        if len([i for i in run if not _is_name(lines[i].text)]) > 1 or (after_summary and run):
            found.update(run)
        run, after_summary = [], False
    if len([i for i in run if not _is_name(lines[i].text)]) > 1 or (after_summary and run):
        found.update(run)
    return found


def _heads_bullets(lines: list[Line], position: int) -> bool:
    """Tell whether a short line stands right above a bulleted one: the title of its group."""
    following = lines[position + 1] if position + 1 < len(lines) else None
    return following is not None and following.bullets > 0 and len(lines[position].text) < 90


def _is_list_title(text: str) -> bool:
    """Tell whether a line could be a title in a table of contents."""
    if len(text) > 200 or is_prose(text) or _LABEL.fullmatch(text):
        return False
    return not _ENDS_CLAUSE.search(text) and not text[:1].islower()


def _add_prose(body: Body, line: Line, *, adjacent: bool) -> None:
    """Add a line to the abstract: a new paragraph, or the rest of a broken sentence."""
    seen = visible_map(line.raw, line.start) if line.raw[:1] in "*_" else line.words_map()
    text = seen.text
    if not text:
        return
    span = seen.span(0, len(text))
    if body.paragraphs and _continues(body.paragraphs[-1][0], text, adjacent=adjacent):
        before, spans = body.paragraphs[-1]
        body.paragraphs[-1] = (_joined(before, text), [*spans, span])
    else:
        body.paragraphs.append((text, [span]))


def _continues(before: str, text: str, *, adjacent: bool) -> bool:
    """Tell whether a line goes on with the sentence that the line before broke off."""
    if text[0].islower():
        return True
    return not _ENDS_SENTENCE.search(before) and (adjacent or len(before) > 90)


def _joined(before: str, text: str) -> str:
    """Join two lines; a word cut by a hyphen becomes whole again."""
    if before[-1:] == "-" and _HYPHEN.search(before[-2:]) and text[0].islower():
        if _KEEP_HYPHEN.search(before[-20:]):
            return before + text
        return before[:-1] + text
    return f"{before} {text}"
