"""The corpus: its tables, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from html import escape

import pandas as pd

from biblioscope.language import either


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
    corrections: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "dossier"}

    def decided(self) -> pd.DataFrame:
        """Return the references with corrected values in place of those printed.

        The columns are those of `references` without the `…_corrected` ones.

        Examples
        --------
        >>> from biblioscope import load_corpus
        >>> corpus = load_corpus()
        >>> [table.set_index("reference_id").loc["L0513", "issue"]
        ...  for table in (corpus.references, corpus.decided())]
        ['127', '260']
        """
        table = self.references.copy()
        for column in [name for name in table if str(name).endswith("_corrected")]:
            name = str(column).removesuffix("_corrected")
            table[name] = table[column].fillna(table[name])
        return table[[name for name in table if not str(name).endswith("_corrected")]]

    def where(self, **conditions: object) -> Corpus:
        """Return the part of the corpus whose references meet every condition.

        Parameters
        ----------
        **conditions
            A column of `references`, or `theme_id` or `author_id`, and the value that it must
            have: one value, a list of which any will do, or a range of years, last one excluded.

        Returns
        -------
        Corpus
            Every table with the rows that belong to those references. `listings` still counts the
            listings of a work in the whole dossier.

        Raises
        ------
        KeyError
            Where a condition names no such column.

        Examples
        --------
        >>> from biblioscope import load_corpus
        >>> part = load_corpus().where(chapter="2", year=range(2015, 2018))
        >>> part.references["year"].min()
        np.int64(2015)
        """
        kept = pd.Series(data=True, index=self.references.index)
        for name, value in conditions.items():
            kept &= self._meets(name, value)
        return self._with(self.references[kept].reset_index(drop=True))

    def _meets(self, name: str, value: object) -> pd.Series:
        """Tell for each reference whether it meets one condition."""
        references = self.references
        one = isinstance(value, str) or not isinstance(value, Iterable)
        wanted = [value] if one else list(value)  # type: ignore[call-overload]
        if name == "theme_id":
            found = self.subjects.loc[self.subjects[name].isin(wanted), "reference_id"]
            return references["reference_id"].isin(found)
        if name == "author_id":
            found = self.authorships.loc[self.authorships[name].isin(wanted), "work_id"]
            return references["work_id"].isin(found)
        if name not in references:
            possible = ", ".join([*map(str, references.columns), "theme_id", "author_id"])
            raise KeyError(f"references have no column {name}; there are: {possible}")
        return references[name].isin(wanted)

    def _with(self, references: pd.DataFrame) -> Corpus:
        """Return the corpus of some of its references."""

        def keep(table: pd.DataFrame, column: str, values: pd.Series) -> pd.DataFrame:
            return table[table[column].isin(values.dropna())].reset_index(drop=True)

        authorships = keep(self.authorships, "work_id", references["work_id"])
        return replace(
            self,
            references=references,
            works=keep(self.works, "work_id", references["work_id"]),
            authorships=authorships,
            authors=keep(self.authors, "author_id", authorships["author_id"]),
            sources=keep(self.sources, "source_id", references["source_id"]),
            subjects=keep(self.subjects, "reference_id", references["reference_id"]),
            corrections=keep(self.corrections, "reference_id", references["reference_id"]),
        )

    def __repr__(self) -> str:
        """Say what the corpus holds."""
        held = ", ".join(f"{len(table)} {name}" for name, table in self.tables().items())
        return f"Corpus({self.dossier.title!r}, {self.dossier.issued}: {held})"

    def _repr_html_(self) -> str:
        """Say it in a notebook: a small table."""
        heads = (
            either("table", "tableau"),
            either("rows", "lignes"),
            either("columns", "colonnes"),
        )
        group, between = either(",", "\u202f"), "</code>, <code>"
        rows = "".join(
            f'<tr><th scope="row"><code>{name}</code></th>'
            f'<td class="number">{f"{len(table):,}".replace(",", group)}</td>'
            f"<td><code>{between.join(map(escape, map(str, table.columns)))}</code></td></tr>"
            for name, table in self.tables().items()
        )
        head = "".join(f'<th scope="col">{name}</th>' for name in heads)
        of = either("Corpus of", "Corpus de")
        caption = f'<caption>{of} <span lang="fr">{escape(self.dossier.title)}</span></caption>'
        return (
            f'<table class="biblioscope-table">{caption}'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )
