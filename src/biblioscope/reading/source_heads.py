"""The heads that end in a source line: a name followed by a date, a number, pages.

The lines before the source are the title and the authors, or the source line holds them too.
"""

from __future__ import annotations

import re

from .context import Context
from .knowledge import is_institution_name, is_periodical_name, is_publisher_name
from .lines import Line
from .names import are_all_persons, are_credited
from .prose import (
    LAW,
    LONGEST_TITLE,
    PERIODICAL_INSIDE,
    SENTENCE_END,
    SLASH,
    ends_in_authors,
    is_prose,
)

_IN_HOST = re.compile(r"(?:In|IN|Dans)\s*:?\s+(?=[A-ZÀ-Þ«\"“\d])")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d)\)?$")
_LEADS_ON = re.compile(r"\b(?:en|de|du|le|la|depuis|avant|après|fin|début|courant|et)\s*$")
_SUMMARY = re.compile(
    r"(?:au |le )?(?:sommaire|programme)|"
    r"(?:contenu|contient|table des matières|extraits?|parmi les articles)\b",
    re.IGNORECASE,
)


def source_heads(context: Context) -> dict[int, int]:
    """Return the heads that end in a source line: first line → line after the source."""
    heads: dict[int, int] = {}
    floor = context.outline.first
    for index in context.content:
        if index < floor or not is_source(context, index):
            continue
        start = _head_start(context, index, floor)
        if start is None:
            continue
        end = _head_end(context, index)
        heads[start] = end
        floor = end
    return heads


def is_source(context: Context, index: int) -> bool:
    """Tell whether a line ends in the details of a source."""
    known = context.sources.get(index)
    if known is None:
        known = context.sources[index] = context.free(index) and _is_source(context, index)
    return known


def _is_source(context: Context, index: int) -> bool:
    line = context.lines[index]
    tail = context.tail(index)
    kinds = tail.kinds - {"ignored", "edition"}
    if not kinds or _is_quoted_item(context, index) or context.is_pointer(index):
        return False
    head = line.text[: tail.start]
    if kinds == {"issue"} and _source_follows(context, index):
        # "Rapport annuel n° 12": a title that has a number.
        return False
    if kinds == {"date"} and _YEARS.search(line.text) and _source_below(context, index):
        # "Le sport au village, 1960-2010": a title that has years.
        return False
    if LAW.match(head) and kinds <= {"date", "issue"}:
        return False
    if len(head) > LONGEST_TITLE and not ends_in_authors(head):
        return False
    if len(SENTENCE_END.findall(head[:LONGEST_TITLE])) > 3:
        return False
    return kinds != {"date"} or _may_end_in_date(head)


def _source_follows(context: Context, index: int) -> bool:
    """Tell whether the next line with words is a source line of its own."""
    following = context.after(index)
    if following < 0 or not context.free(following) or context.lines[following].bullets:
        return False
    text = context.lines[following].text
    tail = context.tail(following)
    if not tail.kinds & {"date", "total", "page"}:
        return False
    slash = SLASH.search(text[: tail.start])
    return not slash or bool(_IN_HOST.match(text)) or are_all_persons(text[: slash.start()])


def _source_below(context: Context, index: int) -> bool:
    """Tell whether a source line follows, with or without a line of credits between."""
    if _source_follows(context, index):
        return True
    following = context.after(index)
    adjacent = following == index + 1 or (following >= 0 and is_names(context, following))
    return adjacent and context.free(following) and _source_follows(context, following)


def _may_end_in_date(head: str) -> bool:
    """Tell whether words before a lone date can be a source or a title: no sentence of prose."""
    return len(head.split()) <= 30 and not _LEADS_ON.search(head)


def _is_quoted_item(context: Context, index: int) -> bool:
    """Tell whether a bulleted line is an item of a list: bullets count as heads only alone."""
    line = context.lines[index]
    if not line.bullets:
        return False
    if line.bullets > 1:
        return True
    before = context.before(index)
    neighbours = [i for i in (before, context.after(index)) if i >= 0]
    listed = any(context.lines[i].bullets and i not in context.outline.marks for i in neighbours)
    has_slash = bool(SLASH.search(line.text))
    precise = len(context.tail(index).kinds & {"issue", "page", "total", "date"}) > 1
    return not precise or (listed and not has_slash)


def _head_end(context: Context, index: int) -> int:
    """Return the line after a source line, with details that run over to the next line."""
    following = index + 1
    if following < context.outline.last and context.free(following):
        line = context.lines[following]
        tail = context.tail(following)
        if not line.bullets and tail.details and not line.text[: tail.start].strip(" (,"):
            return following + 1
    below = context.after(index)
    slashed = SLASH.search(context.lines[index].text)
    named_below = below >= 0 and is_names(context, below) and not slashed
    return below + 1 if named_below and not _credits_above(context, index) else following


def _credits_above(context: Context, index: int) -> bool:
    """Tell whether the line above a source line already names its authors."""
    above = context.before(index)
    if above < 0 or not context.free(above):
        return False
    return ends_in_authors(context.lines[above].text) or is_names(context, above)


def _head_start(context: Context, index: int, floor: int) -> int | None:
    """Return the first line of the head whose source line is at `index`."""
    start = _adjacent_start(context, index, floor)
    if _has_title(context, index, start < index):
        return start
    if start < index and not _names_only(context, start, index):
        return start
    above = context.before(start)
    if above < floor:
        return start if _stands_alone(context, start, index) else None
    if is_names(context, above) or _is_credit(context, above, index):
        start = above
        above = context.before(start)
    if above >= floor and _is_title(context, above):
        return _adjacent_start(context, above, floor)
    return start if _stands_alone(context, start, index) else None


def _adjacent_start(context: Context, index: int, floor: int) -> int:
    """Return the first line of the paragraph that ends at `index`, as far as it can be a head."""
    start = index
    while (
        start - 1 >= floor
        and index - start < 4
        and not context.lines[start].bullets
        and context.free(start - 1)
        and _is_title(context, start - 1)
        and not is_source(context, start - 1)
    ):
        start -= 1
    return start


def _has_title(context: Context, index: int, has_lines_above: bool) -> bool:
    """Tell whether a source line holds the title too."""
    line = context.lines[index]
    head = line.text[: context.tail(index).start]
    slash = SLASH.search(head)
    if _IN_HOST.match(head):
        return False
    if slash and not are_all_persons(head[: slash.start()]):
        return True
    if has_lines_above:
        return False
    return _holds_source_too(line, head)


def _holds_source_too(line: Line, head: str) -> bool:
    """Tell whether a line without a slash holds a title before its source."""
    inner = [at for at in line.words_map().bold_at if len(head[:at].split()) > 2 and at < len(head)]
    if inner and head[inner[0] :].strip():
        return True
    if (is_periodical_name(head) and len(head.split()) < 11) or is_publisher_name(head):
        return False
    before, comma, last = head.rpartition(", ")
    if comma and (is_institution_name(last) or is_publisher_name(last)):
        return len(before.split()) > 4 and not is_institution_name(before)
    inside = PERIODICAL_INSIDE.search(head)
    if inside and len(head[: inside.start()].split()) > 3:
        return True
    if comma and last[:1].isupper() and len(last.split()) < 7 and len(before.split()) > 4:
        return not (is_institution_name(before) or is_periodical_name(before) or _house(before))
    return len(head.split()) > 14


def _house(name: str) -> bool:
    return is_publisher_name(name.split(",")[0])


def _names_only(context: Context, start: int, end: int) -> bool:
    """Tell whether the lines of a paragraph before its source are nothing but names."""
    return all(is_names(context, i) for i in range(start, end))


def is_names(context: Context, index: int) -> bool:
    """Tell whether a line is names of persons and nothing else."""
    line = context.lines[index]
    if not context.free(index) or line.bullets or len(line.text) > 1000:
        return False
    text = line.text.lstrip("/ ")
    return are_all_persons(text)


def _is_credit(context: Context, above: int, index: int) -> bool:
    """Tell whether the line above a publisher's is a body credited as author, below a title."""
    if context.tail(index).kinds & {"issue", "page"} or not context.free(above):
        return False
    line = context.lines[above]
    title = context.before(above)
    return not line.bullets and are_credited(line.text) and title >= 0 and _is_title(context, title)


def _stands_alone(context: Context, start: int, index: int) -> bool:
    """Tell whether a source line with no title line before it is a reference of its own."""
    tail = context.tail(index)
    head = context.lines[index].text[: tail.start].strip()
    if start < index:
        return True
    if tail.kinds & {"issue", "page", "total"}:
        return bool(head)
    return len(head.split()) > 1 and len(head) < 200


def _is_title(context: Context, index: int) -> bool:
    """Tell whether a line before a source line can be a title: short, and no prose."""
    line = context.lines[index]
    if not context.free(index):
        return False
    if len(line.text) > LONGEST_TITLE and not ends_in_authors(line.text[: 3 * LONGEST_TITLE]):
        return False
    if _SUMMARY.match(line.text) and len(line.text) < 40:
        return False
    if line.bullets:
        return _bulleted_title(context, index)
    if line.text[0].islower() and (index == 0 or context.lines[index - 1].blank):
        # The rest of a sentence that a page break cut.
        return False
    return not is_prose(line.text) and not _ends_entry(context, index)


def _bulleted_title(context: Context, index: int) -> bool:
    """Tell whether a bulleted line is a title: its source follows on the very next line."""
    following = index + 1
    return (
        following < context.outline.last
        and context.lines[index].bullets == 1
        and context.free(following)
        and not context.lines[following].bullets
        and bool(context.tail(following).kinds & {"issue", "page", "total", "date"})
    )


def _ends_entry(context: Context, index: int) -> bool:
    """Tell whether a line is the summary of the reference before it, not the next title.

    It is where it follows a source line or an address at once and ends as a sentence does.
    """
    text = context.lines[index].text
    if not text.endswith((".", ".)", ".»", ". »")) or text.endswith("...") or ends_in_authors(text):
        return False
    above = context.before(index)
    if above < 0 or above in context.outline.marks:
        return False
    return context.lines[above].is_url or is_source(context, above)
