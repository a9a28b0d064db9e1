"""What people corrected: misprints of the dossier, each with its reason and its evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from biblioscope.corpus.authority import AuthorityError, read_rows
from biblioscope.corpus.dictionary import dictionary
from biblioscope.corpus.keys import reference_id
from biblioscope.reading import Reference

COLUMNS = ("reference_id", "field", "printed", "corrected", "reason", "evidence")
FIELDS = ("title", "container_title", "publisher", "issued", "issue", "page")
"""What can be corrected: what identifies a publication. Names are for the file of authors."""


@dataclass(frozen=True)
class Correction:
    """A row of the file of corrections."""

    reference_id: str
    field: str
    printed: str
    corrected: str
    reason: str
    evidence: str


Corrections = dict[str, dict[str, Correction]]
"""The corrections by reference and field."""


def load_corrections(path: Path, references: Iterable[Reference]) -> Corrections:
    """Return the corrections of the authority file, each held to what is printed.

    Parameters
    ----------
    path
        A CSV file with the columns reference_id, field, printed, corrected, reason and evidence.
    references
        What was read of the dossier.

    Raises
    ------
    AuthorityError
        With file and row, where a correction lacks something, stands twice, names no reference, or
        where the dossier does not print what it says.
    """
    listed = {reference_id(reference): reference for reference in references}
    found: defaultdict[str, dict[str, Correction]] = defaultdict(dict)
    for number, row in enumerate(read_rows(path, COLUMNS), start=2):
        correction = Correction(**row)
        fault = _fault(correction, listed)
        if correction.field in found[correction.reference_id]:
            fault = f"{correction.field} of {correction.reference_id} is corrected above already"
        if fault:
            raise AuthorityError(f"{path}, row {number}: {fault}")
        found[correction.reference_id][correction.field] = correction
    return dict(found)


def _fault(correction: Correction, listed: dict[str, Reference]) -> str | None:
    """Say what is wrong with a correction, if anything is."""
    empty = [name for name in COLUMNS if not getattr(correction, name)]
    if empty:
        return f"{empty[0]} is empty"
    if correction.field not in FIELDS:
        return f"field “{correction.field}” is none of {', '.join(FIELDS)}"
    if correction.reference_id not in listed:
        return f"there is no reference {correction.reference_id}"
    printed = getattr(listed[correction.reference_id], correction.field) or ""
    if printed != correction.printed:
        return (
            f"{correction.field} of {correction.reference_id} is “{printed}” in the dossier, "
            f"not “{correction.printed}”"
        )
    return _fault_of_value(correction)


def _fault_of_value(correction: Correction) -> str | None:
    """Say what is wrong with a corrected value, if anything is."""
    if correction.corrected == correction.printed:
        return "the corrected value is the printed one"
    column = next(c for c in dictionary()["references"].columns if c.name == correction.field)
    if column.pattern and not re.fullmatch(column.pattern, correction.corrected):
        return f"“{correction.corrected}” is no value of {correction.field}"
    return None


def correct(reference: Reference, corrections: Corrections) -> Reference:
    """Return a reference with its corrected values; the one given stays as printed."""
    decided = corrections.get(reference_id(reference), {})
    if not decided:
        return reference
    values: dict[str, Any] = {name: each.corrected for name, each in decided.items()}
    return replace(reference, **values)
