"""What every plot returns: the figure with its words and its numbers."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

import pandas as pd
from fontTools import subset  # matplotlib's, to embed fonts
from matplotlib.figure import Figure
from PIL import Image

from . import style

SCREEN_DPI = 180
PIXELS_PER_INCH = 120
"""CSS pixels for an inch of print: 7 points become 12 pixels, a page 803."""
PRINT_DPI = 300


def _lighter(png: bytes) -> bytes:
    """Return a PNG in 256 colours: a third of the bytes, for notebooks that keep their images."""
    buffer = BytesIO()
    picture = Image.open(BytesIO(png)).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


@contextmanager
def _bare_fonts() -> Iterator[None]:
    """Embed fonts without their rules of setting, which no PDF reads and which take most time."""
    everywhere = subset.Options._drop_tables_default
    subset.Options._drop_tables_default = [*everywhere, "GDEF", "GPOS", "GSUB", "kern"]
    try:
        yield
    finally:
        subset.Options._drop_tables_default = everywhere


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure, and what its reader is owed beside it.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        85 or 170 mm wide, with title, subtitle and caption in it.
    title : str
        The finding in words.
    caption : str
        n, what is left out, and the source.
    alt : str
        The alternative text: kind and subject, the finding with its numbers, where the table is.
    table : pandas.DataFrame
        What the figure shows, tidy, with column names in its language.
    language : str
        "en" or "fr".

    Notes
    -----
    A notebook that displays a chart gets a PNG whose metadata carry the alternative text.
    """

    figure: Figure
    title: str
    caption: str
    alt: str
    table: pd.DataFrame
    language: str

    def image(self, kind: str, dpi: float = PRINT_DPI) -> bytes:
        """Return the picture as a file of `kind` "svg", "png" or "pdf", the same bytes each time.

        Raises
        ------
        ValueError
            For any other kind.
        """
        metadata = self._metadata(kind)
        buffer = BytesIO()
        with style.applied(), _bare_fonts():
            self.figure.savefig(buffer, format=kind, dpi=dpi, metadata=metadata)
        return self._described(buffer.getvalue()) if kind == "svg" else buffer.getvalue()

    def _described(self, svg: bytes) -> bytes:
        """Return an SVG that says to a screen reader what it is, in which language."""
        described = f"<desc>{escape(self.alt)}</desc>\n <metadata>".encode()
        svg = svg.replace(b"<metadata>", described, 1)
        return svg.replace(b"<svg ", f'<svg role="img" lang="{self.language}" '.encode(), 1)

    def _metadata(self, kind: str) -> dict[str, Any]:
        """Return what a file says of itself: never a date or a version, which change."""
        known: dict[str, dict[str, Any]] = {
            "svg": {
                "Title": self.title,
                "Description": self.alt,
                "Language": self.language,
                "Creator": None,
                "Date": None,
            },
            "png": {"Title": self.title, "Description": self.alt, "Software": None},
            "pdf": {
                "Title": self.title,
                "Subject": self.alt,
                "Creator": None,
                "Producer": None,
                "CreationDate": None,
            },
        }
        if kind not in known:
            raise ValueError(f"no pictures of kind {kind!r}; there are {', '.join(known)}")
        return known[kind]

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        width, height = (round(side * PIXELS_PER_INCH) for side in self.figure.get_size_inches())
        png = base64.b64encode(_lighter(self.image("png", SCREEN_DPI))).decode("ascii")
        data = {"image/png": png, "text/plain": self.alt}
        image = {"alt": self.alt, "title": self.title, "width": width, "height": height}
        # The caption is in the picture already: pages that print one below would say it twice.
        return data, {"image/png": image, "language": self.language}
