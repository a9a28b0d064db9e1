"""The themes of a reference, found in its title, contents and abstract.

The authority file gives each theme strong expressions, weak expressions and exclusions. A theme is
found when a strong expression stands anywhere in the reference, when a weak one stands in its
title, or when expressions of the theme, weak or not, stand in it twice. Words inside an exclusion
do not count for its theme: "jeunes enfants" is not about youth.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from biblioscope.corpus.french import Token, lemmas, tokenize

FIELDS = ("title", "contents", "abstract")

POINTS = {"title": 4, "contents": 2, "abstract": 1}
"""What one occurrence of a theme counts, by field."""

MAIN = 4
"""The weight from which a theme is a main subject: once in the title, or as much elsewhere."""

ENOUGH = 2
"""How many occurrences make a theme where none is strong and none is in the title."""

COLUMNS = (
    "theme_id",
    "label_fr",
    "label_en",
    "scope_note",
    "broader",
    "related",
    "expressions",
    "weak_expressions",
    "exclusions",
)


Fault = tuple[str, str]
"""What is wrong in a row of the authority file: the column, and a message."""


class VocabularyError(ValueError):
    """The authority file of themes cannot be used; the message says where and why."""


class Kind(Enum):
    """What an expression does for its theme: the column of the authority file it stands in."""

    STRONG = "expressions"
    WEAK = "weak_expressions"
    EXCLUSION = "exclusions"


@dataclass(frozen=True, slots=True)
class Theme:
    """A row of the authority file, its lists split.

    `broader` is None where no theme is above this one; `related` holds theme_ids.
    """

    theme_id: str
    label_fr: str
    label_en: str
    scope_note: str
    broader: str | None
    related: tuple[str, ...]
    expressions: tuple[str, ...]
    weak_expressions: tuple[str, ...]
    exclusions: tuple[str, ...]

    def sought(self) -> Iterator[Expression]:
        """Yield the expressions of the theme as they are looked for, exclusions first."""
        written = {
            Kind.EXCLUSION: self.exclusions,
            Kind.STRONG: self.expressions,
            Kind.WEAK: self.weak_expressions,
        }
        for kind, expressions in written.items():
            for text in expressions:
                yield Expression(text, lemmas(text), self.theme_id, kind)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression: as written, as looked for, and what it does for which theme."""

    text: str
    lemmas: tuple[str, ...]
    theme_id: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The themes in the order of their file, and their expressions by first lemma."""

    themes: tuple[Theme, ...]
    index: Mapping[str, tuple[Expression, ...]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a field as printed, and where it starts in the raw text."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Subject:
    """One occurrence of a theme in a reference.

    `field` is "title", "contents" or "abstract"; `evidence` is the words as printed, and `offset`
    where they start in the raw text. Evidence that goes over from one piece to the next is the
    words of each, with a space between.
    """

    theme_id: str
    field: str
    evidence: str
    offset: int


def find_subjects(vocabulary: Vocabulary, fields: Mapping[str, Sequence[Piece]]) -> list[Subject]:
    """Return every occurrence of every theme that a reference has.

    Parameters
    ----------
    vocabulary
        From `load_vocabulary`.
    fields
        The pieces of "title", "contents" and "abstract", in the order of the text; other fields
        are not read. Sentences go on from one piece to the next, but each piece of the contents
        is a text of its own.

    Returns
    -------
    list of Subject
        In the order of the raw text, and a theme once for each of its occurrences: drop
        duplicates before counting references by theme.
    """
    found = [
        (hit.expression.kind, run.subject(hit))
        for run in _runs(fields)
        for hit in run.hits(vocabulary)
    ]
    times = Counter(subject.theme_id for _, subject in found)
    kept = {
        subject.theme_id
        for kind, subject in found
        if kind is Kind.STRONG or subject.field == "title" or times[subject.theme_id] >= ENOUGH
    }
    subjects = [subject for _, subject in found if subject.theme_id in kept]
    return sorted(subjects, key=lambda subject: (subject.offset, subject.theme_id))


def weigh(subjects: Iterable[Subject]) -> dict[str, int]:
    """Return the weight of each theme of one reference, the heaviest first.

    The weight is the sum over the theme's occurrences of 4 for the title, 2 for the contents and
    1 for the abstract (`POINTS`). From 4 on (`MAIN`) the theme is a main subject: it is named in
    the title, twice in the contents, or four times in the abstract.

    Examples
    --------
    >>> weigh([Subject("pauvrete-precarite", "abstract", "précarité", 40),
    ...        Subject("numerique", "title", "numérique", 3)])
    {'numerique': 4, 'pauvrete-precarite': 1}
    """
    weights: Counter[str] = Counter()
    for subject in subjects:
        weights[subject.theme_id] += POINTS[subject.field]
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class _Hit:
    """An expression found: its first and last token in a run."""

    expression: Expression
    first: int
    last: int


class _Run:
    """Pieces that are read as one text."""

    def __init__(self, field: str, pieces: Sequence[Piece]) -> None:
        self.field = field
        self.pieces = pieces
        self.text = "\n".join(piece.text for piece in pieces)
        self.tokens = list(tokenize(self.text))
        self.begins: list[int] = []
        reached = 0
        for piece in pieces:
            self.begins.append(reached)
            reached += len(piece.text) + 1

    def hits(self, vocabulary: Vocabulary) -> Iterator[_Hit]:
        """Yield what counts of each theme: outside exclusions, the longest of hits that meet."""
        by_theme: defaultdict[str, list[_Hit]] = defaultdict(list)
        for position in range(len(self.tokens)):
            for expression in vocabulary.index.get(self.tokens[position].lemma, ()):
                if _stands(expression.lemmas, self.tokens, position):
                    last = position + len(expression.lemmas) - 1
                    by_theme[expression.theme_id].append(_Hit(expression, position, last))
        for hits in by_theme.values():
            yield from _longest(_outside_exclusions(hits))

    def subject(self, hit: _Hit) -> Subject:
        """Return a hit as the words that are printed and where they are."""
        start, end = self.tokens[hit.first].start, self.tokens[hit.last].end
        piece = bisect_right(self.begins, start) - 1
        offset = self.pieces[piece].start + start - self.begins[piece]
        words = []
        while piece < len(self.pieces) and self.begins[piece] < end:
            begin, text = self.begins[piece], self.pieces[piece].text
            words.append(text[max(start - begin, 0) : end - begin])
            piece += 1
        evidence = words[0] if len(words) == 1 else " ".join(" ".join(words).split())
        return Subject(hit.expression.theme_id, self.field, evidence, offset)


def _runs(fields: Mapping[str, Sequence[Piece]]) -> Iterator[_Run]:
    """Yield the texts of a reference: title and abstract whole, the contents item by item."""
    for field in FIELDS:
        pieces = fields.get(field, ())
        if field == "contents":
            yield from (_Run(field, [piece]) for piece in pieces)
        else:
            yield _Run(field, pieces)


def _stands(wanted: tuple[str, ...], tokens: Sequence[Token], position: int) -> bool:
    """Tell whether an expression stands at a position, nothing between its words."""
    stretch = tokens[position : position + len(wanted)]
    return tuple(token.lemma for token in stretch) == wanted and all(
        token.joined for token in stretch[1:]
    )


def _outside_exclusions(hits: Iterable[_Hit]) -> list[_Hit]:
    """Return the hits of a theme that no exclusion covers, without the exclusions."""
    hits = list(hits)
    covered = {
        position
        for hit in hits
        if hit.expression.kind is Kind.EXCLUSION
        for position in range(hit.first, hit.last + 1)
    }
    return [
        hit
        for hit in hits
        if hit.expression.kind is not Kind.EXCLUSION
        and not covered.issuperset(range(hit.first, hit.last + 1))
    ]


def _longest(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Yield hits of a theme that do not meet: from the left, the longest at each place."""
    free = 0
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
        if hit.first >= free:
            yield hit
            free = hit.last + 1


def load_vocabulary(path: Path) -> Vocabulary:
    """Read the authority file of themes.

    Parameters
    ----------
    path
        A CSV file in UTF-8, one row a theme, with the columns theme_id, label_fr, label_en,
        scope_note, broader (a theme_id or nothing), related (theme_ids), expressions (the strong
        ones), weak_expressions and exclusions. Lists are separated by ";". An expression is
        written as in a text: case, accents, plurals, articles, possessives, "de" and "à" make no
        difference to it, nor does a hyphen or a space between two words.

    Raises
    ------
    VocabularyError
        Where the file cannot be read, a column or a value is missing, a theme_id is doubled or
        unknown, or an expression can never be found. The message is one line with the file, the
        row (the header is row 1) and the column.
    """
    themes: dict[str, Theme] = {}
    rows = _read(path)
    for row, theme in rows:
        _refuse(path, row, _faults_alone(theme, themes))
        themes[theme.theme_id] = theme
    for row, theme in rows:
        _refuse(path, row, _faults_among(theme, themes))
    return Vocabulary(tuple(themes.values()), _index(themes.values()))


def _read(path: Path) -> list[tuple[int, Theme]]:
    """Return the themes of a file, each with its row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except OSError as error:
        raise VocabularyError(f"{path.name}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise VocabularyError(f"{path.name}: save it as CSV in UTF-8 ({error})") from None
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise VocabularyError(
            f"{path.name}, row 1: no column {', '.join(missing)}; columns are separated by commas"
        )
    return [
        (row, _theme(dict(zip(header, cells, strict=False))))
        for row, cells in enumerate(rows, start=2)
        if any(cell.strip() for cell in cells)
    ]


def _theme(row: Mapping[str, str]) -> Theme:
    """Return a row as a theme."""
    cells = {column: " ".join(row.get(column, "").split()) for column in COLUMNS}

    def items(column: str) -> tuple[str, ...]:
        return tuple(item.strip() for item in cells[column].split(";") if item.strip())

    return Theme(
        cells["theme_id"],
        cells["label_fr"],
        cells["label_en"],
        cells["scope_note"],
        cells["broader"] or None,
        items("related"),
        items("expressions"),
        items("weak_expressions"),
        items("exclusions"),
    )


def _refuse(path: Path, row: int, faults: Iterator[Fault]) -> None:
    """Raise the first fault of a row, if there is one."""
    for column, fault in faults:
        raise VocabularyError(f"{path.name}, row {row}, column {column}: {fault}")


def _faults_alone(theme: Theme, earlier: Mapping[str, Theme]) -> Iterator[Fault]:
    """Yield what is wrong with a theme, whatever themes come after it."""
    for column in ("theme_id", "label_fr", "label_en", "expressions"):
        if not getattr(theme, column):
            yield column, "this must not be empty"
    if theme.theme_id in earlier:
        yield "theme_id", f"'{theme.theme_id}' stands in a row above already"
    yield from _faults_of_expressions(theme)
    yield from _idle_exclusions(theme)


def _faults_of_expressions(theme: Theme) -> Iterator[Fault]:
    """Yield the expressions of a theme that can never be found."""
    seen: dict[tuple[str, ...], str] = {}
    for expression in theme.sought():
        column, text = expression.kind.value, expression.text
        if not expression.lemmas:
            yield column, f"'{text}' can never be found: it has no word that is read"
        elif not all(token.joined for token in list(tokenize(text))[1:]):
            yield column, f"'{text}' can never be found: there is punctuation in it"
        elif expression.lemmas in seen:
            yield column, f"'{text}' is read like '{seen[expression.lemmas]}' of the same theme"
        seen[expression.lemmas] = text


def _idle_exclusions(theme: Theme) -> Iterator[Fault]:
    """Yield the exclusions of a theme in which none of its expressions stands."""
    sought = list(theme.sought())
    wanted = {expression.lemmas for expression in sought if expression.kind is not Kind.EXCLUSION}
    for expression in sought:
        size = len(expression.lemmas)
        parts = {expression.lemmas[i:j] for i in range(size) for j in range(i + 1, size + 1)}
        if expression.kind is Kind.EXCLUSION and not parts & wanted:
            fault = f"'{expression.text}' excludes nothing: no expression of the theme is in it"
            yield expression.kind.value, fault


def _faults_among(theme: Theme, themes: Mapping[str, Theme]) -> Iterator[Fault]:
    """Yield the links of a theme that lead nowhere or in a circle."""
    for column, targets in (("broader", [theme.broader]), ("related", theme.related)):
        for target in targets:
            if target is not None and target not in themes:
                yield column, f"there is no theme '{target}'"
    if theme.theme_id in theme.related:
        yield "related", f"'{theme.theme_id}' is this theme itself"
    if theme.theme_id in _above(theme, themes):
        yield "broader", f"'{theme.theme_id}' comes back above itself"


def _above(theme: Theme, themes: Mapping[str, Theme]) -> set[str]:
    """Return the themes above a theme, as far as they are known."""
    above: set[str] = set()
    broader = theme.broader
    while broader is not None and broader in themes and broader not in above:
        above.add(broader)
        broader = themes[broader].broader
    return above


def _index(themes: Iterable[Theme]) -> dict[str, tuple[Expression, ...]]:
    """Return the expressions of all themes by their first lemma."""
    index: defaultdict[str, list[Expression]] = defaultdict(list)
    for theme in themes:
        for expression in theme.sought():
            index[expression.lemmas[0]].append(expression)
    return {first: tuple(expressions) for first, expressions in index.items()}
