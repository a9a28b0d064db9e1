"""Where the source is odd, the reference says so: a code, a line, a sentence."""

from __future__ import annotations

import pytest

from biblioscope.reading import Reference, parse


def only(entry: str) -> Reference:
    """Return the reference of a dossier that lists one entry, from its third line on."""
    [reference] = parse(f"1 / Lire\n\n{entry}\n").references
    return reference


@pytest.mark.parametrize(
    ("entry", "code", "line"),
    [
        ("Un titre\nVie sociale, n° n° 12, 03/2016, p. 3-4", "doubled-number-sign", 4),
        ("**Un titre / DUPONT Anne\nDunod, 2016, 90 p.", "unclosed-bold", 3),
        ("Un titre\nLe Monde, 31/02/2016", "impossible-date", 4),
        ("Un titre\nVie sociale, 13/2016, n° 12", "impossible-date", 4),
        ("Un titre / DUPONT Anne\nDunod, 90 p.", "no-year", 3),
        ("Un titre / DUPO NTANNE\nDunod, 2016, 90 p.", "unsplit-name", 3),
        ("Un titre\nVie sociale, 03/2016, n° 12, p. 40-31", "reversed-pages", 3),
        ("« Un titre / DUPONT Anne\nDunod, 2016, 90 p.", "unbalanced-quotation", 3),
        ("Un titre\nVie sociale, 03/2016, n° 12\n\nhttp://exemple.fr/le-", "cut-address", 6),
        ("Un \u202etitre / DUPONT Anne\nDunod, 2016, 90 p.", "hidden-characters", 3),
        (
            "Un titre\nRevue du lien, 03/2016, n° 127\n\n<http://exemple.fr/RDL-N-260-le-lien>",
            "issue-contradicts-url",
            4,
        ),
    ],
)
def test_a_doubt_has_a_code_a_line_and_a_sentence(entry: str, code: str, line: int) -> None:
    reference = only(entry)
    [doubt] = [doubt for doubt in reference.warnings if doubt.code == code]
    assert doubt.line == line
    assert len(doubt.message.split()) > 3
    assert doubt.to_dict() in reference.to_dict()["warnings"]


@pytest.mark.parametrize(
    "entry",
    [
        "**Un titre / DUPONT Anne\nDunod, 2016, 90 p.**",
        "Un titre\nVie sociale, 29/02/2016, n° 12, p. 31-40",
        "Un titre\nRevue du lien, 03/2016, n° 127\n\n<http://exemple.fr/RDL-N-127-le-lien>",
    ],
)
def test_a_sound_entry_raises_none(entry: str) -> None:
    assert only(entry).warnings == []
