"""The project's set-up: locks, statements about the data, what the README promises."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import biblioscope

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-lab.lock"]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = PYPROJECT["project"]
TABLES = ["references", "works", "authors", "authorships", "sources", "themes", "subjects"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def wanted_by(lock: str) -> list[Requirement]:
    """Return what pyproject.toml asks for in a lock."""
    groups = PYPROJECT["dependency-groups"]
    wanted = PROJECT["dependencies"] + groups["build"]
    if lock == "requirements-test.lock":
        wanted += groups["test"]
    if lock == "requirements-lab.lock":
        wanted += PROJECT["optional-dependencies"]["lab"]
    return [Requirement(text) for text in wanted]


LOCKED = re.compile(
    r"^(?P<requirement>[a-z0-9-]+==[^ ;\\]+(?: ; [^\\\n]+)?)(?P<hashes>(?: \\\n    --hash=\S+)+)\n",
    re.MULTILINE,
)


def locked_in(lock: str) -> dict[str, set[str]]:
    """Return the versions of each package in a lock."""
    versions: dict[str, set[str]] = {}
    for entry in LOCKED.finditer(read(lock)):
        requirement = Requirement(entry["requirement"])
        version = str(requirement.specifier).removeprefix("==")
        versions.setdefault(canonicalize_name(requirement.name), set()).add(version)
    return versions


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_pins_and_hashes_and_nothing_else(lock: str) -> None:
    assert LOCKED.sub("", read(lock)) == ""
    for entry in LOCKED.finditer(read(lock)):
        for digest in re.findall(r"--hash=(\S+)", entry["hashes"]):
            assert re.fullmatch(r"sha256:[0-9a-f]{64}", digest), entry["requirement"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_in_step_with_pyproject(lock: str) -> None:
    versions = locked_in(lock)
    for requirement in wanted_by(lock):
        locked = versions.get(canonicalize_name(requirement.name), set())
        # A range for one platform only is for one of the locked versions only.
        fits = [requirement.specifier.contains(version) for version in locked]
        assert any(fits) if requirement.marker else fits and all(fits), (
            f"{lock} does not hold {requirement}: type make lock"
        )


@pytest.mark.parametrize("lock", ["requirements-test.lock", "requirements-lab.lock"])
def test_what_locks_share_has_the_same_versions(lock: str) -> None:
    report, other = locked_in("requirements.lock"), locked_in(lock)
    shared = report.keys() & other.keys()
    assert {name: report[name] for name in shared} == {name: other[name] for name in shared}
    assert {canonicalize_name(needed.name) for needed in wanted_by("requirements.lock")} <= shared


def test_jupyterlab_is_only_in_its_own_environment() -> None:
    holding = [lock for lock in LOCKS if "jupyterlab" in locked_in(lock)]
    assert holding == ["requirements-lab.lock"]


def statements(name: str) -> list[str]:
    """Return the lines of a YAML file that are not comments."""
    lines = (line.partition(" #")[0].rstrip() for line in read(name).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_the_conda_environment_is_in_step_with_pyproject() -> None:
    floor = str(PROJECT["requires-python"]).removeprefix(">=")
    assert floor in SpecifierSet(PROJECT["requires-python"])
    assert "lab" in PROJECT["optional-dependencies"]
    assert statements("environment.yml") == [
        f"name: {PROJECT['name']}",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        f"  - python={floor}",
        "  - pip",
        "  - pip:",
        '      - "-e .[lab]"',
    ]


def test_the_citation_is_in_step_with_pyproject() -> None:
    pairs = re.findall(r'^([\w-]+): "?([^"\n]+)"?$', "\n".join(statements("CITATION.cff")), re.M)
    citation = dict(pairs)
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"
    assert citation["message"]
    assert citation["title"].lower().startswith(PROJECT["name"])
    assert citation["version"] == PROJECT["version"] == biblioscope.__version__
    assert citation["license"] == PROJECT["license"]
    for author in PROJECT["authors"]:
        assert f'name: "{author["name"]}"' in read("CITATION.cff")
        assert author["name"] in read("LICENSE")


def test_the_dossier_is_the_one_that_is_described() -> None:
    described = read("data/README.md")
    for path in sorted((ROOT / "data" / "raw").iterdir()):
        content = path.read_bytes()
        assert f"`{path.name}`" in described
        assert f"{len(content):,} bytes" in described
        assert hashlib.sha256(content).hexdigest() in described


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_the_corpus_is_described(table: str) -> None:
    chapter = read("data/README.md").partition(f"### `{table}.csv`\n")[2].partition("\n#")[0]
    described = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", chapter, re.MULTILINE))
    header = read(f"data/corpus/{table}.csv").partition("\n")[0].split(",")
    loaded = getattr(biblioscope.load_corpus(ROOT / "data"), table)
    assert list(described) == list(loaded.columns)
    assert [name for name, said in described.items() if "On loading" not in said] == header


def project_files() -> list[Path]:
    """Return the files that are tracked by git, or would be."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout.split(b"\0")
    paths = [ROOT / os.fsdecode(name) for name in names if name]
    return [path for path in paths if path.is_file()]


def spellings(folder: Path) -> set[bytes]:
    """Return how a file might write a folder: as it is, with slashes, or escaped in JSON."""
    text = str(folder)
    return {each.encode() for each in (text, folder.as_posix(), text.replace("\\", "\\\\"))}


def test_no_file_names_a_folder_of_this_machine() -> None:
    folders = {ROOT, ROOT.parent, Path.home()} - {Path(ROOT.anchor)}
    written = [re.escape(text) for folder in folders for text in spellings(folder)]
    naming = re.compile(rb"(?<![\w.~-])(?:" + b"|".join(written) + rb")[/\\]")
    contents = {path: path.read_bytes() for path in project_files()}
    texts = {path: content for path, content in contents.items() if b"\0" not in content}
    found = [str(path.relative_to(ROOT)) for path, text in texts.items() if naming.search(text)]
    assert Path(__file__) in texts
    assert found == []


@pytest.mark.parametrize("page", ["README.md", "data/README.md"])
def test_what_a_readme_points_to_is_there(page: str) -> None:
    folder = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", read(page))
    named = re.findall(r"`((?:src|data|notebooks|figures|tests)/[\w./-]*)`", read(page))
    missing = [link for link in links if not (folder / link).exists()]
    missing += [name for name in named if not (ROOT / name).exists()]
    assert missing == []


def test_the_readme_names_commands_that_exist() -> None:
    commands = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(code_in("README.md"))))
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert {"report", "test", "lab"} <= commands <= targets


def code_in(page: str) -> list[str]:
    """Return what a Markdown page sets as code."""
    return re.findall(r"```.*?```|`[^`\n]+`", read(page), re.DOTALL)


# The commands themselves, where there is a make. Each runs in a folder of its own.


class Workshop:
    """A folder with the Makefile, little else, and a stand-in for the biblioscope command."""

    STAND_IN = """#!/bin/sh
echo "$@" >>calls
[ ! -f broken ] || exit 1
mkdir -p build/html && echo "$@" >build/html/index.html
"""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "Makefile", folder)
        for name in ("notebooks", "src", "data/raw", "data/authority", ".venv"):
            (folder / name).mkdir(parents=True)
        self.write(".venv/packages", "cpython-311 1 2\n")
        self.write("notebooks/une page.ipynb", "{}\n")
        self.write("stand-in", self.STAND_IN)
        (folder / "stand-in").chmod(0o755)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def make(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        of_make = ("MAKE", "MFLAGS")  # the settings of the make that runs these tests
        ours = {name: text for name, text in os.environ.items() if not name.startswith(of_make)}
        return subprocess.run(
            ["make", *arguments],
            cwd=self.folder,
            env={**ours, **variables},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def report(self) -> subprocess.CompletedProcess[str]:
        return self.make("-o", "environment", "report", "biblioscope=./stand-in")

    def calls(self) -> list[str]:
        path = self.folder / "calls"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    if shutil.which("make") is None:
        pytest.skip("there is no make here to test")
    folder = tmp_path / "un dossier"
    folder.mkdir()
    return Workshop(folder)


def test_a_report_that_is_up_to_date_is_not_made_again(workshop: Workshop) -> None:
    assert workshop.report().returncode == 0
    assert workshop.calls() == ["build", "report"]
    again = workshop.report()
    assert again.stdout == "The report is up to date: build/html/index.html\n"
    assert workshop.calls() == ["build", "report"]


@pytest.mark.parametrize(
    "change",
    [
        "notebooks/une page.ipynb",
        "notebooks/new.ipynb",
        "src/module.py",
        "data/dossier.toml",
        "data/raw/dossier.txt",
        "data/authority/themes.csv",
        ".venv/packages",
        "build/html/index.html",
    ],
)
def test_a_report_is_made_again_after_a_change(workshop: Workshop, change: str) -> None:
    workshop.report()
    workshop.write(change, "changed\n")
    workshop.report()
    assert workshop.calls() == ["build", "report"] * 2


def test_a_report_is_made_again_without_a_removed_notebook(workshop: Workshop) -> None:
    workshop.report()
    (workshop.folder / "notebooks" / "une page.ipynb").unlink()
    workshop.report()
    assert workshop.calls() == ["build", "report"] * 2


def test_a_report_that_failed_fails_and_is_made_again(workshop: Workshop) -> None:
    workshop.report()
    workshop.write("broken", "")
    workshop.write("notebooks/une page.ipynb", "changed\n")
    assert workshop.report().returncode != 0
    assert workshop.report().returncode != 0
    (workshop.folder / "broken").unlink()
    assert workshop.report().returncode == 0
    assert workshop.calls() == ["build", "report", "build", "build", "build", "report"]


def test_a_python_that_will_not_do_is_said_in_a_line(workshop: Workshop) -> None:
    done = workshop.make("environment", "UV=", "PYTHON=no-such-python")
    said, *of_make = done.stderr.splitlines()
    assert said == "PYTHON=no-such-python: that is no Python 3.11 or later."
    assert [line[:5] for line in of_make] == ["make:"]
    assert done.returncode != 0


def test_a_set_up_without_a_network_is_said_in_a_line(workshop: Workshop) -> None:
    shutil.copy(ROOT / "requirements.lock", workshop.folder)
    shutil.copy(ROOT / "pyproject.toml", workshop.folder)
    done = workshop.make(
        "environment",
        "UV=",
        f"PYTHON={sys.executable}",
        PIP_INDEX_URL="http://127.0.0.1:9/",
        PIP_CONFIG_FILE=os.devnull,
        PIP_RETRIES="1",
    )
    said, *of_make = done.stderr.splitlines()
    assert said.startswith("No network: .venv is not set up yet")
    assert [line[:5] for line in of_make] == ["make:"]
    assert done.returncode != 0
    assert not (workshop.folder / ".venv" / "packages").exists()
