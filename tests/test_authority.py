"""What people decided: both values are kept, and a decision that matches nothing is refused."""

from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path

import pytest

from biblioscope import Corpus, load_corpus
from biblioscope.cli import main
from biblioscope.corpus import CorpusError, build_corpus
from biblioscope.corpus.dictionary import column_rows, dictionary

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"


def add(project: Path, file: str, *cells: str) -> int:
    """Add a row to an authority file; return its number."""
    path = project / "data" / "authority" / file
    with path.open("a", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerow(cells)
    with path.open(encoding="utf-8", newline="") as lines:
        return len(list(csv.reader(lines)))


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line that `build` refuses with; nothing is written then."""
    assert main(["build"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error


# Corrections


@pytest.mark.parametrize(
    ("reference", "printed", "corrected"),
    [("L0513", "127", "260"), ("L1727", "127", "260"), ("L1234", "2691", "2961")],
)
def test_both_values_are_in_the_table(
    corpus: Corpus, reference: str, printed: str, corrected: str
) -> None:
    row = corpus.references.set_index("reference_id").loc[reference]
    assert (row["issue"], row["issue_corrected"]) == (printed, corrected)
    assert corpus.decided().set_index("reference_id").loc[reference, "issue"] == corrected
    decided = corpus.corrections.set_index("reference_id").loc[reference]
    assert (decided["printed"], decided["corrected"]) == (printed, corrected)
    assert decided["reason"]
    assert decided["evidence"]


def test_what_nobody_corrected_is_as_printed(corpus: Corpus) -> None:
    references, decided = corpus.references, corpus.decided()
    others = ~references["reference_id"].isin(corpus.corrections["reference_id"])
    assert references.loc[others].filter(like="_corrected").isna().all(axis=None)
    assert decided.loc[others].equals(references.loc[others, list(decided.columns)])


def test_a_corrected_date_counts(project: Path) -> None:
    """The year, the work's date and its key follow the corrected date; the printed one stays."""
    add(
        project, "corrections.csv", "L0091", "issued", "2016-10-14", "2015-10-16", "why", "line 1"
    )  # fmt: skip
    build_corpus(project / "data")
    corpus = load_corpus(project / "data")
    row = corpus.references.set_index("reference_id").loc["L0091"]
    assert list(row[["issued", "issued_corrected", "year"]]) == ["2016-10-14", "2015-10-16", 2015]
    work = corpus.works.set_index("work_id").loc[row["work_id"]]
    assert list(work[["issued", "year"]]) == ["2015-10-16", 2015]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (("L0091", "issue", "2978", "2980", "why", "line 1"), "is “2979” in the dossier"),
        (("L0092", "issue", "2979", "2980", "why", "line 1"), "no reference L0092"),
        (("L0091", "abstract", "2979", "2980", "why", "line 1"), "field “abstract”"),
        (("L0091", "issue", "2979", "2979", "why", "line 1"), "is the printed one"),
        (("L0091", "issue", "2979", "2980", "", "line 1"), "reason is empty"),
        (("L0091", "issued", "2016-10-14", "14/10/2016", "why", "line 1"), "no value of issued"),
        (("L0513", "issue", "127", "261", "why", "line 1"), "corrected above already"),
    ],
)
def test_a_correction_that_matches_nothing(
    cells: tuple[str, ...], says: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = add(project, "corrections.csv", *cells)
    error = refused(capsys)
    assert says in error
    assert f"corrections.csv, row {row}:" in error
    assert not (project / "data" / "corpus").exists()


# Authors


def test_a_person_has_one_preferred_form(corpus: Corpus) -> None:
    author = corpus.authors.set_index("author_id").loc["cathelineau-yves"]
    assert (author["family"], author["name"]) == ("Cathelineau", "Yves Cathelineau")
    printed = corpus.authorships.set_index("author_id")["name_printed"]
    assert printed["cathelineau-yves"] == "CATHELINÉAU Yves"
    assert printed["foudriat-michel"] == "FOUURIAT Michel"


def test_decisions_point_to_their_evidence() -> None:
    """Every note quotes words, and the lines that it names have them."""
    with (DATA / "authority" / "authors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    raw = (DATA / "raw" / "travail-social-spt-2017.txt").read_text(encoding="utf-8").split("\n")
    text = "\n".join(raw)
    for row in rows:
        for variant in row["variants"].split("; "):
            assert variant in text
        for quoted in row["note"].split("“")[1:]:
            assert quoted.partition("”")[0] in text


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (("Jaeger", "Marcel", "", "person", "JAGER Marcel", ""), "“JAGER Marcel” is printed"),
        (("Jaeger", "Marcel", "", "human", "", ""), "kind “human”"),
        (("", "Marcel", "", "person", "", ""), "family is empty"),
        (("", "", "", "organisation", "", ""), "literal is empty"),
        (("Cathelineau", "Yves", "", "person", "", ""), "stands in the file twice"),
        (("Jaeger", "Marcel", "", "person", "CATHELINÉAU Yves", ""), "stands in the file twice"),
    ],
)
def test_an_author_that_is_wrong(
    cells: tuple[str, ...], says: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = add(project, "authors.csv", *cells)
    error = refused(capsys)
    assert says in error
    assert f"authors.csv, row {row}:" in error


def test_forms_that_differ_by_accents_are_not_merged_unseen(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = project / "data" / "raw" / "travail-social-spt-2017.txt"
    text = raw.read_text(encoding="utf-8")
    changed = text.replace("Marcel JAEGER", "Marcel JAÉGER", 1)
    assert changed != text
    raw.write_text(changed, encoding="utf-8", newline="\n")
    error = refused(capsys)
    assert "“Marcel JAÉGER” (line " in error
    assert "decide" in error


def test_variants_of_an_author_are_one_author(project: Path) -> None:
    add(project, "authors.csv", "Jaeger", "Marcel", "", "person", "AVENEL Cyprien", "a test")
    build_corpus(project / "data")
    authors = load_corpus(project / "data").authors["author_id"]
    assert "avenel-cyprien" not in set(authors)
    assert authors.is_unique


# Contributors


def test_contributors_of_themed_issues(corpus: Corpus) -> None:
    """Fourteen and seventeen persons are named in the contents of two issues."""
    contributors = corpus.authorships[corpus.authorships["role"] == "contributor"]
    lines = corpus.references.set_index("line_start")["work_id"]
    names = {line: contributors[contributors["work_id"] == lines[line]] for line in (1293, 1727)}
    actif, rfss = names[1293], names[1727]
    assert (len(actif), len(rfss)) == (14, 17)
    assert list(actif["position"]) == list(range(1, 15))
    assert list(actif["name_printed"][:4]) == [
        "LOUBAT Jean-René", "DUBREUIL Bertrand", "MICHIT Robert", "KLOTZ Vanessa",
    ]  # fmt: skip
    assert list(rfss["name_printed"][-3:]) == ["Alice Ananou", "Émilie Caudebec", "Cécile Mbarga"]
    assert len(actif) + len(rfss) == len(contributors)
    known = corpus.authorships[corpus.authorships["author_id"] == "loubat-jean-rene"]
    assert set(known["role"]) == {"author", "contributor"}


# Editions


def test_two_editions_are_two_works_related(corpus: Corpus) -> None:
    works = corpus.references.set_index("line_start")["work_id"]
    editions = corpus.works.set_index("work_id")["edition_of"]
    assert editions[works[1103]] == works[887]
    assert editions.notna().sum() == 1


# The data package, and what guards the tables


def test_the_readme_prints_the_dictionary() -> None:
    page = (DATA / "README.md").read_text(encoding="utf-8")
    for name, table in dictionary().items():
        chapter = page.partition(f"### `{name}.csv`\n")[2].partition("\n#")[0]
        assert chapter.startswith(f"{table.description}\n")
        assert [line for line in chapter.splitlines() if line.startswith("| `")] == column_rows(
            table
        )


def test_a_stranger_can_read_the_package() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of frictionless and its dependencies, not of ours
        from frictionless import Package

        package = Package(str(DATA / "corpus" / "datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["taskName", "rowNumber", "fieldName", "note"])
    assert len(report.tasks) == len(dictionary())
    said = json.loads((DATA / "corpus" / "datapackage.json").read_text(encoding="utf-8"))
    assert said["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    for resource in said["resources"]:
        assert all(field["description"] and field["type"] for field in resource["schema"]["fields"])


@pytest.mark.parametrize(
    ("table", "old", "new", "says"),
    [
        ("works", ",1\n", ",one\n", "row 2, column listings: “one” is no whole number"),
        ("authors", "person", "human", "row 2, column kind: “human” is none of"),
        ("references", "L0085,", "L0072,", "row 3, column reference_id: “L0072” stands there"),
        ("references", "2016-10-14", "14/10/16", "row 4, column issued: “14/10/16” is not of"),
        ("subjects", "L0072,", "L0073,", "row 2, column reference_id: “L0073” is not in"),
        ("themes", "Réforme du travail social", "", "row 2, column label_fr: this must not be"),
    ],
)
def test_a_broken_table_is_refused_by_row_and_column(
    table: str, old: str, new: str, says: str, project: Path
) -> None:
    build_corpus(project / "data")
    path = project / "data" / "corpus" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    with pytest.raises(CorpusError) as problem:
        load_corpus(project / "data")
    assert f"{table}.csv, {says}" in str(problem.value)


# One section, one period, one source


def test_where(corpus: Corpus) -> None:
    part = corpus.where(chapter="2", section="A", year=range(2015, 2017))
    assert len(part.references)
    assert set(part.references["year"]) <= {2015, 2016}
    assert set(part.works["work_id"]) == set(part.references["work_id"])
    assert set(part.subjects["reference_id"]) <= set(part.references["reference_id"])
    assert set(part.authors["author_id"]) == set(part.authorships["author_id"])
    weekly = corpus.where(source_id="actualites-sociales-hebdomadaires")
    assert len(weekly.sources) == 1
    assert len(corpus.where(author_id=["jaeger-marcel", "warin-philippe"]).references) >= 2
    theme = corpus.where(theme_id="numerique")
    assert set(theme.references["reference_id"]) <= set(theme.subjects["reference_id"])
    assert len(corpus.where().references) == len(corpus.references)
    with pytest.raises(KeyError, match="no column colour"):
        corpus.where(colour="red")
