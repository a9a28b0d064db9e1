"""The forms in which the genre prints a source, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from biblioscope.reading import Reference, parse


def only(entry: str, heading: str = "Articles") -> Reference:
    [reference] = parse(f"1 / Lire\n\n- **{heading}**\n\n{entry}\n").references
    return reference


def names(reference: Reference) -> list[str]:
    return [
        author.to_dict().get("literal")
        or f"{author.to_dict()['given']} {author.to_dict()['family']}"
        for author in reference.authors
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Revue du lien, 14/10/2016, n° 2979, p. 53-58", ("2016-10-14", "2979", "53-58", None)),
        ("Revue du lien, n° 2895, 30/01/2015, p. 30-33", ("2015-01-30", "2895", "30-33", None)),
        ("Revue du lien (la), 06/2016, n° 130-131, p. 15", ("2016-06", "130-131", "15", None)),
        ("Cahiers du lien (les), n° n° 331, 04/2013, pp; 45-50", ("2013-04", "331", "45-50", None)),
        ("Revue du lien, 09/2014, n°460-461, 222 p", ("2014-09", "460-461", None, 222)),
        ("Revue du lien, 2015/3 (n° 11), p. 185-192.", ("2015", "11", "185-192", None)),
        ("Revue du lien, été 2014, n° 7, p.33-41", ("2014", "7", "33-41", None)),
        ("Revue du lien, 3e trimestre 2013, n° 7", ("2013", "7", None, None)),
        ("Revue du lien, janv.-févr. 2012, n° 7", ("2012", "7", None, None)),
        ("Revue du lien - mars 2014 - n° 7 - p. 4-6", ("2014-03", "7", "4-6", None)),
        ("Revue du lien - 14/12/2012 - Cahier 2 - Suppl. au n° 2787 - 97 p.",
         ("2012-12-14", "2787", None, 97)),
        ("Revue du lien, 12 mars 2015, n° 3, p. 130-134", ("2015-03-12", "3", "130-134", None)),
        ("Revue du lien n°979 du 14/10/2016, p. 5", ("2016-10-14", "979", "5", None)),
    ],
)  # fmt: skip
def test_articles(source: str, expected: tuple[Any, ...]) -> None:
    reference = only(f"Un titre ou deux\n\n{source}")
    assert reference.type == "article-journal"
    assert reference.title == "Un titre ou deux"
    found = (reference.issued, reference.issue, reference.page, reference.number_of_pages)
    assert found == expected


@pytest.mark.parametrize(
    ("entry", "authors"),
    [
        ("Un titre / DUPONT Anne, LE GO Yann\nDunod, 2012, 9 p.", ["Anne Dupont", "Yann Le Go"]),
        ("Un titre\nDUPONT Anne\nDunod, 2012, 9 p.", ["Anne Dupont"]),
        ("Un titre\n\nDUPONT Anne ; MARTIN-ROY Luc\n\nDunod, 2012, 9 p.",
         ["Anne Dupont", "Luc Martin-Roy"]),
        ("Un titre\nDUPONT Anne, MARTIN Luc, Dunod, 2012, 9 p.", ["Anne Dupont", "Luc Martin"]),
        ("Un titre / Anne DUPONT et Luc MARTIN\nDunod, 2012, 9 p.", ["Anne Dupont", "Luc Martin"]),
        ("Un titre / Anne Dupont, Luc Martin\nDunod, 2012, 9 p.", ["Anne Dupont", "Luc Martin"]),
        ("Un titre / DUPONT Anne / MARTIN Luc\nDunod, 2012, 9 p.", ["Anne Dupont", "Luc Martin"]),
        ("Un titre / DUPONT Anne Dunod, 2012, 9 p.", ["Anne Dupont"]),
        ("Un titre ? DUPONT Anne\nDunod, 2012, 9 p.", ["Anne Dupont"]),
        ("Un titre / ROBERTIS Cristina (de)\nDunod, 2012, 9 p.", ["Cristina De Robertis"]),
        ("Un titre / D'ALMEIDA Luc\nDunod, 2012, 9 p.", ["Luc D'Almeida"]),
        ("Un titre / Conseil supérieur du lien\nDunod, 2012, 9 p.", ["Conseil supérieur du lien"]),
        ("**Un titre / DUPONT Anne\nDunod - 2012 - 9 p.**", ["Anne Dupont"]),
        ("Un titre /\nDunod, 2012, 9 p.", []),
    ],
)  # fmt: skip
def test_books(entry: str, authors: list[str]) -> None:
    reference = only(entry, "Ouvrages")
    assert reference.type == "book"
    assert names(reference) == authors
    assert reference.title.rstrip(" ?") == "Un titre"
    found = (reference.publisher, reference.issued, reference.number_of_pages)
    assert found == ("Dunod", "2012", 9)


def test_a_publisher_that_no_list_has_is_read_from_its_shape() -> None:
    reference = only(
        "Un titre / DUPONT Anne\nLe Grenier bleu, 2ème édition, 2009, 24 p.", "Ouvrages"
    )
    assert (reference.publisher, reference.edition) == ("Le Grenier bleu", "2ème édition")


@pytest.mark.parametrize(
    "entry",
    [
        "Les passeurs de mots Vie sociale, 03/2016, n° 13, p. 4-9",
        "Les passeurs de mots **Revue inconnue du lien, 03/2016, n° 13, p. 4-9**",
        "Les passeurs de mots / Vie sociale, 03/2016, n° 13, p. 4-9",
    ],
)
def test_title_and_periodical_on_one_line(entry: str) -> None:
    reference = only(entry)
    assert reference.title == "Les passeurs de mots"
    assert (reference.issue, reference.page, reference.authors) == ("13", "4-9", [])


def test_a_chapter_has_its_host() -> None:
    reference = only(
        "De bonnes pratiques\n\n"
        "In Le lien social / DUPONT Anne, MARTIN Luc, Presses du lien, 05/2015, p. 22-29"
    )
    assert reference.type == "chapter"
    assert reference.container_title == "Le lien social"
    assert (reference.publisher, reference.page) == ("Presses du lien", "22-29")
    assert reference.authors == []


def test_an_abstract_broken_by_a_page_is_whole_again() -> None:
    reference = only(
        "Un titre / DUPONT Anne\nDunod, 2012, 9 p.\n\n"
        "Ce livre interroge longuement ce que les professionnels du lien disent de leurs\n\n"
        "![](_page_3_Picture_1.jpeg)\n\n12\n\n"
        "pratiques quotidiennes. Il en tire des leçons.\n\nUne postface le conclut."
    )
    assert reference.abstract == (
        "Ce livre interroge longuement ce que les professionnels du lien disent de leurs "
        "pratiques quotidiennes. Il en tire des leçons.\n\nUne postface le conclut."
    )


def test_contents_are_items_without_bullets_and_names() -> None:
    reference = only(
        "Un dossier\nRevue du lien, 2015, n° 7\n\nAu sommaire :\n\n"
        "- Un premier point\n\nDUPONT Anne\n\n- * un point sous le point\n\n* Luc Martin\n\n- Fin"
    )
    assert reference.contents == ["Un premier point", "un point sous le point", "Fin"]
    assert reference.abstract is None
