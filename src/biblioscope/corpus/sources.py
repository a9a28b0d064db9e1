"""Which source a reference has, and of which kind."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from biblioscope.corpus.authority import AuthorityError, Source
from biblioscope.reading import Reference
from biblioscope.reading.knowledge import is_institution_name, is_publisher_name


def source_of(reference: Reference, known: dict[str, Source]) -> Source | None:
    """Return the source of a reference: its periodical, else its publisher, else none.

    Names that the authority file does not hold stand for themselves; of several publishers that
    it does not hold together, the first counts.
    """
    is_periodical = reference.type == "article-journal"
    printed = reference.container_title if is_periodical else reference.publisher
    if not printed:
        return None
    if printed in known:
        return known[printed]
    name = printed if is_periodical else printed.split(", ")[0]
    return known.get(name, Source(name, _kind(name, is_periodical=is_periodical)))


def _kind(name: str, *, is_periodical: bool) -> str:
    """Return the kind of a source that nobody decided on."""
    if is_periodical:
        return "periodical"
    if is_publisher_name(name):
        return "publisher"
    return "institution" if is_institution_name(name) or name.isupper() else "publisher"


def printed_forms(references: list[Reference], known: dict[str, Source]) -> dict[str, set[str]]:
    """Return the forms in which each source was printed, by its key."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for reference in references:
        if source := source_of(reference, known):
            printed = (
                reference.container_title
                if reference.type == "article-journal"
                else reference.publisher
            )
            forms[source.source_id].add(printed or "")
    return dict(forms)


def check_used(references: list[Reference], known: dict[str, Source], path: Path) -> None:
    """Refuse a variant of the authority file that the dossier no longer prints.

    Raises
    ------
    AuthorityError
        Naming the first such variant, with its row.
    """
    printed = {r.container_title for r in references} | {r.publisher for r in references}
    for source in known.values():
        for variant in source.variants:
            if variant not in printed:
                message = f"the variant “{variant}” of “{source.name}” is printed nowhere"
                raise AuthorityError(f"{path}, row {source.row}: {message}; correct or remove it")
