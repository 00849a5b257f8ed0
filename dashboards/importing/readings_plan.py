"""What importing a file of readings would do, worked out before anything is changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from dashboards.models import Indicator, Reading
from dashboards.importing.readings_file import ReadingProblem, ReadingRow, ReadingsFile
from partners.access import Permission, can
from partners.ended_partnerships import is_past_the_end, last_day, measured_no_more, nothing_new
from partners.models import Partner, User

LONGEST_CODE, LONGEST_UNIT = 20, 30


@dataclass
class PlannedPartner:
    """A partner of the file: one of ours, or None where it is to be added. `takes_code` when it had none so far."""

    code: str
    name: str
    partner: Partner | None
    rows: list[ReadingRow]
    takes_code: bool = False

    @property
    def is_new(self) -> bool:
        return self.partner is None

    @property
    def present(self) -> Partner:
        """The partner, who is known or has been added by now."""
        if self.partner is None:
            raise LookupError(f"{self.name} has not been added yet.")
        return self.partner


@dataclass
class PlannedIndicator:
    """An indicator of the file, within its partner; None where it is to be defined."""

    of: PlannedPartner
    first: ReadingRow
    indicator: Indicator | None

    @property
    def is_new(self) -> bool:
        return self.indicator is None

    @property
    def present(self) -> Indicator:
        """The indicator, which is known or has been defined by now."""
        if self.indicator is None:
            raise LookupError(f"{self.first.kpi} has not been defined yet.")
        return self.indicator


@dataclass(frozen=True)
class Correction:
    """A reading on record whose value the file changes."""

    reading: Reading
    row: ReadingRow

    @property
    def before(self) -> Decimal:
        return self.reading.value.normalize()


@dataclass
class ImportPlan:
    """Everything an import does. With any problem it does nothing at all."""

    partners: list[PlannedPartner] = field(default_factory=list)
    indicators: list[PlannedIndicator] = field(default_factory=list)
    new: list[tuple[PlannedIndicator, ReadingRow]] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    unchanged: int = 0
    problems: list[ReadingProblem] = field(default_factory=list)

    @property
    def new_partners(self) -> list[PlannedPartner]:
        return [partner for partner in self.partners if partner.is_new]

    @property
    def coded_partners(self) -> list[PlannedPartner]:
        return [partner for partner in self.partners if partner.takes_code]

    @property
    def new_indicators(self) -> list[PlannedIndicator]:
        return [indicator for indicator in self.indicators if indicator.is_new]

    @property
    def is_importable(self) -> bool:
        return not self.problems

    @property
    def changes_something(self) -> bool:
        return bool(
            self.new_partners or self.coded_partners or self.new_indicators or self.new or self.corrections
        )


def plan_import(file: ReadingsFile, *, by: User, today: date) -> ImportPlan:
    """The plan for `file` as `by` would import it, with a constant number of queries and without any change."""
    if not file.is_importable:
        return ImportPlan(problems=list(file.problems))
    return _Planner(file.rows, by, today).planned()


class _Planner:
    def __init__(self, rows: Iterable[ReadingRow], by: User, today: date) -> None:
        self.rows, self.by, self.today = list(rows), by, today
        self.plan = ImportPlan()
        self.code_of: dict[str, str] = {}

    def planned(self) -> ImportPlan:
        by_code: dict[str, list[ReadingRow]] = defaultdict(list)
        for row in self.rows:
            by_code[row.partner_code].append(row)
        self.plan.partners = [self._partner(code, rows) for code, rows in by_code.items()]
        for planned in self.plan.partners:
            self.plan.problems += self._partner_problems(planned)
            self._plan_readings(planned)
        self.plan.problems += self._future()
        self.plan.problems.sort(key=lambda problem: problem.line)
        return self.plan

    @cached_property
    def _seen(self) -> list[Partner]:
        return list(Partner.objects.visible_to(self.by))

    @cached_property
    def _by_code(self) -> dict[str, Partner]:
        return {partner.code: partner for partner in self._seen if partner.code}

    @cached_property
    def _by_name(self) -> dict[str, Partner]:
        return {partner.name.casefold(): partner for partner in self._seen}

    @cached_property
    def _indicators(self) -> dict[tuple[int, str], Indicator]:
        wanted = [planned.partner.pk for planned in self.plan.partners if planned.partner]
        found = Indicator.objects.filter(partner__in=wanted).select_related(None)
        return {(indicator.partner_id, indicator.name.casefold()): indicator for indicator in found}

    @cached_property
    def _readings(self) -> dict[tuple[int, date], Reading]:
        wanted = [planned.partner.pk for planned in self.plan.partners if planned.partner]
        months = {row.period for row in self.rows}
        found = Reading.objects.filter(partner__in=wanted, month__in=months)
        return {(reading.indicator_id, reading.month): reading for reading in found}

    def _partner(self, code: str, rows: list[ReadingRow]) -> PlannedPartner:
        name = " ".join(rows[0].partner.split())
        if partner := self._by_code.get(code):
            return PlannedPartner(code, partner.name, partner, rows)
        namesake = self._by_name.get(name.casefold())
        return PlannedPartner(code, name, namesake, rows, takes_code=namesake is not None)

    def _partner_problems(self, planned: PlannedPartner) -> Iterator[ReadingProblem]:
        line, partner = planned.rows[0].line, planned.partner
        code = self.code_of.setdefault(planned.name.casefold(), planned.code)
        if code != planned.code:
            yield ReadingProblem(line, f"{planned.name} has the code {planned.code} here and {code} before.")
        elif partner is None:
            if len(planned.code) > LONGEST_CODE:
                sentence = f"The partner code “{planned.code}” is longer than {LONGEST_CODE} characters."
                yield ReadingProblem(line, sentence)
            elif not can(self.by, Permission.START_PARTNERSHIP) or not can(
                self.by, Permission.RECORD_READINGS
            ):
                yield ReadingProblem(
                    line,
                    f"There is no partner with the code {planned.code} among yours, and your role does not add "
                    "partners: ask the CIO to import the file.",
                )
        elif planned.takes_code and partner.code:
            yield ReadingProblem(
                line, f"{partner.name} has the code {partner.code} in Tandem and {planned.code} in the file."
            )
        elif not can(self.by, Permission.RECORD_READINGS, partner):
            yield ReadingProblem(line, f"Your role in {partner.name} does not record readings.")

    def _plan_readings(self, planned: PlannedPartner) -> None:
        known: dict[str, PlannedIndicator] = {}
        for row in planned.rows:
            if (key := row.kpi.casefold()) not in known:
                known[key] = self._indicator(planned, row)
                self.plan.indicators.append(known[key])
                self.plan.problems += _indicator_problems(known[key])
            self._plan_reading(known[key], row)

    def _indicator(self, planned: PlannedPartner, row: ReadingRow) -> PlannedIndicator:
        found = self._indicators.get((planned.partner.pk, row.kpi.casefold())) if planned.partner else None
        return PlannedIndicator(planned, row, found)

    def _plan_reading(self, planned: PlannedIndicator, row: ReadingRow) -> None:
        reading = self._readings.get((planned.indicator.pk, row.period)) if planned.indicator else None
        if reading is None:
            self.plan.new.append((planned, row))
            self.plan.problems += self._after_the_end(planned, row)
        elif reading.value != row.value:
            self.plan.corrections.append(Correction(reading, row))
        else:
            self.plan.unchanged += 1

    def _after_the_end(self, planned: PlannedIndicator, row: ReadingRow) -> Iterator[ReadingProblem]:
        partner = planned.of.partner if planned.indicator else None  # a new indicator is refused as such
        if partner is not None and is_past_the_end(row.period, self._ends.get(partner.pk)):
            yield ReadingProblem(row.line, measured_no_more(partner, row.period))

    @cached_property
    def _ends(self) -> dict[int, date | None]:
        known = (planned.partner for planned in self.plan.partners)
        ended = (partner for partner in known if partner and partner.status == Partner.Status.ENDED)
        return {partner.pk: last_day(partner) for partner in ended}

    def _future(self) -> Iterator[ReadingProblem]:
        for row in self.rows:
            if row.period > self.today:
                yield ReadingProblem(row.line, f"{row.period:%B %Y} has not begun.")


def _indicator_problems(planned: PlannedIndicator) -> Iterator[ReadingProblem]:
    row, indicator = planned.first, planned.indicator
    if len(row.unit) > LONGEST_UNIT:
        yield ReadingProblem(row.line, f"The unit “{row.unit}” is longer than {LONGEST_UNIT} characters.")
    if indicator is None:
        partner = planned.of.partner
        if partner is not None and partner.status == Partner.Status.ENDED:
            yield ReadingProblem(row.line, nothing_new(partner))
        return
    if indicator.unit != row.unit:
        yield ReadingProblem(
            row.line,
            f"{planned.of.name} measures {row.kpi} in {indicator.unit or 'no unit'}, not in {row.unit}.",
        )
    # "none" in a file is no opinion; somebody may have said since which way is better.
    if {indicator.direction, row.direction} == {Indicator.Direction.HIGHER, Indicator.Direction.LOWER}:
        yield ReadingProblem(
            row.line,
            f"For {row.kpi} of {planned.of.name}, {indicator.direction} is better; the file says {row.direction}.",
        )
