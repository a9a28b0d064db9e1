"""Any input: encodings, hostile characters, sizes; and the errors that a user sees."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path

import pytest

from biblioscope.cli import main
from biblioscope.reading import ReadingError, decode, parse, read_text

DOSSIER = Path(__file__).parents[1] / "data" / "raw" / "travail-social-spt-2017.txt"
TEXT = read_text(DOSSIER)


def fields(text: str) -> list[tuple[object, ...]]:
    """Return what matters of the references of a text, as plain values."""
    return [
        (r.line_start, r.line_end, r.type, r.title, tuple(r.authors), r.container_title,
         r.publisher, r.issued, r.issue, r.page, r.number_of_pages, len(r.contents), len(r.urls))
        for r in parse(text).references
    ]  # fmt: skip


@pytest.fixture(scope="module")
def expected() -> list[tuple[object, ...]]:
    return fields(TEXT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(decode(TEXT.encode(encoding))) == expected


def test_windows_1252() -> None:
    text = "".join(c for c in TEXT if c.encode("cp1252", "ignore"))
    assert decode(text.encode("cp1252")) == text


def test_line_ends(expected: list[tuple[object, ...]]) -> None:
    assert fields(TEXT.replace("\n", "\r\n")) == expected


def test_decomposed_accents(expected: list[tuple[object, ...]]) -> None:
    assert fields(unicodedata.normalize("NFD", TEXT)) == expected


def test_no_break_spaces_and_soft_hyphens(expected: list[tuple[object, ...]]) -> None:
    assert fields(TEXT.replace(" : ", "\u00a0: ").replace("tion", "ti\u00adon")) == expected


def test_ligatures() -> None:
    document = parse("1 / Lire\n\nL'eﬃcacité des ﬁches / DUPONT Anne\nDunod, 2012, 120 p.\n")
    assert document.references[0].title == "L'efficacité des fiches"


def test_address_cut_at_the_line_end() -> None:
    text = "1 / Lire\n\nLe don / DUPONT Anne\nDunod, 2012, 9 p.\n\n<http://exemple.fr/un-\nlong-chemin>\n"
    assert parse(text).references[0].urls == ["http://exemple.fr/un-long-chemin"]


def test_word_cut_at_the_line_end() -> None:
    text = (
        "1 / Lire\n\nLe don / DUPONT Anne\nDunod, 2012, 9 p.\n\n"
        "Ce livre, écrit pour les travail-\nleurs sociaux du champ médico-\n"
        "social, est une somme.\n"
    )
    assert parse(text).references[0].abstract == (
        "Ce livre, écrit pour les travailleurs sociaux du champ médico-social, est une somme."
    )


@pytest.mark.parametrize(
    "text",
    [
        "\x00" * 5000,
        "a" * 50_000 + ", 2012, p. 3-4",
        "Titre / " + ", ".join(f"NOM{i} Jean" for i in range(10_000)) + "\nDunod, 2012, 9 p.",
        "\u202eTitre / DUPONT Anne\nDunod, 2012\u202c, 9 p.",
        "**" * 20_000,
        "(" * 30_000,
        "[a](" * 10_000,
        "- " * 30_000,
        "1 / A\n" * 4000,
        "A / B\n\n" * 4000,
        "n° " * 20_000,
        ", 2012" * 20_000,
        " / " * 20_000,
        "HAUT CONSEIL DU TRAVAIL\n\n" * 4000,
        "http://" * 10_000,
        "\n" * 100_000,
        "DUPONT Anne, " * 5000 + "\n" + "DUPONT Anne, " * 5000,
        "DUPONT, Anne ; " * 4000 + "\nDunod, 2012, 9 p.",
        "http://exemple.fr " * 2000 + "et la suite",
        "http://exemple.fr" * 2000 + " et la suite",
        "Sites\n\n" + "www.exemple.fr" * 2000 + " et la suite",
        ("http://exemple.fr/" + "." * 1900 + " ") * 25 + "et la suite",
        "-" * 50_000 + "http et la suite",
        "Titre\n" + "LE A. / ..." * 4000 + " fin, 2012, 9 p.",
        "A.\u00a0" * 10_000,
        "Titre / " + "ISBN In " * 6000 + "\nDunod, 2012, 9 p.",
        "Dunod, " + "coll. « " * 10_000 + "2012, 9 p.",
        "Dunod, 2012, " + ", (a " * 10_000 + "b)",
        "ISBN 12\n\n" * 5000,
        "*a " * 20_000,
        "21^e " * 10_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    """Whatever the text, its blocks joined are it, and reading takes a moment."""
    start = time.process_time()
    document = parse("1 / Lire\n\n" + text)
    assert "".join(block.text for block in document.blocks) == "1 / Lire\n\n" + text
    assert time.process_time() - start < 5


def test_every_one_of_many_authors_is_read() -> None:
    names = ", ".join(f"NOM{chr(65 + i % 26)}{chr(65 + i // 26 % 26)} Jean" for i in range(5000))
    document = parse(f"1 / Lire\n\nTitre long / {names}\nDunod, 2012, 9 p.\n")
    assert len(document.references[0].authors) == 5000


def test_time_grows_with_length() -> None:
    """Twice the text takes about twice the time."""

    def seconds(text: str) -> float:
        start = time.process_time()
        parse(text)
        return time.process_time() - start

    body = TEXT.replace("\n1 / ", "\n")
    seconds(body)
    once = min(seconds(body * 2) for _ in range(3))
    twice = min(seconds(body * 4) for _ in range(3))
    assert twice < 3 * once


# The command


def test_parse_writes_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(DOSSIER)]) == 0
    out, err = capsys.readouterr()
    references = [json.loads(line) for line in out.splitlines()]
    assert len(references) == 199
    assert {"title", "authors", "spans", "warnings"} <= references[0].keys()
    assert "199 references" in err


def test_parse_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "new" / "out.jsonl"
    assert main(["parse", str(DOSSIER), "--output", str(place)]) == 0
    assert place.read_text(encoding="utf-8").count("\n") == 199
    assert capsys.readouterr().out == ""
    assert [path.name for path in place.parent.iterdir()] == ["out.jsonl"]


def test_strict_makes_doubts_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(DOSSIER), "--strict"]) == 1
    sound = tmp_path / "sound.txt"
    sound.write_text("1 / Lire\n\nLe don / DUPONT Anne\nDunod, 2012, 9 p.\n", encoding="utf-8")
    assert main(["parse", str(sound), "--strict"]) == 0
    assert "0 doubts" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"%PDF-1.4 \x00\x01", "PDF"),
        (bytes(range(256)) * 40, "not text"),
        ("Rien à lire ici.\n".encode(), "no reference"),
    ],
)
def test_unusable_files(
    content: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    assert main(["parse", str(path)]) == 2
    error = capsys.readouterr().err
    assert says in error
    assert str(path) in error
    assert error.count("\n") == 1


def test_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(tmp_path / "none.txt")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(ReadingError, match="no such file"):
        read_text(tmp_path / "none.txt")
    assert main(["parse", str(tmp_path)]) == 2


def test_doubts_name_their_lines() -> None:
    doubts = {(d.code, d.line) for d in parse(TEXT).all_warnings()}
    assert ("issue-contradicts-url", 515) in doubts
    assert ("doubled-number-sign", 384) in doubts
    assert ("no-year", 1360) in doubts
