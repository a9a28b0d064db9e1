"""Where each reference begins and ends, and which of its first lines are its head.

Most references tell themselves by a source line (a name followed by a date, a number, pages).
The lines before it are the title and the authors. The rest have no source: laws, sites, pages
with an address of their own, links in pointer blocks, a title with its author alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from .details import Tail, peel
from .knowledge import is_institution_name, is_periodical_name, is_publisher_name
from .lines import Line, is_capitals
from .names import are_all_persons, are_credited, begins_with_person
from .outline import Mark, Outline, is_link

_SLASH = re.compile(r"\s/(?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?…](?:\s*[»”\"])?\s+[«“\"]?[A-ZÀ-Þ0-9]")
_LAW = re.compile(
    r"(?:décret|arrêté|ordonnance|circulaire|instruction|directive|loi|règlement|délibération|"
    r"note d'information)\b.{0,40}(?:n°\s*\S|du \d|relati|\d{4})",
    re.IGNORECASE,
)
_IN_HOST = re.compile(r"(?:In|IN|Dans)\s*:?\s+(?=[A-ZÀ-Þ«\"“\d])")
PERIODICAL_INSIDE = re.compile(
    r"\s(?=(?:Revue|Cahiers?|Journal|Lettre|Gazette|Bulletin|Annales|Actualités|Magazine|"
    r"La Revue|Les Cahiers|La Lettre|La Gazette|Le Journal)\s[^.?!]{2,60}$)"
)
_LEADS_ON = re.compile(r"\b(?:en|de|du|le|la|depuis|avant|après|fin|début|courant|et)\s*$")
_LONGEST_TITLE = 400
_LONGEST_PAGE = 40
_FEW_NAMES = 200
_SUMMARY = re.compile(
    r"(?:au |le )?(?:sommaire|programme)|"
    r"(?:contenu|contient|table des matières|extraits?|parmi les articles)\b",
    re.IGNORECASE,
)


@dataclass
class Entry:
    """The lines of one reference (indices): its head, and all of it up to `end` (excluded)."""

    start: int
    head_end: int
    end: int
    headings: dict[str, Mark] = field(default_factory=dict)
    pointer: bool = False


class _Context:
    """What the search for heads looks at, again and again; every look-up takes one step."""

    def __init__(self, lines: list[Line], outline: Outline) -> None:
        self.lines = lines
        self.outline = outline
        self._tails: dict[int, Tail] = {}
        content = [
            line.index
            for line in lines[outline.first : outline.last]
            if line.text and not line.is_noise
        ]
        self._before = dict(zip(content[1:], content, strict=False))
        self._after = dict(pairwise(content))
        self.content = content
        self.in_force = _headings_in_force(outline)
        self.mark_lines = sorted(outline.marks)

    def tail(self, index: int) -> Tail:
        """Return the details at the end of a line, read once."""
        if index not in self._tails:
            self._tails[index] = peel(self.lines[index].text)
        return self._tails[index]

    def free(self, index: int) -> bool:
        """Tell whether a line may be part of a head: words, no heading."""
        if not 0 <= index < len(self.lines) or index in self.outline.marks:
            return False
        line = self.lines[index]
        return bool(line.text) and not line.is_url and not line.is_noise

    def before(self, index: int) -> int:
        """Return the last line before `index` that is neither blank nor noise; -1: none."""
        return self._before.get(index, -1)

    def after(self, index: int) -> int:
        """Return the first line after `index` that is neither blank nor noise; -1: none."""
        return self._after.get(index, -1)

    def headings(self, index: int) -> dict[str, Mark]:
        """Return chapter, section and list heading in force at a line."""
        at = bisect_left(self.mark_lines, index)
        return self.in_force[self.mark_lines[at - 1]] if at else {}


def _headings_in_force(outline: Outline) -> dict[int, dict[str, Mark]]:
    """Return, for each heading's line, the headings in force after it."""
    after: dict[int, dict[str, Mark]] = {}
    now: dict[str, Mark] = {}
    for index in sorted(outline.marks):
        mark = outline.marks[index]
        if mark.level == "chapter":
            now = {"chapter": mark}
        elif mark.level == "section":
            now = {k: m for k, m in now.items() if k == "chapter"} | {"section": mark}
        else:
            now = now | {"list": mark}
        after[index] = now
    return after


def find_entries(lines: list[Line], outline: Outline) -> list[Entry]:
    """Return the references of a dossier, in order, as ranges of lines."""
    context = _Context(lines, outline)
    heads = _source_heads(context)
    heads.update(_other_heads(context, heads))
    captions = _captions(context, heads)
    for index in captions:
        outline.marks[index] = Mark("caption", index, lines[index].text)
    return _entries(context, heads)


# Heads with a source line


def _source_heads(context: _Context) -> dict[int, int]:
    """Return the heads that end in a source line: first line → line after the source."""
    heads: dict[int, int] = {}
    floor = context.outline.first
    for line in context.lines[context.outline.first : context.outline.last]:
        if line.index < floor or not _is_source(context, line.index):
            continue
        start = _head_start(context, line.index, floor)
        if start is None:
            continue
        end = _head_end(context, line.index)
        heads[start] = end
        floor = end
    return heads


def _is_source(context: _Context, index: int) -> bool:
    """Tell whether a line ends in the details of a source."""
    line = context.lines[index]
    if not context.free(index) or _is_quoted_item(context, index):
        return False
    tail = context.tail(index)
    kinds = tail.kinds - {"ignored", "edition"}
    if not kinds:
        return False
    head = line.text[: tail.start]
    if _LAW.match(head) and kinds <= {"date", "issue"}:
        return False
    if len(head) > _LONGEST_TITLE and not _ends_in_authors(head):
        return False
    if len(_SENTENCE_END.findall(head[:_LONGEST_TITLE])) > 3:
        return False
    return kinds != {"date"} or _may_end_in_date(head)


def _may_end_in_date(head: str) -> bool:
    """Tell whether words before a lone date can be a source or a title: no sentence of prose."""
    return len(head.split()) <= 30 and not _LEADS_ON.search(head)


def _is_quoted_item(context: _Context, index: int) -> bool:
    """Tell whether a bulleted line is an item of a list: bullets count as heads only alone."""
    line = context.lines[index]
    if not line.bullets:
        return False
    if line.bullets > 1:
        return True
    before = context.before(index)
    neighbours = [i for i in (before, context.after(index)) if i >= 0]
    listed = any(context.lines[i].bullets and i not in context.outline.marks for i in neighbours)
    has_slash = bool(_SLASH.search(line.text))
    precise = len(context.tail(index).kinds & {"issue", "page", "total", "date"}) > 1
    return not precise or (listed and not has_slash)


def _head_end(context: _Context, index: int) -> int:
    """Return the line after a source line, with details that run over to the next line."""
    following = index + 1
    if following < context.outline.last and context.free(following):
        line = context.lines[following]
        tail = context.tail(following)
        if not line.bullets and tail.details and not line.text[: tail.start].strip(" (,"):
            return following + 1
    below = context.after(index)
    slashed = _SLASH.search(context.lines[index].text)
    named_below = below >= 0 and _is_names(context, below) and not slashed
    return below + 1 if named_below and not _credits_above(context, index) else following


def _credits_above(context: _Context, index: int) -> bool:
    """Tell whether the line above a source line already names its authors."""
    above = context.before(index)
    if above < 0 or not context.free(above):
        return False
    return _ends_in_authors(context.lines[above].text) or _is_names(context, above)


def _head_start(context: _Context, index: int, floor: int) -> int | None:
    """Return the first line of the head whose source line is at `index`."""
    start = _adjacent_start(context, index, floor)
    if _has_title(context, index, start < index):
        return start
    if start < index and not _names_only(context, start, index):
        return start
    above = context.before(start)
    if above < floor:
        return start if _stands_alone(context, start, index) else None
    if _is_names(context, above) or _is_credit(context, above, index):
        start = above
        above = context.before(start)
    if above >= floor and _is_title(context, above):
        return _adjacent_start(context, above, floor)
    return start if _stands_alone(context, start, index) else None


def _adjacent_start(context: _Context, index: int, floor: int) -> int:
    """Return the first line of the paragraph that ends at `index`, as far as it can be a head."""
    start = index
    while (
        start - 1 >= floor
        and index - start < 4
        and not context.lines[start].bullets
        and context.free(start - 1)
        and _is_title(context, start - 1)
        and not _is_source(context, start - 1)
    ):
        start -= 1
    return start


def _has_title(context: _Context, index: int, has_lines_above: bool) -> bool:
    """Tell whether a source line holds the title too."""
    line = context.lines[index]
    head = line.text[: context.tail(index).start]
    slash = _SLASH.search(head)
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


def _known(head: str) -> bool:
    return is_periodical_name(head) or is_publisher_name(head)


def _names_only(context: _Context, start: int, end: int) -> bool:
    """Tell whether the lines of a paragraph before its source are nothing but names."""
    return all(_is_names(context, i) for i in range(start, end))


def _is_names(context: _Context, index: int) -> bool:
    line = context.lines[index]
    if not context.free(index) or line.bullets or len(line.text) > 1000:
        return False
    text = line.text.lstrip("/ ")
    return are_all_persons(text)


def _is_credit(context: _Context, above: int, index: int) -> bool:
    """Tell whether the line above a publisher's is a body credited as author, below a title."""
    if context.tail(index).kinds & {"issue", "page"} or not context.free(above):
        return False
    line = context.lines[above]
    title = context.before(above)
    return not line.bullets and are_credited(line.text) and title >= 0 and _is_title(context, title)


def _stands_alone(context: _Context, start: int, index: int) -> bool:
    """Tell whether a source line with no title line before it is a reference of its own."""
    tail = context.tail(index)
    head = context.lines[index].text[: tail.start].strip()
    if start < index:
        return True
    if tail.kinds & {"issue", "page", "total"}:
        return bool(head)
    return len(head.split()) > 1 and len(head) < 200


def _is_title(context: _Context, index: int) -> bool:
    """Tell whether a line before a source line can be a title: short, and no prose."""
    line = context.lines[index]
    if not context.free(index):
        return False
    if len(line.text) > _LONGEST_TITLE and not _ends_in_authors(line.text[: 3 * _LONGEST_TITLE]):
        return False
    if _SUMMARY.match(line.text) and len(line.text) < 40:
        return False
    if line.bullets:
        return _bulleted_title(context, index)
    if line.text[0].islower() and (index == 0 or context.lines[index - 1].blank):
        # The rest of a sentence that a page break cut.
        return False
    return not is_prose(line.text) and not _ends_entry(context, index)


def _bulleted_title(context: _Context, index: int) -> bool:
    """Tell whether a bulleted line is a title: its source follows on the very next line."""
    following = index + 1
    return (
        following < context.outline.last
        and context.lines[index].bullets == 1
        and context.free(following)
        and not context.lines[following].bullets
        and bool(context.tail(following).kinds & {"issue", "page", "total", "date"})
    )


@lru_cache(maxsize=4096)
def is_prose(text: str) -> bool:
    """Tell whether a line is running text: long, or several sentences.

    Examples
    --------
    >>> is_prose("Travail social et territoire. Concept, méthode, outils")
    False
    """
    if _ends_in_authors(text[: 3 * _LONGEST_TITLE]):
        return False
    sentences = len(_SENTENCE_END.findall(text))
    if text.endswith((".", "…")) and not text.endswith("..."):
        return len(text) > 110 or (sentences > 0 and len(text) > 70)
    return len(text) > 260 or (sentences > 1 and len(text) > 180)


def _ends_entry(context: _Context, index: int) -> bool:
    """Tell whether a line is the summary of the reference before it, not the next title.

    It is where it follows a source line at once and ends as a sentence does.
    """
    text = context.lines[index].text
    if not text.endswith((".", ".)", ".»", ". »")) or text.endswith("..."):
        return False
    above = context.before(index)
    return above >= 0 and above not in context.outline.marks and _is_source(context, above)


# Heads without a source line


def _other_heads(context: _Context, heads: dict[int, int]) -> dict[int, int]:
    """Return the heads of the references that have no source line."""
    found: dict[int, int] = {}
    covered = -1
    finished = True
    boxed, state = False, "page"
    for index in context.content:
        if index in heads:
            covered, finished, boxed, state = heads[index], False, False, "source"
        if index < covered or index in context.outline.marks:
            continue
        text = context.lines[index].text
        if boxed and len(text) < 90:
            # Lettering in a box under a title in capitals is no title of its own.
            continue
        if context.free(index) and (end := _other_head(context, index, heads, finished, state)):
            found[index] = covered = end
            finished, boxed, state = True, is_capitals(text), "page"
        else:
            finished, boxed = finished or is_prose(text), False
    return found


def _other_head(
    context: _Context, index: int, heads: dict[int, int], finished: bool, state: str
) -> int | None:
    """Return the line after the head that begins at `index`, None where none does.

    `finished` says that the entry before has had its prose, so that an address may end it.
    """
    line = context.lines[index]
    if is_link(line) and _in_pointer_block(context, index):
        return None if line.text[:3].lower() == "et " else index + 1
    if line.bullets or len(line.text) >= _LONGEST_TITLE:
        return None
    if _LAW.match(line.text) and _begins(context, index):
        return _with_rest(context, index)
    if _ends_in_authors(line.text):
        return _with_names(context, index)
    if is_capitals(line.text) and _has_page_of_its_own(context, index, heads):
        return index + 1
    return index + 1 if _is_web_entry(context, index, heads, finished, state) else None


def _with_rest(context: _Context, index: int) -> int:
    """Return the line after a title, with the lines right below that go on with its sentence."""
    at = index + 1
    while at < context.outline.last and context.free(at) and at - index < 4:
        line = context.lines[at]
        if line.bullets or not line.text[0].islower() or is_prose(line.text):
            break
        at += 1
    return at


def _in_pointer_block(context: _Context, index: int) -> bool:
    mark = context.headings(index).get("list")
    return mark is not None and mark.level == "pointer"


def _begins(context: _Context, index: int) -> bool:
    """Tell whether a law stands at the head of an entry: not in the middle of a list or prose."""
    line = context.lines[index]
    if is_prose(line.text):
        return False
    above = context.before(index)
    return above < 0 or above != index - 1 or above in context.outline.marks


@lru_cache(maxsize=4096)
def _ends_in_authors(text: str) -> bool:
    """Tell whether a line ends in " / " and names of persons."""
    cuts = list(_SLASH.finditer(text))
    if not cuts:
        return False
    return begins_with_person(text[cuts[0].end() :].strip()[:_FEW_NAMES])


def _with_names(context: _Context, index: int) -> int:
    """Return the line after a head, with a line of publishers or names right below it."""
    following = index + 1
    if following < context.outline.last and context.free(following):
        line = context.lines[following]
        short = len(line.text) < 90 and not line.bullets and not line.text.endswith(".")
        if short and (are_all_persons(line.text) or _known(line.text)):
            return following + 1
    return following


def _has_page_of_its_own(context: _Context, index: int, heads: dict[int, int]) -> bool:
    """Tell whether a line in capitals is followed by prose and an address before the next head."""
    prose = False
    at = context.after(index)
    for _ in range(_LONGEST_PAGE):
        if at < 0 or at in heads or at in context.outline.marks:
            return False
        line = context.lines[at]
        if line.is_url or _LAW.match(line.text):
            return prose
        prose = prose or (line.plain and len(line.text) > 90)
        at = context.after(at)
    return False


def _is_web_entry(
    context: _Context, index: int, heads: dict[int, int], finished: bool, state: str
) -> bool:
    """Tell whether a short line begins a web page: an address follows, with or without prose.

    Under "Sites" and "Emissions" any such line does; elsewhere only one that comes after an
    entry was finished, that is, had its own address.
    """
    line = context.lines[index]
    if len(line.text) > 300 or is_prose(line.text):
        return False
    mark = context.headings(index).get("list")
    own_page = "http" in line.raw
    if not own_page and not _address_follows(context, index, heads):
        return False
    if mark and mark.label in ("Sites", "Emissions"):
        return True
    above = context.before(index)
    if above < 0 or above in context.outline.marks:
        return True
    if own_page or not finished:
        return False
    if context.lines[above].is_url:
        return True
    labelled = state == "page" or len(line.text.split()) < 5 or len(line.text) > 200
    ended = is_prose(context.lines[above].text) or context.lines[above].bullets > 0
    return ended and not labelled and _address_is_next(context, index)


def _address_is_next(context: _Context, index: int) -> bool:
    """Tell whether the next line with words is an address."""
    at = context.after(index)
    return at >= 0 and context.lines[at].is_url


def _address_follows(context: _Context, index: int, heads: dict[int, int]) -> bool:
    """Tell whether the next lines are an address, or prose and then an address."""
    at = context.after(index)
    steps = 0
    while at >= 0 and at not in heads and at not in context.outline.marks and steps < 6:
        line = context.lines[at]
        if line.is_url:
            return True
        if line.bullets or len(line.text) < 60 or _LAW.match(line.text):
            return False
        at = context.after(at)
        steps += 1
    return False


# Headings that only introduce, and the ends of entries


def _captions(context: _Context, heads: dict[int, int]) -> list[int]:
    """Return the lines in capitals that stand right before a head and are part of none."""
    found = []
    taken = {i for start, end in heads.items() for i in range(start, end)}
    for start in heads:
        above = context.before(start)
        if above >= 0 and above not in taken and above not in context.outline.marks:
            line = context.lines[above]
            if line.plain and is_capitals(line.text) and not are_all_persons(line.text):
                found.append(above)
    return found


def _entries(context: _Context, heads: dict[int, int]) -> list[Entry]:
    """Return the entries: each runs to the next head or heading."""
    starts = sorted(heads)
    bounds = sorted({*starts, *context.outline.marks, context.outline.last})
    lines = context.lines
    entries = []
    for start in starts:
        end = bounds[bisect_right(bounds, start)]
        while end > start + 1 and (lines[end - 1].blank or lines[end - 1].is_noise):
            end -= 1
        headings = context.headings(start)
        pointer = is_link(lines[start]) and _in_pointer_block(context, start)
        entries.append(Entry(start, min(heads[start], end), end, headings, pointer))
    return entries
