"""What a document says: its indicators, budget and ledger rows, and the numeric statements of its prose."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import chain

from pydantic import Field

from schema.document import Notice, NoticeSeverity
from schema.figure import Figure, Frozen, Place
from schema.finding import Assessment, Check, Coverage, Finding, Score

SCHEMA_VERSION = "1"


class DocType(StrEnum):
    """Document types of the field (glossary: 文件类型)."""

    TARGET_FORM = "target_form"
    MONITOR_FORM = "monitor_form"
    SELFEVAL_FORM = "selfeval_form"
    SELFEVAL_REPORT = "selfeval_report"
    EVAL_REPORT = "eval_report"
    DEPT_SELFEVAL_FORM = "dept_selfeval_form"
    TRANSFER_SELFEVAL_FORM = "transfer_selfeval_form"
    SCORING_TABLE = "scoring_table"
    INDICATOR_TABLE = "indicator_table"
    BUDGET_TABLE = "budget_table"
    FUND_USE_TABLE = "fund_use_table"
    FINAL_ACCOUNTS = "final_accounts"
    LEDGER = "ledger"
    WORKLOAD_TABLE = "workload_table"
    SURVEY_TABLE = "survey_table"
    STAFF_TABLE = "staff_table"
    ANNEX_LIST = "annex_list"
    OTHER = "other"


class DocumentFacts(Frozen):
    """Who reports on what, for when. Fields that the document does not state are None."""

    id: str
    path: str = ""
    sha256: str = ""
    format: str = ""
    pages: int = 0
    state: str = "ok"
    doc_type: DocType = DocType.OTHER
    title: str | None = None
    organisation: str | None = None
    project_name: str | None = None
    project_code: str | None = None
    supervising_dept: str | None = None
    fiscal_year: int | None = None
    period_start: str | None = None
    period_end: str | None = None
    evaluation_kind: str | None = None
    """self, department, finance or sector_assessment."""


class Section(Frozen):
    """A heading. `ordinal` is the number it carries, `style` how it is written ("一、", "（一）", "1.", "(1)", "①")."""

    number: str = ""
    title: str
    level: int
    ordinal: int | None = None
    style: str = ""
    parent: int | None = None
    place: Place


class Passage(Frozen):
    """A paragraph, note or long table cell, with the index of the section it belongs to."""

    text: str
    kind: str = "paragraph"
    section: int | None = None
    place: Place


class TargetKind(StrEnum):
    """What a target is made of."""

    NUMBER = "number"
    RANGE = "range"
    MULTI = "multi"
    DATE = "date"
    QUALITATIVE = "qualitative"
    PLACEHOLDER = "placeholder"


class Absent(StrEnum):
    """What was printed where no value is: five different statements, kept apart."""

    BLANK = "blank"
    DASH = "dash"
    SLASH = "slash"
    NONE_WORD = "none_word"
    NOT_APPLICABLE = "na"
    PLACEHOLDER = "placeholder"


class Target(Frozen):
    """A target value as printed and as read. `operator` is None when none is printed."""

    text: str
    kind: TargetKind
    operator: str | None = None
    figures: tuple[Figure, ...] = ()


class Actual(Frozen):
    """An actual value as printed and as read; words without a number have no figures."""

    text: str
    figures: tuple[Figure, ...] = ()


class Direction(StrEnum):
    """Which way is good: more, less, exactly, or not a matter of number."""

    POSITIVE = "positive"
    REVERSE = "reverse"
    EQUAL = "equal"
    QUALITATIVE = "qualitative"


class Indicator(Frozen):
    """One row of an indicator table (level 3), with the levels above it filled down.

    `target` and `actual` are None when the table has no such column or the cell is empty (`absent` says
    which, by field). `rate` is a printed completion rate, `score_rate` the score over the weight (得分率). `unit` is the printed unit, from its own column,
    the header, the caption or the indicator's name. `other` keeps columns nobody recognised, by printed name.
    `form` is the index in `Report.forms`.
    """

    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    target: Target | None = None
    actual: Actual | None = None
    rate: Figure | None = None
    weight: Figure | None = None
    score: Figure | None = None
    score_rate: Figure | None = None
    deducted: Figure | None = None
    """The points taken off, from a column of their own (扣分)."""
    marks: dict[str, Figure] = Field(default_factory=dict)
    """The points that others gave (复核, 财政评价), by printed header."""
    unit: str | None = None
    direction: Direction | None = None
    deviation_reason: str | None = None
    scoring_rule: str | None = None
    absent: dict[str, Absent] = Field(default_factory=dict)
    other: dict[str, str] = Field(default_factory=dict)
    form: int | None = None
    place: Place

    @property
    def name(self) -> str:
        """What to call the row: the lowest level that is printed."""
        return self.level3 or self.level2 or self.level1 or ""


class RowKind(StrEnum):
    """What a row of money is: an entry, a total, a subtotal, or a 其中 row below one."""

    ENTRY = "entry"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    OF_WHICH = "of_which"


class BudgetLine(Frozen):
    """One row of a table of money. `amounts` by canonical field, or by the printed header if unknown.

    `headers` gives the printed header of each field, `level` the depth in a hierarchy (0 the highest),
    `parent` the place-ordered index among the lines of the same table of the row it is part of, if the table
    says so (其中, code prefix, indent). `inferred_total` marks a total found by arithmetic, without a label.
    """

    table: str = ""
    code: str | None = None
    name: str = ""
    is_total: bool = False
    inferred_total: bool = False
    row_kind: RowKind = RowKind.ENTRY
    level: int = 0
    parent: int | None = None
    amounts: dict[str, Figure] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    absent: dict[str, Absent] = Field(default_factory=dict)
    other: dict[str, str] = Field(default_factory=dict)
    form: int | None = None
    place: Place


class LedgerRowKind(StrEnum):
    """What a ledger row is."""

    ENTRY = "entry"
    OPENING = "opening"
    MONTH_TOTAL = "month_total"
    YEAR_TOTAL = "year_total"
    TOTAL = "total"
    CARRIED = "carried"
    GROUP = "group"
    """A numbered heading with an amount of its own: that of the entries below it, up to the next heading."""


class LedgerEntry(Frozen):
    """One row of a ledger. `date` is ISO as far as printed ("2022-03-05", "03-05"); a blank one is as above.

    A ledger with a single amount column has it in `debit`. `date_inherited` marks a date taken from above.
    """

    date: str | None = None
    date_inherited: bool = False
    voucher_no: str | None = None
    description: str = ""
    account: str | None = None
    code: str | None = None
    row_kind: LedgerRowKind = LedgerRowKind.ENTRY
    debit: Figure | None = None
    credit: Figure | None = None
    direction: str | None = None
    balance: Figure | None = None
    table: str = ""
    other: dict[str, str] = Field(default_factory=dict)
    place: Place


class ClaimKind(StrEnum):
    """What relation a numeric statement asserts."""

    COMPLETION = "completion"
    EXECUTION = "execution"
    SHARE = "share"
    GROWTH = "growth"
    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    SPLIT = "split"
    ENUMERATION = "enumeration"
    SCORE = "score"
    GRADE = "grade"
    SURVEY = "survey"
    STAFFING = "staffing"
    AMOUNT = "amount"
    COUNT = "count"
    OTHER = "other"


class Role(StrEnum):
    """The part a figure plays in a claim."""

    ACTUAL = "actual"
    TARGET = "target"
    BUDGET = "budget"
    RECEIVED = "received"
    SPENT = "spent"
    SURPLUS = "surplus"
    RATE = "rate"
    COMPLETION = "completion"
    GROWTH = "growth"
    SHARE = "share"
    SCORE = "score"
    WEIGHT = "weight"
    DEDUCTION = "deduction"
    SHORTFALL = "shortfall"
    LIST_COUNT = "list_count"
    RATIO = "ratio"
    BASELINE = "baseline"
    STANDARD = "standard"
    PART = "part"
    WHOLE = "whole"
    TOTAL = "total"
    PREVIOUS = "previous"
    CHANGE = "change"


class Term(Frozen):
    """One figure of a claim, its role, and in the report's own words what it measures.

    `field` is the canonical identifier when the words have one (`budget_initial`, `executed_amount`,
    `valid_responses`, `staff_required`, ...). `inherited` marks a metric taken from the clause before.
    """

    role: Role
    metric: str = ""
    figure: Figure
    field: str | None = None
    inherited: bool = False


class Claim(Frozen):
    """One statement whose figures belong together. A respectively-list becomes one claim an item.

    `sentence` is the sentence as printed, `place` that of the statement. `period` is the period in words
    (年, 上半年, 截至2022年7月31日), `scope` what else limits it, `base` the phrase a rate refers to.
    `closed` is False when the list it sums or counts is open (等, 其中 without 全部); `exclusive` says that nothing can
    belong to two of its parts (男, 女). `names` are the items an
    enumeration lists. `grade` holds the word of a grade claim. `aligned` is False for a respectively-list
    whose lengths differ: its terms are then listed, never paired. `rule` names the pattern that read it.
    `formula` is a calculation as printed, in postfix order: the numbers of its terms and the signs + - * /; its result is
    the last term.
    """

    kind: ClaimKind
    subject: str = ""
    terms: tuple[Term, ...] = ()
    sentence: str = ""
    place: Place
    rule: str = ""
    period: str | None = None
    scope: str | None = None
    base: str | None = None
    closed: bool = True
    exclusive: bool = False
    aligned: bool = True
    names: tuple[str, ...] = ()
    grade: str | None = None
    owner: str | None = None
    section: int | None = None
    formula: tuple[str, ...] = ()

    @property
    def joined_by_agreement(self) -> bool:
        """Whether its figures are one statement only because they agree: it can never be found wrong."""
        return self.rule.endswith(".agrees")

    def term(self, role: Role) -> Term | None:
        """The first term of that role."""
        return next((term for term in self.terms if term.role == role), None)

    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the claim."""
        return tuple(term.figure for term in self.terms)


class JoinHow(StrEnum):
    """How sure it is that a statement reports on an indicator."""

    EXACT = "exact"
    ALIAS = "alias"
    SUGGESTED = "suggested"


class Join(Frozen):
    """A statement of the prose that reports on an indicator whose row has no actual value.

    `indicator` and `claim` are indices in `Report.indicators` and `Report.claims`; `confidence` runs from 0 to 1.
    A suggestion is for a person to confirm and is never computed with.
    """

    indicator: int
    claim: int
    how: JoinHow
    confidence: Decimal


class GroupWeight(Frozen):
    """A weight or score printed for a whole group (level-1 or level-2 heading, 总分 row, money row)."""

    level: int
    """0 the whole form, 1 and 2 the indicator levels; -1 the budget execution row."""
    name: str
    weight: Figure | None = None
    score: Figure | None = None
    score_rate: Figure | None = None
    """The score over the weight, where the row of the group prints it (得分率)."""
    marks: dict[str, Figure] = Field(default_factory=dict)
    """The points that others gave, by printed header."""
    place: Place


class Form(Frozen):
    """One form (自评表, scoring table, indicator table) in the file: a file may hold many.

    `family` is A to I of the table families; `fields` maps the canonical fields it has to their printed
    headers; `groups` are weights and scores printed for groups, the total (level 0) among them; `rules` are
    scoring rules printed in the form itself; `tables` the table indices it covers.
    """

    family: str | None = None
    title: str = ""
    project_name: str | None = None
    tables: tuple[int, ...] = ()
    fields: dict[str, str] = Field(default_factory=dict)
    groups: tuple[GroupWeight, ...] = ()
    rules: tuple[str, ...] = ()
    amount_unit: str | None = None
    place: Place


class ReferenceKind(StrEnum):
    """What is referred to."""

    ANNEX = "annex"
    TABLE = "table"
    PICTURE = "picture"
    REGULATION = "regulation"


class Reference(Frozen):
    """A reference to an annex, table or regulation; `present` says whether its object is in this file.

    `label` is the normalised label ("附件3", "表2"), `number` a document number ("财预〔2020〕10号"), `title` the name
    printed beside it. Objects themselves (a caption 表2, a heading 附件1) are not listed here.
    """

    kind: ReferenceKind
    label: str = ""
    number: str = ""
    title: str = ""
    present: bool | None = None
    place: Place


class ReportNotice(Frozen):
    """A problem of reading or understanding; never of the figures."""

    severity: NoticeSeverity
    message: str
    code: str = ""
    place: Place | None = None

    @classmethod
    def of(cls, notice: Notice) -> ReportNotice:
        """The notice of a Document, as part of a report."""
        return cls(severity=notice.severity, message=notice.message, code=notice.code, place=notice.place)


class Report(Frozen):
    """A document understood, and, once assessed, re-checked.

    `other_lines` are the rows of tables of numbers that belong to no known family, every number under its printed header.
    `figures` are the numbers of prose and tables that no indicator, line, entry or claim took;
    `excluded` counts the numbers set aside on purpose (years, codes, document numbers, page numbers).
    """

    schema_version: str = SCHEMA_VERSION
    document: DocumentFacts
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    forms: tuple[Form, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    budget_lines: tuple[BudgetLine, ...] = ()
    ledger_entries: tuple[LedgerEntry, ...] = ()
    other_lines: tuple[BudgetLine, ...] = ()
    claims: tuple[Claim, ...] = ()
    joins: tuple[Join, ...] = ()
    references: tuple[Reference, ...] = ()
    figures: tuple[Figure, ...] = ()
    excluded: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: Coverage = Coverage()
    score: Score = Score()
    notices: tuple[ReportNotice, ...] = ()

    def all_figures(self) -> Iterator[Figure]:
        """Every figure read, once a place, structured ones first; without the excluded ones."""
        seen: set[tuple[int, int, int, int, int, int]] = set()
        for figure in chain(self._structured(), self.figures):
            address = figure.place.address
            if address not in seen:
                seen.add(address)
                yield figure

    def _structured(self) -> Iterator[Figure]:
        for row in self.indicators:
            for text in (row.target, row.actual):
                yield from text.figures if text else ()
            yield from (
                figure for figure in (row.rate, row.weight, row.score, row.score_rate, row.deducted) if figure
            )
            yield from row.marks.values()
        for form in self.forms:
            for group in form.groups:
                yield from (figure for figure in (group.weight, group.score, group.score_rate) if figure)
                yield from group.marks.values()
        for line in chain(self.budget_lines, self.other_lines):
            yield from line.amounts.values()
        for entry in self.ledger_entries:
            yield from (figure for figure in (entry.debit, entry.credit, entry.balance) if figure)
        for claim in self.claims:
            yield from claim.figures()

    def assessed(self, assessment: Assessment) -> Report:
        """The same report with checks, findings, coverage and score."""
        failures = tuple(
            ReportNotice(severity=NoticeSeverity.WARNING, message=text, code="rule_failed")
            for text in assessment.notices
        )
        return self.model_copy(
            update={
                "checks": assessment.checks,
                "findings": assessment.findings,
                "coverage": assessment.coverage,
                "score": assessment.score,
                "notices": self.notices + failures,
            }
        )
