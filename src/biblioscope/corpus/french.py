"""French text as a sequence of lemmas that still know where they stand.

Case, accents, ligatures, plurals and elisions are taken away, so that "l’accès aux droits" and
"ACCES A LEURS DROITS" read alike; the offsets stay, so that the words can be shown as printed.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import simplemma

# A soft hyphen or a combining accent stands inside a word. Apostrophes and hyphens stand between
# words: "l'accès" and "non-recours" are two words each.
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u00ad\u0300-\u036f])*")

# What an expression cannot reach across: punctuation, a bullet, a dash between words. Quotation
# marks, Markdown marks and the end of a line are not in the way.
BARRIER = re.compile(r"[.,;:!?…()\[\]<>/|•▶–—]|(?<!\S)[-*](?!\S)")

# Articles, possessives, "de" and "à" say nothing here: "accès aux droits", "accès à leurs droits".
ARTICLES = frozenset(
    {"l", "le", "la", "les", "d", "de", "du", "des", "un", "une", "a", "au", "aux"}
)
POSSESSIVES = frozenset(
    {"mon", "ma", "mes", "son", "sa", "ses", "notre", "nos", "votre", "vos", "leur", "leurs"}
)
UNREAD = ARTICLES | POSSESSIVES

# The dictionary has "accompagnés" under the verb and "accompagnées" under the adjective.
PARTICIPLE = re.compile("ée?s?$")
IRREGULAR_PLURAL = re.compile("(?<!e)aux$")
LONGEST_INVARIABLE = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Parameters
    ----------
    lemma
        What the word is compared by.
    start, end
        Where the word stands: character offsets.
    joined
        Whether an expression may go on from the word before to this one.
    """

    lemma: str
    start: int
    end: int
    joined: bool


def fold(word: str) -> str:
    """Return a word without case, accents, ligatures and soft hyphens.

    Examples
    --------
    >>> fold("Cœur"), fold("ÉTATS")
    ('coeur', 'etats')
    """
    whole = unicodedata.normalize("NFKD", word.replace("\u00ad", "").lower())
    letters = "".join(letter for letter in whole if not unicodedata.combining(letter))
    # Mathematical and other letters become capitals only when they are decomposed.
    return letters.lower().replace("œ", "oe").replace("æ", "ae")


@cache
def exceptions() -> dict[str, str]:
    """Return the lemmas that simplemma does not have or has otherwise, by form.

    They are in `lemmas.csv`, each with its reason.
    """
    table = resources.files("biblioscope.corpus").joinpath("lemmas.csv").read_text(encoding="utf-8")
    return {row["form"]: row["lemma"] for row in csv.DictReader(table.splitlines())}


@cache
def lemma(word: str) -> str:
    """Return the folded lemma of one French word.

    The exceptions come first, then simplemma's dictionary. A word that the dictionary does not
    know (a name, an acronym, a capital without its accent) only loses its plural.

    Examples
    --------
    >>> [lemma(word) for word in ("médico-sociales", "ETATS", "généraux", "travailleuses")]
    ['medico-social', 'etat', 'general', 'travailleur']
    """
    form = unicodedata.normalize("NFKC", word.replace("\u00ad", "")).lower()
    masculine = PARTICIPLE.sub("é", form)
    if form in exceptions():
        found = exceptions()[form]
    elif simplemma.is_known(masculine, lang="fr"):
        found = simplemma.lemmatize(masculine, lang="fr")
    elif simplemma.is_known(form, lang="fr"):
        found = simplemma.lemmatize(form, lang="fr")
    else:
        found = IRREGULAR_PLURAL.sub("al", form)
    return _singular(fold(found))


def _singular(word: str) -> str:
    # Also for lemmas in -s ("accès"): it makes them equal to "ACCES", which no dictionary knows.
    return word[:-1] if len(word) > LONGEST_INVARIABLE and word[-1] in "sx" else word


def tokenize(text: str) -> Iterator[Token]:
    """Read a text as tokens, without its articles, possessives, "de" and "à".

    Examples
    --------
    >>> [token.lemma for token in tokenize("L’accès aux droits, le non-recours")]
    ['acce', 'droit', 'non', 'recour']
    >>> [token.joined for token in tokenize("L’accès aux droits, le non-recours")]
    [False, True, False, True]
    """
    joined, reached = False, 0
    for word in WORD.finditer(text):
        joined = joined and not BARRIER.search(text, reached, word.start())
        reached = word.end()
        if fold(word[0]) in UNREAD:
            continue
        yield Token(lemma(word[0]), word.start(), word.end(), joined)
        joined = True


@cache
def lemmas(expression: str) -> tuple[str, ...]:
    """Return the lemmas that an expression is found by; none where nothing in it is read.

    Examples
    --------
    >>> lemmas("accès aux droits")
    ('acce', 'droit')
    """
    return tuple(token.lemma for token in tokenize(expression))
