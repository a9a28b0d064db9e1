"""The themes of references: how French is read, what counts as a theme, and how well it works."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblioscope.corpus.french import fold, lemma, lemmas, tokenize
from biblioscope.corpus.subjects import (
    COLUMNS,
    MAIN,
    Piece,
    Subject,
    Vocabulary,
    VocabularyError,
    find_subjects,
    load_vocabulary,
    weigh,
)
from biblioscope.reading import Reference, parse, read_text

PROJECT = Path(__file__).parents[1]
THEMES = PROJECT / "data" / "authority" / "themes.csv"
DOSSIER = PROJECT / "data" / "raw" / "travail-social-spt-2017.txt"
GOLD = Path(__file__).parent / "data" / "gold" / "subjects.jsonl"


def row(theme_id: str, strong: str, weak: str = "", exclusions: str = "") -> dict[str, str]:
    return {
        "theme_id": theme_id,
        "label_fr": theme_id,
        "label_en": theme_id,
        "expressions": strong,
        "weak_expressions": weak,
        "exclusions": exclusions,
    }


RIGHTS = row("rights", "accès aux droits; non-recours", "prestation")
YOUTH = row("youth", "adolescent", "jeune", "jeunes enfants")
OLD_AGE = row("old-age", "perte d'autonomie; personnes âgées")


def write(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    path = tmp_path_factory.mktemp("authority") / "themes.csv"
    return load_vocabulary(write(path, RIGHTS, YOUTH, OLD_AGE))


@cache
def real_vocabulary() -> Vocabulary:
    return load_vocabulary(THEMES)


def found(vocabulary: Vocabulary, **fields: str | Sequence[str]) -> list[tuple[str, str]]:
    """Return theme and evidence of what is found in fields given as text or as several texts."""
    pieces: dict[str, list[Piece]] = {}
    for field, texts in fields.items():
        listed = [texts] if isinstance(texts, str) else texts
        pieces[field] = [Piece(text, 1000 * number) for number, text in enumerate(listed)]
    return [(s.theme_id, s.evidence) for s in find_subjects(vocabulary, pieces)]


# French


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("droit", "droits"),
        ("médico-social", "médico-sociales"),
        ("familial", "familiales"),
        ("travailleur", "travailleuses"),
        ("accompagné", "accompagnées"),
        ("département", "DÉPARTEMENTS"),
        ("état", "ETATS"),
        ("général", "GENERAUX"),
        ("réseau", "RESEAUX"),
        ("accès", "ACCES"),
        ("cœur", "coeurs"),
        ("équipe", "e\u0301quipes"),
        ("accompagnement", "accom\u00adpagnements"),
    ],
)
def test_forms_of_a_word_have_one_lemma(one: str, other: str) -> None:
    assert lemma(one) == lemma(other)


@pytest.mark.parametrize("word", ["CCAS", "CIAS", "MECS", "ABS", "TIC", "ISIC"])
def test_acronyms_keep_their_last_letter(word: str) -> None:
    assert lemma(word) == word.lower()


def test_words_of_different_meaning_have_different_lemmas() -> None:
    assert lemma("commune") != lemma("communauté")
    assert lemma("usager") != lemma("usage")
    assert lemma("formation") != lemma("former")


@pytest.mark.parametrize(
    "text",
    [
        "l'accès aux droits",
        "l’accès aux droits",
        "L'ACCES A LEURS DROITS",
        "accès à ses droits",
        "accès au « droit »",
        "accès aux **droits**",
    ],
)
def test_elisions_articles_and_marks_make_no_difference(text: str) -> None:
    assert tuple(token.lemma for token in tokenize(text)) == lemmas("accès aux droits")


def test_a_hyphen_is_like_a_space() -> None:
    assert lemmas("non-recours") == lemmas("non recours") == lemmas("Non‑recours")


def test_tokens_stand_where_their_words_stand() -> None:
    text = "Qu’est-ce que l’Éthique ?"
    words = [text[token.start : token.end] for token in tokenize(text)]
    assert words == ["Qu", "est", "ce", "que", "Éthique"]


def test_a_sentence_is_not_joined_to_the_next() -> None:
    joined = [token.joined for token in tokenize("Un accès. Droits – et (devoirs), « dits » ainsi")]
    assert joined == [False, False, False, False, False, True]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_tokens_follow_one_another(text: str) -> None:
    reached = 0
    for token in tokenize(text):
        assert reached <= token.start < token.end <= len(text)
        reached = token.end


# What counts as a theme


def test_a_strong_expression_is_enough_in_any_field(vocabulary: Vocabulary) -> None:
    expected = [("rights", "accès à leurs droits")]
    assert found(vocabulary, title="L’accès à leurs droits") == expected
    assert found(vocabulary, contents="L’accès à leurs droits") == expected
    assert found(vocabulary, abstract="L’accès à leurs droits") == expected


def test_a_weak_expression_is_enough_in_the_title_only(vocabulary: Vocabulary) -> None:
    assert found(vocabulary, title="Les jeunes") == [("youth", "jeunes")]
    assert found(vocabulary, contents="Les jeunes") == []
    assert found(vocabulary, abstract="Les jeunes") == []


def test_two_occurrences_make_a_theme_of_weak_expressions(vocabulary: Vocabulary) -> None:
    assert found(vocabulary, abstract="Des jeunes, et un jeune.") == [
        ("youth", "jeunes"),
        ("youth", "jeune"),
    ]
    assert found(vocabulary, contents="Un jeune", abstract="Des jeunes.") == [
        ("youth", "jeune"),
        ("youth", "jeunes"),
    ]


def test_a_weak_expression_counts_beside_a_strong_one(vocabulary: Vocabulary) -> None:
    assert found(vocabulary, abstract="Le non-recours à une prestation") == [
        ("rights", "non-recours"),
        ("rights", "prestation"),
    ]


def test_words_inside_an_exclusion_do_not_count(vocabulary: Vocabulary) -> None:
    assert found(vocabulary, title="L'accueil des jeunes enfants") == []
    assert found(vocabulary, title="Jeunes enfants et jeunes") == [("youth", "jeunes")]


def test_other_fields_are_not_read(vocabulary: Vocabulary) -> None:
    assert found(vocabulary, publisher="Revue de l'accès aux droits") == []


def test_an_expression_does_not_reach_across_punctuation(vocabulary: Vocabulary) -> None:
    assert found(vocabulary, abstract="Pas d'accès. Droits, devoirs") == []


def test_a_sentence_goes_on_in_the_next_piece(vocabulary: Vocabulary) -> None:
    pieces = [Piece("une perte  d'", 10), Piece("autonomie", 90)]
    assert find_subjects(vocabulary, {"abstract": pieces}) == [
        Subject("old-age", "abstract", "perte d' autonomie", 14)
    ]


def test_an_item_of_the_contents_does_not_go_on_in_the_next(vocabulary: Vocabulary) -> None:
    assert found(vocabulary, contents=["une perte", "autonomie"]) == []


def test_evidence_is_the_words_as_printed_where_they_are_printed(vocabulary: Vocabulary) -> None:
    text = "…\nPour les PERSONNES ÂGÉES,\nl’**accès  aux droits**."
    start = text.index("Pour")
    subjects = find_subjects(vocabulary, {"abstract": [Piece(text[start:], start)]})
    assert [(s.evidence, s.offset) for s in subjects] == [
        ("PERSONNES ÂGÉES", text.index("PERSONNES")),
        ("accès  aux droits", text.index("accès")),
    ]


def test_subjects_come_in_the_order_of_the_text(vocabulary: Vocabulary) -> None:
    fields = {
        "title": [Piece("Le non-recours", 0)],
        "abstract": [Piece("Les adolescents", 20)],
        "contents": [Piece("Le non-recours", 50), Piece("La perte d'autonomie", 70)],
    }
    offsets = [subject.offset for subject in find_subjects(vocabulary, fields)]
    assert offsets == [3, 24, 53, 73]


def test_the_longest_expression_is_the_evidence(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", row("poverty", "exclusion; lutte contre les exclusions"))
    assert found(load_vocabulary(path), title="La lutte contre les exclusions") == [
        ("poverty", "lutte contre les exclusions")
    ]


def test_words_may_be_evidence_of_two_themes(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", row("youth", "jeune"), row("work", "emploi des jeunes"))
    assert found(load_vocabulary(path), title="L'emploi des jeunes") == [
        ("work", "emploi des jeunes"),
        ("youth", "jeunes"),
    ]


def test_weights_add_up_by_field_and_the_heaviest_comes_first() -> None:
    subjects = [
        Subject("b", "abstract", "…", 0),
        Subject("b", "abstract", "…", 1),
        Subject("a", "abstract", "…", 2),
        Subject("a", "contents", "…", 3),
        Subject("c", "title", "…", 4),
    ]
    assert list(weigh(subjects).items()) == [("c", 4), ("a", 3), ("b", 2)]
    assert weigh([]) == {}


@given(st.text(), st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=4))
def test_no_text_is_too_odd(title: str, contents: list[str], abstract: list[str]) -> None:
    fields = {
        "title": [Piece(title, 0)],
        "contents": [Piece(text, 0) for text in contents],
        "abstract": [Piece(text, 0) for text in abstract],
    }
    assert all(subject.evidence for subject in find_subjects(real_vocabulary(), fields))


WORDS = [
    "accès aux droits", "l’accès", "DROITS", "non-recours", "jeunes", "jeunes enfants", "d’",
    "**", "« ", "\n", ".", ", ", "à", "leurs", "personnes âgées", "cœur", "e\u0301quipe", "lien",
]  # fmt: skip


@given(st.lists(st.sampled_from([*WORDS, " "])).map("".join), st.integers(0, 10**6))
def test_evidence_is_always_the_substring_at_its_offset(text: str, start: int) -> None:
    subjects = find_subjects(real_vocabulary(), {"title": [Piece(text, start)]})
    for subject in subjects:
        at = subject.offset - start
        assert text[at : at + len(subject.evidence)] == subject.evidence


# The authority file


def refused(path: Path) -> str:
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(path)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("second", "column", "words"),
    [
        ({"theme_id": ""}, "theme_id", "empty"),
        ({"label_fr": " "}, "label_fr", "empty"),
        ({"theme_id": "youth"}, "theme_id", "'youth' stands in a row above"),
        ({"expressions": ""}, "expressions", "empty"),
        ({"expressions": " ; "}, "expressions", "empty"),
        ({"expressions": "droit; à la"}, "expressions", "'à la' can never be found"),
        ({"expressions": "droits, devoirs"}, "expressions", "'droits, devoirs' can never be"),
        ({"expressions": "droit; Droits"}, "expressions", "'Droits' is read like 'droit'"),
        ({"weak_expressions": "le non recours"}, "weak_expressions", "is read like 'non-recours'"),
        ({"exclusions": "non-recours"}, "expressions", "is read like 'non-recours'"),
        ({"exclusions": "droits de douane"}, "exclusions", "excludes nothing"),
        ({"related": "youth; work"}, "related", "no theme 'work'"),
        ({"related": "rights"}, "related", "this theme itself"),
        ({"broader": "work"}, "broader", "no theme 'work'"),
        ({"broader": "rights"}, "broader", "comes back above itself"),
    ],
)
def test_errors_of_the_file_are_told_with_their_place(
    tmp_path: Path, second: dict[str, str], column: str, words: str
) -> None:
    message = refused(write(tmp_path / "themes.csv", YOUTH, {**RIGHTS, **second}))
    assert message.startswith(f"themes.csv, row 3, column {column}: ")
    assert words in message


def test_two_themes_are_not_above_each_other(tmp_path: Path) -> None:
    rows = [{**YOUTH, "broader": "rights"}, {**RIGHTS, "broader": "youth"}]
    assert "row 2, column broader" in refused(write(tmp_path / "t.csv", *rows))


def test_a_theme_is_not_blamed_for_a_circle_above_it(tmp_path: Path) -> None:
    rows = [
        {**OLD_AGE, "broader": "youth"},
        {**YOUTH, "broader": "rights"},
        {**RIGHTS, "broader": "youth"},
    ]
    assert "row 3, column broader" in refused(write(tmp_path / "t.csv", *rows))


def test_rows_are_counted_as_the_spreadsheet_counts_them(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", YOUTH)
    with path.open("a", encoding="utf-8") as file:
        file.write(",,,,,,,,\n\nrights,Droits,Rights,,,,,,\n")
    assert "row 5, column expressions" in refused(path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "themes.csv"
    assert refused(path).startswith("themes.csv: cannot be read")
    path.write_bytes(b"")
    assert "row 1: no column theme_id" in refused(path)
    path.write_text("theme_id;label_fr\n", encoding="utf-8")
    assert "separated by commas" in refused(path)
    path.write_bytes("thème".encode("cp1252"))
    assert "save it as CSV in UTF-8" in refused(path)
    path.write_text('theme_id,"label', encoding="utf-8")
    assert "save it as CSV in UTF-8" in refused(path)


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", YOUTH)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [theme.theme_id for theme in load_vocabulary(path).themes] == ["youth"]


def test_the_file_of_the_project_has_its_47_themes() -> None:
    themes = real_vocabulary().themes
    assert len(themes) == 47
    links = {(theme.theme_id, other) for theme in themes for other in theme.related}
    assert links == {(other, theme) for theme, other in links}
    assert all(theme.label_en and theme.scope_note for theme in themes)


# How well it works on the dossier


@cache
def references() -> tuple[str, list[Reference]]:
    text = read_text(DOSSIER)
    return text, parse(text).references


@cache
def themes_of_the_dossier() -> dict[int, list[Subject]]:
    text, listed = references()
    return {
        reference.line_start: find_subjects(
            real_vocabulary(),
            {
                field: [Piece(text[start:end], start) for start, end in spans]
                for field, spans in reference.spans.items()
            },
        )
        for reference in listed
    }


def test_themes_agree_with_two_readers() -> None:
    """At least 92 % of what both made a main subject, and 88 % of what is found is accepted."""
    required = right = themes = accepted = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        weights = weigh(themes_of_the_dossier()[gold["line_start"]])
        required += len(gold["required"])
        right += len(weights.keys() & set(gold["required"]))
        themes += len(weights)
        accepted += len(weights.keys() & {*gold["required"], *gold["allowed"]})
    assert right / required >= 0.92
    assert accepted / themes >= 0.88


def test_main_subjects_weigh_more_than_mentions() -> None:
    """Of themes from `MAIN` on, most are required; of those below, most are only allowed."""
    main: list[bool] = []
    mentioned: list[bool] = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        for theme, weight in weigh(themes_of_the_dossier()[gold["line_start"]]).items():
            (main if weight >= MAIN else mentioned).append(theme in gold["required"])
    assert sum(main) / len(main) >= 0.85
    assert sum(mentioned) / len(mentioned) <= 0.25


def test_nearly_all_references_with_text_have_a_theme() -> None:
    _, listed = references()
    with_text = [r.line_start for r in listed if r.abstract or r.contents]
    themed = [line for line in with_text if themes_of_the_dossier()[line]]
    assert len(themed) / len(with_text) >= 0.95


def test_every_theme_is_found_in_the_dossier() -> None:
    everywhere = {s.theme_id for subjects in themes_of_the_dossier().values() for s in subjects}
    assert everywhere == {theme.theme_id for theme in real_vocabulary().themes}


def test_evidence_can_be_looked_up_in_the_dossier() -> None:
    text, _ = references()
    for subjects in themes_of_the_dossier().values():
        for subject in subjects:
            printed = text[subject.offset : subject.offset + len(subject.evidence)]
            first = subject.evidence.split()[0]
            assert printed == subject.evidence or printed.startswith(first)
