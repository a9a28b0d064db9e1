"""Executed notebooks kept, so that one that would come out the same is not run again."""

from __future__ import annotations

import json
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from biblioscope.files import write_beside
from biblioscope.report.fragments import FIGURE
from biblioscope.report.normalise import OF_ONE_RUN
from biblioscope.report.notebooks import code_cells

TEMPLATES = Path(__file__).parent / "templates"
PAGES = ".pages.json"
LOCK = "requirements.lock"
NOT_WRITTEN = ("kernelspec", "language_info", *OF_ONE_RUN)
CODE = (".py", ".toml", ".csv")


@dataclass(frozen=True)
class Cache:
    """What the notebooks of a project gave when they were last run.

    An entry holds while the notebook's sources, all of `data/`, the code of this package, the
    lock, the installed packages and the Python are what they were, and while the figures that the
    notebook published are in their places as it left them.
    """

    folder: Path
    project: Path
    surroundings: str

    @classmethod
    def of(cls, project: Path, folder: Path) -> Cache:
        """Return the cache in a folder, with all that the notebooks of a project depend on."""
        return cls(folder, project, _digest(_surroundings(project)))

    def find(self, path: Path, notebook: NotebookNode) -> NotebookNode | None:
        """Return the notebook as executed before; None where it must be run."""
        try:
            entry = json.loads(self._file(path).read_text(encoding="utf-8"))
            if entry["key"] != self.key(notebook) or entry["figures"] != self._figures(entry["of"]):
                return None
            kept: NotebookNode = nbformat.v4.to_notebook(entry["notebook"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return kept

    def keep(self, path: Path, executed: NotebookNode) -> None:
        """Keep a notebook that was just executed, with what its figures are now."""
        names = sorted(figure_names(executed))
        entry = {
            "key": self.key(executed),
            "of": names,
            "figures": self._figures(names),
            "notebook": executed,
        }
        write_beside(self._file(path), json.dumps(entry, ensure_ascii=False, sort_keys=True))

    def key(self, notebook: NotebookNode) -> str:
        """Return what stands for a notebook as written, not as executed, and all around it."""
        about = {key: value for key, value in notebook.metadata.items() if key not in NOT_WRITTEN}
        cells = [
            [cell.get("id"), cell.cell_type, cell.source, _about(cell)] for cell in notebook.cells
        ]
        written = json.dumps([cells, about], sort_keys=True)
        return _digest([("surroundings", self.surroundings.encode()), ("", written.encode())])

    def pages_in(self, output: Path, shown: Sequence[NotebookNode], said: Any) -> list[str]:
        """Return the names of the pages in a folder if it holds what `note_pages` noted, else none.

        The templates and the words of the front page count among what the pages are made of. Pages
        of notebooks whose text takes in image files are always made anew.
        """
        if any(_takes_in_files(notebook) for notebook in shown):
            return []
        try:
            noted = json.loads((self.folder / PAGES).read_text(encoding="utf-8"))
            names = list(noted["pages"])
            current = noted == self._state(output, names, shown, said)
        except (OSError, ValueError, KeyError, TypeError):
            return []
        return names if current and _names_in(output) == sorted(names) else []

    def note_pages(
        self, output: Path, names: Sequence[str], shown: Sequence[NotebookNode], said: Any
    ) -> None:
        """Note what pages a folder holds, and what they were made from."""
        state = json.dumps(self._state(output, names, shown, said), ensure_ascii=False)
        write_beside(self.folder / PAGES, state)

    def _state(
        self, output: Path, names: Iterable[str], shown: Sequence[NotebookNode], said: Any
    ) -> dict[str, Any]:
        files = sorted(TEMPLATES.rglob("*.*"))
        parts = [(file.name, file.read_bytes()) for file in files]
        parts += [("notebook", json.dumps(notebook).encode()) for notebook in shown]
        parts += [("said", json.dumps(said).encode()), ("all", self.surroundings.encode())]
        pages = {name: sha256((output / name).read_bytes()).hexdigest() for name in names}
        return {"made_from": _digest(parts), "pages": pages}

    def _file(self, path: Path) -> Path:
        return self.folder / f"{path.stem}.json"

    def _figures(self, names: Iterable[str]) -> dict[str, str]:
        files = [file for name in names for file in (self.project / "figures").glob(f"*/{name}.*")]
        return {
            file.relative_to(self.project).as_posix(): sha256(file.read_bytes()).hexdigest()
            for file in sorted(files)
        }


def _takes_in_files(notebook: NotebookNode) -> bool:
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return any("![" in text or "<img" in text.lower() for text in texts)


def _names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.html"))


def _about(cell: NotebookNode) -> dict[str, Any]:
    return {key: value for key, value in cell.metadata.items() if key != "execution"}


def figure_names(notebook: NotebookNode) -> set[str]:
    """Return the names of the figures that an executed notebook published and shows."""
    return {
        name
        for cell in code_cells(notebook)
        for output in cell.outputs
        for said in output.get("metadata", {}).values()
        if isinstance(said, dict)
        for name in (found["name"] for found in FIGURE.finditer(str(said.get("alt", ""))))
    }


def _surroundings(project: Path) -> Iterator[tuple[str, bytes]]:
    """Iterate over the names and contents of what notebooks depend on beside themselves."""
    package = Path(__file__).parents[1]
    yield "python", sys.version.encode()
    installed = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    yield "installed", "\n".join(sorted(path.name for path in installed)).encode()
    lock = project / LOCK
    yield LOCK, lock.read_bytes() if lock.is_file() else b""
    for folder, kinds in ((project / "data", None), (package, CODE)):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and (kinds is None or path.suffix in kinds):
                yield path.relative_to(folder).as_posix(), path.read_bytes()


def _digest(parts: Iterable[tuple[str, bytes]]) -> str:
    digest = sha256()
    for name, content in parts:
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
