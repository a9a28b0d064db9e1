"""What `biblioscope check` and `biblioscope review` find, with lines that a reader can go to."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblioscope import Corpus
from biblioscope.cli import main
from biblioscope.corpus import build_corpus, check_corpus, field_shares, read_dossier, review
from biblioscope.corpus.checks import _longest_rise
from biblioscope.corpus.review import edits

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"


def with_values(corpus: Corpus, **values: str) -> Corpus:
    """Return a corpus whose first article, on line 91, has other values."""
    references = corpus.references.astype(object)
    for name, value in values.items():
        references.loc[references["reference_id"] == "L0091", name] = value
    return dataclasses.replace(corpus, references=references)


def found(corpus: Corpus, check: str) -> pd.DataFrame:
    table = check_corpus(corpus)
    return table[table["check"] == check].set_index("reference_id")


# Checks


def test_wrong_numbers_show_in_the_sequence(corpus: Corpus) -> None:
    table = found(corpus, "number out of sequence")
    assert list(table.index) == ["L1234", "L0513", "L1727"]
    assert list(table["decided"]) == [
        "issue corrected to 2961", "issue corrected to 260", "issue corrected to 260",
    ]  # fmt: skip
    assert "n° 2955 of 2016-04-08 (line 994)" in str(table.loc["L1234", "finding"])
    assert "n° 2962 of 2016-05-27 (line 739)" in str(table.loc["L1234", "finding"])
    assert list(found(corpus, "number against URL").index) == ["L0513"]


def test_corrected_numbers_are_in_sequence(corpus: Corpus) -> None:
    decided = corpus.decided()
    for name in corpus.references.columns.difference(decided.columns):
        decided[name] = pd.NA
    corrected = dataclasses.replace(corpus, references=decided)
    assert found(corrected, "number out of sequence").empty


@pytest.mark.parametrize(
    ("values", "check", "says"),
    [
        ({"issued": "2106-10-14"}, "year out of range", "2106"),
        ({"issued": "1016"}, "year out of range", "1016"),
        ({"page": "58-53"}, "pages reversed", "58-53"),
        ({"urls": "http://www.anas"}, "URL malformed", "www.anas"),
        ({"urls": "ftp://a.fr/b"}, "URL malformed", "begins neither"),
        ({"urls": "http://a.fr/<b>"}, "URL malformed", "character"),
        ({"urls": "http://[a.fr/"}, "URL malformed", "apart"),
        ({"urls": "http://a.fr/rapport-"}, "URL perhaps cut", "ends in “-”"),
        ({"urls": "http://a.fr/le-rapport-sur-le-sch"}, "URL perhaps cut", "the title"),
    ],
)
def test_what_is_wrong_is_found(
    values: dict[str, str], check: str, says: str, corpus: Corpus
) -> None:
    assert "L0091" not in found(corpus, check).index or check == "URL perhaps cut"
    table = found(with_values(corpus, **values), check)
    assert says in str(table.loc["L0091", "finding"])
    assert table.loc["L0091", "lines"] == "91"


def test_the_dossier_as_it_is(corpus: Corpus) -> None:
    table = check_corpus(corpus)
    assert set(table["severity"]) == {"fault", "note"}
    assert (table.loc[table["severity"] == "fault", "decided"] != "").all()
    counts = table["check"].value_counts()
    assert counts["no date"] == corpus.references["issued"].isna().sum() == 10
    assert counts["listed more than once"] == (corpus.works["listings"] > 1).sum() == 6
    again = table[table["check"] == "listed more than once"].set_index("reference_id")
    assert again.loc["L0513", "lines"] == "513, 1727"


def test_shares_by_type(corpus: Corpus) -> None:
    table = field_shares(corpus).set_index("field")
    articles = corpus.references["type"] == "article-journal"
    assert table.loc["title"].eq(1).all()
    share = corpus.references.loc[articles, "issue"].notna().mean()
    assert table.loc["issue", "article-journal"] == pytest.approx(share)
    assert table.loc["issued", "all"] == pytest.approx(189 / 199)


@given(st.lists(st.integers(0, 30), max_size=12))
def test_the_longest_rise(numbers: list[int]) -> None:
    """It never falls, and one number more or less changes its length by one at most."""
    kept = sorted(_longest_rise(numbers))
    rising = [numbers[place] for place in kept]
    assert rising == sorted(rising)
    assert len(kept) >= min(1, len(numbers))
    longest = [1] * len(numbers)
    for i, number in enumerate(numbers):
        longest[i] += max((longest[j] for j in range(i) if numbers[j] <= number), default=0)
    assert len(kept) == max(longest, default=0)


def test_the_command_says_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 2
    assert "biblioscope build" in capsys.readouterr().err
    build_corpus(project / "data")
    assert main(["check", "--strict"]) == 0
    said = capsys.readouterr().out
    assert "line 1234: Actualités sociales hebdomadaires, n° 2691" in said
    assert "0 faults that no correction decides" in said
    corrections = project / "data" / "authority" / "corrections.csv"
    rows = corrections.read_text(encoding="utf-8").splitlines(keepends=True)
    corrections.write_text("".join(rows[:-1]), encoding="utf-8", newline="\n")
    build_corpus(project / "data")
    assert main(["check"]) == 0
    assert main(["check", "--strict"]) == 1


# Review


def without_decisions(project: Path, file: str) -> Path:
    path = project / "data" / "authority" / file
    header = path.read_text(encoding="utf-8").partition("\n")[0]
    path.write_text(header + "\n", encoding="utf-8", newline="\n")
    return path


def test_review_proposes_what_was_decided(project: Path) -> None:
    """Without the authority files their rows are proposed; pasted, they build."""
    authors = without_decisions(project, "authors.csv")
    without_decisions(project, "sources.csv")
    without_decisions(project, "distinct.csv")  # it speaks of the preferred names
    candidates = review(*read_dossier(project / "data"))
    persons = [c for c in candidates if c.kind == "person"]
    [yves] = [c for c in persons if "CATHELINÉAU Yves" in c.row]
    assert yves.forms == (("CATHELINÉAU Yves", (1287,)), ("Yves Cathelineau", (1291,)))
    assert next(csv.reader([yves.row]))[:5] == [
        "Cathelineau", "Yves", "", "person", "CATHELINÉAU Yves",
    ]  # fmt: skip
    sources = {frozenset(form for form, _ in c.forms) for c in candidates if c.kind == "source"}
    assert {"Vie sociale et traitement", "Vie sociale"} in sources
    with authors.open("a", encoding="utf-8", newline="\n") as lines:
        lines.writelines(f"{candidate.row}\n" for candidate in persons)
    without = read_dossier(project / "data")
    assert not [c for c in review(*without) if c.kind == "person"]


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("JAGGER Marcel", "1 letter"),
        ("JAEGER M.", "initials"),
        ("MARCEL Jaeger", "order"),
    ],
)
def test_review_of_names(printed: str, reason: str, project: Path) -> None:
    raw = project / "data" / "raw" / "travail-social-spt-2017.txt"
    text = raw.read_text(encoding="utf-8")
    raw.write_text(text.replace("JAEGER Marcel", printed, 1), encoding="utf-8", newline="\n")
    candidates = [c for c in review(*read_dossier(project / "data")) if printed in str(c)]
    assert {c.kind for c in candidates} == {"person"}
    assert reason in candidates[0].reason
    assert "line 932" in str(candidates[0]) or "line 933" in str(candidates[0])


def test_review_shows_editions_and_like_titles(project: Path) -> None:
    works = [c for c in review(*read_dossier(project / "data")) if c.kind == "work"]
    lines = [tuple(line for _, found in c.forms for line in found) for c in works]
    assert (887, 1103) in lines
    assert (127, 1851) in lines


def test_a_pair_that_is_two_is_not_proposed_again(project: Path) -> None:
    path = without_decisions(project, "distinct.csv")
    before = review(*read_dossier(project / "data"))
    pairs = [candidate for candidate in before if candidate.kind in ("source", "work")]
    assert len(pairs) > 3
    with path.open("a", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        for candidate in pairs:
            # Either form may come first.
            rows.writerow([candidate.kind, *reversed(candidate.pair), "they are two"])
    after = review(*read_dossier(project / "data"))
    assert after == [candidate for candidate in before if candidate not in pairs]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("source,Vie sociale,No such review,why", "no longer proposed as one source"),
        ("place,Vie sociale,ASH,why", "kind “place” is none of"),
        ("source,Vie sociale,,why", "other is empty"),
        ("source,ASH,Vie sociale,", "note is empty"),
    ],
)
def test_a_pair_that_cannot_be_used(
    row: str, says: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = without_decisions(project, "distinct.csv")
    with path.open("a", encoding="utf-8", newline="") as lines:
        lines.write(f"{row}\n")
    assert main(["review"]) == 2
    error = capsys.readouterr().err
    assert "distinct.csv, row 2:" in error
    assert says in error


def test_the_review_can_be_pasted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review"]) == 0
    said = capsys.readouterr().out
    for line in said.splitlines():
        assert not line or line.startswith("#") or len(next(csv.reader([line]))) in (4, 6)
    assert "for data/authority/corrections.csv" in said


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("kitten", "sitting", 3)],
)
def test_edits(one: str, other: str, far: int) -> None:
    assert edits(one, other, most=5) == edits(other, one, most=5) == far
