"""One scored form, laid out for the rules: its rows, its execution row, its group weights and its total.

Forms print the same points in several places (the money row, a 其中 row below it, the total row), and some put the
total where the execution score belongs. All of that is settled here, once; a rule sees each point once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from weakref import WeakKeyDictionary

from schema.figure import Figure, FigureKind, Place
from schema.finding import SEVERITY_ORDER, Severity
from schema.report import Absent, BudgetLine, Form, GroupWeight, Indicator, Report, RowKind
from score.context import Context
from score.lexicon import ScoreWords, any_of, score_words
from score.profile import Profile, chosen, named
from score.told import Told, execution_told

TOO_MUCH_FOR_EXECUTION = Decimal(50)
"""A money row with more points than this carries the total of the form, not the execution score."""


WHOLE_TREES = (
    frozenset({"decision", "process", "output", "benefit"}),
    frozenset({"output", "benefit", "satisfaction", "execution"}),
)
"""Groups that leave nothing out, whatever stands beside them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row with points: an indicator, the execution row, a group or the total."""

    name: str
    weight: Figure | None
    score: Figure | None
    place: Place
    level1: str = ""
    level2: str = ""
    indicator: Indicator | None = None
    marks: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def points(self) -> Decimal | None:
        """The weight as a number."""
        return self.weight.number if self.weight else None


@dataclass(frozen=True)
class Sheet:
    """A scored form. `lines` are its leaf rows, without the execution row, bonus rows, groups and total."""

    index: int | None
    form: Form | None
    lines: tuple[Line, ...]
    execution: Line | None = None
    total: Line | None = None
    totals: tuple[Line, ...] = ()
    groups: tuple[tuple[int, Line], ...] = ()
    bonus: tuple[Line, ...] = ()
    unscored: tuple[Line, ...] = ()
    blank_weights: int = 0
    blank_scores: int = 0
    profile: Profile | None = None
    money: tuple[BudgetLine, ...] = field(default=())
    told: Told = field(default_factory=Told)

    @property
    def title(self) -> str:
        """What to call the form."""
        return (self.form.title or self.form.project_name or "") if self.form else ""

    @cached_property
    def marked(self) -> tuple[Line, ...]:
        """The rows with their weights; where groups alone print weights, the only row of a group bears that of the group."""
        if any(line.weight for line in self.lines):
            return self.lines
        return tuple(replace(line, weight=self._weight_of_its_own_group(line)) for line in self.lines)

    def _weight_of_its_own_group(self, line: Line) -> Figure | None:
        plain = score_words().plain
        for level in (2, 1):
            name = plain(_level(line, level))
            groups = [g for rank, g in self.groups if rank == level and plain(g.name) == name]
            rows = [row for row in self.lines if plain(_level(row, level)) == name]
            if name and len(groups) == 1:
                return groups[0].weight if len(rows) == 1 else None
        return None

    @property
    def weighted_by_percent(self) -> bool:
        """Whether rows are marked out of 100 and weighted by percentages afterwards."""
        figures = [line.weight for line in self.lines if line.weight]
        return bool(figures) and all(figure.kind is FigureKind.PERCENT for figure in figures)

    @property
    def columns_doubtful(self) -> bool:
        """Whether most rows score above their weight: then the columns were read wrongly, not filled wrongly."""
        pairs = [
            (line.score.number, line.points)
            for line in self.lines
            if line.score and line.score.number is not None and line.points is not None
        ]
        return len(pairs) > 1 and sum(score > weight for score, weight in pairs) * 2 > len(pairs)

    @cached_property
    def scale(self) -> Decimal | None:
        """The points of the whole form: printed, else the sum of its weights."""
        if self.total and self.total.points is not None:
            return self.total.points
        found = sum_of(line.points for line in (*self.lines, *(self._execution())))
        return found or None

    @property
    def evaluators(self) -> tuple[str, ...]:
        """Who else marked the rows and the whole, by printed header: 复核得分 beside 自评得分."""
        whole = self.total.marks if self.total else {}
        return tuple(name for name in whole if sum(name in line.marks for line in self.lines) > 1)

    def marked_by(self, evaluator: str) -> Sheet:
        """The form with the points that another evaluator gave; execution has those it has."""

        def given(line: Line) -> Line:
            return replace(line, score=line.marks.get(evaluator))

        lines = tuple(map(given, self.lines))
        return replace(
            self,
            lines=lines,
            total=given(self.total) if self.total else None,
            totals=tuple(map(given, self.totals)),
            groups=(),
            bonus=tuple(map(given, self.bonus)),
            blank_scores=sum(line.score is None for line in lines),
        )

    @cached_property
    def place_of_scores(self) -> Decimal | None:
        """The finest place at which the form prints the points of a row."""
        places = [line.score.unit_in_last_place for line in self.lines if line.score and line.score.number]
        return min(places, default=None)

    def at_most(self, severity: Severity) -> Severity:
        """The severity, no graver than the profile of the form allows."""
        gravest = self.profile.gravest if self.profile else severity
        return max(severity, gravest, key=lambda one: SEVERITY_ORDER[one])

    def _execution(self) -> tuple[Line, ...]:
        return (self.execution,) if self.execution else ()

    def group_sums(self, satisfaction_apart: bool) -> dict[str, Decimal]:
        """Weights by level-1 group. Satisfaction at level 2 may count as a group of its own."""
        return _group_sums(self.lines, self.execution, satisfaction_apart)


def _level(line: Line, level: int) -> str:
    return line.level1 if level == 1 else line.level2


def sum_of(numbers: Iterable[Decimal | None]) -> Decimal:
    """The sum of those that are numbers."""
    return sum((number for number in numbers if number is not None), Decimal(0))


def sheets_of(report: Report, profile: str | None = None) -> list[Sheet]:
    """The scored forms of a report, in order. `profile` is a name or path, or None to go by the form itself.

    Raises UnknownProfileError or ConfigurationError for a profile that cannot be used.
    """
    given = named(profile) if profile else None
    rows: dict[int | None, list[Indicator]] = defaultdict(list)
    money: dict[int | None, list[BudgetLine]] = defaultdict(list)
    for row in report.indicators:
        rows[row.form].append(row)
    for line in report.budget_lines:
        money[line.form].append(line)
    loose = [form for form in rows if form is None or form >= len(report.forms)]
    indices: list[int | None] = [*range(len(report.forms)), *loose]
    found = (_sheet(report, index, rows[index], tuple(money[index]), given) for index in indices)
    return [sheet for sheet in found if sheet.lines or sheet.groups or sheet.total or sheet.execution]


_MADE: WeakKeyDictionary[Context, list[Sheet]] = WeakKeyDictionary()


def sheets_in(context: Context) -> list[Sheet]:
    """`sheets_of` the report of a context, laid out once for all rules."""
    if context not in _MADE:
        _MADE[context] = sheets_of(context.report, context.profile)
    return _MADE[context]


def _sheet(
    report: Report,
    index: int | None,
    rows: list[Indicator],
    money: tuple[BudgetLine, ...],
    given: Profile | None,
) -> Sheet:
    words = score_words()
    form = report.forms[index] if index is not None and index < len(report.forms) else None
    scored = [row for row in rows if row.weight or row.score]
    groups = list(_groups(form))
    totals = [line for level, line in groups if level == 0]
    executions = [line for level, line in groups if level == -1]
    lines: list[Line] = []
    bonus: list[Line] = []
    for row in scored:
        line = _line(row)
        if any_of(words.names.total, line.name) and not row.level3:
            totals.append(line)
        elif any_of(words.names.bonus, line.name) or any_of(words.names.bonus, line.level1):
            bonus.append(line)
        elif _is_group(row, scored):
            groups.append((2 if row.level2 else 1, line))
        else:
            lines.append(line)
    execution = executions[0] if executions else _money_row(money)
    if execution and (execution.points or Decimal(0)) > TOO_MUCH_FOR_EXECUTION:
        totals.append(execution)
        execution = None
    if execution is None:
        execution, lines = _take_execution(lines, words)
    lines = _once(lines)
    printed = execution or executions or _money_row(money) or _scores_execution(lines, words)
    told = Told() if printed else execution_told(report, form)
    if told.place and (told.weight or told.score):
        execution = Line(words.names.execution_row[0], told.weight, told.score, told.place)
    year = report.document.fiscal_year
    return Sheet(
        index=index,
        form=form,
        lines=tuple(lines),
        execution=execution,
        total=totals[0] if totals else None,
        totals=tuple(totals),
        groups=tuple((level, line) for level, line in groups if level > 0),
        bonus=tuple(bonus),
        unscored=tuple(_line(row) for row in rows if not (row.weight or row.score)),
        blank_weights=_blank(rows, "weight"),
        blank_scores=_blank(rows, "score"),
        profile=given or _by_evidence(lines or [line for _, line in groups], execution, year),
        money=money,
        told=told,
    )


def _line(row: Indicator) -> Line:
    return Line(
        name=row.level3 or row.level2 or row.level1 or "",
        weight=row.weight,
        score=row.score,
        place=row.place,
        level1=row.level1 or "",
        level2=row.level2 or "",
        indicator=row,
        marks=row.marks,
    )


def _groups(form: Form | None) -> Iterator[tuple[int, Line]]:
    for group in form.groups if form else ():
        yield group.level, _group_line(group)


def _group_line(group: GroupWeight) -> Line:
    return Line(name=group.name, weight=group.weight, score=group.score, place=group.place, marks=group.marks)


def _is_group(row: Indicator, rows: list[Indicator]) -> bool:
    """Whether a row without a level-3 name is the heading of rows that have one."""
    if row.level3 or row.target or row.actual:
        return False
    return any(
        other is not row
        and other.level1 == row.level1
        and (other.level3 or other.level2)
        and (row.level2 is None or other.level2 == row.level2)
        and not (other.level2 == row.level2 and other.level3 is None)
        for other in rows
    )


def _money_row(money: tuple[BudgetLine, ...]) -> Line | None:
    """The first row of money with points; a 其中 row repeats those of the row above and does not count."""
    for line in money:
        weight, score = line.amounts.get("weight"), line.amounts.get("score")
        if line.row_kind is not RowKind.OF_WHICH and (weight or score):
            return Line(name=line.name, weight=weight, score=score, place=line.place)
    return None


def _take_execution(lines: list[Line], words: ScoreWords) -> tuple[Line | None, list[Line]]:
    """The execution row, when it stands among the indicators as a group of its own."""
    own = [
        line
        for line in lines
        if words.group_of(line.level1) == "execution"
        or (not line.level1 and words.group_of(line.name) == "execution")
    ]
    if len(own) != 1:
        return None, lines
    return own[0], [line for line in lines if line is not own[0]]


def _scores_execution(lines: list[Line], words: ScoreWords) -> bool:
    """Whether a row of the form already scores execution, so that points told in words are those of that row."""
    return any(any_of(words.names.execution_row, line.name) for line in lines)


def _once(lines: list[Line]) -> list[Line]:
    """The rows, with points of one merged cell counted at its first row only."""
    seen: set[tuple[int, ...]] = set()
    out: list[Line] = []
    for line in lines:
        cells = [f.place.address for f in (line.weight, line.score) if f]
        fresh = [cell not in seen for cell in cells]
        seen.update(cells)
        if not cells or any(fresh):
            out.append(line)
    return out


def _blank(rows: list[Indicator], name: str) -> int:
    """How many filled rows lack a number that other rows have."""
    have = [row for row in rows if getattr(row, name)]
    return sum(
        not getattr(row, name)
        and row.absent.get(name, Absent.BLANK) is Absent.BLANK
        and bool(row.target or row.actual or row.weight or row.score)
        for row in rows
    ) * bool(have)


def _group_sums(
    lines: Iterable[Line], execution: Line | None, satisfaction_apart: bool
) -> dict[str, Decimal]:
    words = score_words()
    sums: dict[str, Decimal] = {}
    for line in lines:
        if line.points is None:
            continue
        key = words.group_of(line.level1 or line.name) or line.level1 or line.name
        if satisfaction_apart and words.group_of(line.level2) == "satisfaction":
            key = "satisfaction"
        sums[key] = sums.get(key, Decimal(0)) + line.points
    if execution and execution.points is not None:
        sums["execution"] = sums.get("execution", Decimal(0)) + execution.points
    return sums


def _by_evidence(lines: list[Line], execution: Line | None, year: int | None) -> Profile | None:
    for apart in (True, False):
        sums = _group_sums(lines, execution, apart)
        if sums and (found := chosen(sums, year)):
            return found
    return None
