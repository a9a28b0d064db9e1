"""Pages on paper: tagged PDF, printed by the browser that there is, the same bytes each time."""

from __future__ import annotations

import re
import subprocess
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from biblioscope.report.browser import QUIET
from biblioscope.report.errors import ReportError, plain
from biblioscope.report.source import PAGE as DOSSIER

SECONDS = 300
# Old browsers call some of it otherwise; none minds what it does not know.
PRINTING = (
    "--headless",
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)
UNBOXED = "--no-sandbox"
TAGGED = (b"/StructTreeRoot", b"/MarkInfo", b"/Lang")
OURS = b"/Creator (Biblioscope)"
"""What tells a PDF of ours, near its beginning, from another."""
OF_ONE_RUN = re.compile(rb"\n?/(?:Creator|CreationDate|ModDate) \((?:[^()\\]|\\.)*\)")
LINK = re.compile(rb"/S /URI\n/URI \(((?:[^()\\]|\\.)*)\)")
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
DESTINATION = re.compile(rb"/(\S+) \[\d+ 0 R /XYZ")
HASHED = re.compile(r"#([0-9A-F]{2})")
LINE = re.compile(r"[lL](\d+)")
TABLE = re.compile(rb"xref\n0 (\d+)\n")
ENTRY = 20  # bytes of an entry in the table of objects
END = re.compile(rb"trailer\n<<(.*?)>>\nstartxref\n(\d+)\n%%EOF\s*\Z", re.DOTALL)


def print_pages(
    pages: Sequence[Path], browser: Path, folder: Path, others: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return pages as tagged PDF, by file name.

    Parameters
    ----------
    pages
        The pages, files of one folder. A link from one to another becomes a link between the PDFs.
    browser
        The program of a Chromium, Chrome or Edge.
    folder
        An existing folder, where the browser may put a folder of its own while it works.
    others
        What was printed before of other pages of the folder, by file name.

    Raises
    ------
    ReportError
        Where the browser cannot print, or makes a PDF without tags.
    """
    with tempfile.TemporaryDirectory(
        dir=folder, prefix=".print-", ignore_cleanup_errors=True
    ) as private:
        printed = {page.stem: _print(page, browser, Path(private)) for page in pages}
    documents = {name: _objects_of(pdf, f"{name}.html") for name, pdf in printed.items()}
    known = {Path(name).stem: _objects_of(pdf, name) for name, pdf in others.items()} | documents
    places = {name: _destinations(document) for name, document in known.items()}
    home = f"{pages[0].resolve().parent.as_uri()}/" if pages else ""
    return {
        f"{name}.pdf": _written(document, partial(_between, home=home, places=places))
        for name, document in documents.items()
    }


def _print(page: Path, browser: Path, private: Path) -> bytes:
    """Return what the browser makes of a page."""
    target = private / "page.pdf"
    target.unlink(missing_ok=True)
    own = (f"--user-data-dir={private / 'profile'}", f"--print-to-pdf={target}")
    command = [str(browser), *PRINTING, *QUIET, *own, page.resolve().as_uri()]
    said = _run(command)
    if not target.is_file() and "sandbox" in said.lower():
        # As root, and in some containers, the browser's own walls cannot be put up.
        said = _run([command[0], UNBOXED, *command[1:]])
    if not target.is_file():
        reason = plain(said)[-200:] or "it said nothing"
        raise ReportError(f"{page.name}: {browser} did not print it: {reason}")
    pdf = target.read_bytes()
    if not all(mark in pdf for mark in TAGGED):
        raise ReportError(f"{page.name}: {browser} printed it without tags; a newer one is needed")
    return pdf


def _run(command: list[str]) -> str:
    """Run the browser; return what it complained of."""
    try:
        done = subprocess.run(  # noqa: S603  the program is the user's own browser
            command, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return f"it was not done after {SECONDS} seconds"
    except OSError as error:
        return str(error.strerror)
    return done.stderr.decode(errors="replace")


@dataclass(frozen=True)
class _Objects:
    """The objects of a PDF by number, in the order of the file, and its beginning and trailer."""

    head: bytes
    objects: Mapping[int, bytes]
    size: int
    trailer: bytes


def _objects_of(pdf: bytes, name: str) -> _Objects:
    """Take a PDF of the browser apart."""
    end = END.search(pdf)
    table = TABLE.match(pdf, int(end[2])) if end else None
    if end is None or table is None:
        raise ReportError(f"{name}: the browser printed a PDF of an unknown form")
    size = int(table[1])
    entries = (pdf[at : at + ENTRY] for at in range(table.end(), end.start(), ENTRY))
    starts = {int(e[:10]): number for number, e in enumerate(entries) if e[17:18] == b"n"}
    order = [*sorted(starts), table.start()]
    objects = {starts[start]: pdf[start:until] for start, until in pairwise(order)}
    return _Objects(pdf[: order[0]], objects, size, end[1])


def _written(document: _Objects, between: Callable[[re.Match[bytes]], bytes]) -> bytes:
    """Put a PDF together again, without dates, its links leading to its neighbours."""
    parts, offsets, at = [document.head], {}, len(document.head)
    for number, content in document.objects.items():
        start, stream, rest = content.partition(b"stream\n")
        start = LINK.sub(between, start)
        if b"/CreationDate" in start:
            start = OF_ONE_RUN.sub(b"", start).replace(b"<<", b"<<" + OURS + b"\n", 1)
        offsets[number] = at
        parts.append(start + stream + rest)
        at += len(parts[-1])
    table = "".join(
        f"{offsets[number]:010} 00000 n \n" if number in offsets else "0000000000 65535 f \n"
        for number in range(document.size)
    )
    mark = sha256(b"".join(parts)).hexdigest()[:32]
    identity = f"/ID [<{mark}> <{mark}>]"
    tail = f"xref\n0 {document.size}\n{table}trailer\n<<".encode()
    tail += document.trailer + f"\n{identity}>>\nstartxref\n{at}\n%%EOF\n".encode()
    return b"".join(parts) + tail


def _destinations(document: _Objects) -> dict[str, str]:
    """Return the places in a PDF that can be linked: how the file writes each, by its name."""
    names = (
        name.decode()
        for content in document.objects.values()
        if b" /XYZ " in content[:500]
        for name in DESTINATION.findall(content)
    )
    return {HASHED.sub(lambda code: chr(int(code[1], 16)), name): name for name in names}


def _between(link: re.Match[bytes], home: str, places: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the action of a link: within the folder it opens the other PDF, at its place."""
    address = ESCAPED.sub(rb"\1", link[1]).decode(errors="replace")
    page, _, place = address.removeprefix(home).partition("#")
    if not address.startswith(home) or not page.endswith(".html"):
        return link[0]
    name = unquote(page.removesuffix(".html"))
    at = next(_nearest(place, name, places.get(name, {})), None)
    to = f"/D /{at}" if at else "/D [0 /Fit]"
    file = "".join(f"{unit:02X}" for unit in b"\xfe\xff" + f"{name}.pdf".encode("utf-16-be"))
    return f"/S /GoToR\n/F <{file}>\n{to}".encode()


def _nearest(place: str, name: str, known: Mapping[str, str]) -> Iterator[str]:
    """Iterate over a place of a PDF, if it has it; in the dossier, over the last one before it.

    The browser names the places that their own page links to: references, but not every line.
    """
    if place in known:
        yield known[place]
    wanted = LINE.fullmatch(place) if name == Path(DOSSIER).stem else None
    if wanted:
        numbered = sorted((int(m[1]), each) for each in known if (m := LINE.fullmatch(each)))
        before = bisect_right(numbered, (int(wanted[1]), "~"))
        yield from (known[each] for _, each in numbered[:before][-1:])
