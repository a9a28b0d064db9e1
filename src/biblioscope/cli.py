"""The command line: it calls the rooms and says what they say, on one line where it can."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from biblioscope import __version__
from biblioscope.files import write_beside
from biblioscope.language import LANGUAGES
from biblioscope.project import ProjectNotFoundError, project_folder
from biblioscope.reading import Document, ReadingError, parse, read_text

UNUSABLE = 2
"""The exit status where the input cannot be used."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status."""
    _speak_utf8()
    options = _options().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except KeyboardInterrupt:
        return _refuse("interrupted; what was there before is untouched", 130)
    except BrokenPipeError:
        # The reader of our output went away, as `head` does.
        sys.stderr.close()
        return 1
    except _user_errors() as problem:
        return _refuse(str(problem), UNUSABLE)


def _user_errors() -> tuple[type[Exception], ...]:
    """Return the errors that are for the user, of the rooms that were loaded."""
    errors: list[type[Exception]] = [ReadingError, ProjectNotFoundError, OSError]
    if "biblioscope.corpus" in sys.modules:
        from biblioscope import corpus

        errors += [corpus.AuthorityError, corpus.BuildError, corpus.CorpusError]
        errors.append(corpus.VocabularyError)
    if "biblioscope.report" in sys.modules:
        from biblioscope.report import ReportError

        errors.append(ReportError)
    return tuple(errors)


def _refuse(message: str, status: int) -> int:
    print(f"biblioscope: {message}", file=sys.stderr)
    return status


def _speak_utf8() -> None:
    """Write UTF-8 wherever the output goes, with LF."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _options() -> argparse.ArgumentParser:
    """Describe the commands."""
    options = argparse.ArgumentParser(prog="biblioscope", description=_DESCRIPTION)
    options.add_argument("--version", action="version", version=f"biblioscope {__version__}")
    commands = options.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_parse(commands)
    build = commands.add_parser("build", help="read the project's dossier, write data/corpus/")
    build.set_defaults(run=_build)
    _add_review(commands)
    _add_check(commands)
    _add_report(commands)
    return options


_DESCRIPTION = "Turn an annotated bibliography into evidence."


def _add_parse(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe `parse`."""
    command = commands.add_parser(
        "parse", help="read a dossier into references, one JSON object a line"
    )
    command.add_argument("file", type=Path, metavar="FILE", help="the dossier, a text file")
    command.add_argument("--output", type=Path, metavar="OUT.jsonl", help="instead of the screen")
    command.add_argument(
        "--strict", action="store_true", help="exit with 1 where the source is odd anywhere"
    )
    command.set_defaults(run=_parse)


def _add_review(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe `review`."""
    command = commands.add_parser(
        "review",
        help="propose what may be one person, source or work, for data/authority/",
        description="Propose names, sources and works that differ by little. Nothing is merged: "
        "each proposal is a comment with its evidence and lines, and below it a row to paste into "
        "a file of data/authority/, where it is right.",
        epilog="Exit status: 0, whether there are proposals or not; 2 where an input is unusable.",
    )
    command.set_defaults(run=_review)


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe `check`."""
    command = commands.add_parser(
        "check",
        help="say what looks wrong in the corpus, with the lines of the dossier",
        description="Check data/corpus/ as a scholar would: fields filled by type, dates, pages, "
        "addresses, numbers of issues, works listed more than once.",
        epilog="Exit status: 0; with --strict 1 where a fault stands that no correction decides; "
        "2 where the tables are missing or broken.",
    )
    command.add_argument(
        "--strict", action="store_true", help="exit with 1 where a fault is not decided"
    )
    command.set_defaults(run=_check)


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe `report`."""
    command = commands.add_parser("report", help="execute the notebooks, export the pages")
    command.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to (default: build/html)"
    )
    command.add_argument(
        "--in-place", action="store_true", help="also store the outputs in the notebooks"
    )
    command.add_argument(
        "--force", action="store_true", help="execute notebooks even where nothing has changed"
    )
    command.add_argument(
        "--language",
        choices=LANGUAGES,
        default=LANGUAGES[0],
        help="of the pages, the charts and the findings (default: en; fr goes to build/html-fr)",
    )
    command.add_argument(
        "--pdf",
        action="store_true",
        help="also print the pages to tagged PDF, where there is a Chromium, Chrome or Edge "
        "(to build/pdf; beside --output FOLDER, to FOLDER-pdf)",
    )
    command.add_argument(
        "names", nargs="*", metavar="NOTEBOOK", help="such as 3-sources (default: all of them)"
    )
    command.set_defaults(run=_report)


def _parse(options: argparse.Namespace) -> int:
    """Read a dossier and write its references."""
    document = parse(read_text(options.file))
    if not document.references:
        message = "no reference was found in it; is it a dossier, saved as text?"
        raise ReadingError(f"{options.file}: {message}")
    lines = "".join(
        json.dumps(reference.to_dict(), ensure_ascii=False) + "\n"
        for reference in document.references
    )
    if options.output:
        write_beside(options.output, lines)
    else:
        sys.stdout.write(lines)
    _say_doubts(document, options.file, sys.stderr)
    return 1 if options.strict and any(document.all_warnings()) else 0


def _say_doubts(document: Document, path: Path, stream: TextIO) -> None:
    """Sum up what was found and what was odd."""
    doubts = list(document.all_warnings())
    print(f"{path}: {len(document.references)} references, {len(doubts)} doubts", file=stream)
    for code, count in sorted(Counter(doubt.code for doubt in doubts).items()):
        lines = ", ".join(str(doubt.line) for doubt in doubts if doubt.code == code)
        print(f"  {code}: {count} (line {lines})", file=stream)


def _build(options: argparse.Namespace) -> int:
    """Write the tables of the corpus."""
    from biblioscope.corpus import build_corpus

    data = project_folder() / "data"
    _, tables = build_corpus(data)
    held = ", ".join(f"{len(table)} {name}" for name, table in tables.items())
    print(f"data/corpus: {held}")
    return 0


def _review(options: argparse.Namespace) -> int:
    """Propose what people may decide, as rows for the authority files."""
    from biblioscope.corpus import read_dossier, review

    document, decisions = read_dossier(project_folder() / "data")
    candidates = review(document, decisions)
    for kind, file in _AUTHORITY_FILES.items():
        of_kind = [candidate for candidate in candidates if candidate.kind == kind]
        print(f"# {len(of_kind)} proposals: {kind}s, for data/authority/{file}\n")
        for candidate in of_kind:
            print(f"{candidate}\n")
    return 0


_AUTHORITY_FILES = {"person": "authors.csv", "source": "sources.csv", "work": "corrections.csv"}


def _check(options: argparse.Namespace) -> int:
    """Say what looks wrong, check by check."""
    from biblioscope.corpus import check_corpus, field_shares, load_corpus

    corpus = load_corpus(project_folder() / "data")
    shares = field_shares(corpus)
    of = ", ".join(f"{name} {count}" for name, count in shares.attrs["n"].items())
    print(f"Share of references that have each field, in percent ({of})")
    print(shares.set_index("field").mul(100).round().astype(int).to_string())
    found = check_corpus(corpus)
    for check, findings in found.groupby("check", sort=False):
        print(f"\n{check}: {len(findings)}")
        for finding in findings.to_dict("records"):
            decided = f" [{finding['decided']}]" if finding["decided"] else ""
            print(f"  line {finding['lines']}: {finding['finding']}{decided}")
    open_faults = ((found["severity"] == "fault") & (found["decided"] == "")).sum()
    print(f"\n{len(found)} findings; {open_faults} faults that no correction decides")
    return 1 if options.strict and open_faults else 0


def _report(options: argparse.Namespace) -> int:
    """Execute the notebooks and export the pages."""
    from biblioscope.report import Cache, ReportError, build_report, find_browser, print_report

    browser = find_browser() if options.pdf else None
    project = project_folder()
    notebooks = sorted((project / "notebooks").glob("*.ipynb"))
    if not notebooks:
        raise ReportError(f"{project / 'notebooks'}: there is no notebook")
    own = options.language == LANGUAGES[0]
    suffix = "" if own else f"-{options.language}"
    output = options.output or project / "build" / f"html{suffix}"
    chosen = _chosen(notebooks, options.names)
    report = build_report(
        notebooks,
        output,
        in_place=options.in_place,
        progress=print,
        language=options.language,
        cache=Cache.of(project, project / "build" / f"cache{suffix}"),
        force=options.force,
        only=chosen,
    )
    if browser:
        paper = output.with_name(f"{output.name}-pdf" if options.output else f"pdf{suffix}")
        wanted = [path.stem for path in chosen or ()]
        pages = [page for page in report.pages if page.stem in wanted] or [
            report.index,
            *report.pages,
        ]
        printed = print_report(pages, paper, browser)
        print(f"{paper}: {len(printed)} pages printed")
    return 0


def _chosen(notebooks: list[Path], names: list[str]) -> list[Path] | None:
    """Return the notebooks that were named, None for all of them."""
    from biblioscope.report import ReportError

    known = {path.stem: path for path in notebooks}
    wanted = [Path(name).name.removesuffix(".ipynb") for name in names]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ReportError(f"{unknown[0]}: no such notebook; there are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(wanted)] or None


if __name__ == "__main__":
    sys.exit(main())
