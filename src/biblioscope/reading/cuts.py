"""Where the title of a head ends, and where authors and source begin."""

from __future__ import annotations

import re
from bisect import bisect_right

from .details import Tail
from .head_text import COMMA, EDGES, SLASH_CUT, HeadText, Learned
from .knowledge import is_institution_name, is_periodical_name, is_publisher_name
from .model import Person
from .names import (
    Named,
    are_all_persons,
    are_credited,
    begins_with_person,
    is_given_name,
    person_at,
    read_names,
)
from .prose import PERIODICAL_INSIDE

_OPENS_SENTENCE = re.compile(r"[.?!…»”\"\])]\s+(?=[A-ZÀ-Þ])")
_CAPS_NAME = re.compile(
    r"(?:[,.?!…»”\"\])]|\s[-–])?\s+(?=(?:(?:DE|DU|LE|LA|EL|AL|D['’])\s?)?[A-ZÀ-Þ][A-ZÀ-Þ'’-]+"
    r"(?:\s[A-ZÀ-Þ'’-]{2,}){0,2}\s+[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-Z]?[a-zà-ÿ]+)?\b)"
    r"|[.?!…»”\"]\s+(?=[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?\s[A-ZÀ-Þ'’-]{2,}\b)"
)
_DASH = re.compile(r"\s+[-–—:]\s+")
_WORD_START = re.compile(r"[\s,(]\s*")
_LONGEST_SOURCE_WORDS = 14
_LONGEST_NAME = 40
# Between the words of a title and a name in ordinary letters that nothing but its capital tells.
_LAST_CAPITAL = re.compile(
    r"(?<=[a-zà-ÿ])\s(?=(?:L['’])?[A-ZÀ-Þ][a-zà-ÿ'’-]+(?:\s(?:[a-zà-ÿ&][a-zà-ÿ'’-]*)){1,5}$)"
)


def cut_title(words: HeadText, end: int, tail: Tail, learned: Learned) -> tuple[int, int]:
    """Return where the title ends and where authors and source begin."""
    cut = cut_by_layout(words, end)
    if cut[0] < end or cut[1] < end:
        return cut
    if len(words.line_starts) == 1 and tail.details:
        return _names_before(words, _cut_one_line(words, end, tail, learned))
    return _cut_before_name(words, end) or (end, end)


def _names_before(words: HeadText, cut: tuple[int, int]) -> tuple[int, int]:
    """Move a cut before names that stand between title and source, dashes around them."""
    text = words.text[: cut[0]].rstrip(EDGES)
    for match in reversed(list(COMMA.finditer(text))):
        if not are_all_persons(text[match.end() :]):
            break
        cut = match.span()
        text = text[: match.start()]
    return cut


def cut_by_layout(words: HeadText, end: int) -> tuple[int, int]:
    """Cut at the slash, or between the lines; (end, end) where neither tells."""
    slash = _author_slash(words, end)
    if slash:
        return slash
    starts = [s for s in words.line_starts if s < end]
    if len(starts) < 2:
        return end, end
    first_rest = starts[-1]
    if _is_title_line(words, starts, end):
        return _cut_before_name(words, end) or (end, end)
    for start, following in zip(reversed(starts[1:-1]), reversed(starts[2:]), strict=True):
        line = words.text[start : following - 1]
        if not (are_all_persons(line) or are_credited(line)):
            break
        first_rest = start
    title_end = first_rest - 1
    inner = _cut_before_name(words, title_end)
    return inner or (title_end, first_rest)


def _is_title_line(words: HeadText, starts: list[int], end: int) -> bool:
    """Tell whether the last line of a head is part of its title: there was no source line."""
    has_details = end < len(words.text)
    last = words.text[starts[-1] : end]
    return not has_details and not are_all_persons(last) and not _named_source(last)


def _named_source(text: str) -> bool:
    return is_publisher_name(text) or is_periodical_name(text) or is_institution_name(text)


def _author_slash(words: HeadText, end: int) -> tuple[int, int] | None:
    """Return the slash between title and authors: the first before a name, else the last."""
    cuts = []
    if "/" not in words.text:
        return None
    line, since, names_only = -1, 0, False
    for match in SLASH_CUT.finditer(words.text[:end]):
        line_start = words.line_starts[bisect_right(words.line_starts, match.start()) - 1]
        if line_start != line:
            line, since, names_only = line_start, line_start, line_start > 0
        # Only what is new since the last slash is read: a line may have thousands.
        names_only = names_only and are_all_persons(words.text[since : match.start()])
        since = match.end()
        if match.start() > 0 and not names_only:
            cuts.append(match.span())
    for start, stop in cuts:
        if begins_with_person(words.text[stop : min(end, stop + 120)]):
            return start, stop
    return cuts[-1] if cuts else None


def _cut_before_name(words: HeadText, end: int) -> tuple[int, int] | None:
    """Cut a title from names in capitals that follow it without a slash ("… ? MEYER Vincent")."""
    text = words.text[:end]
    if text.isupper():
        return None
    for match in _CAPS_NAME.finditer(text):
        punctuated = match[0].strip(" \n") != ""
        names = read_names(text[match.end() :], mixed_case=False)
        persons = [n for n in names if n.author]
        if not names or not isinstance(names[0].author, Person):
            continue
        if not is_given_name(names[0].author.given):
            continue
        rest = names[-1].text if len(names) == len(persons) + 1 and not names[-1].author else ""
        if punctuated or (not rest and match.end() > 12) or _ends_in_source(rest):
            return match.start() + (text[match.start()] not in ", -–\n"), match.end()
    return None


def _ends_in_source(text: str) -> bool:
    """Tell whether words are a known source, but for the first two, which may be given names."""
    words = text.split(" ")
    names = [" ".join(words[at:]) for at in range(min(3, len(words)))]
    return any(is_publisher_name(name) or is_periodical_name(name) for name in names)


def _cut_one_line(words: HeadText, end: int, tail: Tail, learned: Learned) -> tuple[int, int]:
    """Cut a single line that holds title and source with no slash between them."""
    text = words.text[:end]
    if are_all_persons(text):
        return 0, 0
    named = _cut_before_name(words, end)
    if named:
        return named
    for at in reversed(words.bold_at):
        if 0 < at < end and text[:at].strip() and len(text[at:].split()) <= _LONGEST_SOURCE_WORDS:
            return at, at
    known = _known_suffix(text, learned)
    if known is not None:
        return known, known
    periodical = bool(tail.kinds & {"issue", "page"})
    shaped = _shaped_suffix(text, periodical=periodical)
    return (shaped, shaped) if shaped is not None else (end, end)


def speaker_of(text: str) -> tuple[Named, int] | None:
    """Return the person before a dash at the head of a line ("Marcel JAEGER - Les mutations")."""
    person = person_at(text, 0, mixed_case=False)
    if person is None or SLASH_CUT.search(text):
        return None
    dash = _DASH.match(text, person.end)
    return (person, dash.end()) if dash and len(text) - dash.end() > 10 else None


def own_address(words: HeadText) -> int:
    """Return where an address begins on the line of a title, or the end."""
    at = words.text.find("http")
    is_address = words.text.startswith(("http://", "https://"), at) if at >= 0 else False
    return at if is_address else len(words.text)


def _known_suffix(text: str, learned: Learned) -> int | None:
    """Return where a known source's name begins at the end of a line."""
    starts = [m.end() for m in _WORD_START.finditer(text)][-_LONGEST_SOURCE_WORDS:]
    for start in starts:
        name = text[start:].strip(EDGES)
        if name[:1].isupper() and learned.knows(name) and text[:start].strip(EDGES):
            return start
    if learned.knows(text):
        return 0
    return None


def _shaped_suffix(text: str, *, periodical: bool) -> int | None:
    """Return where something of the shape of a source's name begins at the end of a line."""
    if periodical and (inside := list(PERIODICAL_INSIDE.finditer(text))):
        return inside[-1].end()
    if (is_periodical_name(text) and len(text.split()) < 9) or (
        len(text.split()) < 4 and periodical
    ):
        return 0
    if periodical:
        ends = [m.end() for m in _OPENS_SENTENCE.finditer(text)]
        if ends and len(text[ends[-1] :].split()) <= 8:
            return ends[-1]
        if "," not in text[-_LONGEST_NAME:] and (name := _LAST_CAPITAL.search(text)):
            return name.end()
    return _house_suffix(text)


def _house_suffix(text: str) -> int | None:
    """Return where a publisher or a body begins: after a sentence, a comma or a dash."""
    for match in reversed(list(_OPENS_SENTENCE.finditer(text))):
        name = text[match.end() :]
        if is_institution_name(name) or is_publisher_name(name):
            return match.end()
    for match in reversed(list(COMMA.finditer(text))):
        name = text[match.end() :]
        longest = 12 if is_institution_name(name) else 6
        if name[:1].isupper() and len(name.split()) <= longest:
            return match.end()
    return None
