"""The corpus: its tables, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from html import escape

import pandas as pd


@dataclass(frozen=True)
class Dossier:
    """What a dossier says of itself: its title, who published it, and when (ISO 8601, reduced)."""

    file: str
    title: str
    genre: str
    publisher: str
    issued: str
    language: str

    @property
    def year(self) -> int:
        """The year of the dossier: the "now" of every age."""
        return int(self.issued[:4])

    @property
    def citation(self) -> str:
        """One line that names the dossier, for captions."""
        return f"« {self.title} », {self.genre.lower()}, {self.publisher}, {self.issued}"


@dataclass(frozen=True, repr=False)
class Corpus:
    """The tables of the corpus; each is described, column by column, in `data/README.md`."""

    dossier: Dossier
    references: pd.DataFrame
    works: pd.DataFrame
    authors: pd.DataFrame
    authorships: pd.DataFrame
    sources: pd.DataFrame
    themes: pd.DataFrame
    subjects: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "dossier"}

    def __repr__(self) -> str:
        """Say what the corpus holds."""
        held = ", ".join(f"{len(table)} {name}" for name, table in self.tables().items())
        return f"Corpus({self.dossier.title!r}, {self.dossier.issued}: {held})"

    def _repr_html_(self) -> str:
        """Say it in a notebook: a small table."""
        rows = "".join(
            f'<tr><th scope="row">{name}</th><td class="number">{len(table):,}</td>'
            f"<td>{', '.join(map(escape, map(str, table.columns)))}</td></tr>"
            for name, table in self.tables().items()
        )
        head = "".join(f'<th scope="col">{name}</th>' for name in ("table", "rows", "columns"))
        caption = (
            f'<caption>Corpus of <span lang="fr">{escape(self.dossier.title)}</span></caption>'
        )
        return (
            f'<table class="biblioscope-table">{caption}'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )
