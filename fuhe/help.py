"""Help and usage errors of the command line in the language of the session; click's own words are English."""

from __future__ import annotations

from typing import Any

import click

from fuhe.console import Session
from publish.foreign import spoken
from publish.terms import terms


def _lang(context: click.Context) -> str:
    session = context.find_object(Session)
    return session.lang if session else "zh"


def _term(section: str, key: str, lang: str, **facts: object) -> str:
    return terms(lang).term(section, key, **facts)


class Formatter(click.HelpFormatter):
    """Headings of the help in the language asked for."""

    lang = "zh"

    def write_heading(self, heading: str) -> None:
        """A heading; click's English one if nobody translated it."""
        super().write_heading(_term("usage", heading, self.lang))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line."""
        super().write_usage(prog, args, prefix or f"{_term('usage', 'Usage', self.lang)}: ")


class _Spoken(click.Command):
    """Help taken from the wording, by the name of the command."""

    key: str | None = None

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        formatter = Formatter(width=ctx.terminal_width, max_width=ctx.max_content_width)
        formatter.lang = _lang(ctx)
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The sentence that says what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_term("help", self.key or self.name or "", _lang(ctx)))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, with its help in the language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _term("help", "show_help", _lang(ctx))
        return option

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The parameters, with the help of `--version` in the language."""
        found = super().get_params(ctx)
        for parameter in found:
            if isinstance(parameter, click.Option) and parameter.name == "version":
                parameter.help = _term("help", "show_version", _lang(ctx))
        return found


class Command(_Spoken):
    """A command with help from the wording."""


class Group(_Spoken, click.Group):
    """The group of commands; its help is `main`."""

    key = "main"

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, each with its sentence."""
        rows = [(name, _term("help", name, _lang(ctx))) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are declared: what one needs first comes first."""
        return list(self.commands)


class Option(click.Option):
    """An option whose help stands in the wording under its name."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its sentence."""
        self.help = _term("help", (self.name or "").removeprefix("as_"), _lang(ctx))
        return super().get_help_record(ctx)


def usage_message(error: click.UsageError, lang: str) -> str:
    """What is wrong with the command line, and how to see the right one."""
    facts: dict[str, Any] = {"detail": spoken(error.format_message(), lang)}
    key = "other"
    if isinstance(error, click.NoSuchOption):
        key, facts = "no_option", {"name": error.option_name, "near": ", ".join(error.possibilities or ())}
    elif isinstance(error, click.MissingParameter):
        key, facts = "missing", {"name": _name(error)}
    elif isinstance(error, click.BadParameter):
        key, facts = "bad_value", {"name": _name(error), "detail": spoken(error.message, lang)}
    elif error.ctx is not None and isinstance(error.ctx.command, click.Group):
        key = "no_command"
    command = error.ctx.command_path if error.ctx else "fuhe"
    return f"{_term('usage', key, lang, **facts)}\n{_term('usage', 'try', lang, command=command)}"


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return error.param_hint if isinstance(error.param_hint, str) else ""
    return (
        parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(_context(error))
    )


def _context(error: click.BadParameter) -> click.Context:
    return error.ctx or click.Context(click.Command("fuhe"))
