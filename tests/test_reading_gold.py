"""What the reader gets right, by gold: the sample, the whole dossier, other dossiers."""

from __future__ import annotations

import json
from pathlib import Path

import gold_score
import pytest

from biblioscope.reading import Document, parse, read_text

DATA = Path(__file__).parent / "data"
DOSSIER = Path(__file__).parents[1] / "data" / "raw" / "travail-social-spt-2017.txt"
OTHERS = sorted(path.stem for path in (DATA / "dossiers").glob("*.txt"))


def score(document: Document, gold: Path, *, complete: bool) -> dict[str, float]:
    parsed = [json.loads(json.dumps(r.to_dict())) for r in document.references]
    result: dict[str, float] = gold_score.score(gold_score.load(gold), parsed, complete)
    return result


@pytest.fixture(scope="module")
def dossier() -> Document:
    return parse(read_text(DOSSIER))


def test_two_readers_sample(dossier: Document) -> None:
    """The 66 references that two people annotated independently."""
    figures = score(dossier, DATA / "gold" / "references.jsonl", complete=False)
    assert figures["references"] == 66
    assert figures["recall"] == 1
    assert figures["all_fields"] >= 0.99


def test_whole_dossier(dossier: Document) -> None:
    """All 199 references and nothing else, each field at least 99 % right.

    One person annotated the 133 references outside the sample.
    """
    figures = score(dossier, DATA / "gold" / "complete.jsonl", complete=True)
    assert figures["references"] == len(dossier.references) == 199
    assert figures["recall"] == figures["precision"] == 1
    assert {field: figure for field, figure in figures.items() if figure < 0.99} == {}


@pytest.mark.parametrize("name", OTHERS)
def test_other_dossiers(name: str) -> None:
    """Invented dossiers of the genre, in other hands: other topics, sources and layouts."""
    folder = DATA / "dossiers"
    document = parse(read_text(folder / f"{name}.txt"))
    figures = score(document, folder / f"{name}.jsonl", complete=True)
    assert figures["recall"] >= 0.97
    assert figures["precision"] >= 0.97
    assert figures["all_fields"] >= 0.95
