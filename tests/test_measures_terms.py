"""Terms by C-value, and the weight of themes, on cases worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from biblioscope import load_corpus, measures


def texts(*titles: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "reference_id": [f"r{number}" for number in range(len(titles))],
            "title": titles,
            "abstract": None,
            "contents": None,
        }
    )


def c_values(table: pd.DataFrame) -> dict[str, float]:
    return dict(zip(table["term"], table["c_value"], strict=True))


def test_a_term_inside_a_longer_one_counts_less() -> None:
    """f(cohésion sociale) = 3, once inside a longer one: log2(2) · (3 − 1/1) = 2."""
    table = measures.terms(
        texts("La cohésion sociale", "Cohésion sociale !", "La cohésion sociale urbaine"),
        at_least=1,
    )
    found = c_values(table)
    assert found["cohésion sociale"] == pytest.approx(2)
    assert found["cohésion sociale urbaine"] == pytest.approx(math.log2(3))
    assert "sociale urbaine" not in found, "it only occurs inside the longer one"


def test_what_is_an_expression() -> None:
    """Punctuation and function words part; articles and "de" do not; case makes no difference."""
    table = measures.terms(
        texts("Diagnostic, territoire", "Diagnostic pour territoire", "DIAGNOSTIC du TERRITOIRE"),
        at_least=1,
    )
    assert list(table["term"]) == ["diagnostic du territoire"]
    assert list(table["first"]) == ["r2"]


def test_what_the_vocabulary_has_is_left_out() -> None:
    references = texts("Le diagnostic de territoire", "Un diagnostic de territoire partagé")
    subjects = pd.DataFrame({"evidence": ["Diagnostic du territoire"]})
    assert len(measures.terms(references, at_least=1))
    assert measures.terms(references, at_least=1, subjects=subjects).empty


def test_terms_of_the_corpus() -> None:
    corpus = load_corpus()
    table = measures.terms(corpus.references, subjects=corpus.subjects)
    assert (table["references"] >= 3).all()
    assert table["c_value"].round(9).is_monotonic_decreasing
    assert (table["c_value"] > 0).all()
    assert set(table["first"]) <= set(corpus.references["reference_id"])
    with pytest.raises(ValueError, match="no column"):
        measures.terms(corpus.references[["title"]])


def test_weights_tell_a_subject_from_a_mention() -> None:
    corpus = load_corpus()
    table = measures.theme_weights(corpus.subjects)
    pairs = corpus.subjects[["reference_id", "theme_id"]].drop_duplicates()
    assert len(table) == len(pairs)
    in_title = corpus.subjects[corpus.subjects["field"] == "title"]
    named = table.merge(in_title[["reference_id", "theme_id"]].drop_duplicates())
    assert named["main"].all()
    points = corpus.subjects.groupby("field", observed=True)["weight"].unique()
    assert points["title"] > points["contents"] > points["abstract"]
    assert table["weight"].sum() == corpus.subjects["weight"].sum()
