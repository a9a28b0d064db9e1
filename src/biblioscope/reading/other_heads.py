"""The heads that have no source line: laws, web pages, pointers, a title with its author alone."""

from __future__ import annotations

from .context import Context
from .knowledge import first_word, folded, is_note
from .lines import is_capitals
from .names import are_all_persons
from .prose import LAW, LONGEST_TITLE, SLASH, ends_in_authors, is_known_source, is_prose

_LONGEST_PAGE = 40
_SHORTEST_SUMMARY = 50
_FEWEST_WORDS = 7
_FEWEST_OF_TITLE = 5
_LONGEST_LABELLED = 200


def other_heads(context: Context, heads: dict[int, int]) -> dict[int, int]:
    """Return the heads of the references that have no source line."""
    found: dict[int, int] = {}
    covered = -1
    finished = True
    boxed, state, words = False, "page", False
    for index in context.content:
        if index in heads:
            covered, finished, boxed, state, words = heads[index], False, False, "source", False
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
            # An address after words of its own ends an entry as prose does.
            ended = words and context.lines[index].is_url
            finished, boxed = finished or is_prose(text) or ended, False
            words = words or not context.lines[index].is_url
    return found


def _other_head(
    context: Context, index: int, heads: dict[int, int], finished: bool, state: str
) -> int | None:
    """Return the line after the head that begins at `index`, None where none does.

    `finished` says that the entry before has had its prose, so that an address may end it.
    """
    line = context.lines[index]
    if context.is_pointer(index):
        return None if line.text[:3].lower() == "et " else index + 1
    if len(line.text) >= LONGEST_TITLE or (line.bullets and not _is_listed_site(context, index)):
        return None
    if LAW.match(line.text) and _begins(context, index):
        return _with_rest(context, index)
    if ends_in_authors(line.text):
        return _with_names(context, index)
    if is_capitals(line.text) and _has_page_of_its_own(context, index, heads):
        return index + 1
    return index + 1 if _is_web_entry(context, index, heads, finished, state) else None


def _is_listed_site(context: Context, index: int) -> bool:
    """Tell whether a bulleted line names a site: below "Sites", its address beside it or below."""
    line = context.lines[index]
    mark = context.headings(index).get("list")
    if line.bullets > 1 or mark is None or mark.label not in ("Sites", "Emissions"):
        return False
    following = context.after(index)
    below = following == index + 1 and context.lines[following].is_url
    return (below or "http" in line.raw) and not line.is_url


def _with_rest(context: Context, index: int) -> int:
    """Return the line after a title, with the lines right below that go on with its sentence."""
    at = index + 1
    while at < context.outline.last and context.free(at) and at - index < 4:
        line = context.lines[at]
        if line.bullets or not line.text[0].islower() or is_prose(line.text):
            break
        at += 1
    return at


def _begins(context: Context, index: int) -> bool:
    """Tell whether a law stands at the head of an entry: not in the middle of a list or prose."""
    line = context.lines[index]
    if is_prose(line.text):
        return False
    above = context.before(index)
    return above < 0 or above != index - 1 or above in context.outline.marks


def _with_names(context: Context, index: int) -> int:
    """Return the line after a head, with a line of publishers or names right below it."""
    following = index + 1
    if following < context.outline.last and context.free(following):
        line = context.lines[following]
        short = len(line.text) < 90 and not line.bullets and not line.text.endswith(".")
        if short and (are_all_persons(line.text) or is_known_source(line.text)):
            return following + 1
    return following


def _has_page_of_its_own(context: Context, index: int, heads: dict[int, int]) -> bool:
    """Tell whether a line in capitals is followed by prose and an address before the next head."""
    prose = False
    at = context.after(index)
    for _ in range(_LONGEST_PAGE):
        if at < 0 or at in heads or at in context.outline.marks:
            return False
        line = context.lines[at]
        if line.is_url or LAW.match(line.text):
            return prose
        prose = prose or (line.plain and len(line.text) > 90)
        at = context.after(at)
    return False


def _is_web_entry(
    context: Context, index: int, heads: dict[int, int], finished: bool, state: str
) -> bool:
    """Tell whether a short line begins a web page: an address follows, with or without prose.

    Under "Sites" and "Emissions" any such line does; elsewhere only one that comes after an
    entry was finished, that is, had its own address.
    """
    line = context.lines[index]
    if len(line.text) > 300 or is_prose(line.text) or is_note(line.text):
        return False
    if _invites(context, index):
        return True
    mark = context.headings(index).get("list")
    own_page = "http" in line.raw
    if not own_page and not _address_follows(context, index, heads):
        return False
    above = context.before(index)
    if mark and mark.label in ("Sites", "Emissions"):
        return not _is_summary(context, index, above)
    if above < 0 or above in context.outline.marks:
        return True
    if own_page or _is_sentence(line.text):
        return False
    return _follows_entry(context, index, above, finished, state)


def _follows_entry(context: Context, index: int, above: int, finished: bool, state: str) -> bool:
    """Tell whether a line with an address after it begins an entry right after another one."""
    text = context.lines[index].text
    short = len(text.split()) < _FEWEST_OF_TITLE
    if context.lines[above].is_url and (finished or (not short and _stands_apart(context, index))):
        return True
    labelled = state == "page" or short or len(text) > _LONGEST_LABELLED
    ended = is_prose(context.lines[above].text) or context.lines[above].bullets > 0
    return finished and ended and not labelled and _address_is_next(context, index)


def _is_summary(context: Context, index: int, above: int) -> bool:
    """Tell whether a line is a sentence on the entry above it, which still lacks its address."""
    if not _is_sentence(context.lines[index].text):
        return False
    line = context.lines[above]
    return above >= 0 and above not in context.outline.marks and "http" not in line.raw


def _invites(context: Context, index: int) -> bool:
    """Tell whether a line names a page to look something up in, and its address is next.

    A few words are but the label of the address ("Consulter le rapport en ligne").
    """
    text = context.lines[index].text
    if len(text.split()) < _FEWEST_WORDS or first_word(text) not in folded("invitations"):
        return False
    return not _is_sentence(text) and _stands_apart(context, index)


def _stands_apart(context: Context, index: int) -> bool:
    """Tell whether a line stands alone, and its address is next."""
    apart = index == 0 or context.lines[index - 1].blank
    return apart and _address_is_next(context, index)


def _is_sentence(text: str) -> bool:
    ended = text.endswith((".", "…")) and not text.endswith("...")
    return ended and len(text) >= _SHORTEST_SUMMARY and not SLASH.search(text)


def _address_is_next(context: Context, index: int) -> bool:
    """Tell whether the next line with words is an address."""
    at = context.after(index)
    return at >= 0 and context.lines[at].is_url


def _address_follows(context: Context, index: int, heads: dict[int, int]) -> bool:
    """Tell whether the next lines are an address, or prose and then an address."""
    at = context.after(index)
    steps = 0
    while at >= 0 and at not in heads and at not in context.outline.marks and steps < 6:
        line = context.lines[at]
        if line.is_url:
            return True
        if line.bullets or len(line.text) < 60 or LAW.match(line.text):
            return False
        at = context.after(at)
        steps += 1
    return False
