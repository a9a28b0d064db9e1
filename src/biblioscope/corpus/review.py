"""What people may want to decide: names, sources and works that differ by little.

Nothing is merged here. Each candidate says why it is one, where its forms stand, and is followed by
a row for the authority file; the person who pastes it there has decided.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from biblioscope.corpus.keys import reference_id
from biblioscope.corpus.tables import Decisions, Listing, listings_of
from biblioscope.reading import Document, Organisation, Person
from biblioscope.reading.knowledge import fold, fold_source

_CLOSE = 0.9
"""How alike two titles must be to be shown, by Ratcliff and Obershelp's measure."""

_LONG = 6
"""Names shorter than this differ by one letter without being one."""


@dataclass(frozen=True)
class Candidate:
    """Two forms that may name one thing.

    `kind` is "person", "source" or "work"; `reason` says how the forms differ; `forms` are they as
    printed, each with its lines; `row` is for the authority file, empty where that has none.
    """

    kind: str
    reason: str
    forms: tuple[tuple[str, tuple[int, ...]], ...]
    row: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two forms that are compared, as `distinct.csv` names them."""
        return self.forms[0][0], self.forms[-1][0]

    def __str__(self) -> str:
        """Say it in a comment, and give the row below it; then the row that says they are two."""
        forms = " · ".join(
            f"“{form}” ({'line' if len(lines) == 1 else 'lines'} {', '.join(map(str, lines))})"
            for form, lines in self.forms
        )
        apart = _csv([self.kind, *self.pair, ""])
        row = f"{self.row}\n" if self.row else ""
        return f"# {forms}: {self.reason}\n{row}# or, for distinct.csv: {apart}…"


def review(document: Document, decisions: Decisions) -> list[Candidate]:
    """Return what nobody has decided on yet: persons, then sources, then works, by line.

    Raises
    ------
    AuthorityError
        Where `distinct.csv` has a pair that would not be proposed any more.
    """
    listings = listings_of(document, decisions)
    candidates = [*_persons(document, listings, decisions), *_sources(listings), *_works(listings)]
    decisions.distinct.check({(each.kind, frozenset(each.pair)) for each in candidates})
    return [each for each in candidates if not decisions.distinct.holds(each.kind, *each.pair)]


def edits(one: str, other: str, most: int = 2) -> int:
    """Return how many letters must be put in, taken out, changed or swapped with a neighbour.

    References
    ----------
    Damerau 1964, Communications of the ACM 7(3); here without edits inside a swap.

    Examples
    --------
    >>> edits("foudriat", "fouuriat"), edits("thierry", "thiery"), edits("martin", "matrin")
    (1, 1, 1)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


# Persons


def _persons(
    document: Document, listings: list[Listing], decisions: Decisions
) -> Iterator[Candidate]:
    """Yield pairs of persons, and persons whom the running text spells otherwise."""
    found: dict[Person, dict[str, set[int]]] = {}
    for credit in (credit for listing in listings for credit in listing.credits):
        if isinstance(credit.author, Person):
            lines = found.setdefault(credit.author, {}).setdefault(credit.printed, set())
            lines.add(credit.line)
    for one, other in combinations(found, 2):
        if reason := _same_person(one, other):
            forms = _forms(found[one]) + _forms(found[other])
            yield Candidate("person", reason, forms, _person_row(one, found[other], reason))
    decided = {decision.author for decision in decisions.people.decisions}
    for person in found:
        if person not in decided:
            yield from _spelt_otherwise(document, person, found[person])


def _same_person(one: Person, other: Person) -> str | None:
    """Say why two names may be one person's."""
    names = [(fold(p.family), fold(p.given)) for p in (one, other)]
    (family, given), (family_2, given_2) = names
    if (family, given) == (family_2, given_2):
        return "they differ by case or accents"
    if (family, given) == (given_2, family_2):
        return "they differ in the order of family and given name"
    if family == family_2 and _initials_agree(given, given_2):
        return "one has the initials of the other's given name"
    if sorted(f"{family} {given}".split()) == sorted(f"{family_2} {given_2}".split()):
        return "they have the same words"
    whole, whole_2 = f"{family} {given}", f"{family_2} {given_2}"
    if family[:1] == family_2[:1] and len(family) >= _LONG and given == given_2:
        far = edits(family, family_2)
        return f"the family names differ by {far} letter(s)" if far <= 2 else None
    if len(whole) > 2 * _LONG and edits(whole, whole_2, 1) == 1:
        return "they differ by one letter"
    return None


def _initials_agree(given: str, given_2: str) -> bool:
    """Tell whether one given name is the initials, or the beginning, of the other."""
    short, long = sorted((given.split(), given_2.split()), key=lambda w: sum(map(len, w)))
    if not short:
        return True
    initials = all(len(word) == 1 for word in short)
    begins = len(short) <= len(long)
    return (
        begins
        and (initials or len(short) < len(long))
        and all(b.startswith(a) for a, b in zip(short, long, strict=False))
    )


_WORD = r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"


def _spelt_otherwise(
    document: Document, person: Person, printed: dict[str, set[int]]
) -> Iterator[Candidate]:
    """Yield where the running text has a person's name with other accents or by a letter off."""
    given, family = fold(person.given), fold(person.family)
    if not given or " " in family or len(family) < _LONG - 1:
        return
    spelt: dict[str, set[int]] = {}
    for match in _beside(person.given, document.text):
        word = match[1]
        if word.isupper() or word == person.family or not word[0].isupper():
            continue
        if edits(fold(word), family, 1) <= 1:
            spelt.setdefault(word, set()).add(document.line_of(match.start()))
    for word, lines in spelt.items():
        forms = (*_forms(printed), (f"{person.given} {word}", tuple(sorted(lines))))
        reason = "the running text spells the name otherwise"
        row = _person_row(Person(word, person.given), printed, reason)
        yield Candidate("person", reason, forms, row)


def _beside(given: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the words after and before a given name."""
    name = re.escape(given)
    for pattern in (rf"\b{name}[ \u00a0]({_WORD})", rf"\b({_WORD})[ \u00a0]{name}(?!\w)"):
        yield from re.finditer(pattern, text)


def _forms(printed: dict[str, set[int]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((form, tuple(sorted(lines))) for form, lines in printed.items())


def _person_row(person: Person, variants: Iterable[str], note: str) -> str:
    """Return a row for `authors.csv`."""
    return _csv([person.family, person.given, "", "person", "; ".join(variants), note])


# Sources


def _sources(listings: list[Listing]) -> Iterator[Candidate]:
    """Yield pairs of sources with names that are nearly one."""
    lines: dict[str, list[int]] = {}
    kinds: dict[str, str] = {}
    for listing in listings:
        if listing.source:
            lines.setdefault(listing.source.name, []).append(listing.printed.line_start)
            kinds[listing.source.name] = listing.source.kind
    for one, other in combinations(lines, 2):
        if reason := _same_source(one, other):
            forms = ((one, tuple(lines[one])), (other, tuple(lines[other])))
            row = _csv([one, kinds[one], other, reason])
            yield Candidate("source", reason, forms, row)


def _same_source(one: str, other: str) -> str | None:
    """Say why two names may be one source's."""
    name, name_2 = fold_source(one), fold_source(other)
    if name == name_2:
        return "they differ by case, accents or the article"
    if sorted(name.split()) == sorted(name_2.split()):
        return "they differ in the order of words"
    if _is_acronym(name, name_2) or _is_acronym(name_2, name):
        return "one has the initials of the other"
    if len(name) >= _LONG and len(name_2) >= _LONG and edits(name, name_2) <= 2:
        return f"they differ by {edits(name, name_2)} letter(s)"
    shorter, longer = sorted((name, name_2), key=len)
    if longer.startswith(f"{shorter} ") or longer.endswith(f" {shorter}"):
        return "one is a part of the other"
    return None


def _is_acronym(short: str, long: str) -> bool:
    """Tell whether a word is the initials of several, small words left out or not."""
    words = long.split()
    if " " in short or len(words) < 2 or len(short) < 2:
        return False
    told = [word for word in words if len(word) > 3]
    return short in ("".join(w[0] for w in words), "".join(w[0] for w in told))


# Works


def _works(listings: list[Listing]) -> Iterator[Candidate]:
    """Yield pairs of works with titles that are nearly one."""
    works = {listing.work_id: listing for listing in reversed(listings)}
    ordered = sorted(works.values(), key=lambda listing: listing.printed.line_start)
    folded = {listing.work_id: fold(listing.decided.title) for listing in ordered}
    for one, other in combinations(ordered, 2):
        if reason := _same_work(folded[one.work_id], folded[other.work_id]):
            forms = tuple((_described(each), (each.printed.line_start,)) for each in (one, other))
            yield Candidate("work", reason, forms, _work_row(one, other))


def _same_work(title: str, title_2: str) -> str | None:
    """Say why two titles may be one work's."""
    if title == title_2:
        return "one title, but another year or first author: another edition, or a misprint?"
    shorter, longer = sorted((title, title_2), key=len)
    if len(shorter) > 3 * _LONG and longer.startswith(f"{shorter} "):
        return "one title begins with the other"
    matcher = SequenceMatcher(None, title, title_2, autojunk=False)
    if matcher.real_quick_ratio() < _CLOSE or matcher.quick_ratio() < _CLOSE:
        return None
    return f"the titles are {matcher.ratio():.0%} alike" if matcher.ratio() >= _CLOSE else None


def _described(listing: Listing) -> str:
    """Return a work as a reader would cite it in short."""
    reference = listing.decided
    first = reference.authors[0] if reference.authors else None
    name = first.literal if isinstance(first, Organisation) else first.family if first else None
    return ", ".join(part for part in (name, reference.title, reference.issued) if part)


def _work_row(one: Listing, other: Listing) -> str:
    """Return a row for `corrections.csv` that would make two works one, where a title would."""
    if fold(one.decided.title) == fold(other.decided.title):
        return ""
    reason = f"The work of line {one.printed.line_start}"
    return _csv(
        [
            reference_id(other.printed), "title", other.printed.title, one.decided.title, reason,
            f"Line {one.printed.line_start} has the other title",
        ]
    )  # fmt: skip


def _csv(cells: list[str]) -> str:
    """Return cells as a row of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
