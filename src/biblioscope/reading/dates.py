"""Dates as dossiers print them, reduced to ISO 8601."""

from __future__ import annotations

import re
from functools import cache

from .knowledge import months

_RANGE = r"\s*(?:[-–/à]|et)\s*"


@cache
def date_pattern() -> re.Pattern[str]:
    """Return a pattern that matches one printed date, whole."""
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    month = f"(?:{names})\\.?"
    return re.compile(
        rf"""
        (?:du\s+|le\s+|cop\.\s*|dl\s+|impr\.\s*|©\s*|\()?
        (?:
            (?P<d1>\d{{1,2}})[/.](?P<m1>\d{{1,2}})[/.](?P<y1>(?:19|20)\d\d)
          | (?P<m2>\d{{1,2}})[/.](?P<y2>(?:19|20)\d\d)
          | (?P<y3>(?:19|20)\d\d)-(?P<m3>[01]\d)(?:-(?P<d3>[0-3]\d))?
          | (?:(?P<several>(?:\d{{1,2}}(?:er)?\s*(?:,|et|au|-|–|/)\s*){{1,4}}\d{{1,2}}(?:er)?)\s+
              |(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?
               (?P<d4>\d{{1,2}})(?:\s?er)?\s+)?
            (?P<first>{month}){_RANGE}(?P<last>{month})\s*(?P<y4>(?:19|20)\d\d)
          | (?:(?P<several2>(?:\d{{1,2}}(?:er)?\s*(?:,|et|au|-|–|/)\s*){{1,4}}\d{{1,2}}(?:er)?)\s+
              |(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?
               (?P<d5>\d{{1,2}})(?:\s?er)?\s+)?
            (?P<m5>{month})\s*(?P<y5>(?:19|20)\d\d)
          | (?:(?:printemps|été|ete|automne|hiver)(?:{_RANGE}(?:printemps|été|automne|hiver))?
              |\d\s*(?:er|e|ème|ième|nd|d)?\s*(?:trimestre|semestre|quadrimestre)
              |(?:0?[1-9]|1[0-2])[-–/](?:0?[1-9]|1[0-2])/)\s*(?P<y6>(?:19|20)\d\d)
          | (?P<y7>(?:19|20)\d\d)(?:\s*[-–/]\s*(?:19|20)\d\d)?
        )
        \)?
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def iso_date(printed: str) -> str | None:
    """Return a printed date in ISO 8601, reduced to what is printed; None where it is none.

    Seasons, quarters and ranges of months are reduced to the year, ranges of days to the month.

    Examples
    --------
    >>> [iso_date(d) for d in ("14/10/2016", "10/2016", "mars 2014", "été 2014", "1er mai 2015")]
    ['2016-10-14', '2016-10', '2014-03', '2014', '2015-05-01']
    """
    match = date_pattern().fullmatch(printed.strip())
    return iso_of(match) if match else None


def iso_of(match: re.Match[str]) -> str:
    """Return the date that `date_pattern` matched, alone or inside a larger pattern."""
    if match["y7"]:
        return match["y7"]
    if match["y1"]:
        return _iso(match["y1"], match["m1"], match["d1"])
    if match["y2"]:
        return _iso(match["y2"], match["m2"])
    if match["y3"]:
        return _iso(match["y3"], match["m3"], match["d3"])
    if match["y5"]:
        return _iso(match["y5"], str(_month(match["m5"])), match["d5"])
    return match["y4"] or match["y6"]


def _month(name: str) -> int:
    """Return the number of a printed month."""
    return months()[name.lower().rstrip(".")]


def _iso(year: str, month: str, day: str | None = None) -> str:
    """Put the parts together; parts that no calendar has are left out."""
    if not 1 <= int(month) <= 12:
        return year
    if day is None or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"
