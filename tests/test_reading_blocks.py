"""Nothing is lost: blocks joined are the text, and every field knows where it was read."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblioscope.reading import Document, parse, read_text, visible
from biblioscope.reading.knowledge import fold

DOSSIERS = sorted((Path(__file__).parent / "data" / "dossiers").glob("*.txt"))
DOSSIER = Path(__file__).parents[1] / "data" / "raw" / "travail-social-spt-2017.txt"
TEXTS = {path.stem: read_text(path) for path in [DOSSIER, *DOSSIERS]}

SCRAPS = st.sampled_from(
    [
        "1 / Titre", "A / TITRE", "- **Articles**", "• Ouvrages", "Le don / DUPONT Anne", "\n",
        "Dunod, 2012, 120 p.", "Vie sociale, 03/2016, n° 13, p. 139-148", "- un point", " * deux",
        "<http://exemple.fr/a-", "b.pdf>", "**Gras", "gras**", "![](_3.jpeg)", "[Lien 2015](#)",
        "In Hôte / DUPONT Anne, Eres, 2010, p. 1-9", "\x00", "\u202e", "\u00ad", "\r\n", "ﬁn",
        "Consulter nos dossiers documentaires", "Tél. : 01", "Edité par nous", "\u2028", "\f", "/",
    ]
)  # fmt: skip


def check(document: Document) -> None:
    """Assert what holds of every document."""
    text = document.text
    assert "".join(block.text for block in document.blocks) == text
    edge = 0
    for block in document.blocks:
        assert (block.start, block.text) == (edge, text[block.start : block.end])
        edge = block.end
    lines = text.count("\n") + 1
    for reference in document.references:
        assert 1 <= reference.line_start <= reference.line_end <= lines
        for spans in reference.spans.values():
            for start, end in spans:
                assert 0 <= start < end <= len(text)
                assert reference.line_start <= document.line_of(start)
                assert document.line_of(end - 1) <= reference.line_end


@given(st.text(max_size=2000))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str) -> None:
    check(parse(text))


@given(st.lists(SCRAPS, max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_scraps_of_dossiers(scraps: list[str]) -> None:
    check(parse("\n".join(scraps)))


@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_mutated_dossiers(name: str, seed: int) -> None:
    """Dossiers with lines dropped, doubled, joined, cut and moved."""
    rng = random.Random(seed)  # noqa: S311
    lines = TEXTS[name].split("\n")
    for _ in range(rng.randrange(1, 60)):
        at = rng.randrange(len(lines))
        change = rng.choice(["drop", "double", "join", "cut", "move"])
        if change == "drop":
            del lines[at]
        elif change == "double":
            lines.insert(at, lines[at])
        elif change == "join":
            lines[at : at + 2] = [rng.choice([" ", "", "\u00a0"]).join(lines[at : at + 2])]
        elif change == "cut":
            where = rng.randrange(len(lines[at]) + 1)
            lines[at : at + 1] = [lines[at][:where], lines[at][where:]]
        else:
            lines.insert(rng.randrange(len(lines)), lines.pop(at))
        at = min(at, len(lines) - 1)
    check(parse("\n".join(lines)))


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_dossiers(name: str) -> None:
    document = parse(TEXTS[name])
    check(document)
    assert {block.kind for block in document.blocks} >= {"front", "heading", "reference"}
    references = [block for block in document.blocks if block.kind == "reference"]
    assert len(references) == len(document.references)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_spans_hold_the_values(name: str) -> None:
    """The words of a field stand where its span says."""
    document = parse(TEXTS[name])
    fields = ("title", "container_title", "publisher", "issue", "page", "edition")
    for reference in document.references:
        for field in fields:
            value = getattr(reference, field)
            assert (value is not None and value != "") == (field in reference.spans), field
            if value:
                [(start, end)] = reference.spans[field]
                assert fold(value) in fold(visible(document.text[start:end])), (field, value)
        for url, (start, end) in zip(reference.urls, reference.spans.get("urls", []), strict=True):
            assert document.text[start:end].replace("\n", "") == url
        assert len(reference.authors) == len(reference.spans.get("authors", []))
        for item, (start, end) in zip(
            reference.contents, reference.spans.get("contents", []), strict=True
        ):
            assert fold(item[:40]) in fold(visible(document.text[start:end]))
