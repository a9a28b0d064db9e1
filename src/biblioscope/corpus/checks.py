"""The checks that a scholar would make before counting: findings, each with its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from urllib.parse import unquote, urlsplit

import pandas as pd

from biblioscope.corpus.model import Corpus
from biblioscope.language import either
from biblioscope.reading.knowledge import fold

EARLIEST = 1900
"""A year before this one is a misprint rather than the date of a document for training."""

_COLUMNS = ["check", "severity", "reference_id", "lines", "finding", "decided"]
_HOST = re.compile(
    r"(?!www\.[^.]*$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?", re.IGNORECASE
)
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`]")


@dataclass(frozen=True)
class Finding:
    """Something that looks wrong ("fault") or that a reader should know ("note")."""

    check: str
    severity: str
    reference_id: str
    lines: str
    finding: str
    decided: str = ""


def check_corpus(corpus: Corpus) -> pd.DataFrame:
    """Return what looks wrong in the corpus as printed, in the order of checks and lines.

    Returns
    -------
    pandas.DataFrame
        One row a finding: check (its name), severity ("fault" for what cannot be right, "note" for
        what may be), reference_id, lines (of the raw file, "513" or "513, 1727"), finding (a
        sentence) and decided (the correction that settles it, or empty).
    """
    found = [asdict(finding) for check in _CHECKS for finding in check(corpus)]
    return pd.DataFrame(found, columns=_COLUMNS)


def field_shares(corpus: Corpus) -> pd.DataFrame:
    """Return how many references of each type have each field.

    Returns
    -------
    pandas.DataFrame
        One row a field, a column for each type with the share (0 to 1) of its references that have
        the field, and `all`; `.attrs["n"]` has the number of references of each.
    """
    references = corpus.references
    fields = [*_FIELDS, "authors"]
    authors = corpus.authorships.loc[corpus.authorships["role"] == "author", "work_id"]
    has = references[_FIELDS].notna().assign(authors=references["work_id"].isin(authors))
    by_type = has.groupby(references["type"].astype(str)).mean().T
    shares = by_type.assign(all=has.mean()).loc[fields]
    shares.attrs["n"] = {**references["type"].astype(str).value_counts(), "all": len(references)}
    return shares.rename_axis("field").reset_index().rename_axis(columns=None)


_FIELDS = [
    "title", "container_title", "publisher", "issued", "issue", "page", "number_of_pages",
    "edition", "urls", "abstract", "contents",
]  # fmt: skip


def _rows(corpus: Corpus) -> Iterator[dict[str, str]]:
    """Yield the references as text, with an empty string for what is missing."""
    table = corpus.references.astype(object)
    for row in table.where(table.notna(), "").to_dict("records"):
        yield {str(name): str(value) for name, value in row.items()}


def _finding(
    check: str, severity: str, row: dict[str, str], said: str, field: str | None = None
) -> Finding:
    """Make a finding about one reference, with the correction of the field if there is one."""
    corrected = row.get(f"{field}_corrected", "") if field else ""
    words = either(f"{field} corrected to {corrected}", f"{field} corrigé\u00a0: {corrected}")
    decided = words if corrected else ""
    return Finding(check, severity, row["reference_id"], row["line_start"], said, decided)


def _undated(corpus: Corpus) -> Iterator[Finding]:
    """Find references without a date."""
    for row in _rows(corpus):
        if not row["issued"]:
            said = either(
                f"the {row['type']} “{row['title']}” has no date",
                f"«\u00a0{row['title']}\u00a0» n’a pas de date",
            )
            yield _finding("no date", "note", row, said)


def _years(corpus: Corpus) -> Iterator[Finding]:
    """Find years that cannot be: before `EARLIEST`, or after the dossier's own."""
    for row in _rows(corpus):
        year = row["issued"][:4]
        if year and not EARLIEST <= int(year) <= corpus.dossier.year:
            said = either(
                f"the year {year} is not between {EARLIEST} and {corpus.dossier.year}",
                f"l’année {year} n’est pas entre {EARLIEST} et {corpus.dossier.year}",
            )
            yield _finding("year out of range", "fault", row, said, "issued")


def _pages(corpus: Corpus) -> Iterator[Finding]:
    """Find ranges of pages that run backwards."""
    for row in _rows(corpus):
        match = re.fullmatch(r"(\d+)-(\d+)", row["page"])
        if match and int(match[1]) > int(match[2]):
            yield _finding("pages reversed", "fault", row, f"pages {row['page']}", "page")


def _urls(corpus: Corpus) -> Iterator[Finding]:
    """Find addresses that no browser opens, or that seem to be cut."""
    for row in _rows(corpus):
        for url in row["urls"].split():
            colon = either(":", "\u00a0:")
            if fault := _malformed(url):
                yield _finding("URL malformed", "fault", row, f"{url}{colon} {fault}")
            elif doubt := _cut(url, row["title"]):
                yield _finding("URL perhaps cut", "note", row, f"{url}{colon} {doubt}")


def _malformed(url: str) -> str | None:
    """Say why an address is none."""
    if _FORBIDDEN.search(url):
        return either(
            "it has a character that no address has", "un caractère qu’aucune adresse ne contient"
        )
    try:
        parts = urlsplit(url)
    except ValueError:
        return either("it cannot be taken apart", "adresse indéchiffrable")
    if parts.scheme not in ("http", "https"):
        return either(
            "it begins neither with http: nor with https:",
            "elle ne commence ni par http: ni par https:",
        )
    if not _HOST.fullmatch(parts.netloc):
        return either(
            f"“{parts.netloc}” is no name of a site",
            f"«\u00a0{parts.netloc}\u00a0» n’est pas un nom de site",
        )
    return None


def _cut(url: str, title: str) -> str | None:
    """Say why an address seems to lack its end."""
    if url[-1] in "-_&=?%":
        return either(f"it ends in “{url[-1]}”", f"elle finit par «\u00a0{url[-1]}\u00a0»")
    slug = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    if slug.count("-") < 3 or "." in slug:
        return None
    last = fold(slug).split()[-1]
    if last.isalpha() and len(last) <= 2:
        return either(
            f"it ends in “{last}”, which may be the beginning of a word",
            f"elle finit par «\u00a0{last}\u00a0», peut-être le début d’un mot",
        )
    rest = fold(title).split()
    if last not in rest and any(word.startswith(last) for word in rest):
        return either(
            f"it ends in “{last}”, the beginning of a word of the title",
            f"elle finit par «\u00a0{last}\u00a0», début d’un mot du titre",
        )
    return None


@dataclass(frozen=True)
class _Issue:
    """A number of a periodical with the days between which it may have come out."""

    number: int
    first: str
    last: str
    row: dict[str, str]


def _sequence(corpus: Corpus) -> Iterator[Finding]:
    """Find numbers of a periodical that do not rise with their dates."""
    issues: dict[str, list[_Issue]] = {}
    for row in _rows(corpus):
        number = re.match(r"\d+", row["issue"])
        if number and row["source_id"] and row["issued"] and row["type"] == "article-journal":
            dated = row["issued"]
            issue = _Issue(int(number[0]), dated, dated + "-99-99"[len(dated) - 4 :], row)
            issues.setdefault(row["source_id"], []).append(issue)
    names = corpus.sources.set_index("source_id")["name"]
    for source, numbered in sorted(issues.items()):
        yield from _out_of_sequence(numbered, str(names[source]))


def _out_of_sequence(numbered: list[_Issue], name: str) -> Iterator[Finding]:
    """Yield the fewest issues without which the numbers would rise with the dates."""
    ordered = sorted(numbered, key=lambda issue: (issue.last, issue.number))
    kept = _longest_rise([issue.number for issue in ordered])
    rising = [ordered[place] for place in kept]
    for place, issue in enumerate(ordered):
        if place in kept or not any(_contradict(issue, other) for other in rising):
            continue
        before = [o for o in rising if o.last <= issue.last][-1:]
        after = [o for o in rising if o.last > issue.last][:1]
        said = either(
            f"{name}, n° {issue.number} of {issue.first}: out of sequence",
            f"{name}, n° {issue.number} ({issue.first})\u00a0: hors de la suite",
        )
        said += "".join(f", {either('after', 'après le')} n° {_shown(other)}" for other in before)
        said += "".join(f", {either('before', 'avant le')} n° {_shown(other)}" for other in after)
        yield _finding("number out of sequence", "fault", issue.row, said, "issue")


def _shown(issue: _Issue) -> str:
    line = issue.row["line_start"]
    return either(
        f"{issue.number} of {issue.first} (line {line})",
        f"{issue.number} ({issue.first}, ligne {line})",
    )


def _contradict(one: _Issue, other: _Issue) -> bool:
    """Tell whether the later of two issues has the smaller number, whatever the exact days."""
    if one.first <= other.first:
        return one.last < other.first and one.number > other.number
    return other.last < one.first and other.number > one.number


def _longest_rise(numbers: list[int]) -> set[int]:
    """Return the places of a longest subsequence that never falls (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_right(tops, number)
        previous.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [number]
        ends[at : at + 1] = [place]
    found: set[int] = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        found.add(place)
        place = previous[place]
    return found


def _contradicted(corpus: Corpus) -> Iterator[Finding]:
    """Find numbers that the reference's own address contradicts."""
    for row in _rows(corpus):
        for url in row["urls"].split():
            match = re.search(r"[-_/]n(?:um|umero)?-?(\d{2,4})(?=[-._/?]|$)", url, re.IGNORECASE)
            if match and row["issue"].isdigit() and int(match[1]) != int(row["issue"]):
                said = either(
                    f"n° {row['issue']} is printed, the address says {match[1]}: {url}",
                    f"le n° {row['issue']} est imprimé, l’adresse dit {match[1]}\u00a0: {url}",
                )
                yield _finding("number against URL", "fault", row, said, "issue")


def _listed_again(corpus: Corpus) -> Iterator[Finding]:
    """Find works that are listed more than once, and what their listings print differently."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in _rows(corpus):
        rows.setdefault(row["work_id"], []).append(row)
    for listed in rows.values():
        if len(listed) > 1:
            lines = ", ".join(row["line_start"] for row in listed)
            differ = [name for name in _COMPARED if len({row[name] for row in listed}) > 1]
            title, names = listed[0]["title"], ", ".join(differ)
            said = either(
                f"“{title}” is listed {len(listed)} times",
                f"«\u00a0{title}\u00a0» figure {len(listed)} fois",
            )
            if differ:
                said += either(
                    f"; the listings differ in {names}",
                    f"\u00a0; ses mentions diffèrent\u00a0: {names}",
                )
            yield Finding(
                "listed more than once", "note", listed[0]["reference_id"], lines, said,
                "one work",
            )  # fmt: skip


_COMPARED = ("title", "container_title", "publisher", "issued", "issue", "page", "urls")

_CHECKS: tuple[Callable[[Corpus], Iterable[Finding]], ...] = (
    _years, _pages, _urls, _sequence, _contradicted, _undated, _listed_again,
)  # fmt: skip
