"""What people decided on authors: the preferred form of a name, and the forms that are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from biblioscope.corpus.authority import AuthorityError, items, read_rows
from biblioscope.corpus.keys import author_id
from biblioscope.reading import Author, Document, Organisation, Person, Reference, visible

COLUMNS = ("family", "given", "literal", "kind", "variants", "note")
KINDS = ("person", "organisation")


@dataclass(frozen=True)
class Credit:
    """A name that a reference credits: as read, as printed, where, and in which role."""

    author: Author
    printed: str
    line: int
    role: str = "author"


@dataclass(frozen=True)
class Decision:
    """A row of the authority file: the preferred form of an author, and its variants."""

    author: Author
    variants: tuple[str, ...]
    row: int


@dataclass(frozen=True)
class People:
    """The authority file of authors."""

    path: Path = Path("authors.csv")
    decisions: tuple[Decision, ...] = ()
    by_variant: dict[str, Author] = field(default_factory=dict)
    by_key: dict[str, Author] = field(default_factory=dict)

    def preferred(self, author: Author, printed: str) -> Author:
        """Return the preferred form of an author; who is not in the file stands for himself."""
        known = self.by_variant.get(printed)
        return known or self.by_key.get(author_id(author), author)

    def check(self, credited: Iterable[Credit]) -> None:
        """Refuse what matches nothing any more, and undecided forms that would share a key.

        Raises
        ------
        AuthorityError
            With file and row; or with the two forms, and their lines, that nobody decided on.
        """
        credited = list(credited)
        printed = {credit.printed for credit in credited}
        for decision in self.decisions:
            for variant in decision.variants:
                if variant not in printed:
                    message = f"the variant “{variant}” is printed nowhere; correct or remove it"
                    raise AuthorityError(f"{self.path}, row {decision.row}: {message}")
        self._check_forms(credited)

    def _check_forms(self, credited: Iterable[Credit]) -> None:
        """Refuse two forms of a name that differ by case or accents alone and are undecided."""
        forms: dict[str, tuple[Author, Credit]] = {}
        for credit in credited:
            author = self.preferred(credit.author, credit.printed)
            first, earlier = forms.setdefault(author_id(author), (author, credit))
            if first != author:
                raise AuthorityError(
                    f"{self.path}: “{earlier.printed}” (line {earlier.line}) and "
                    f"“{credit.printed}” (line {credit.line}) differ by case or accents alone; "
                    "decide there which form is preferred"
                )


def load_people(path: Path) -> People:
    """Return the authors of the authority file.

    Parameters
    ----------
    path
        A CSV file with the columns family and given (of a person), literal (the name of an
        organisation), kind ("person" or "organisation"), variants (as printed, separated by "; ")
        and note.

    Raises
    ------
    AuthorityError
        Where the file cannot be read, a kind is unknown, a name is missing or stands twice.
    """
    decisions: list[Decision] = []
    by_variant: dict[str, Author] = {}
    by_key: dict[str, Author] = {}
    for number, row in enumerate(read_rows(path, COLUMNS), start=2):
        decision = Decision(_author(row, path, number), items(row["variants"]), number)
        key = author_id(decision.author)
        if key in by_key:
            raise AuthorityError(f"{path}, row {number}: “{key}” stands in the file twice")
        by_key[key] = decision.author
        for variant in decision.variants:
            if variant in by_variant:
                raise AuthorityError(f"{path}, row {number}: “{variant}” stands in the file twice")
            by_variant[variant] = decision.author
        decisions.append(decision)
    return People(path, tuple(decisions), by_variant, by_key)


def _author(row: dict[str, str], path: Path, number: int) -> Author:
    """Make an author of a row."""
    kind = row["kind"]
    if kind not in KINDS:
        raise AuthorityError(f"{path}, row {number}: kind “{kind}” is none of {', '.join(KINDS)}")
    name = "family" if kind == "person" else "literal"
    if not row[name]:
        raise AuthorityError(f"{path}, row {number}: {name} is empty")
    if kind == "person":
        return Person(row["family"], row["given"])
    return Organisation(row["literal"])


def credited_in(document: Document, reference: Reference) -> Iterator[Credit]:
    """Yield the names that a reference credits: its authors, then its contributors."""
    spans = reference.spans.get("authors", [])
    for author, span in zip(reference.authors, spans, strict=True):
        yield Credit(author, _printed(document, span), document.line_of(span[0]))
    for named in reference.contributors:
        printed, line = _printed(document, named.span), document.line_of(named.span[0])
        yield Credit(named.person, printed, line, "contributor")


def _printed(document: Document, span: tuple[int, int]) -> str:
    """Return a name as a reader sees it."""
    return visible(document.text[slice(*span)])
