"""Writing the corpus: the raw dossier and the authority files in, tables out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd

from biblioscope.corpus.authority import load_sources
from biblioscope.corpus.corrections import load_corrections
from biblioscope.corpus.distinct import load_distinct
from biblioscope.corpus.model import Dossier
from biblioscope.corpus.package import data_package
from biblioscope.corpus.people import credited_in, load_people
from biblioscope.corpus.sources import check_used
from biblioscope.corpus.subjects import load_vocabulary
from biblioscope.corpus.tables import Decisions, make_tables
from biblioscope.files import write_together
from biblioscope.reading import Document, ReadingError, parse, read_text

DOSSIER = "dossier.toml"
_FIELDS = ("file", "title", "genre", "publisher", "issued", "language")


class BuildError(Exception):
    """The corpus cannot be built; the message says what, where, and what to do."""


def load_dossier(path: Path) -> Dossier:
    """Return what a dossier says of itself, from a TOML file.

    Raises
    ------
    BuildError
        Where the file is missing or lacks a field.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BuildError(
            f"{path}: there is no such file; it names the dossier and its date"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BuildError(f"{path}: {problem}") from None
    if missing := [name for name in _FIELDS if not isinstance(said.get(name), str)]:
        raise BuildError(f"{path}: {', '.join(missing)} is missing")
    return Dossier(**{name: said[name] for name in _FIELDS})


def build_corpus(data: Path) -> tuple[Document, dict[str, pd.DataFrame]]:
    """Read the dossier of a data folder and write `corpus/` there.

    Parameters
    ----------
    data
        A folder with `dossier.toml`, `raw/` and `authority/`.

    Returns
    -------
    tuple
        The document as read, and the tables as written, by name.

    Raises
    ------
    BuildError, ReadingError, AuthorityError, VocabularyError
        Where an input cannot be used. Nothing is written then.
    """
    document, decisions = read_dossier(data)
    tables = make_tables(document, decisions)
    _write(tables, data_package(load_dossier(data / DOSSIER)), data / "corpus")
    return document, tables


def read_dossier(data: Path) -> tuple[Document, Decisions]:
    """Read the dossier of a data folder, and what people decided on it.

    Raises
    ------
    BuildError, ReadingError, AuthorityError, VocabularyError
        Where an input cannot be used.
    """
    dossier = load_dossier(data / DOSSIER)
    document = parse(read_text(data / "raw" / dossier.file))
    if not document.references:
        raise ReadingError(f"{data / 'raw' / dossier.file}: no reference was found in it")
    return document, _load_decisions(document, data / "authority")


def _load_decisions(document: Document, authority: Path) -> Decisions:
    """Return what people decided, held to what the dossier prints.

    Raises
    ------
    AuthorityError, VocabularyError
        Where a file cannot be used, or a variant or correction in it matches nothing.
    """
    references = document.references
    sources = load_sources(authority / "sources.csv")
    check_used(references, sources, authority / "sources.csv")
    people = load_people(authority / "authors.csv")
    people.check(credit for r in references for credit in credited_in(document, r))
    corrections = load_corrections(authority / "corrections.csv", references)
    vocabulary = load_vocabulary(authority / "themes.csv")
    distinct = load_distinct(authority / "distinct.csv")
    return Decisions(sources, people, corrections, vocabulary, distinct)


def _write(tables: dict[str, pd.DataFrame], package: str, folder: Path) -> None:
    """Write every table and the package that describes them, all or none."""
    contents: dict[Path, str | bytes] = {
        folder / f"{name}.csv": table.to_csv(index=False, lineterminator="\n")
        for name, table in tables.items()
    }
    write_together(contents | {folder / "datapackage.json": package})
