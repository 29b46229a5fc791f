"""The command line. Declares the commands; what they do is imported when they run, so that `--help` is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from fuhe.console import Session, say, settle_streams
from fuhe.errors import ExitCode, FuheError
from fuhe.help import Command, Group, Option, usage_message

FunctionType = TypeVar("FunctionType", bound=Callable[..., Any])
STRATA = ("organisation", "fiscal_year", "doc_type", "grade", "amount", "findings")
SEVERITIES = ("error", "warning", "note", "never")
LANG = "--lang"


def language(arguments: Sequence[str]) -> str:
    """The language asked for anywhere on the command line, else by FUHE_LANG, else Chinese.

    Read before the command line is parsed, because messages about the command line are in it too.
    """
    for number, argument in enumerate(arguments):
        if argument == LANG and number + 1 < len(arguments):
            return "en" if arguments[number + 1] == "en" else "zh"
        if argument.startswith(LANG + "="):
            return "en" if argument == LANG + "=en" else "zh"
    return "en" if os.environ.get("FUHE_LANG") == "en" else "zh"


class Folder(click.Path):
    """A folder on this machine, or its address in a store."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A Path, or the address as it is."""
        return value if "://" in str(value) else super().convert(value, param, ctx)


def lang_option(function: FunctionType) -> FunctionType:
    """`--lang`, on every command; it was read already by `language`."""
    return click.option(LANG, type=click.Choice(["zh", "en"]), expose_value=False, cls=Option)(function)


def option(*names: str, **more: Any) -> Callable[[FunctionType], FunctionType]:
    """An option whose help stands in the wording."""
    return click.option(*names, cls=Option, **more)


paths_argument = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
json_option = option("--json", "as_json", is_flag=True)
profile_option = option("--profile", metavar="NAME")
vocabulary_option = option("--vocabulary", metavar="FILE")
password_option = option("--password", metavar="TEXT")


@click.group(cls=Group, invoke_without_command=False)
@lang_option
@click.version_option(package_name="fuhe", prog_name="fuhe")
def cli() -> None:
    """Re-checks every figure of performance evaluation reports."""


@cli.command(cls=Command)
@paths_argument
@json_option
@profile_option
@vocabulary_option
@option("--fail-on", type=click.Choice(SEVERITIES), default="error", show_default=True)
@password_option
@option("--notes", "limit_findings", type=click.IntRange(0), default=0, show_default=True)
@option("--all-checks", is_flag=True)
@lang_option
@click.pass_obj
def check(session: Session, /, paths: tuple[Path, ...], **options: Any) -> ExitCode:
    """Check one document or a few."""
    from fuhe.checking import check_files

    return check_files(session, paths, **options)


@cli.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@option("--out", type=Folder(path_type=Path), required=True, metavar="DIR")
@option("--jobs", type=click.IntRange(1), metavar="N")
@option("--timeout", type=click.FloatRange(0.1), default=300, show_default=True, metavar="S")
@option("--memory", type=click.IntRange(256), default=4096, show_default=True, metavar="MB")
@profile_option
@vocabulary_option
@password_option
@option("--fresh", is_flag=True)
@option("--retry-failed", is_flag=True)
@option("--dry-run", is_flag=True)
@option("--fail-on", type=click.Choice(SEVERITIES), default="never", show_default=True)
@option("--links", metavar="FILE")
@option("--scheduler", metavar="ADDRESS")
@lang_option
@click.pass_obj
def run(session: Session, /, sources: tuple[str, ...], **options: Any) -> ExitCode:
    """Process an archive."""
    from fuhe.run import run_archive

    return run_archive(session, sources, **options)


@cli.command(cls=Command)
@click.argument("rule_id", required=False, metavar="[RULE_ID]")
@json_option
@option("--markdown", is_flag=True)
@lang_option
@click.pass_obj
def rules(session: Session, rule_id: str | None, as_json: bool, markdown: bool) -> ExitCode:
    """List the rules."""
    from fuhe.catalogue import show_rules

    return show_rules(session, rule_id, as_json=as_json, markdown=markdown)


@cli.command(cls=Command)
@click.argument("name", required=False, metavar="[NAME]")
@lang_option
@click.pass_obj
def schema(session: Session, name: str | None) -> ExitCode:
    """JSON Schema of the report or of a table."""
    from fuhe.catalogue import show_schema

    return show_schema(session, name)


@cli.command(cls=Command)
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@json_option
@password_option
@lang_option
@click.pass_obj
def read(session: Session, path: Path, as_json: bool, password: str | None) -> ExitCode:
    """The file as read."""
    from fuhe.reading import show_document

    return show_document(session, path, as_json=as_json, password=password)


@cli.command(cls=Command)
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@option("--page", type=click.IntRange(1), required=True, metavar="N")
@option("--out", "show_out", type=click.Path(path_type=Path, dir_okay=False), metavar="PNG")
@password_option
@lang_option
@click.pass_obj
def show(session: Session, path: Path, page: int, show_out: Path | None, password: str | None) -> ExitCode:
    """A page as read, drawn over its picture."""
    from fuhe.show import draw

    return draw(session, path, page, show_out, password)


@cli.command(cls=Command)
@json_option
@lang_option
@click.pass_obj
def doctor(session: Session, as_json: bool) -> ExitCode:
    """What is installed and what is missing."""
    from fuhe.doctor import examine

    return examine(session, as_json=as_json)


@cli.command(cls=Command)
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD_DIR")
@json_option
@option("--markdown", is_flag=True)
@lang_option
@click.pass_obj
def evaluate(session: Session, gold: Path, as_json: bool, markdown: bool) -> ExitCode:
    """Accuracy against annotated documents."""
    from fuhe.evaluate import evaluate_folder

    return evaluate_folder(session, gold, as_json=as_json, markdown=markdown)


@cli.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@option("--port", type=click.IntRange(0, 65535), default=0, metavar="N")
@option("--read-only", is_flag=True)
@option("--reviewer", metavar="NAME")
@option("--no-browser", is_flag=True)
@lang_option
@click.pass_obj
def review(
    session: Session, folder: Path, port: int, read_only: bool, reviewer: str | None, no_browser: bool
) -> ExitCode:
    """The review page."""
    from fuhe.review.command import review as serve

    return serve(session, folder, port=port, read_only=read_only, reviewer=reviewer, browser=not no_browser)


@cli.command("import-decisions", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@option("--into", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@lang_option
@click.pass_obj
def import_decisions(session: Session, files: tuple[Path, ...], into: Path | None) -> ExitCode:
    """Decisions made elsewhere."""
    from fuhe.imports import import_decisions as take_over

    return take_over(session, files, into)


@cli.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@option("--to", type=click.Choice(["xlsx", "csv", "parquet", "sqlite", "html", "pdf", "docx"]), required=True)
@option("--out", type=click.Path(path_type=Path), metavar="PATH")
@option("--incognito", is_flag=True)
@lang_option
@click.pass_obj
def export(session: Session, folder: Path, to: str, out: Path | None, incognito: bool) -> ExitCode:
    """The result of a run in another format."""
    from fuhe.export import export_run

    return export_run(session, folder, to, out, incognito=incognito)


@cli.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@option("--size", type=click.IntRange(1), required=True, metavar="N")
@option("--by", "strata", multiple=True, type=click.Choice(STRATA), default=("organisation", "fiscal_year"))
@option("--seed", default="1", show_default=True, metavar="TEXT")
@option("--out", "sample_out", type=click.Path(path_type=Path, dir_okay=False), metavar="CSV")
@lang_option
@click.pass_obj
def sample(
    session: Session, folder: Path, size: int, strata: tuple[str, ...], seed: str, sample_out: Path | None
) -> ExitCode:
    """Documents to look at, drawn by strata."""
    from fuhe.sample import draw_sample

    return draw_sample(session, folder, size, strata, seed, sample_out)


@cli.command(cls=Command)
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD")
@click.argument("new", type=click.Path(path_type=Path), metavar="NEW")
@json_option
@lang_option
@click.pass_obj
def diff(session: Session, old: Path, new: Path, as_json: bool) -> ExitCode:
    """What changed between two runs."""
    from fuhe.differences import show_differences

    return show_differences(session, old, new, as_json=as_json)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is that of the contract, and nobody sees a traceback."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    settle_streams()
    session = Session(language(arguments))
    try:
        result = cli.main(arguments, prog_name="fuhe", standalone_mode=False, obj=session)
        return int(result or ExitCode.DONE)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        say(usage_message(error, session.lang))
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        session.complain(FuheError("interrupted"))
        return ExitCode.INTERRUPTED
    except FuheError as error:
        session.complain(error)
        return error.exit_code
    except BrokenPipeError:
        # The reader (head, less) has enough; leave stdout closed so that nothing complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except Exception as error:
        session.complain(bug(error))
        return ExitCode.BUG


def bug(error: Exception) -> FuheError:
    """A bug as an error with the file that holds the traceback."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="fuhe-bug-", suffix=".txt", encoding="utf-8", delete=False
    ) as file:
        traceback.print_exception(error, file=file)
    return FuheError("bug", detail=f"{type(error).__name__}: {error}", path=file.name)
