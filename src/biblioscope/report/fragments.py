"""Pieces of HTML from the cells of a notebook, made fit for a page that stands alone."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode

from biblioscope.report.errors import ReportError
from biblioscope.report.tables import is_pandas, mend_table

ACTIVE = ("script", "iframe", "object", "embed", "applet", "base", "meta", "link")
FILE_KINDS = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
FIGURE = re.compile(r"figures/(?P<language>en|fr)/(?P<name>[a-z0-9][a-z0-9_-]*)\.csv")
"""How the alternative text of a published chart names the table beside its pictures."""
DOWNLOADS = (
    ("SVG", "svg", "image/svg+xml"),
    ("PDF", "pdf", "application/pdf"),
    ("CSV", "csv", "text/csv"),
)
IMAGES = ("image/svg+xml", "image/png", "image/jpeg")


@dataclass(frozen=True)
class File:
    """A file that a reader may take away; without an address it is the picture shown."""

    kind: str
    name: str
    address: str | None


@dataclass(frozen=True)
class Picture:
    """An image that carries its own data, and the words that go with it."""

    source: str
    alt: str
    caption: str | None
    width: int | None
    language: str | None
    title: str | None = None
    files: tuple[File, ...] = ()


def picture_of(output: NotebookNode, folder: Path | None = None) -> Picture | None:
    """Return the image among the forms of an output, the sharpest first.

    Where it was published, beneath `figures` beside the notebook's folder, its files come with it.

    Raises
    ------
    ReportError
        Where it has no alternative text; the caller says in which cell.
    """
    data = output.get("data", {})
    kind = next((kind for kind in IMAGES if kind in data), None)
    if kind is None:
        return None
    said = _words(output.get("metadata", {}), kind)
    if not said.get("alt"):
        raise ReportError(
            "an image without alternative text; display it with "
            f'metadata={{"{kind}": {{"alt": "…"}}}}, or as a Chart of biblioscope.charts'
        )
    width = said.get("width")
    return Picture(
        source=_source(kind, data[kind]),
        alt=str(said["alt"]),
        caption=said.get("caption"),
        width=int(width) if width else None,
        language=said.get("language"),
        title=said.get("title"),
        files=_files(str(said["alt"]), folder) if folder else (),
    )


def _files(alt: str, folder: Path) -> tuple[File, ...]:
    """Return the files of a published figure, each as part of the page."""
    named = FIGURE.search(alt)
    if not named:
        return ()
    stem = folder.resolve().parent / "figures" / named["language"] / named["name"]
    found = [
        File(kind, f"{stem.name}.{end}", _address(stem.with_name(f"{stem.name}.{end}"), media))
        for kind, end, media in DOWNLOADS
        if stem.with_name(f"{stem.name}.{end}").is_file()
    ]
    return (*found[:1], File("PNG", f"{stem.name}.png", None), *found[1:]) if found else ()


def _address(file: Path, media: str) -> str:
    return f"data:{media};base64,{b64encode(file.read_bytes()).decode()}"


def _words(metadata: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return what is said of an image: of the output, of any of its images, of this one."""
    of_output = {key: value for key, value in metadata.items() if key not in IMAGES}
    of_images = [metadata.get(image, {}) for image in (*reversed(IMAGES), kind)]
    return {key: value for said in (of_output, *of_images) for key, value in said.items()}


def _source(kind: str, data: str) -> str:
    encoded = (
        b64encode(data.encode()).decode() if kind == "image/svg+xml" else "".join(data.split())
    )
    return f"data:{kind};base64,{encoded}"


def clean(html: str, folder: Path | None = None) -> str:
    """Return well-formed HTML that neither runs nor fetches anything.

    Parameters
    ----------
    html
        A piece of HTML, as a cell shows it.
    folder
        The notebook's folder, from which images are taken into the page: those beneath it, or
        beneath the folder above it.

    Raises
    ------
    ReportError
        Where an image lies outside the page or has no alternative text; the caller says in which
        cell.

    Examples
    --------
    >>> clean('<p onclick="go()">Text<script>go()</script> <a href="3-people.ipynb#Who">people</a>')
    '<p>Text <a href="3-people.html#Who">people</a></p>'
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(ACTIVE):
        tag.decompose()
    for style in soup("style"):
        if is_pandas(style):
            style.decompose()
    for tag in soup(True):
        _disarm(tag)
    for image in soup("img"):
        _take_in(image, folder)
    for table in soup("table"):
        mend_table(table)
    return str(soup)


def _disarm(tag: Tag) -> None:
    for name in [name for name in tag.attrs if name.lower().startswith("on")]:
        del tag[name]
    if "href" not in tag.attrs:
        return
    address = urlsplit(str(tag["href"]).strip())
    if address.scheme in {"javascript", "vbscript", "data"}:
        del tag["href"]
    elif not address.scheme and not address.netloc and address.path.endswith(".ipynb"):
        page = f"{address.path.removesuffix('.ipynb')}.html"
        tag["href"] = address._replace(path=page).geturl()
    if tag.get_text() == tag.get("href"):
        tag["class"] = "bare"  # printed once


def _take_in(image: Tag, folder: Path | None) -> None:
    """Put an image into the page, or say why it cannot be there."""
    source = str(image.get("src", ""))
    if not source.startswith("data:"):
        image["src"] = _from_file(source, folder)
    if not str(image.get("alt", "")).strip():
        raise ReportError("an image without alternative text; write ![what it shows](file)")


def _from_file(source: str, folder: Path | None) -> str:
    """Return an image file as part of the page."""
    if folder is not None:
        near = folder.resolve().parent
        file = (folder / unquote(source)).resolve()
        kind = FILE_KINDS.get(file.suffix.lower())
        if kind and file.is_relative_to(near) and file.is_file():
            return f"data:{kind};base64,{b64encode(file.read_bytes()).decode()}"
    raise ReportError(
        f"the image {source!r} would not travel with the page; keep it as a .png, .jpg or .svg "
        "file in the notebook's folder or the one above, or display it from a code cell"
    )
