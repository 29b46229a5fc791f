"""`fuhe rules` and `fuhe schema`: what is re-checked, and what the data looks like."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from fuhe.console import Session, put, put_json, terminal_width
from fuhe.errors import ExitCode, FuheError
from fuhe.pipeline import configuration_errors
from publish.columns import wrapped
from publish.phrases import RuleWords, Words
from publish.tables import TABLES
from schema.report import Report
from score.across.view import AcrossRule, across_rules
from score.rule import Rule, all_rules

AnyRule = Rule | AcrossRule

JSON_TYPES = {"text": "string", "integer": "integer", "boolean": "boolean", "number": "number"}


def show_rules(session: Session, rule_id: str | None, *, as_json: bool, markdown: bool) -> ExitCode:
    """All rules, or one, as text, JSON or Markdown."""
    with configuration_errors():
        rules: list[AnyRule] = sorted((*all_rules(), *across_rules()), key=lambda rule: rule.id)
        words = session.words
        _ = words.rules
    if rule_id is not None:
        rules = [_one(rules, rule_id)]
    if as_json:
        facts = [_json(rule, words) for rule in rules]
        put_json(facts[0] if rule_id is not None else facts)
    elif markdown:
        put(_markdown(rules, words))
    elif rule_id is not None:
        put(_explained(rules[0], words))
    else:
        put(_line(rule, words) for rule in rules)
        put([words.term("text", "rules_total", count=len(rules))])
    return ExitCode.DONE


def _one(rules: list[AnyRule], wanted: str) -> AnyRule:
    by_id = {rule.id: rule for rule in rules}
    if wanted.upper() in by_id:
        return by_id[wanted.upper()]
    near = difflib.get_close_matches(wanted.upper(), by_id, n=5, cutoff=0.3)
    raise FuheError("unknown_rule", rule=wanted, near=", ".join(near or list(by_id)[:5]))


def _line(rule: AnyRule, words: Words) -> str:
    severity = words.term("severity", rule.severity)
    return words.term("text", "rule_head", id=rule.id, severity=severity, title=words.title(rule.id))


def _explained(rule: AnyRule, words: Words) -> Iterator[str]:
    width = terminal_width()
    yield _line(rule, words)
    told = words.rules.get(rule.id)
    for text in (told.explains, told.verify, told.basis) if told else (rule.doc,):
        if text:
            yield from wrapped(text, width, first="  ", rest="  ")
    yield from wrapped(_needs(rule, words), width, first="  ", rest="    ")
    for outcome, message in (told.messages if told else {}).items():
        yield from wrapped(f"{_outcome(outcome, words)}: {message}", width, first="  - ", rest="    ")


def _needs(rule: AnyRule, words: Words) -> str:
    names = [words.term("table", name) for name in rule.needs]
    return f"{words.term('text', 'needs')}: {', '.join(names) or words.term('text', 'always')}"


def _outcome(outcome: str, words: Words) -> str:
    return words.term("verdict", outcome)


def _json(rule: AnyRule, words: Words) -> dict[str, Any]:
    told = words.rules.get(rule.id) or RuleWords(title=rule.id, explains=rule.doc)
    return {
        "id": rule.id,
        "family": rule.family,
        "severity": rule.severity.value,
        "needs": list(rule.needs),
        **told.model_dump(),
        "doc": " ".join(rule.doc.split()),
    }


def _markdown(rules: list[AnyRule], words: Words) -> Iterator[str]:
    yield f"# {words.term('text', 'rules_title')}"
    yield ""
    yield words.term("text", "rules_intro")
    for family, members in groupby(
        sorted(rules, key=lambda rule: (rule.family, rule.id)), lambda r: r.family
    ):
        yield ""
        yield f"## {words.term('text', 'family', family=family)}"
        for rule in members:
            yield from _entry(rule, words)


def _entry(rule: AnyRule, words: Words) -> Iterator[str]:
    told = words.rules.get(rule.id)
    yield ""
    yield f"### {rule.id} {words.title(rule.id)}"
    yield ""
    if told:
        yield told.explains
        yield ""
    yield f"- {words.term('text', 'grave')}: {words.term('severity', rule.severity)}"
    yield f"- {_needs(rule, words)}"
    if told and told.basis:
        yield f"- {words.term('text', 'basis')}: {told.basis}"
    if told and told.verify:
        yield f"- {words.term('text', 'verify')}: {told.verify}"
    yield ""
    yield "```text"
    yield from (line.strip() for line in rule.doc.strip().splitlines())
    yield "```"
    if told and told.messages:
        yield ""
        yield f"{words.term('text', 'outcomes')}:"
        yield ""
        yield from (f"- {_outcome(key, words)}: {text}" for key, text in told.messages.items())


def show_schema(session: Session, name: str | None) -> ExitCode:
    """JSON Schema of the report, or of a row of one table."""
    if name is None or name == "report":
        put_json(Report.model_json_schema(mode="serialization"))
        return ExitCode.DONE
    if name not in TABLES:
        raise FuheError("unknown_table", name=name, near=", ".join(["report", *TABLES]))
    put_json(_table_schema(name, session.words))
    return ExitCode.DONE


def _table_schema(name: str, words: Words) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for column in TABLES[name]:
        kind: dict[str, Any] = (
            {"type": ["array", "null"], "items": {"type": "string"}}
            if column.kind == "list"
            else {"type": [JSON_TYPES[column.kind], "null"]}
        )
        properties[column.name] = {**kind, "title": words.term("column", column.name)}
        note = words.section("column_note").get(column.name)
        if note:
            properties[column.name]["description"] = note
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "description": words.term("table", name),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
