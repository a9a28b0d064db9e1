"""The corpus: tables that a rebuild gives again, keys that hold, errors that a user can act on."""

from __future__ import annotations

import json
import timeit
from pathlib import Path

import pandas as pd
import pytest

from biblioscope import Corpus, load_corpus
from biblioscope.cli import main
from biblioscope.corpus import AuthorityError, BuildError, CorpusError, build_corpus
from biblioscope.reading import parse, read_text

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
GOLD = Path(__file__).parent / "data" / "gold" / "complete.jsonl"


def gold() -> list[dict[str, object]]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def test_a_rebuild_gives_the_same_bytes(project: Path) -> None:
    assert main(["build"]) == 0
    written = sorted(path.name for path in (project / "data" / "corpus").iterdir())
    assert written == sorted(path.name for path in (DATA / "corpus").iterdir())
    assert len(written) == 9
    for name in written:
        assert (project / "data" / "corpus" / name).read_bytes() == (
            DATA / "corpus" / name
        ).read_bytes(), name


def test_tables_are_plain_text(corpus: Corpus) -> None:
    for name in corpus.tables():
        raw = (DATA / "corpus" / f"{name}.csv").read_bytes()
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        raw.decode("utf-8")


def test_listings_are_those_that_a_reader_finds(corpus: Corpus) -> None:
    references = corpus.references
    expected = gold()
    assert list(references["line_start"]) == [g["line_start"] for g in expected]
    types = references["type"].value_counts()
    assert types["article-journal"] == sum(g["type"] == "article-journal" for g in expected)
    assert references["issued"].notna().sum() == sum(g["issued"] is not None for g in expected)


def test_keys_are_unique_and_lead_somewhere(corpus: Corpus) -> None:
    keys = {
        "references": "reference_id", "works": "work_id", "authors": "author_id",
        "sources": "source_id", "themes": "theme_id",
    }  # fmt: skip
    tables = corpus.tables()
    for name, key in keys.items():
        assert tables[name][key].is_unique, name
        assert tables[name][key].notna().all(), name
    links = [
        ("references", "work_id", "works"), ("references", "source_id", "sources"),
        ("works", "reference_id", "references"), ("works", "source_id", "sources"),
        ("authorships", "work_id", "works"), ("authorships", "author_id", "authors"),
        ("subjects", "reference_id", "references"), ("subjects", "theme_id", "themes"),
    ]  # fmt: skip
    for name, column, other in links:
        assert set(tables[name][column].dropna()) <= set(tables[other][column]), (name, column)


def test_types_are_real(corpus: Corpus) -> None:
    references = corpus.references
    assert references["year"].dtype == "Int64"
    assert references["number_of_pages"].dtype == "Int64"
    assert str(references["issued_date"].dtype).startswith("datetime64")
    assert list(references["issued_precision"].cat.categories) == ["year", "month", "day"]
    assert references["chapter"].cat.ordered
    assert list(references["chapter"].cat.categories) == ["1", "2", "3", "4", "5", "6"]
    assert isinstance(references["type"].dtype, pd.CategoricalDtype)
    printed = references.set_index("reference_id").loc["L0091"]
    assert printed["issued"] == "2016-10-14"
    assert printed["issued_precision"] == "day"
    assert printed["issued_date"] == pd.Timestamp(2016, 10, 14)
    month = references.set_index("reference_id").loc["L0127"]
    assert (month["issued"], month["issued_precision"]) == ("2015-07", "month")


def test_what_is_listed_twice_is_one_work(corpus: Corpus) -> None:
    """Six works are listed twice, as anyone can see who sorts the titles."""
    works = corpus.works[corpus.works["listings"] > 1]
    assert works["listings"].sum() == 12
    references = corpus.references.set_index("line_start")["work_id"]
    for first, again in [(495, 1240), (513, 1727), (643, 1353), (652, 1369), (662, 1376)]:
        assert references[first] == references[again]
    assert references[674] == references[1404]
    assert references[887] != references[1103], "two editions are two works"


def test_names_are_kept_as_printed(corpus: Corpus) -> None:
    authors = corpus.authorships[corpus.authorships["role"] == "author"]
    printed = authors.set_index("author_id")["name_printed"]
    assert printed["de-robertis-cristina"] == "ROBERTIS Cristina (de)"
    assert "Brigitte BOUQUET" in set(printed["bouquet-brigitte"])


def test_variants_decided_by_people_are_one_source(corpus: Corpus) -> None:
    references = corpus.references.set_index("line_start")["source_id"]
    assert references[633] == references[1140] == references[916] == "presses-de-l-ehesp"
    assert references[783] == references[91] == "actualites-sociales-hebdomadaires"


def test_evidence_stands_on_its_line(corpus: Corpus) -> None:
    lines = read_text(DATA / "raw" / corpus.dossier.file).split("\n")
    subjects = corpus.subjects
    for evidence, line in zip(subjects["evidence"], subjects["line"], strict=True):
        assert evidence.split()[0] in lines[line - 1]


def test_keys_do_not_depend_on_other_rows(project: Path) -> None:
    """Without its first reference the dossier gives the other works the same keys."""
    _, whole = build_corpus(project / "data")
    raw = project / "data" / "raw" / "travail-social-spt-2017.txt"
    lines = raw.read_text(encoding="utf-8").split("\n")
    lines[90:97] = [""] * 7
    raw.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    _, rest = build_corpus(project / "data")
    kept = whole["works"][whole["works"]["reference_id"] != "L0091"]
    assert list(rest["works"]["work_id"]) == list(kept["work_id"])


def test_loading_is_quick(corpus: Corpus) -> None:
    """The best of five runs takes less than 0.3 s."""
    assert len(corpus.references)
    assert min(timeit.repeat(lambda: load_corpus(DATA), number=1, repeat=5)) < 0.3


def test_the_corpus_says_what_it_holds(corpus: Corpus) -> None:
    assert "199 references" in repr(corpus)
    assert "<caption>" in corpus._repr_html_()


# Errors


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line that `build` refuses with; nothing is written then."""
    assert main(["build"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error


def test_a_variant_that_nothing_prints(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = project / "data" / "authority" / "sources.csv"
    with sources.open("a", encoding="utf-8", newline="\n") as lines:
        lines.write("Vie sociale,periodical,La vie sociale,\n")
    row = len(sources.read_text(encoding="utf-8").splitlines())
    error = refused(capsys)
    assert "La vie sociale" in error
    assert f"sources.csv, row {row}:" in error
    assert not (project / "data" / "corpus").exists()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Dunod,house,,", "house"),
        (",publisher,,", "empty"),
        ("Karthala,publisher,,", "twice"),
    ],
)
def test_a_source_that_is_wrong(
    row: str, says: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = project / "data" / "authority" / "sources.csv"
    with sources.open("a", encoding="utf-8", newline="\n") as lines:
        lines.write(row + "\n")
    error = refused(capsys)
    assert says in error
    assert "row 13" in error


def test_missing_inputs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "data" / "authority" / "sources.csv").write_text("a,b\n", encoding="utf-8")
    assert "columns" in refused(capsys)
    (project / "data" / "authority" / "sources.csv").unlink()
    with pytest.raises(AuthorityError):
        build_corpus(project / "data")
    (project / "data" / "dossier.toml").write_text("title = 1", encoding="utf-8")
    with pytest.raises(BuildError, match="missing"):
        build_corpus(project / "data")
    (project / "data" / "dossier.toml").unlink()
    with pytest.raises(BuildError, match="no such file"):
        build_corpus(project / "data")


def test_a_broken_table_is_refused(project: Path) -> None:
    with pytest.raises(CorpusError, match="biblioscope build"):
        load_corpus(project / "data")
    build_corpus(project / "data")
    works = project / "data" / "corpus" / "works.csv"
    text = works.read_text(encoding="utf-8")
    works.write_text(text.replace(",1\n", ",one\n", 1), encoding="utf-8", newline="\n")
    with pytest.raises(CorpusError, match=r"works\.csv, row 2, column listings"):
        load_corpus(project / "data")
    works.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="columns"):
        load_corpus(project / "data")


def test_outside_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BIBLIOSCOPE_PROJECT", str(tmp_path))
    assert "data/raw" in refused(capsys)


def test_load_agrees_with_the_reading(corpus: Corpus) -> None:
    document = parse(read_text(DATA / "raw" / corpus.dossier.file))
    assert list(corpus.references["title"]) == [r.title for r in document.references]
