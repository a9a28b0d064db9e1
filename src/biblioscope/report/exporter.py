"""The project's nbconvert exporter: a notebook becomes one page for readers."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from bs4 import BeautifulSoup
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from traitlets import Bool, Unicode, default
from traitlets.config import Config

from biblioscope.charts.explorer import script as graph_script
from biblioscope.report.errors import ReportError, name_cell
from biblioscope.report.fragments import IMAGES, clean, picture_of
from biblioscope.report.notebooks import code_cells, read_notebook, title_of
from biblioscope.report.outline import arrange
from biblioscope.report.series import Link, neighbours, page_name, siblings
from biblioscope.report.shown import plain_text
from biblioscope.report.source import source_of
from biblioscope.report.translations import load_translations, translated
from biblioscope.report.words import Catalogue, words_in

SITE = "Biblioscope"
TEMPLATES = Path(__file__).parent / "templates"
FORMS = ["text/html", "text/markdown", *IMAGES, "text/plain"]
Made = TypeVar("Made")


class BiblioscopeExporter(HTMLExporter):
    """One page that needs nothing but itself, for people who read rather than run.

    `jupyter nbconvert --to biblioscope notebooks/2-years.ipynb` gives the page that `build_report`
    gives, from the outputs that the notebook holds.
    """

    export_from_notebook = "Biblioscope page"
    site_title = Unicode(SITE, help="Name of the collection, said on every page.").tag(config=True)
    exclude_anchor_links = Bool(True, help="Headings carry no ¶; the contents link to them.").tag(
        config=True
    )

    @default("template_name")
    def _template_name_default(self) -> str:
        return "biblioscope"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    @property
    def default_config(self) -> Config:
        """The forms of an output, the best first; scripts and widgets are none of them."""
        config: Config = super().default_config.copy()
        config.merge(Config({"NbConvertBase": {"display_data_priority": FORMS}}))
        return config

    @property
    def words(self) -> Catalogue:
        """The words of the pages, in the language that `language_code` names."""
        return words_in(self.language_code)

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.globals["words"] = self.words
        return environment

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Add the filters of our template to nbconvert's."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "arrange", partial(arrange, words=self.words["page"])
        yield "as_code", as_code
        yield "clean", in_cell(clean)
        yield "content_hash", content_hash
        yield "picture", in_cell(picture_of)
        yield "visible", plain_text

    def from_notebook_node(  # type: ignore[override]  # as HTMLExporter's
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook.

        Raises
        ------
        ReportError
            Where an image has no alternative text or lies outside the notebook's folder.
        """
        resources = dict(resources or {})
        about = resources["metadata"]
        path = Path(about.get("path") or ".") / f"{about.get('name')}.ipynb"
        nb = self.translated(nb, path)
        before, after = neighbours(path, resources.get("series") or siblings(path))
        resources |= {
            "site_title": self.site_title,
            "title": self.title(nb, path),
            "notebook": path.name,
            "before": self.link_to(before),
            "after": self.link_to(after),
            "source": source_of(path.parent),
            "has_corpus": (path.resolve().parents[1] / "data" / "corpus").is_dir(),
            "scripts": graph_script() if has_graph(nb) else "",
        }
        # HTMLExporter's own version would invent alternative texts: its parent's is enough.
        page, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)
        return f"{page.rstrip()}\n", resources

    def title(self, notebook: NotebookNode, path: Path) -> str:
        """Return the title of a notebook as plain text; without a heading, the file's name."""
        html = self.from_markdown(title_of(notebook) or path.stem)
        return BeautifulSoup(html, "html.parser").get_text().strip()

    def link_to(self, path: Path | None) -> Link | None:
        """Return the link to the page of another notebook."""
        if path is None:
            return None
        notebook = self.translated(read_notebook(path), path)
        return Link(title=self.title(notebook, path), address=page_name(path))

    def translated(self, notebook: NotebookNode, path: Path) -> NotebookNode:
        """Return a notebook with its Markdown in the language of the pages, as far as it is."""
        language = self.language_code
        return translated(notebook, load_translations(path.parent, language), language)

    def from_markdown(self, source: str) -> str:
        """Return clean HTML of a Markdown text that is not in a cell."""
        template = self.environment.from_string("{{ source | markdown2html }}")
        return clean(template.render(source=source)).strip()


def render(
    notebook: NotebookNode,
    path: Path,
    *,
    series: Sequence[Path] | None = None,
    exporter: BiblioscopeExporter | None = None,
) -> str:
    """Return the page of an executed notebook.

    Parameters
    ----------
    notebook
        The notebook with its outputs.
    path
        Where its file is: images of Markdown cells are looked for beside it.
    series
        The notebooks among which it has a previous and a next one; without it, those of its folder.
    exporter
        The exporter, where a page is not to be made with the default one.

    Raises
    ------
    ReportError
        As `BiblioscopeExporter.from_notebook_node`.
    """
    about = {"name": path.stem, "path": str(path.parent)}
    resources = {"metadata": about, "series": series}
    exporter = exporter or BiblioscopeExporter()  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(notebook, resources)
    return page


def in_cell(make: Callable[[Any, Path], Made]) -> Callable[[Context, Any], Made]:
    """Turn a function of a source and a folder into a filter for the notebook and cell at hand.

    The folder is the notebook's; errors name the notebook and the cell.
    """

    @pass_context
    def named(context: Context, source: Any) -> Made:
        try:
            return make(source, Path(context["resources"]["metadata"].get("path") or "."))
        except ReportError as error:
            where = name_cell(context["nb"], context["cell"])
            raise ReportError(f"{context['resources']['notebook']}, {where}: {error}") from None

    return named


def has_graph(notebook: NotebookNode) -> bool:
    """Tell whether a notebook shows a graph that can be explored."""
    outputs = (output for cell in code_cells(notebook) for output in cell.outputs)
    return any(
        'class="bg-graph"' in output.get("data", {}).get("text/html", "") for output in outputs
    )


def as_code(source: str) -> str:
    """Return highlighted code, in Pygments' classes.

    >>> as_code("1")
    '<span class="mi">1</span>'
    """
    html: str = highlight(source, get_lexer_by_name("ipython3"), HtmlFormatter(nowrap=True))
    return html.rstrip()


def content_hash(script: str) -> str:
    """Return what a Content-Security-Policy says to allow a script of the page and no other.

    >>> content_hash("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"
