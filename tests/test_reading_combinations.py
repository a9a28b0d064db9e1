"""Forms of the genre, combined at random: each field must be what was put in.

Single forms are held in test_reading_forms.py; here they meet. What nothing tells apart (two
capitalised given names before a source, on one line) is not put in.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from biblioscope.reading import Organisation, Reference, parse

FAMILIES = (
    "DELMAS", "VANNIER", "LE GOFF", "COHEN-SOLAL", "O'BRIEN", "DE LA TOUR", "BEN SALEM", "N'DIAYE",
    "MARTIN-DUPONT", "QUÉMÉNER", "SZYMANSKI", "VAN DEN BERG", "SAINT-JUST",
)  # fmt: skip
PRINTED = {
    "DE LA TOUR": "De La Tour", "VAN DEN BERG": "Van Den Berg", "O'BRIEN": "O'Brien",
    "N'DIAYE": "N'Diaye",
}  # fmt: skip
GIVEN = ("Anne", "Jean-Pierre", "Maryse", "Élodie", "Karim", "Marie-Hélène", "Loïc", "Zoé", "Saïd")
TITLES = (
    "Habiter la ville à tout âge", "Que peut l'école ?", "L'animation socioculturelle, 1960-2010",
    "Le travail en miettes : enquête sur les petits boulots", "Jeunesses rurales. Partir ou rester",
    "« On est tous concernés » : paroles d'habitants", "Agir contre le bruit",
    "Accompagner sans dominer : 12 principes d'action", "Numérique. La grande bascule des guichets",
)  # fmt: skip
KINDS = ("urbain", "rural", "local", "partagé", "durable", "ouvert", "fragile", "commun", "ancien")
PERIODICALS = (
    "Actualités sociales hebdomadaires", "Gazette des communes (la)", "Le Monde",
    "Cahiers de la vie locale (les)", "Bulletin des mairies rurales", "Vie sociale",
    "Journal des élus (le)", "Territoires en chantier",
)  # fmt: skip
HOUSES = (
    "Dunod", "L'Harmattan", "Presses universitaires de Rennes", "ESF", "Éditions de l'Aube",
    "Observatoire national de la vie locale", "INSEE", "Fédération des centres sociaux",
)  # fmt: skip
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
RANGES = ("été", "hiver", "3e trimestre", "1er trimestre", "janv.-févr.", "mars-avril", "mai/juin")


@dataclass
class Made:
    """An entry as it is printed, and what its fields are."""

    printed: str
    fields: dict[str, object] = field(default_factory=dict)


def made(draw: random.Random, number: int) -> Made:
    """Return an entry of a random form; its title has the number, so that none is repeated."""
    title = f"{draw.choice(TITLES)}, volet {draw.choice(KINDS)} et {draw.choice(KINDS)}"
    title = f"Essai {number} : {title}"
    source, fields = draw.choice((article, article, book))(draw)
    order, people = draw.choice(("family", "family", "given")), persons(draw)
    joint = draw.choice((", ", " ; ", " et ", " / "))
    names = joint.join(f"{f} {g}" if order == "family" else f"{g} {f}" for f, g in people)
    fields |= {"title": title, "authors": sorted((PRINTED.get(f, f.title()), g) for f, g in people)}
    layout = draw.choice((slash, slash, below, before)) if people else slash
    return Made(bold(draw, layout(title, names, source)), fields)


def persons(draw: random.Random) -> list[tuple[str, str]]:
    """Return up to three persons."""
    return [
        (draw.choice(FAMILIES), draw.choice(GIVEN)) for _ in range(draw.choice((0, 1, 1, 2, 3)))
    ]


def slash(title: str, names: str, source: str) -> str:
    """Put the names after a slash on the title's line."""
    return f"{title} / {names}\n{source}" if names else f"{title}\n{source}"


def below(title: str, names: str, source: str) -> str:
    """Put the names on a line of their own."""
    return f"{title}\n{names}\n{source}"


def before(title: str, names: str, source: str) -> str:
    """Put the names before a publisher, below the names of a periodical."""
    return f"{title}\n{names}{', ' if ' p' in source[-4:] else chr(10)}{source}"


def bold(draw: random.Random, printed: str) -> str:
    """Set nothing, the first line or all of an entry in bold."""
    first, _, rest = printed.partition("\n")
    return draw.choice((printed, printed, f"**{first}**\n{rest}", f"**{printed}**"))


def article(draw: random.Random) -> tuple[str, dict[str, object]]:
    """Return the source line of an article, and its fields."""
    name, first = draw.choice(PERIODICALS), draw.randint(3, 200)
    number, last = draw.randint(3, 3000), first + draw.randint(1, 30)
    page = draw.choice(("p. {}-{}", "p.{}-{}", "pp; {}-{}", "pp. {}-{}")).format(first, last)
    fields: dict[str, object] = {"container_title": name, "page": f"{first}-{last}"}
    if draw.random() < 0.15:
        year = draw.randint(2008, 2018)
        fields |= {"issued": f"{year}", "issue": f"{number}"}
        return f"{name}, {year}/3 (n° {number}), {page}.", fields
    printed, fields["issued"] = date(draw)
    issue, fields["issue"] = draw.choice(
        [(f"n° {number}", f"{number}"), (f"n° n° {number}", f"{number}"),
         (f"n°{number}", f"{number}"), (f"n° {number}-{number + 1}", f"{number}-{number + 1}"),
         (f"Cahier 2 - Suppl. au n° {number}", f"{number}")]
    )  # fmt: skip
    details = [printed, issue] if draw.random() < 0.5 else [issue, printed]
    return draw.choice((", ", ", ", " - ")).join([name, *details, page]), fields


def book(draw: random.Random) -> tuple[str, dict[str, object]]:
    """Return the source line of a book or report, and its fields."""
    name, year, pages = draw.choice(HOUSES), draw.randint(2005, 2018), draw.randint(20, 500)
    printed, issued = draw.choice([(f"{year}", f"{year}"), (f"04/{year}", f"{year}-04")])
    total = draw.choice((f"{pages} p.", f"{pages} p;", f"{pages} p"))
    fields: dict[str, object] = {"publisher": name, "issued": issued, "number_of_pages": pages}
    return draw.choice((", ", " - ")).join([name, printed, total]), fields


def date(draw: random.Random) -> tuple[str, str]:
    """Return a date as printed, and as the rules reduce it."""
    year, month, day = draw.randint(2005, 2018), draw.randint(1, 12), draw.randint(2, 28)
    forms: list[tuple[str, str]] = [
        (f"{day:02}/{month:02}/{year}", f"{year}-{month:02}-{day:02}"),
        (f"{month:02}/{year}", f"{year}-{month:02}"),
        (f"{year}", f"{year}"),
        (f"{day} {MONTHS[month - 1]} {year}", f"{year}-{month:02}-{day:02}"),
        (f"{MONTHS[month - 1]} {year}", f"{year}-{month:02}"),
        (f"{draw.choice(RANGES)} {year}", f"{year}"),
    ]
    return draw.choice(forms)


def found(reference: Reference, name: str) -> object:
    """Return a field as it was put in."""
    if name != "authors":
        return getattr(reference, name)
    return sorted(
        (a.literal, "") if isinstance(a, Organisation) else (a.family, a.given)
        for a in reference.authors
    )


PROSE = (
    "Ce texte présente les enjeux et les pratiques de plusieurs communes, après une enquête menée "
    "pendant deux ans."
)


@pytest.mark.parametrize("seed", range(12))
def test_combined_forms(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - no secret
    entries = [made(draw, number) for number in range(40)]
    text = "Dossier\n\n1 / Lire\n\n- Articles\n\n" + "\n\n".join(
        f"{entry.printed}\n\n{PROSE}" for entry in entries
    )
    references = parse(text).references
    assert len(references) == len(entries)
    wrong = [
        (entry.printed, name, found(reference, name))
        for entry, reference in zip(entries, references, strict=True)
        for name, value in entry.fields.items()
        if found(reference, name) != value
    ]
    assert wrong == []
