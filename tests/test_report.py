"""The report: notebooks are run and become pages that stand alone, or nothing changes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode

from biblioscope.report import (
    Report,
    ReportError,
    build_report,
    execute,
    read_notebook,
    render,
    save_executed,
)
from biblioscope.report.fragments import clean
from biblioscope.report.normalise import impersonal, join_streams, node
from biblioscope.report.outline import arrange

OpenPage = Callable[[Path], tuple[Any, list[str], list[str]]]
SCHEMES = ("light", "dark")
WIDTHS = (320, 768, 1440)
PIXEL = "R0lGODlhAQABAAAAACw="
ALT = "Columns: 2015, 41 references; 2016, 58."
CHART = f"""\
import matplotlib.pyplot as plt

figure, axes = plt.subplots(figsize=(6.7, 3))
axes.bar(["2015", "2016"], [41, 58])
plt.close(figure)
words = {{"image/png": {{"alt": "{ALT}", "width": 670}}, "caption": "n = 99 & more"}}
words["language"] = "fr"
display(figure, metadata=words)
"""
TABLE = """\
import pandas as pd

table = pd.DataFrame({"year": [2015, 2016], "title": ["L'accueil", "Le non-recours"]})
table.assign(share=[0.41, 0.59], **{f"column_{i}": "une longue remarque" for i in range(9)})
"""
LONG = "# " + "a long line " * 20 + "\nprint('x' * 200)"
FINDING = "from IPython.display import Markdown\n\nMarkdown('**59%** are of 2016, in *ASH*.')"
YEARS = """\
# The years, and <span lang="fr">l’année</span>

When it was published: see [people](3-people.ipynb#Who-writes) and <https://www.cnfpt.fr>.
"""


Cell = dict[str, Any]


def code(source: str, *tags: str, outputs: Sequence[Cell] = ()) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {"tags": list(tags)} if tags else {},
        "outputs": list(outputs),
        "source": source,
    }


def shown(**data: str) -> Cell:
    """Return the output of a cell that displays something; `_` stands for the `/` of its kind."""
    kinds = {kind.replace("_", "/"): value for kind, value in data.items()}
    return {"output_type": "display_data", "data": kinds, "metadata": {}}


def write(path: Path, *cells: Cell | str) -> Path:
    """Write a notebook; a string is a Markdown cell. Identifiers are set by place."""
    made = []
    for number, cell in enumerate(cells):
        text = {"cell_type": "markdown", "metadata": {}, "source": cell}
        made.append({**(text if isinstance(cell, str) else cell), "id": f"cell-{number}"})
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def write_pair(folder: Path) -> list[Path]:
    years: list[Cell | str] = [
        YEARS,
        code(FINDING, "finding"),
        "## By year",
        code(TABLE),
        "## As a chart\n\n#### Columns",
        code(CHART, "cover"),
        "## Long lines",
        code(LONG),
    ]
    people: list[Cell | str] = ["# People", "## Who writes", code("{'one': 1}")]
    return [write(folder / "2-years.ipynb", *years), write(folder / "3-people.ipynb", *people)]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_pair(tmp_path_factory.mktemp("notebooks"))


@pytest.fixture(scope="module")
def report(pair: list[Path]) -> Report:
    return build_report(pair, pair[0].parent / "build" / "html", in_place=True)


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def texts(page: Tag, selector: str) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in page.select(selector)]


# The pages


def test_a_report_is_a_front_page_and_a_page_for_each_notebook(report: Report) -> None:
    folder = report.index.parent
    assert [path.name for path in report.pages] == ["2-years.html", "3-people.html"]
    assert {path.name for path in folder.iterdir()} == {
        "index.html",
        "2-years.html",
        "3-people.html",
    }
    assert [path.name for path in folder.parent.iterdir()] == ["html"]


def test_the_front_page_shows_title_finding_and_cover(report: Report) -> None:
    first, second = read(report.index).select(".card")
    assert first.h2 is not None
    assert first.h2.decode_contents() == '<a href="2-years.html">The years, and l’année</a>'
    assert first.p is not None
    assert str(first.p) == "<p><strong>59%</strong> are of 2016, in <em>ASH</em>.</p>"
    assert [image["alt"] for image in first("img")] == [ALT]
    assert texts(second, "h2") == ["People"]
    assert second("img") == []


def test_a_page_has_one_title_and_headings_in_order(report: Report) -> None:
    page = read(report.pages[0])
    headings = [tag.name for tag in page.select("h1, h2, h3, h4, h5, h6")]
    assert headings == ["h1", "h2", "h2", "h3", "h2"]
    assert page.title is not None
    assert page.title.get_text() == "The years, and l’année – Biblioscope"
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert str(page.select_one("h1 span")) == '<span lang="fr">l’année</span>'


def test_the_contents_lead_to_the_sections(report: Report) -> None:
    page = read(report.pages[0])
    links = page.select("nav.contents a")
    assert [link.get_text() for link in links] == ["By year", "As a chart", "Long lines"]
    for link in links:
        assert page.find(id=str(link["href"]).removeprefix("#"), name="h2") is not None


def test_pages_lead_to_each_other(report: Report) -> None:
    first, second = (read(path) for path in report.pages)
    assert texts(first, "nav.pager a") == ["Next People"]
    assert texts(second, "nav.pager a") == ["Previous The years, and l’année"]
    assert second.select_one("nav.pager a[href='2-years.html']") is not None
    assert first.select_one("main a[href='3-people.html#Who-writes']") is not None


def test_a_figure_has_its_words(report: Report) -> None:
    figure = read(report.pages[0]).select_one("figure")
    assert figure is not None
    assert figure.img is not None
    assert (figure.img["alt"], figure.img["width"]) == (ALT, "670")
    assert figure.figcaption is not None
    assert str(figure.figcaption) == (
        '<figcaption lang="fr"><b>Figure 1.</b> n = 99 &amp; more</figcaption>'
    )
    assert figure.img["lang"] == "fr"


def test_code_is_folded_and_prompts_are_not_shown(report: Report) -> None:
    page = read(report.pages[0])
    assert len(page.select("details.code:not([open])")) == 4
    assert not re.search(r"(In|Out)\s*\[", page.get_text())


def test_no_page_tells_who_made_it_or_when(report: Report) -> None:
    for path in (report.index, *report.pages):
        text = path.read_text(encoding="utf-8")
        assert str(Path.home()) not in text
        assert str(path.parents[2]) not in text
        assert sys.prefix not in text


def test_a_notebook_without_title_or_sections_takes_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / "notes.ipynb", "Some words.")
    page = BeautifulSoup(render(read_notebook(path), path), "html.parser")
    assert texts(page, "h1") == ["notes"]
    assert page.select("nav") == []


# In a browser


@pytest.mark.parametrize("name", ["index.html", "2-years.html"])
def test_a_page_asks_for_nothing(report: Report, open_page: OpenPage, name: str) -> None:
    path = report.index.with_name(name)
    _, requests, console_errors = open_page(path)
    assert [url for url in requests if url != path.as_uri()] == []
    assert console_errors == []


@pytest.mark.parametrize("name", ["index.html", "2-years.html"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_page_is_accessible(report: Report, open_page: OpenPage, name: str, scheme: str) -> None:
    page, _, _ = open_page(report.index.with_name(name))
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", ["index.html", "2-years.html"])
@pytest.mark.parametrize("width", WIDTHS)
def test_only_regions_scroll_sideways(
    report: Report, open_page: OpenPage, name: str, width: int
) -> None:
    page, _, _ = open_page(report.index.with_name(name))
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_button_shows_and_hides_all_code(report: Report, open_page: OpenPage) -> None:
    page, _, _ = open_page(report.pages[0])
    button = page.get_by_role("button", name="Show all code")
    for pressed, shown in (("true", 4), ("false", 0)):
        button.click()
        assert page.locator("details.code[open]").count() == shown
        assert button.get_attribute("aria-pressed") == pressed
    button.click()
    page.locator("details.code").first.locator("summary").click()
    page.locator("#all-code[aria-pressed=false]").wait_for()


def test_print_shows_no_code_and_no_controls(report: Report, open_page: OpenPage) -> None:
    page, _, _ = open_page(report.pages[0])
    page.emulate_media(media="print", color_scheme="dark")
    for selector in ("details.code", "nav.contents", "nav.pager", "#all-code"):
        assert not page.locator(selector).first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 29, 31)"


ACT = "document.title = 'owned'"
INJECTED = f'<script>{ACT}</script><img src="data:," onerror="{ACT}" alt="x">'


def test_a_script_in_a_notebook_does_not_run(tmp_path: Path, open_page: OpenPage) -> None:
    output = shown(text_html=f"<p>Shown</p>{INJECTED}")
    drawn = "<svg onload=\"document.title = 'owned'\"></svg>"
    cells: list[Cell | str] = [f"# Safe\n\n{INJECTED}", code("show()", outputs=[output]), drawn]
    path = write(tmp_path / "safe.ipynb", *cells)
    target = tmp_path / "safe.html"
    target.write_text(render(read_notebook(path), path), encoding="utf-8")
    page, _, console_errors = open_page(target)
    assert page.title() == "Safe – Biblioscope"
    assert page.get_by_text("Shown").is_visible()
    assert console_errors == []


def test_the_policy_of_a_page_stops_any_other_script(
    report: Report, tmp_path: Path, open_page: OpenPage
) -> None:
    text = report.pages[0].read_text(encoding="utf-8")
    remote = '<img src="https://example.org/x.png" alt="x">'
    target = tmp_path / "changed.html"
    target.write_text(text.replace("</main>", f"{INJECTED}{remote}</main>"), encoding="utf-8")
    page, _, console_errors = open_page(target)
    assert "owned" not in page.title()
    assert page.evaluate("document.querySelector('img[src^=http]').naturalWidth") == 0
    for refused in ("inline script", "inline event handler", "https://example.org/x.png"):
        assert [error for error in console_errors if refused in error and "Policy" in error]


# What goes wrong


def test_a_failing_cell_stops_the_report_and_leaves_the_pages(tmp_path: Path) -> None:
    good, other = write_pair(tmp_path)
    output = tmp_path / "html"
    build_report([other], output)
    before = {path.name: path.read_bytes() for path in output.iterdir()}
    failing = code("\ntable = {}\ntable['year']")
    bad = write(tmp_path / "4-bad.ipynb", "# Bad", code("import re"), failing)
    notebook = bad.read_bytes()
    with pytest.raises(ReportError) as caught:
        build_report([good, bad], output, in_place=True)
    assert str(caught.value) == f"{bad}, code cell 2 (\"table = {{}}\"): KeyError: 'year'"
    assert {path.name: path.read_bytes() for path in output.iterdir()} == before
    assert bad.read_bytes() == notebook


def test_an_error_is_said_in_plain_text_on_one_line(tmp_path: Path) -> None:
    source = "raise ValueError('\\x1b[31mred\\x1b[0m\\n' + __import__('os').getcwd() + '/a.csv')"
    path = write(tmp_path / "red.ipynb", code(source))
    with pytest.raises(ReportError, match=r"ValueError: red \./a\.csv$"):
        execute(path)


def test_a_kernel_that_dies_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "dies.ipynb", code("import os\nos._exit(1)"))
    with pytest.raises(
        ReportError, match=r'dies\.ipynb, code cell 1 \("import os"\): the kernel died'
    ):
        execute(path)


def test_a_missing_or_invalid_notebook_is_an_error(tmp_path: Path) -> None:
    def said(path: Path) -> str:
        with pytest.raises(ReportError) as caught:
            build_report([path], tmp_path / "html")
        return str(caught.value).removeprefix(str(path))

    path = tmp_path / "a.ipynb"
    assert said(path) == ": no such notebook"
    path.write_text("{ not JSON", encoding="utf-8")
    assert said(path).startswith(": not a notebook that can be read: Expecting property name")
    path.write_text('{"nbformat": 3}', encoding="utf-8")
    assert said(path) == ": not a notebook of format 4; open it in Jupyter and save it"
    wrong = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "odd"}]}
    path.write_text(json.dumps(wrong), encoding="utf-8")
    assert said(path).startswith(": not a valid notebook: ")
    assert not (tmp_path / "html").exists()


def test_an_image_without_words_is_an_error(tmp_path: Path) -> None:
    image = shown(image_png=PIXEL)
    cells: list[Cell | str] = ["# A", code("1"), code("draw()", outputs=[image])]
    path = write(tmp_path / "a.ipynb", *cells)
    with pytest.raises(
        ReportError,
        match=r'^a\.ipynb, code cell 2 \("draw\(\)"\): an image without alternative text',
    ):
        render(read_notebook(path), path)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (f"![](data:image/png;base64,{PIXEL})", "an image without alternative text"),
        ("![A plan](https://example.org/x.png)", "would not travel with the page"),
        ("![A plan](missing.png)", "would not travel with the page"),
    ],
)
def test_an_image_of_a_markdown_cell_must_be_there_and_described(
    tmp_path: Path, source: str, message: str
) -> None:
    path = write(tmp_path / "a.ipynb", "# A", source)
    with pytest.raises(ReportError, match=f"a.ipynb, markdown cell 2 .*{message}"):
        render(read_notebook(path), path)


def test_an_image_near_the_notebook_comes_into_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "project" / "notebooks"
    folder.mkdir(parents=True)
    for near in (folder / "a plan.svg", folder.parent / "b.svg", tmp_path / "secret.svg"):
        near.write_text("<svg/>", encoding="utf-8")
    path = write(folder / "a.ipynb", "![A](a%20plan.svg) ![B](../b.svg)")
    images = BeautifulSoup(render(read_notebook(path), path), "html.parser").select("main img")
    assert [image["src"] for image in images] == ["data:image/svg+xml;base64,PHN2Zy8+"] * 2
    path = write(folder / "a.ipynb", "![C](../../secret.svg)")
    with pytest.raises(ReportError, match=r"secret\.svg' would not travel"):
        render(read_notebook(path), path)


def test_a_folder_with_other_files_is_not_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", "# A")
    output = tmp_path / "html"
    output.mkdir()
    (output / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ReportError, match=r"notes\.txt: not a page of a report"):
        build_report([path], output)
    assert (output / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_page_of_a_notebook_that_is_gone_goes_too(tmp_path: Path) -> None:
    first, second = (write(tmp_path / f"{name}.ipynb", f"# {name}") for name in "ab")
    output = tmp_path / "html"
    build_report([first, second], output)
    build_report([second], output)
    assert sorted(path.name for path in output.iterdir()) == ["b.html", "index.html"]


def test_pages_need_names_of_their_own(tmp_path: Path) -> None:
    front = write(tmp_path / "Index.ipynb", "# Front")
    with pytest.raises(ReportError, match=r"Index\.ipynb: another page has the same name"):
        build_report([front], tmp_path / "html")
    with pytest.raises(ReportError, match="no notebook"):
        build_report([], tmp_path / "html")


# The same bytes


def test_an_executed_notebook_holds_nothing_of_its_run(report: Report, pair: list[Path]) -> None:
    del report  # it wrote the notebooks in place
    text = pair[0].read_text(encoding="utf-8")
    notebook = read_notebook(pair[0])
    assert text == nbformat.writes(notebook) + "\n"
    assert notebook.metadata == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    assert [cell.id for cell in notebook.cells] == [f"cell-{n}" for n in range(8)]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4]
    assert [cell.metadata for cell in cells] == [{"tags": ["finding"]}, {}, {"tags": ["cover"]}, {}]


def test_two_runs_give_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from biblioscope.report import build_report; "
        "build_report(sorted(Path('nb').glob('*.ipynb')), Path('html'), in_place=True)"
    )
    results = []
    for seed in ("0", "4711"):
        folder = tmp_path / seed
        (folder / "nb").mkdir(parents=True)
        printed = "print(object())\nimport warnings\nwarnings.warn('old')\nobject()"
        write(folder / "nb" / "5-noise.ipynb", "# Noise", code(printed))
        write_pair(folder / "nb")
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment, check=True)
        files = (path for path in folder.rglob("*") if path.is_file())
        results.append({path.relative_to(folder): path.read_bytes() for path in files})
    assert len(results[0]) == 7
    assert results[0] == results[1]


def test_nbconvert_gives_the_same_page(report: Report, pair: list[Path], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nbconvert", "--to", "biblioscope", "--output-dir"]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "none")}
    done = subprocess.run(
        [*command, str(tmp_path), pair[0].name],
        cwd=pair[0].parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "2-years.html").read_bytes() == report.pages[0].read_bytes()


def test_the_kernel_is_this_python_without_the_users_own_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    broken = {"argv": ["no-such-python"], "display_name": "Broken", "language": "python"}
    spec.write_text(json.dumps(broken), encoding="utf-8")
    startup = tmp_path / "ipython" / "profile_default" / "startup" / "mine.py"
    startup.parent.mkdir(parents=True)
    for path in (startup, tmp_path / "startup.py"):
        path.write_text("mine = True", encoding="utf-8")
    for name, value in {
        "JUPYTER_PATH": str(tmp_path / "jupyter"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "PYTHONSTARTUP": str(tmp_path / "startup.py"),
        "MPLBACKEND": "agg",
    }.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    asked = "import os, sys, matplotlib\nprint('mine' in globals(), os.getcwd())\n"
    asked += "print('inline' in matplotlib.get_backend())\nprint(sys.prefix)"
    path = write(folder / "a.ipynb", code(asked))
    [output] = execute(path).cells[0].outputs
    assert output.text == "False .\nTrue\n…\n"


ASKED = "import json, ipykernel\njson.loads(ipykernel.get_connection_info())['transport']"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such sockets; kernels use ports there")
def test_a_kernel_needs_no_port_that_another_may_take(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", code(ASKED))
    assert execute(path).cells[0].outputs[0].data["text/plain"] == "'ipc'"


def test_where_paths_are_too_long_for_sockets_kernels_use_ports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("long" * 30)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    path = write(tmp_path / "a.ipynb", code(ASKED))
    assert execute(path).cells[0].outputs[0].data["text/plain"] == "'tcp'"


def test_the_kernel_can_work_in_another_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = write(tmp_path / "a.ipynb", code("from pathlib import Path\nprint(Path.cwd().name)"))
    assert execute(path, kernel_folder=tmp_path / "data").cells[0].outputs[0].text == "data\n"


def test_an_expected_error_is_shown_without_its_traceback(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", code("1 / 0", "raises-exception"), code("2"))
    notebook = execute(path)
    assert notebook.cells[0].outputs[0].traceback == ["ZeroDivisionError: division by zero"]
    assert "ZeroDivisionError: division by zero</pre>" in render(notebook, path)


def test_saving_leaves_only_the_notebook(tmp_path: Path) -> None:
    path = write(tmp_path / "été.ipynb", "Déjà vu")
    save_executed(read_notebook(path), path)
    assert list(tmp_path.iterdir()) == [path]
    assert b"D\xc3\xa9j\xc3\xa0 vu" in path.read_bytes()


def test_progress_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    path = write(tmp_path / "a.ipynb", "# A")
    report = build_report([path], tmp_path / "html", progress=said.append)
    assert said == ["a.ipynb: running", "a.ipynb: done", f"{report.index}: 1 notebooks"]


def test_streams_are_joined_between_displays() -> None:
    def stream(name: str, text: str) -> NotebookNode:
        return node({"output_type": "stream", "name": name, "text": text})

    display = node(shown(text_plain="3"))
    pieces = [stream("stderr", "w"), stream("stdout", "1"), stream("stdout", "2\n"), display]
    joined = join_streams([*pieces, stream("stdout", "10%\r100%\n")])
    assert [output.get("text", "shown") for output in joined] == ["12\n", "w", "shown", "100%\n"]
    assert [output.get("name") for output in joined] == ["stdout", "stderr", None, "stdout"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{0}/table.csv", "./table.csv"),
        ("{1}/data/a.csv:3", "../data/a.csv:3"),
        ("https://example.org{0}", "https://example.org{0}"),
        ("{0}-old/x", "../{2}-old/x"),
        ("/var/ipykernel_12/345.py:1: UserWarning: old", "cell:1: UserWarning: old"),
        ("invalid syntax (123.py, line 4)", "invalid syntax (cell, line 4)"),
        ("<object object at 0x7fa0>", "<object object at 0x…>"),
    ],
)
def test_words_of_this_machine_go(tmp_path: Path, text: str, expected: str) -> None:
    folder = tmp_path / "notebooks"
    words = (folder, tmp_path, folder.name)
    assert impersonal(text.format(*words), folder) == expected.format(*words)


# Pieces of HTML


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["A", "A b", "", "content", "é"]))))
def test_headings_come_out_in_order_with_names_of_their_own(given: list[tuple[int, str]]) -> None:
    page = arrange("".join(f"<h{level}>{text}</h{level}>" for level, text in given))
    headings = BeautifulSoup(page.html, "html.parser").find_all(re.compile("^h[1-6]$"))
    assert [heading.get_text() for heading in headings] == [text for _, text in given]
    levels = [int(heading.name[1]) for heading in headings]
    assert levels.count(1) <= 1
    assert page.has_title == (1 in levels)
    below_title = [level for level in levels if level > 1]
    steps = zip([1, *below_title], below_title, strict=False)
    assert all(after <= before + 1 for before, after in steps)
    names = [heading["id"] for heading in headings if heading.name != "h1"]
    assert len({*names, "content"}) == len(names) + 1
    assert [section.identifier for section in page.sections] == [
        heading["id"] for heading in headings if heading.name == "h2"
    ]


def test_a_table_of_pandas_is_made_decent() -> None:
    table = pd.DataFrame({"n": [1, 20], "title": ["a", "b"]}, index=pd.Index([1, 2], name="rank"))
    soup = BeautifulSoup(clean(table._repr_html_()), "html.parser")  # type: ignore[operator]
    assert soup.find("style") is None
    assert [str(cell) for cell in soup.select("thead th, thead td")] == [
        '<th class="number" scope="col">rank</th>',
        '<th class="number" scope="col">n</th>',
        '<th scope="col">title</th>',
    ]
    assert [str(cell) for cell in soup.select("tbody tr:last-child > *")] == [
        '<th class="number" scope="row">2</th>',
        '<td class="number">20</td>',
        "<td>b</td>",
    ]


def test_a_table_without_index_name_has_no_empty_header() -> None:
    table = pd.DataFrame({"n": [1]})
    soup = BeautifulSoup(clean(table._repr_html_()), "html.parser")  # type: ignore[operator]
    assert [cell.name for cell in soup.select("thead tr > *")] == ["td", "th"]


def test_a_table_gets_a_region_unless_it_has_one() -> None:
    ours = '<div tabindex="0"><table><caption>Years</caption></table></div>'
    page = arrange(f"{ours}<table><caption>Types</caption></table><table></table>")
    soup = BeautifulSoup(page.html, "html.parser")
    assert str(soup.div) == ours.replace("Years", "<b>Table 1.</b> Years")
    assert [region["aria-label"] for region in soup.select(".scroll")] == [
        "Table 2. Types",
        "Table",
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="javascript:go()">x</a>', "<a>x</a>"),
        ('<a href=" JavaScript:go()">x</a>', "<a>x</a>"),
        ('<a href="https://a.org/b.ipynb">x</a>', '<a href="https://a.org/b.ipynb">x</a>'),
        ('<meta http-equiv="refresh" content="0;url=x">x', "x"),
        ("<div><p>open", "<div><p>open</p></div>"),
        ("</main>x", "x"),
    ],
)
def test_pieces_are_well_formed_and_inert(html: str, expected: str) -> None:
    assert clean(html) == expected
