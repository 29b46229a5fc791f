"""`fuhe check`: one document or a few, with every finding on the terminal or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from fuhe.console import Session, coloured, put, put_json, terminal_width
from fuhe.errors import ExitCode, FuheError
from fuhe.pipeline import CheckedReport
from fuhe.pipeline import check as check_file
from fuhe.settings import Settings
from publish.terminal import Screen, lines
from schema.finding import SEVERITY_ORDER, Finding, Severity


def check_files(
    session: Session,
    paths: Sequence[Path],
    *,
    as_json: bool,
    profile: str | None,
    vocabulary: str | None,
    fail_on: str,
    password: str | None,
    limit_findings: int,
    all_checks: bool,
) -> ExitCode:
    """Check the files one after the other; each result is shown as soon as it is there."""
    settings = Settings(session.lang, profile, vocabulary, password)
    screen = Screen(terminal_width(), coloured(), limit_findings, all_checks=all_checks)
    errors: list[FuheError] = []
    grave = False
    for number, (path, result) in enumerate(_results(paths, settings)):
        if isinstance(result, FuheError):
            errors.append(result)
            session.complain(result)
            if as_json:
                put_json({"path": str(path), "error": result.as_json(session.lang)}, one_line=len(paths) > 1)
            continue
        grave = grave or reaches(result.findings, fail_on)
        if as_json:
            put_json(result.model_dump(mode="json"), one_line=len(paths) > 1)
        else:
            put(["", "─" * screen.width, ""] if number else [])
            put(lines(result, session.words, screen))
    if len(errors) == len(paths) and {error.kind for error in errors} == {"component"}:
        return ExitCode.COMPONENT
    return verdict(len(paths), len(errors), grave)


def _results(paths: Iterable[Path], settings: Settings) -> Iterator[tuple[Path, CheckedReport | FuheError]]:
    for path in paths:
        try:
            yield path, check_file(path, settings)
        except FuheError as error:
            if not error.of_document:
                raise
            yield path, error


def reaches(findings: Iterable[Finding], fail_on: str) -> bool:
    """Whether a finding is as grave as `fail_on`, or graver; never for `never`."""
    if fail_on == "never":
        return False
    limit = SEVERITY_ORDER[Severity(fail_on)]
    return any(SEVERITY_ORDER[finding.severity] <= limit for finding in findings)


def verdict(documents: int, failed: int, grave: bool) -> ExitCode:
    """The exit code: a document that could not be read weighs more than a finding."""
    if failed:
        return ExitCode.NONE_READABLE if failed == documents else ExitCode.SOME_UNREADABLE
    return ExitCode.FINDINGS if grave else ExitCode.DONE
