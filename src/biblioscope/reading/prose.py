"""What the words of a line are, whatever stands around it: prose, a title, a law."""

from __future__ import annotations

import re
from functools import lru_cache

from .knowledge import is_periodical_name, is_publisher_name
from .names import begins_with_person

SLASH = re.compile(r"\s/(?=\s|$)")
SENTENCE_END = re.compile(r"[.!?…](?:\s*[»”\"])?\s+[«“\"]?[A-ZÀ-Þ0-9]")
LAW = re.compile(
    r"(?:décret|arrêté|ordonnance|circulaire|instruction|directive|loi|règlement|délibération|"
    r"note d'information)\b.{0,40}(?:n°\s*\S|du \d|relati|\d{4})",
    re.IGNORECASE,
)
PERIODICAL_INSIDE = re.compile(
    r"(?<!\s[Ll]a)(?<!\s[Ll]e)(?<!\s[Ll]es)\s(?=(?:(?:La |Les? )?(?:Revue|Cahiers?|Journal|Lettre|"
    r"Gazette|Bulletin|Annales|Actualités|Magazine|Courrier|Tribune|Mensuel)|L['’][ÉE]cho)\s"
    r"[^.?!]{2,60}$)"
)
LONGEST_TITLE = 400
_FEW_NAMES = 200


@lru_cache(maxsize=4096)
def is_prose(text: str) -> bool:
    """Tell whether a line is running text: long, or several sentences.

    Examples
    --------
    >>> is_prose("Travail social et territoire. Concept, méthode, outils")
    False
    """
    ended = text.endswith((".", "…")) and not text.endswith("...")
    enough, some = (110, 70) if ended else (260, 180)
    if len(text) <= some:
        return False
    if len(text) <= enough and len(SENTENCE_END.findall(text)) < (1 if ended else 2):
        return False
    return not ends_in_authors(text[: 3 * LONGEST_TITLE])


@lru_cache(maxsize=4096)
def ends_in_authors(text: str) -> bool:
    """Tell whether a line ends in " / " and names of persons."""
    cut = SLASH.search(text) if "/" in text else None
    return cut is not None and begins_with_person(text[cut.end() :].strip()[:_FEW_NAMES])


def is_known_source(name: str) -> bool:
    """Tell whether a name is that of a periodical or a publisher, or has the shape of one."""
    return is_periodical_name(name) or is_publisher_name(name)
