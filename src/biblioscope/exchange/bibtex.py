"""References in BibTeX, with the fields of biblatex where BibTeX has none."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from biblioscope.corpus.keys import slug
from biblioscope.exchange.records import Credited, Record

TYPES = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
}
SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
URL_SAFE = ":/?#[]@!$&'()*+,;=%~-._"


def bibtex(record: Record) -> str:
    r"""Return a record as a BibTeX entry, in UTF-8.

    Its key is that of the first author with the year and the name of the reference, so that no two
    entries share one. Titles stand in two pairs of braces, which keep their capitals.

    References
    ----------
    .. [1] Patashnik, O. (1988). BibTeXing.
    .. [2] Kime, P., Wemheuer, M., & Lehman, P. The biblatex Package.

    Examples
    --------
    >>> from biblioscope import load_corpus
    >>> from biblioscope.exchange import records
    >>> print(bibtex(records(load_corpus().where(reference_id="L0101"))[0]).split("\n")[0])
    @techreport{bourguignon2016L0101,
    """
    kind = TYPES.get(record.type, "misc")
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(record, kind) if value)
    return f"@{kind}{{{_key(record)},\n{fields}\n}}\n"


def _key(record: Record) -> str:
    first = slug(record.authors[0].family).split("-")[0] if record.authors else "anonyme"
    return f"{first}{record.year}{record.reference_id}"


def _fields(record: Record, kind: str) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_name, record.authors))
    yield "title", f"{{{escaped(record.title)}}}"
    yield ("journal" if kind == "article" else "booktitle"), escaped(record.container_title)
    yield ("institution" if kind == "techreport" else "publisher"), escaped(record.publisher)
    yield "year", record.year
    yield "date", record.issued
    yield "number", escaped(record.issue)
    yield "pages", escaped(record.page).replace("-", "--")
    yield "pagetotal", record.number_of_pages
    yield "edition", escaped(record.edition)
    yield "url", quote(record.urls[0], safe=URL_SAFE) if record.urls else ""
    yield "abstract", escaped(record.abstract)
    yield "keywords", ", ".join(map(escaped, record.themes))
    yield "langid", "french"
    yield "note", escaped(record.note)


def _name(author: Credited) -> str:
    if author.is_body:
        return f"{{{escaped(author.family)}}}"
    return f"{escaped(author.family)}, {escaped(author.given)}".removesuffix(", ")


def escaped(text: str) -> str:
    r"""Return a text in which nothing is a command.

    Examples
    --------
    >>> escaped("R&D à 100 %")
    'R\\&D à 100 \\%'
    """
    return text.translate(SPECIAL)
