"""What can go wrong on the way in or out, each with its exit code, its cause and its remedy.

Problems of the figures are findings and problems of reading are notices; neither is an exception. What is
raised here ends a command, or a document, with a sentence that says where, what and what to do next.
"""

from __future__ import annotations

from enum import IntEnum

from publish.foreign import spoken
from publish.terms import terms


class ExitCode(IntEnum):
    """The exit codes of the contract: a program that found doubts is not a program that failed."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    SOME_UNREADABLE = 3
    NONE_READABLE = 4
    OUTPUT = 5
    COMPONENT = 6
    INVALID = 7
    BUG = 70
    INTERRUPTED = 130


EXIT_OF = {
    "unknown_rule": ExitCode.USAGE,
    "unknown_profile": ExitCode.USAGE,
    "unknown_table": ExitCode.USAGE,
    "no_page": ExitCode.USAGE,
    "not_a_run": ExitCode.USAGE,
    "old_run": ExitCode.USAGE,
    "port_taken": ExitCode.USAGE,
    "bad_workbook": ExitCode.USAGE,
    "no_gold": ExitCode.USAGE,
    "output_inside": ExitCode.USAGE,
    "incognito": ExitCode.USAGE,
    "store": ExitCode.NONE_READABLE,
    "cluster": ExitCode.COMPONENT,
    "output": ExitCode.OUTPUT,
    "output_taken": ExitCode.OUTPUT,
    "output_foreign": ExitCode.OUTPUT,
    "bad_report": ExitCode.OUTPUT,
    "component": ExitCode.COMPONENT,
    "invalid": ExitCode.INVALID,
    "bad_gold": ExitCode.INVALID,
    "bug": ExitCode.BUG,
    "interrupted": ExitCode.INTERRUPTED,
}
"""Exit code by kind of error; a document that cannot be read is NONE_READABLE unless others could."""


OF_DOCUMENT = frozenset(
    {
        "missing",
        "denied",
        "directory",
        "empty",
        "corrupt",
        "needs_password",
        "wrong_password",
        "refused",
        "too_large",
        "unsupported",
        "misnamed",
        "component",
    }
)
"""Kinds that end one document and leave the others alone."""


class FuheError(Exception):
    """An error a person can act on. `kind` names its wording; `facts` fill it.

    The words stand in `publish/wording/<lang>/terms.toml` under `[error]`: the cause as `kind`, the next step
    as `kind_remedy`.
    """

    def __init__(self, kind: str, **facts: object) -> None:
        self.kind = kind
        self.facts = {name: str(value) for name, value in facts.items()}
        self.exit_code = EXIT_OF.get(kind, ExitCode.NONE_READABLE)
        super().__init__(self.cause("en"))

    @property
    def of_document(self) -> bool:
        """Whether it concerns one document only."""
        return self.kind in OF_DOCUMENT

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.kind, self.facts)

    def cause(self, lang: str) -> str:
        """Where and what, in one sentence."""
        facts = {
            name: spoken(value, lang) if name == "detail" else value for name, value in self.facts.items()
        }
        return terms(lang).term("error", self.kind, **facts)

    def remedy(self, lang: str) -> str:
        """What to do next."""
        return terms(lang).term("error", f"{self.kind}_remedy", **self.facts)

    def as_json(self, lang: str) -> dict[str, str]:
        """The error for programs."""
        return {"kind": self.kind, "message": self.cause(lang), "remedy": self.remedy(lang)}


def _rebuild(kind: str, facts: dict[str, str]) -> FuheError:
    return FuheError(kind, **facts)
