"""Names of authors, in either printed order: "BRESSON Maryse", "Marcel JAEGER", "Marcel Jaeger"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from .knowledge import (
    fold,
    folded,
    given_names,
    is_institution_name,
    is_periodical_name,
    is_publisher_name,
    words,
)
from .model import Author, Organisation, Person

# Latin Extended-A, of Central European names, has capitals and small letters by turns.
_EXTENDED = [chr(code) for code in range(0x100, 0x180)]
_UPPER = "A-ZÀ-ÖØ-Þ" + "".join(c for c in _EXTENDED if c.isupper())
_LOWER = "a-zß-öø-ÿ" + "".join(c for c in _EXTENDED if c.islower())
_CAPS = rf"(?:[{_UPPER}]['’])?[{_UPPER}][{_UPPER}'’]*[{_UPPER}](?:-[{_UPPER}][{_UPPER}'’]+)*"
_INITIAL = rf"[{_UPPER}][a-zé]?\.(?:(?:\s?-\s?|\s)?[{_UPPER}]\.){{0,3}}"
_GIVEN = (
    rf"(?!(?:L[ae]s?|L['’]|D[eu]s?|Une?)\b)"
    rf"(?:[{_UPPER}]['’]?[{_LOWER}]+(?:[-'’][{_UPPER}]?[{_LOWER}]+){{0,3}}|{_INITIAL})"
)
_TITLED = rf"[{_UPPER}][{_LOWER}]+(?:-[{_UPPER}][{_LOWER}]+){{0,3}}"
_ROLE = (
    r"\s*\((?:dirs?|coord(?:inat(?:eur|rice|ion))?s?|[ée]ds?|ed|sous la dir|sous la coord|propos|"
    r"entretien|interview|préf|collab|trad)\b[^()]{0,60}\)"
)
_AFTER = rf"(?=(?:{_ROLE})?\s*(?:$|[,;/&|)\n]|\.(?:\s|$)|-\s|–|\bet\b|\bin\b|\bIn\b))"
_BEFORE = re.compile(
    r"\s*(?:sous la (?:direction|coordination|dir\.|coord\.)\s*(?:de|d['’])\s*|"
    r"(?:coordonné|dirigé|propos recueillis|réalisé|rédigé)e?s?\s+par\s+|"
    r"(?:dir|coord)\.\s*:?\s*|par\s+(?=[A-ZÀ-Þ])|avec\s+(?=[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"(?:\s*(?:[,;&|\n]|\.\s|/(?!\S)|\s/|\bet\b)\s*)+|\s+[-–]\s+(?=[A-ZÀ-Þ])", re.IGNORECASE
)
_ROLE_PATTERN = re.compile(_ROLE, re.IGNORECASE)
_INITIAL_PATTERN = re.compile(_INITIAL)
_LETTERS = re.compile(rf"[{_UPPER}{_LOWER}]+")
_ET_AL = re.compile(
    r"\s*,?\s*(?:et al\b\.?|et alii\b|\[et al\.?\]|\(et al\.?\)|et coll\.)", re.IGNORECASE
)
_WORDS_OF_TITLES = re.compile(r"[?!:«»\"“”]")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the five forms of a person's name."""
    particles = "|".join(_any_case(p) for p in words("particles") if p[-1] not in "'’")
    before = rf"(?:(?:(?:{particles})\x20+|[dDlLO]['’]\s?){{0,3}})"
    caps = rf"{_CAPS}(?:\x20+(?:(?:{particles})\x20+)?{_CAPS}){{0,3}}"
    bracket = rf"(?:\s*\(\s*(?P<particle>(?:(?:{particles})\s*){{1,2}}|[dD]['’])\s*\))?"
    family_first = re.compile(
        rf"(?P<family>{before}{caps})\x20+"
        rf"(?P<given>{_GIVEN}(?:\x20+{_GIVEN}){{1,2}}(?={bracket.replace('?P<particle>', '?:')}"
        rf"{_AFTER})|{_GIVEN}){bracket}(?![{_LOWER}{_UPPER}'’-])(?!\x20(?!et\b|in\b|dir\b)[{_LOWER}])"
    )
    given_first = re.compile(
        rf"(?P<given>{_GIVEN}(?:\x20+{_GIVEN}){{0,2}})\x20+(?P<family>{before}{caps})"
        rf"(?:{_AFTER}|(?P<loose>(?=\x20[{_UPPER}](?:[{_LOWER}]|['’][{_UPPER}]))))"
    )
    two_titled = re.compile(
        rf"(?P<first>{_GIVEN})\x20+(?P<rest>(?:{_INITIAL}\x20+)?{before}{_TITLED}"
        rf"(?:\x20+{_TITLED})?){_AFTER}"
    )
    inverted = re.compile(
        rf"(?P<family>{before}{caps}),\x20(?P<given>{_GIVEN}(?:\x20{_GIVEN})?){bracket}{_AFTER}"
    )
    all_caps = re.compile(rf"(?P<one>{_CAPS})\x20+(?P<two>{_CAPS}){_AFTER}")
    return family_first, given_first, two_titled, all_caps, inverted


def _any_case(word: str) -> str:
    """Return a pattern for a word in any case; quicker than one that ignores case."""
    return "".join(f"[{c.lower()}{c.upper()}]" if c.isalpha() else re.escape(c) for c in word)


@dataclass(slots=True)
class Named:
    """A piece of a list of names and where it stands; other words have no `author`."""

    author: Author | None
    start: int
    end: int
    text: str


def title_case(family: str) -> str:
    """Return a family name in title case, particles included.

    Examples
    --------
    >>> [title_case(f) for f in ("COHEN-EMERIQUE", "LE BOSSE", "D'ALMEIDA")]
    ['Cohen-Emerique', 'Le Bosse', "D'Almeida"]
    """
    if family.isupper() or any(word.isupper() and len(word) > 1 for word in family.split()):
        family = " ".join(w.capitalize() if len(w) == 1 else w for w in family.split())
        return _LETTERS.sub(lambda m: m[0].capitalize(), family)
    return family


def person_at(text: str, at: int, *, mixed_case: bool = True) -> Named | None:
    """Return the person whose name begins at `at`, if one does.

    Family names in capitals tell themselves; names in ordinary letters need a known given name
    (`mixed_case`).
    """
    family_first, given_first, two_titled, all_caps, inverted = _patterns()
    capitals, ordinary = _shape(text, at)
    if capitals and (match := family_first.match(text, at)):
        named = _person(match, match["family"], match["given"], match["particle"])
        return named or _with_one_given(match)
    match = given_first.match(text, at) if ordinary else None
    if match and match["loose"] is not None and not is_given_name(match["given"]):
        match = None
    if match and not _is_article(match["given"]):
        return _person(match, match["family"], match["given"])
    if ordinary and mixed_case and (match := two_titled.match(text, at)):
        return _titled(match)
    if capitals and (match := all_caps.match(text, at)) and fold(match["two"]) in given_names():
        return _person(match, match["one"], match["two"].title())
    if capitals and (match := inverted.match(text, at)) and is_given_name(match["given"]):
        return _person(match, match["family"], match["given"], match["particle"])
    return None


def _shape(text: str, at: int) -> tuple[bool, bool]:
    """Tell by two letters whether a name may begin in capitals, and whether in ordinary letters.

    A particle may stand before capitals whatever its own letters.
    """
    first, second = text[at : at + 1], text[at + 1 : at + 2]
    if second in "'’":
        return True, True
    if second.isupper():
        return True, False
    particle = first.lower() in _particle_letters()
    return particle, first.isupper()


@cache
def _particle_letters() -> frozenset[str]:
    """Return the letters that particles begin with."""
    return frozenset(particle[0].lower() for particle in words("particles"))


def _is_article(word: str) -> bool:
    """Tell whether a capitalised word is an article, as in "Le CCAS"."""
    return fold(word) in ("le", "la", "les", "un", "une", "des", "du", "ce", "cet", "l")


def is_given_name(name: str) -> bool:
    """Tell whether a given name is a common one, or an initial."""
    first = re.split(r"[\s-]", name)[0]
    return fold(first) in given_names() or bool(_INITIAL_PATTERN.fullmatch(name.split()[0]))


def _with_one_given(match: re.Match[str]) -> Named | None:
    """Read one given name where the next are a house's ("NOËL Anne Éditions Quae, 2022")."""
    given, more, _ = match["given"].partition(" ")
    person = _named_person(f"{match['family']} {given}", match["family"], given) if more else None
    end = match.start("given") + len(given)
    return Named(person, match.start(), end, match.string[match.start() : end]) if person else None


def _person(
    match: re.Match[str], family: str, given: str, particle: str | None = None
) -> Named | None:
    """Make a person of a match, unless it is the name of a house or a body ("ASH Editions")."""
    person = _named_person(match[0], family, given, particle)
    return Named(person, match.start(), match.end(), match[0]) if person else None


_OF_NO_PERSON = (is_publisher_name, is_institution_name, is_periodical_name)


@lru_cache(maxsize=4096)
def _named_person(
    printed: str, family: str, given: str, particle: str | None = None
) -> Person | None:
    """Return the person of a printed name, None where it names a house or a body."""
    if any(is_name(printed) for is_name in _OF_NO_PERSON) or fold(given) in folded("places"):
        return None
    family = title_case(" ".join(family.split()))
    if particle:
        mark = particle.strip()
        family = mark.capitalize() + ("" if mark[-1] in "'’" else " ") + family
    return Person(family, " ".join(given.split()))


def _titled(match: re.Match[str]) -> Named | None:
    """Make a person of two or three words in ordinary letters, one of them a given name."""
    first, rest = match["first"], match["rest"]
    if is_institution_name(match[0]) or is_institution_name(rest) or is_publisher_name(match[0]):
        return None
    if is_periodical_name(rest):
        return None
    end = match.end("rest")
    if fold(first.split("-")[0]) in given_names() or _INITIAL_PATTERN.fullmatch(first):
        given, family = _long_given(first, rest)
        family = family[:1].upper() + family[1:]  # "Thibault de Kergorlay"
        return Named(Person(family, given), match.start(), end, match[0])
    last = rest.split()[-1]
    if fold(last.split("-")[0]) in given_names() and " " not in rest:
        return Named(Person(first, rest), match.start(), end, match[0])
    return None


def _long_given(first: str, rest: str) -> tuple[str, str]:
    """Tell "Jean Paul Martin" from "Jean Martin Dupont" by the second word."""
    second, _, others = rest.partition(" ")
    if others and fold(second.split("-")[0]) in given_names() and second[0].isupper():
        return f"{first} {second}", others
    return first, rest


# A separator, or capitals where no plain name of a source has them.
_MAY_HOLD_NAMES = re.compile(
    rf"[,;/()\[\]\n.&–—-]|[{_UPPER}]['’]?[{_UPPER}]|[{_UPPER}][{_LOWER}'’]+\s+[{_UPPER}]"
    rf"|\b[eE]t\b|\s[{_UPPER}]"
)


def read_names(text: str, *, mixed_case: bool = True) -> list[Named]:
    """Read a list of names: persons, and what stands between them.

    Examples
    --------
    >>> [n.author or n.text for n in read_names("BONJOUR Pierre, LE BRIS Anne, Eres")]
    [Person(family='Bonjour', given='Pierre'), Person(family='Le Bris', given='Anne'), 'Eres']
    """
    if not _MAY_HOLD_NAMES.search(text):
        words_ = text.strip()
        start = len(text) - len(text.lstrip())
        return [Named(None, start, start + len(words_), words_)] if words_ else []
    found: list[Named] = []
    at = 0
    while at < len(text):
        at = _skip(text, at)
        if at >= len(text):
            break
        named = person_at(text, at, mixed_case=mixed_case) or _other(text, at)
        found.append(named)
        at = max(named.end, at + 1)
        if text[at : at + 2].lstrip()[:1] == "(" and (role := _ROLE_PATTERN.match(text, at)):
            at = role.end()
    return _among_persons(found)


def begins_with_person(text: str) -> bool:
    """Tell whether a list of names begins with a person.

    Examples
    --------
    >>> begins_with_person("BRESSON Maryse, Dunod"), begins_with_person("Vie sociale")
    (True, False)
    """
    at = _skip(text, 0)
    if person_at(text, at):
        return True
    if not _TWO_WORDS.match(text, at):
        return False
    return read_names(text)[0].author is not None


_TWO_WORDS = re.compile(rf"(?P<given>{_GIVEN})\x20(?P<family>{_TITLED})")


def _among_persons(found: list[Named]) -> list[Named]:
    """Read two capitalised words before the last person of a list as a person too."""
    last = next((i for i in reversed(range(len(found))) if found[i].author), 0)
    for i, named in enumerate(found[:last]):
        if named.author is None and (match := is_two_words(named.text)):
            person = Person(match["family"], match["given"])
            found[i] = Named(person, named.start, named.end, named.text)
    return found


def is_two_words(text: str) -> re.Match[str] | None:
    """Return two capitalised words that could be a name, and are no body's or publisher's."""
    if is_institution_name(text) or is_publisher_name(text) or is_periodical_name(text):
        return None
    return _TWO_WORDS.fullmatch(text)


_JOINING = frozenset(("et", "so", "co", "di", "pr", "ré", "re", "pa", "av"))
"""How words begin that join names or stand before them; every other word is passed on at once."""


_BETWEEN = frozenset(" ,;\n")


def _skip(text: str, at: int) -> int:
    """Step over what joins names, and over "sous la direction de"."""
    while text[at : at + 1] in _BETWEEN:
        at += 1
    if text[at : at + 1].isalpha() and text[at : at + 2].lower() not in _JOINING:
        return at
    moved = True
    while moved and at < len(text):
        moved = False
        for pattern in (_ET_AL, _JOINT, _BEFORE):
            match = pattern.match(text, at)
            if match and match.end() > at:
                at, moved = match.end(), True
        if text[at : at + 1].isalpha() and text[at : at + 2].lower() not in _JOINING:
            return at
    while at < len(text) and text[at] in " .,;/–-)":
        at += 1
    return at


# It begins with a set of characters, so that the search can leap from one of them to the next.
_BREAK = re.compile(
    r"[,;\n()\[\]/.-](?:(?<=[,;\n()\[\]])|(?<=\s/)(?=\s|$)|(?<=\s-)(?=\s)|(?<=\.)(?=\s[A-ZÀ-Þ]))"
)


def _other(text: str, at: int) -> Named:
    """Return words that are no person, up to the next separator outside brackets."""
    depth, end = 0, len(text)
    for mark in _BREAK.finditer(text, at):
        if mark[0] in "()[]":
            depth += 1 if mark[0] in "([" else -1
        elif depth <= 0 or mark[0] == "\n":
            end = mark.start()
            break
    words_ = text[at:end].rstrip()
    return Named(None, at, at + len(words_), words_)


_PLAIN_WORD = re.compile(r"(?<![\w'’.-])[a-zß-öø-ÿ]{4,}")
_ROLE_WORD = re.compile(
    r"direction|coord|propos|dirig|réalis|rédig|collab|entretien|interview|avec|sous|recueilli|"
    r"particip|préfac|traduc|tradui|contribu|alii|coll\b"
)


def _holds_plain_word(text: str) -> bool:
    """Tell whether a text has a word in small letters that no list of names has."""
    return any(not _ROLE_WORD.match(text, word.start()) for word in _PLAIN_WORD.finditer(text))


@lru_cache(maxsize=4096)
def are_all_persons(text: str) -> bool:
    """Tell whether a line is names of persons and nothing else.

    Examples
    --------
    >>> are_all_persons("BRESSON Maryse, MESSU Michel"), are_all_persons("Vie sociale")
    (True, False)
    """
    if _WORDS_OF_TITLES.search(text) or _holds_plain_word(text):
        return False
    found = read_names(text)
    if not any(named.author for named in found):
        return False
    return all(named.author or is_two_words(named.text) for named in found)


def persons_in(text: str) -> Iterator[tuple[Person, int, int]]:
    """Yield the persons of a line of names, each with the place of its name in the line.

    Examples
    --------
    >>> [person.family for person, _, _ in persons_in("MICHIT Robert, KLOTZ Vanessa")]
    ['Michit', 'Klotz']
    """
    for named in read_names(text):
        if isinstance(named.author, Person):
            yield named.author, named.start, named.end
        elif match := is_two_words(named.text):
            yield Person(match["family"], match["given"]), named.start, named.end


@lru_cache(maxsize=4096)
def are_credited(text: str) -> bool:
    """Tell whether a line is names of persons and of bodies, at least one body among them.

    Examples
    --------
    >>> are_credited("Observatoire de l'emploi public, MARTIN Tiphaine"), are_credited("Le social")
    (True, False)
    """
    if len(text) > 300 or _WORDS_OF_TITLES.search(text) or text.endswith("."):
        return False
    if not (is_institution_name(text) or person_at(text, _skip(text, 0))):
        return False
    found = read_names(text)
    bodies = [named for named in found if not named.author]
    return bool(bodies) and all(is_institution_name(named.text) for named in bodies)


def organisation(text: str) -> Organisation:
    """Return a body credited as author."""
    return Organisation(" ".join(text.split()).strip(" ,;/"))
