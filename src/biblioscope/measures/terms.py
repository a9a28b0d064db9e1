"""Terms that the texts bring themselves, and that the list of themes may lack."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

import pandas as pd

from biblioscope.corpus.french import Token, fold, lemmas, tokenize
from biblioscope.measures._tables import add_rank, require_columns

Term = tuple[str, ...]
_FIELDS = ("title", "abstract", "contents")
_LONGEST = 4
_MARKS = re.compile(r"[«»“”\"*_]")


def terms(
    references: pd.DataFrame, *, at_least: int = 3, subjects: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Rank the expressions of two to four words in the references' texts by C-value.

    An expression is words that stand together with nothing between them but "de", "à", articles
    and possessives, none of them a function word (`function_words.txt`), a number or a verb that
    shows by its form. Words are compared by their lemmas. With f the number of times that it
    occurs, |a| its number of words and T the longer expressions that hold it, the C-value is
    log₂|a| · (f(a) − Σ_T f(b) / |T|), and log₂|a| · f(a) where T is empty: what mostly occurs
    inside a longer expression does not count on its own.

    Parameters
    ----------
    references
        Columns reference_id, title, abstract and contents.
    at_least
        In how many references an expression must occur.
    subjects
        Column evidence, the words that show known themes. Expressions that hold one of
        these, or stand in one, are left out: what is left is what the vocabulary lacks.

    Returns
    -------
    pandas.DataFrame
        One row a term, the highest C-value first: term (its most frequent printed form),
        references (how many hold it), occurrences, c_value, first (reference_id of the first
        reference), rank, tied.

    Raises
    ------
    ValueError
        Where a column is missing.

    References
    ----------
    Frantzi, Ananiadou & Mima 2000, International Journal on Digital Libraries 3(2).

    Examples
    --------
    >>> references = pd.DataFrame({
    ...     "reference_id": ["a", "b"], "abstract": [None, None], "contents": [None, None],
    ...     "title": ["La cohésion sociale des territoires", "Territoires et cohésion sociale"]})
    >>> terms(references, at_least=2)[["term", "references", "c_value"]]
                  term  references  c_value
    0  cohésion sociale           2      1.0
    """
    require_columns(references, ["reference_id", *_FIELDS], "references")
    found = _occurrences(references)
    values = _c_values({term: len(places) for term, places in found.items()})
    known = _known(subjects)
    rows = [
        {
            "term": _usual_form(form for _, form in places),
            "references": len({reference for reference, _ in places}),
            "occurrences": len(places),
            "c_value": values[term],
            "first": places[0][0],
        }
        for term, places in sorted(found.items())
        if values[term] > 0
        and len({reference for reference, _ in places}) >= at_least
        and not _is_known(term, known)
    ]
    columns = ["term", "references", "occurrences", "c_value", "first"]
    return add_rank(pd.DataFrame(rows, columns=columns), "c_value", "term")


def _occurrences(references: pd.DataFrame) -> dict[Term, list[tuple[str, str]]]:
    """Return for each term the references that hold it, with its printed forms."""
    found: defaultdict[Term, list[tuple[str, str]]] = defaultdict(list)
    for row in references.to_dict("records"):
        for field in _FIELDS:
            if isinstance(row[field], str):
                for line in row[field].split("\n"):
                    for term, form in _terms_in(line):
                        found[term].append((str(row["reference_id"]), form))
    return dict(found)


def _terms_in(text: str) -> Iterator[tuple[Term, str]]:
    """Yield the expressions of a line, with the words as printed."""
    for run in _runs(text):
        for start in range(len(run)):
            for end in range(start + 2, min(start + _LONGEST, len(run)) + 1):
                words = run[start:end]
                form = " ".join(
                    _MARKS.sub(" ", text[words[0].start : words[-1].end]).split()
                ).lower()
                yield tuple(word.lemma for word in words), form


def _runs(text: str) -> Iterator[list[Token]]:
    """Yield the stretches of words that can make an expression."""
    run: list[Token] = []
    for token in tokenize(text):
        if not token.joined or not _is_content(token, text):
            yield run
            run = []
        if _is_content(token, text):
            run.append(token)
    yield run


def _is_content(token: Token, text: str) -> bool:
    """Tell whether a word can stand in an expression: no function word, number or verb."""
    word = fold(text[token.start : token.end])
    if len(word) < 2 or not word.isalpha() or word in _function_words():
        return False
    if token.lemma.endswith(("er", "ir", "oir")):
        # "métier" is a noun, "pouvoir" is one here; what is conjugated differs from its lemma.
        return word.rstrip("s") == token.lemma and not (
            word.endswith("er") and not word.endswith("ier")
        )
    return not word.endswith("ant") or token.lemma == word


@cache
def _function_words() -> frozenset[str]:
    """Return the function words."""
    file = resources.files("biblioscope.measures").joinpath("function_words.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def _c_values(counts: dict[Term, int]) -> dict[Term, float]:
    """Return the C-value of every term."""
    longer: defaultdict[Term, list[int]] = defaultdict(list)
    for term, count in counts.items():
        for part in _parts(term):
            if part != term:
                longer[part].append(count)
    return {
        term: math.log2(len(term)) * (count - _mean(longer.get(term, [])))
        for term, count in counts.items()
    }


def _mean(counts: list[int]) -> float:
    return sum(counts) / len(counts) if counts else 0.0


def _parts(term: Term) -> set[Term]:
    """Return the stretches of a term of two words or more, itself included."""
    size = len(term)
    return {term[i:j] for i in range(size) for j in range(i + 2, size + 1)}


def _known(subjects: pd.DataFrame | None) -> frozenset[Term]:
    """Return the expressions that show known themes."""
    if subjects is None:
        return frozenset()
    require_columns(subjects, ["evidence"], "subjects")
    return frozenset(lemmas(evidence) for evidence in subjects["evidence"].dropna().unique())


def _is_known(term: Term, known: Iterable[Term]) -> bool:
    """Tell whether a term holds a known expression, or stands in one."""
    return any(each and (_holds(term, each) or _holds(each, term)) for each in known)


def _holds(whole: Term, part: Term) -> bool:
    """Tell whether a term holds another, word after word."""
    size = len(part)
    return any(whole[i : i + size] == part for i in range(len(whole) - size + 1))


def _usual_form(forms: Iterable[str]) -> str:
    """Return the most frequent form; of several, the first in the alphabet."""
    counts = Counter(forms)
    return min(counts, key=lambda form: (-counts[form], form))


def theme_weights(subjects: pd.DataFrame, *, main: int = 4) -> pd.DataFrame:
    """Return how much each theme weighs in each reference.

    Parameters
    ----------
    subjects
        Columns reference_id, theme_id and weight (4 in the title, 2 in the contents, 1 in the
        abstract).
    main
        The weight from which a theme is a main subject rather than mentioned.

    Returns
    -------
    pandas.DataFrame
        One row a reference and theme: reference_id, theme_id, weight (the sum), main (bool); in
        the order of references, the heaviest theme first.

    Raises
    ------
    ValueError
        Where a column is missing.

    Examples
    --------
    >>> subjects = pd.DataFrame({"reference_id": ["a", "a", "a"], "theme_id": ["t", "u", "u"],
    ...                          "weight": [4, 1, 1]})
    >>> theme_weights(subjects)["main"].tolist()
    [True, False]
    """
    require_columns(subjects, ["reference_id", "theme_id", "weight"], "subjects")
    summed: pd.DataFrame = (
        subjects.groupby(["reference_id", "theme_id"])["weight"].sum().reset_index()
    )
    order = summed.assign(_weight=-summed["weight"]).sort_values(
        ["reference_id", "_weight", "theme_id"], kind="stable"
    )
    ordered = summed.loc[order.index]
    return ordered.assign(main=ordered["weight"] >= main).reset_index(drop=True)
