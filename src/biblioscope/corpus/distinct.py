"""What people decided not to be one: pairs that look alike and are two."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from biblioscope.corpus.authority import AuthorityError, read_rows

COLUMNS = ("kind", "one", "other", "note")
KINDS = ("person", "source", "work")


@dataclass(frozen=True)
class Distinct:
    """The file of pairs that are two, each with its row."""

    path: Path = Path("distinct.csv")
    rows: dict[tuple[str, frozenset[str]], int] = field(default_factory=dict)

    def holds(self, kind: str, one: str, other: str) -> bool:
        """Tell whether people decided that two forms name two things."""
        return (kind, frozenset((one, other))) in self.rows

    def check(self, proposed: set[tuple[str, frozenset[str]]]) -> None:
        """Refuse a pair that nobody would propose any more.

        Raises
        ------
        AuthorityError
            With file and row.
        """
        for pair, row in self.rows.items():
            if pair not in proposed:
                forms = " and ".join(f"“{form}”" for form in sorted(pair[1]))
                message = f"{forms} are no longer proposed as one {pair[0]}; remove the row"
                raise AuthorityError(f"{self.path}, row {row}: {message}")


def load_distinct(path: Path) -> Distinct:
    """Return the pairs of the authority file; none where there is no such file.

    Parameters
    ----------
    path
        A CSV file with the columns kind ("person", "source" or "work"), one, other (the forms as
        `biblioscope review` quotes them) and note (why they are two).

    Raises
    ------
    AuthorityError
        Where the file cannot be read, a kind is unknown, a cell is empty or a pair stands twice.
    """
    if not path.exists():
        return Distinct(path)
    rows: dict[tuple[str, frozenset[str]], int] = {}
    for number, row in enumerate(read_rows(path, COLUMNS), start=2):
        pair = (row["kind"], frozenset((row["one"], row["other"])))
        if fault := _fault(row, known=pair in rows):
            raise AuthorityError(f"{path}, row {number}: {fault}")
        rows[pair] = number
    return Distinct(path, rows)


def _fault(row: dict[str, str], *, known: bool) -> str | None:
    """Say what is wrong with a row, if anything is."""
    if row["kind"] not in KINDS:
        return f"kind “{row['kind']}” is none of {', '.join(KINDS)}"
    empty = [name for name in COLUMNS if not row[name]]
    if empty:
        return f"{empty[0]} is empty"
    return "the pair stands in the file twice" if known else None
