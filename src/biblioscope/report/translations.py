"""The texts of notebooks in another language than theirs.

Beside the notebooks a file named for the language, such as `fr.toml`, holds their Markdown cells
as pairs::

    [[text]]
    en = '''
    ## How it was counted
    '''
    fr = '''
    ## Comment on a compté
    '''

A pair stands for every cell of that very text: once the notebook changes, the pair no longer
matches, and the page shows the notebook's own words, marked as such, rather than an old
translation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from nbformat import NotebookNode

from biblioscope.language import LANGUAGES
from biblioscope.report.errors import ReportError

OWN = LANGUAGES[0]
"""The language that notebooks are written in."""


def load_translations(folder: Path, language: str) -> dict[str, str]:
    """Return the texts of a folder's notebooks in a language; none for the notebooks' own.

    Raises
    ------
    ReportError
        Where the file is not TOML, or a pair lacks a text.
    """
    file = folder / f"{language}.toml"
    if language == OWN or not file.is_file():
        return {}
    try:
        pairs = tomllib.loads(file.read_text(encoding="utf-8")).get("text", [])
        return {pair[OWN].strip(): pair[language].strip() for pair in pairs}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReportError(f"{file}: cannot be read: {error}") from None
    except (KeyError, TypeError, AttributeError):
        raise ReportError(
            f"{file}: each [[text]] has two texts, {OWN} and {language}; one is missing"
        ) from None


def translated(
    notebook: NotebookNode, translations: Mapping[str, str], language: str
) -> NotebookNode:
    """Return a notebook with its Markdown cells in a language, as far as they are translated.

    A cell that is not is marked with the language of the notebooks: `lang` in its metadata.
    """
    if language == OWN:
        return notebook
    changed = deepcopy(notebook)
    for cell in changed.cells:
        if cell.cell_type != "markdown":
            continue
        words = translations.get(cell.source.strip())
        if words is None:
            cell.metadata["lang"] = OWN
        else:
            cell.source = words
    return changed


def untranslated(notebook: NotebookNode, translations: Mapping[str, str]) -> Sequence[str]:
    """Return the texts of a notebook that have no translation."""
    texts = [cell.source.strip() for cell in notebook.cells if cell.cell_type == "markdown"]
    return [text for text in texts if text and text not in translations]
