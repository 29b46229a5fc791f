"""Small archives written by hand: reports with names, linked and re-checked against one another."""

import hashlib

import pytest

from schema.report import DocType, DocumentFacts
from score.across.assess import assess_across
from score.across.brief import brief_of
from score.across.override import Overrides
from tests.reports import report


@pytest.fixture
def document():
    """A report of a named file: `document("自评.docx", project_name="…", year=2023, unit="…", indicators=…)`."""

    def make(path, *, year=2023, unit="石门县水利局", kind=DocType.SELFEVAL_FORM, **rest):
        names = ("title", "project_name", "project_code", "supervising_dept")
        facts = {name: rest.pop(name) for name in names if name in rest}
        digest = hashlib.sha256(path.encode()).hexdigest()
        return report(
            document=DocumentFacts(
                id=digest[:16],
                path=path,
                sha256=digest,
                doc_type=kind,
                fiscal_year=year,
                organisation=unit,
                **facts,
            ),
            **rest,
        )

    return make


@pytest.fixture
def across():
    """The result of re-checking reports against one another."""

    def run(*reports, **overrides):
        shelf = {report.document.id: report for report in reports}
        given = Overrides.model_validate(overrides)
        found = assess_across(map(brief_of, reports), shelf.__getitem__, given)
        for own, checks in found.checks.items():
            for check in checks:
                names = {place.document for place in check.places}
                assert names >= {None}, f"{check.rule} does not say where in its own document"
                assert names & (set(shelf) - {own}), f"{check.rule} does not say where in the other one"
                assert check.facts["other"], f"{check.rule} does not name the other document"
        return found

    return run


@pytest.fixture
def verdicts(across):
    """`[rule, subject, outcome, reported, recomputed]` of every check; severities are in `findings`."""

    def run(*reports, **overrides):
        found = across(*reports, **overrides)
        assert found.notices == ()
        return [
            [c.rule, c.subject, c.facts.get("outcome"), c.reported, c.recomputed]
            for checks in found.checks.values()
            for c in checks
        ]

    return run
