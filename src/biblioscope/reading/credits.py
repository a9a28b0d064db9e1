"""Who is credited for a reference, and what its source is: the rest of a head, shared out."""

from __future__ import annotations

from itertools import pairwise

from .head_text import EDGES, SLASH_CUT, Head, HeadText, Learned, names_in
from .knowledge import fold_source, is_acronym, is_institution_name, is_publisher_name
from .model import Person
from .names import Named, is_given_name, is_two_words, organisation, read_names


def share_out(head: Head, title_end: int, start: int, end: int, learned: Learned) -> None:
    """Tell authors from source in what follows the title."""
    words = head.words
    if start >= end:
        return
    named = _names_and_source(words, start, end)
    named = _publisher_in_given(named, words, learned)
    named = _given_in_source(named, learned)
    slashed = SLASH_CUT.search(words.text, max(title_end - 1, 0), start + 1) is not None or (
        words.text[title_end:start].strip() == "/"
    )
    persons = [i for i, n in enumerate(named) if n.author]
    first_source = _first_source(head, named, persons, slashed, learned)
    for piece in map(_person_of_two_words, named[:first_source]):
        if piece.author:
            head.authors.append((piece.author, piece.start, piece.end))
        elif piece.text.strip(EDGES + "()."):
            head.authors.append((organisation(piece.text), piece.start, piece.end))
    rest = named[first_source:]
    if rest:
        # What joins names begins a name of its own where there are none ("Et vous ?").
        first = start if first_source == 0 else rest[0].start
        head.source = words.trimmed(first, rest[-1].end)


def _person_of_two_words(piece: Named) -> Named:
    """Read two capitalised words that are credited, and no body's name, as a person."""
    match = None if piece.author else is_two_words(piece.text)
    if match is None:
        return piece
    return Named(Person(match["family"], match["given"]), piece.start, piece.end, piece.text)


def _names_and_source(words: HeadText, start: int, end: int) -> list[Named]:
    """Read names; on the source's own line, below names, only capitals tell a person."""
    last = words.last_line
    above = names_in(words, start, last - 1) if start < last - 1 < end else []
    if not any(piece.author for piece in above):
        return names_in(words, start, end)
    return above + [
        Named(n.author, n.start + last, n.end + last, n.text)
        for n in read_names(words.text[last:end], mixed_case=False)
    ]


def _first_source(
    head: Head, named: list[Named], persons: list[int], slashed: bool, learned: Learned
) -> int:
    """Return the number of pieces that are authors; the rest is the source."""
    on_title_line = [
        i
        for i, piece in enumerate(named)
        if piece.end <= head.words.last_line - 1 and len(head.words.line_starts) > 1
    ]
    house = next((i for i, n in enumerate(named) if not n.author and _known_source(n, learned)), -1)
    if 0 <= house < max(persons, default=-1):
        return house
    if on_title_line and len(on_title_line) < len(named):
        return max(on_title_line[-1], *persons, -1) + 1
    if persons:
        return persons[-1] + 1
    own_line = head.tail_at + head.tail.start < head.words.last_line
    if own_line and slashed and not (head.tail.kinds & {"issue", "page"}):
        return len(named)
    if not slashed or len(named) < 2:
        return 0 if head.tail.details or not slashed else len(named)
    whole = head.printed((named[0].start, named[-1].end))
    if learned.is_periodical(whole) or head.tail.kinds & {"issue", "page"}:
        return 0
    if is_publisher_name(named[0].text):
        return 0
    return len(named) - 1 if _is_house(named[-1].text, learned) else 1


def _is_house(name: str, learned: Learned) -> bool:
    return is_publisher_name(name) or fold_source(name) in learned.publishers


def _known_source(piece: Named, learned: Learned) -> bool:
    return _is_house(piece.text, learned) or learned.is_periodical(piece.text)


def _publisher_in_given(named: list[Named], words: HeadText, learned: Learned) -> list[Named]:
    """Take a known publisher out of the words that were read as the last given name."""
    result: list[Named] = []
    for piece in named:
        author = piece.author
        if isinstance(author, Person) and " " in author.given:
            given, _, last = author.given.rpartition(" ")
            begins_source = _begins_source(piece, named, words) and not is_given_name(last)
            if begins_source or (learned.knows(last) and is_publisher_name(last)):
                cut = piece.text.rfind(last)
                result.append(
                    Named(Person(author.family, given), piece.start, piece.start + cut - 1, "")
                )
                result.append(Named(None, piece.start + cut, piece.end, last))
                continue
        if (
            isinstance(author, Person)
            and " " in author.family
            and is_acronym(author.family.split()[-1].upper())
        ):
            result += _acronym_in_family(piece, author, learned)
            continue
        result.append(piece)
    return result


def _given_in_source(named: list[Named], learned: Learned) -> list[Named]:
    """Give words back to the last person that were read as the beginning of a known source."""
    for i, (piece, following) in enumerate(pairwise(named)):
        author = piece.author
        if not isinstance(author, Person) or following.author or following.start != piece.end + 1:
            continue
        for words in (1, 2):
            given, rest = _cut_after(following.text, words)
            if rest and is_given_name(given) and _is_source(rest, learned):
                start = following.start + len(following.text) - len(rest)
                person = Person(author.family, f"{author.given} {given}")
                longer = Named(person, piece.start, start - 1, f"{piece.text} {given}")
                source = Named(None, start, following.end, rest)
                return [*named[:i], longer, source, *named[i + 2 :]]
    return named


def _cut_after(text: str, count: int) -> tuple[str, str]:
    """Cut a text after some words; without more words than these the rest is empty."""
    pieces = text.split(" ", count)
    return " ".join(pieces[:count]), "".join(pieces[count:])


def _is_source(name: str, learned: Learned) -> bool:
    if learned.knows(name) or learned.is_periodical(name):
        return True
    return is_institution_name(name) or is_publisher_name(name)


def _begins_source(piece: Named, named: list[Named], words: HeadText) -> bool:
    """Tell whether the last word read as a given name may begin the name of the source.

    It may where all stands on one line and more of that name follows after a comma.
    """
    following = named[named.index(piece) + 1 :]
    single = len(words.line_starts) == 1
    return single and not any(named.author for named in following)


def _acronym_in_family(piece: Named, author: Person, learned: Learned) -> list[Named]:
    """Take a known publisher in capitals out of the end of a family name ("JAEGER ESF")."""
    last = piece.text.split()[-1]
    if last.isupper() and (learned.knows(last) or is_institution_name(last)):
        family = author.family.rsplit(" ", 1)[0]
        cut = piece.text.rfind(last)
        person = Named(Person(family, author.given), piece.start, piece.start + cut - 1, "")
        return [person, Named(None, piece.start + cut, piece.end, last)]
    return [piece]
