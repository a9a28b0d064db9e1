"""The front page: every notebook with its title, its finding and its picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from nbformat import NotebookNode

from biblioscope.report.errors import ReportError, name_cell
from biblioscope.report.exporter import BiblioscopeExporter
from biblioscope.report.fragments import Picture, picture_of
from biblioscope.report.notebooks import code_cells, tagged
from biblioscope.report.series import page_name
from biblioscope.report.source import PAGE, Source

INDEX = "index.html"


@dataclass(frozen=True)
class Card:
    """What the front page says of a notebook; `finding` is HTML."""

    title: str
    address: str
    finding: str | None
    picture: Picture | None


def render_index(
    cards: Iterable[Card],
    exporter: BiblioscopeExporter,
    introduction: str | None = None,
    source: Source | None = None,
    corpus: str | None = None,
) -> str:
    """Return the front page.

    Parameters
    ----------
    cards
        The notebooks, in the order of reading.
    exporter
        The exporter whose template and title the page shares.
    introduction
        A paragraph in Markdown; without it, the template's own.
    source
        The dossier, where the report has a page of it.
    corpus
        The address of the page of all references, where the report has one.
    """
    template = exporter.environment.get_template("contents.html.j2")
    page = template.render(
        cards=list(cards),
        dossier=PAGE if source else None,
        corpus=corpus,
        introduction=introduction and exporter.from_markdown(introduction),
        resources={"language_code": exporter.language_code, "site_title": exporter.site_title},
    )
    return f"{page.strip()}\n"


def card_of(notebook: NotebookNode, path: Path, exporter: BiblioscopeExporter) -> Card:
    """Return the card of an executed notebook.

    The finding is the sentence that the first cell tagged "finding" displays; the picture, the
    image of the first cell tagged "cover", or else the notebook's first image.
    """
    return Card(
        title=exporter.title(exporter.translated(notebook, path), path),
        address=page_name(path),
        finding=finding_of(notebook, exporter),
        picture=cover_of(notebook, path),
    )


def finding_of(notebook: NotebookNode, exporter: BiblioscopeExporter) -> str | None:
    """Return the finding as HTML: Markdown is rendered, plain text is taken as it is."""
    cell = tagged(notebook, "finding")
    for output in cell.outputs if cell else []:
        data = output.get("data", {})
        if "text/markdown" in data:
            return exporter.from_markdown(data["text/markdown"])
        said = data.get("text/plain") or output.get("text")
        if said:
            return f"<p>{escape(said.strip())}</p>"
    return None


def cover_of(notebook: NotebookNode, path: Path) -> Picture | None:
    """Return the notebook's picture.

    Raises
    ------
    ReportError
        Where it has no alternative text.
    """
    cover = tagged(notebook, "cover")
    for cell in [cover] if cover else code_cells(notebook):
        for output in cell.outputs:
            try:
                picture = picture_of(output)
            except ReportError as error:
                raise ReportError(f"{path.name}, {name_cell(notebook, cell)}: {error}") from None
            if picture:
                return picture
    return None
