"""One style for every chart: font, sizes of print, and palettes that survive grey.

The palettes are Masataka Okabe and Kei Ito's *Color Universal Design* (2008) and Paul Tol's
*Colour Schemes* (technical note SRON/EPS/TN/09-002, 2021). The style is applied in a context and
never globally: importing this module changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Literal

import matplotlib.style
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.typing import ColorType

Width = Literal["column", "page"]

POINTS_PER_MM = 72 / 25.4
WIDTHS_MM = {"column": 85.0, "page": 170.0}

TITLE, SUBTITLE, LABEL, SMALL = 9.0, 8.0, 7.5, 7.0
"""Sizes of text in points, as printed."""

INK = "#1A1A1A"
GREY = "#595959"
"""Text that comes second: 7:1 on white."""
RULE = "#949494"
"""Lines that must be seen, and no more: 3:1 on white."""
FAINT = "#D9D9D9"
"""Guides that may vanish without loss."""
MARK = "#0072B2"
ACCENT = "#D55E00"

QUALITATIVE = ("#332288", "#D55E00", "#882255", "#CC79A7", "#117733")
"""Tol's indigo, wine and green, Okabe and Ito's vermillion and purple: five steps of grey."""
SEQUENTIAL = (
    "#FFFFE5",
    "#FFF7BC",
    "#FEE391",
    "#FEC44F",
    "#FB9A29",
    "#EC7014",
    "#CC4C02",
    "#993404",
)
"""Tol's YlOrBr without its darkest step."""
DIVERGING = (
    "#2166AC",
    "#4393C3",
    "#92C5DE",
    "#D1E5F0",
    "#F7F7F7",
    "#FDDBC7",
    "#F4A582",
    "#D6604D",
    "#B2182B",
)
"""Tol's BuRd: blue below, red above."""
MARKERS = ("o", "^", "D", "v", "p", "h", "P", "s")

_STYLE = {
    "font.family": ["sans-serif"],
    # DejaVu Sans comes with matplotlib. The others are for those who open an SVG without it.
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Geneva", "sans-serif"],
    "font.size": LABEL,
    "text.color": INK,
    "text.parse_math": False,
    # Hinted text has another width at each resolution: what fits on screen would not in print.
    "text.hinting": "none",
    "axes.labelsize": LABEL,
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.0,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "figure.dpi": 144,
    "savefig.dpi": "figure",
    "svg.fonttype": "none",
    "svg.hashsalt": "biblioscope",
    "pdf.fonttype": 42,
    "pdf.compression": 9,
}


@contextmanager
def applied() -> Iterator[None]:
    """Apply the style while the block (or the decorated function) runs, and only then.

    Examples
    --------
    >>> import matplotlib
    >>> before = matplotlib.rcParams["svg.fonttype"]
    >>> with applied():
    ...     matplotlib.rcParams["svg.fonttype"]
    'none'
    >>> matplotlib.rcParams["svg.fonttype"] == before
    True
    """
    with matplotlib.style.context(["default", _STYLE]):
        yield


def width_in_points(width: str) -> float:
    """Return the printed width of a "column" (85 mm) or a "page" (170 mm) in points.

    Raises
    ------
    ValueError
        For any other name.

    Examples
    --------
    >>> round(width_in_points("column"))
    241
    """
    if width not in WIDTHS_MM:
        raise ValueError(f"width is {width!r}; it must be one of {', '.join(WIDTHS_MM)}")
    return WIDTHS_MM[width] * POINTS_PER_MM


def series_style(number: int) -> tuple[str, str]:
    """Return the colour and the marker of series or cluster `number`, counted from 0.

    Colours repeat after five and markers after eight, so that forty pairs differ.

    Examples
    --------
    >>> series_style(0), series_style(5)
    (('#332288', 'o'), ('#332288', 'h'))
    """
    return QUALITATIVE[number % len(QUALITATIVE)], MARKERS[number % len(MARKERS)]


@cache
def colormap(name: Literal["sequential", "diverging"]) -> LinearSegmentedColormap:
    """Return one of the two continuous palettes as a colormap of matplotlib."""
    colours = SEQUENTIAL if name == "sequential" else DIVERGING
    return LinearSegmentedColormap.from_list(name, list(colours))


def luminance(colour: ColorType) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (white).

    Source: W3C, *Web Content Accessibility Guidelines 2.2*, "relative luminance".

    Examples
    --------
    >>> round(luminance("#FFFFFF"), 3)
    1.0
    """
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: ColorType, other: ColorType = "#FFFFFF") -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (W3C, WCAG 2.2).

    Examples
    --------
    >>> round(contrast("#000000"), 1)
    21.0
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: ColorType) -> str:
    """Return black or white, whichever reads better on a background: 4.5:1 at least.

    Examples
    --------
    >>> readable_on("#993404")
    '#FFFFFF'
    """
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, background))


@cache
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line of text in points."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, False)[0])


def wrap(text: str, width: float, size: float, weight: str = "normal") -> str:
    r"""Break a text at its spaces so that no line is wider than `width` points.

    A word is never cut, but after a hyphen or a slash where it is wider than the width. No-break
    spaces hold, and so do those that French puts inside guillemets and before punctuation.

    Examples
    --------
    >>> wrap("Gouvernance et décentralisation", 70, 7)
    'Gouvernance et\ndécentralisation'
    """
    return "\n".join(_lines(text, width, size, weight))


def wrap_evenly(text: str, width: float, size: float) -> str:
    r"""Break a text like `wrap`, in as few lines, and make the lines as even as they can be.

    Examples
    --------
    >>> wrap_evenly("Revue de droit sanitaire et social", 110, 7)
    'Revue de droit\nsanitaire et social'
    """
    lines = _lines(text, width, size, "normal")
    narrower = width
    longest = _widest(text.split(" "), size)
    while narrower > max(width / 2, longest + 2):
        narrower -= 2
        tighter = _lines(text, narrower, size, "normal")
        if len(tighter) > len(lines) or _widest(tighter, size) > narrower:
            break
        lines = tighter
    return "\n".join(lines)


def _lines(text: str, width: float, size: float, weight: str) -> list[str]:
    lines: list[str] = []
    held = re.sub(r"(?<=«) | (?=[»:;?!·])", "\u00a0", text)
    for word in held.split(" "):
        fits = text_width(word, size, weight) <= width
        for place, piece in enumerate([word] if fits else re.split(r"(?<=[-/])", word)):
            longer = f"{lines[-1]}{'' if place else ' '}{piece}" if lines else piece
            if lines and text_width(longer, size, weight) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _widest(lines: list[str], size: float) -> float:
    return max(text_width(line, size) for line in lines)
