"""What importing a file of readings would do, worked out before anything is changed."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from dashboards.importing.figures import unit_of
from dashboards.importing.reading_rows import ReadingProblem, ReadingRow
from dashboards.importing.readings_file import ReadingsFile
from dashboards.models import Indicator, Reading
from partners.access import Permission, can
from partners.ended_partnerships import is_past_the_end, last_day, measured_no_more, nothing_new
from partners.models import Partner, User
from partners.normalize import fold

LONGEST_CODE, LONGEST_UNIT = 20, 30


@dataclass
class PlannedPartner:
    """A partner of the file: one of ours, or None where it is to be added. `takes_code` when it had none so far."""

    code: str
    name: str
    partner: Partner | None
    rows: list[ReadingRow]
    takes_code: bool = False
    is_refused: bool = False

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

    @property
    def direction(self) -> str:
        """Which way is better, of one to be defined: none where the file does not say it."""
        return self.first.direction or Indicator.Direction.NONE


@dataclass(frozen=True)
class Correction:
    """A reading on record whose value the file changes."""

    of: PlannedIndicator
    reading: Reading
    row: ReadingRow

    @property
    def before(self) -> Decimal:
        return self.reading.value.normalize()


@dataclass
class ImportPlan:
    """Everything an import does; what it sets aside, and why. `left` are lines left out by hand."""

    partners: list[PlannedPartner] = field(default_factory=list)
    indicators: list[PlannedIndicator] = field(default_factory=list)
    added: list[tuple[PlannedIndicator, ReadingRow]] = field(default_factory=list)
    differing: list[Correction] = field(default_factory=list)
    unchanged: int = 0
    holes: int = 0
    problems: list[ReadingProblem] = field(default_factory=list)
    left: Collection[int] = ()

    @property
    def new(self) -> list[tuple[PlannedIndicator, ReadingRow]]:
        """The readings that come in."""
        return [(planned, row) for planned, row in self.added if row.line not in self.left]

    @property
    def corrections(self) -> list[Correction]:
        """The readings on record that take the file's value."""
        return [correction for correction in self.differing if correction.row.line not in self.left]

    @property
    def size(self) -> int:
        """How many readings it writes."""
        return len(self.new) + len(self.corrections)

    def narrow(self, most: int) -> None:
        """Leaves it the first `most` readings that it writes, and all that stand in the same lines."""
        lines = sorted([row.line for _, row in self.new] + [each.row.line for each in self.corrections])
        if len(lines) > most:
            last = lines[most - 1]
            self.left = frozenset(self.left) | {line for line in lines if line > last}

    @property
    def new_partners(self) -> list[PlannedPartner]:
        return [partner for partner in self._wanted_partners() if partner.is_new]

    @property
    def coded_partners(self) -> list[PlannedPartner]:
        return [partner for partner in self._wanted_partners() if partner.takes_code]

    @property
    def new_indicators(self) -> list[PlannedIndicator]:
        wanted = {id(planned) for planned, _ in self.new}
        return [planned for planned in self.indicators if planned.is_new and id(planned) in wanted]

    @property
    def is_importable(self) -> bool:
        return not self.problems

    @property
    def changes_something(self) -> bool:
        return bool(self.coded_partners or self.new or self.corrections)

    @property
    def complaints(self) -> list[tuple[str, list[int]]]:
        """Each reason why rows are set aside, once, with their lines; the most frequent first."""
        lines: dict[str, list[int]] = {}
        for problem in self.problems:
            if problem.line not in lines.setdefault(problem.sentence, []):
                lines[problem.sentence].append(problem.line)
        return sorted(lines.items(), key=lambda reason: (-len(reason[1]), reason[1]))

    @property
    def fingerprint(self) -> str:
        """What it would do, line by line: whoever looked at another plan has to look again."""
        said = [
            [(row.line, row.kpi, row.period, row.value, row.whose) for _, row in self.added],
            [(each.reading.pk, each.before, each.row.value) for each in self.differing],
            [(partner.code, partner.name, partner.is_new) for partner in self.partners],
        ]
        return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:32]

    def _wanted_partners(self) -> list[PlannedPartner]:
        wanted = {id(planned.of) for planned, _ in self.new} | {id(each.of.of) for each in self.corrections}
        return [partner for partner in self.partners if id(partner) in wanted]


def plan_import(
    file: ReadingsFile, *, by: User, today: date, partner: Partner | None = None, left: Collection[int] = ()
) -> ImportPlan:
    """The plan for `file` as `by` would import it, with a constant number of queries and without any change.

    Rows that name no partner are of `partner`, where one is chosen.
    """
    planner = _Planner(file.rows, by, today, partner)
    planner.plan.problems = list(file.problems)
    planner.plan.holes, planner.plan.left = file.holes, frozenset(left)
    return planner.planned()


class _Planner:
    def __init__(self, rows: Iterable[ReadingRow], by: User, today: date, chosen: Partner | None) -> None:
        self.rows, self.by, self.today, self.chosen = list(rows), by, today, chosen
        self.plan = ImportPlan()
        self.code_of: dict[str, str] = {}

    def planned(self) -> ImportPlan:
        by_partner: dict[str, list[ReadingRow]] = defaultdict(list)
        for row in self.rows:
            by_partner[row.whose].append(row)
        self.plan.partners = [self._partner(rows) for rows in by_partner.values()]
        for planned in self.plan.partners:
            if sentence := self._why_not(planned):
                planned.is_refused = True
                self._set_aside(planned.rows, sentence)
            else:
                self._plan_readings(planned)
        self.plan.problems.sort(key=lambda problem: problem.line)
        return self.plan

    def _set_aside(self, rows: Iterable[ReadingRow], sentence: str) -> None:
        self.plan.problems += [ReadingProblem(row.line, sentence) for row in rows]

    @cached_property
    def _seen(self) -> list[Partner]:
        return list(Partner.objects.visible_to(self.by))

    @cached_property
    def _by_code(self) -> dict[str, Partner]:
        return {partner.code: partner for partner in self._seen if partner.code}

    @cached_property
    def _by_name(self) -> dict[str, Partner]:
        return {partner.name.casefold(): partner for partner in self._seen}

    def _by_beginning(self, name: str) -> Partner | None:
        """The one partner whose name begins with these words: "Meridian" is Meridian Systems."""
        said = fold(name)
        found = [partner for partner in self._seen if said and fold(partner.name).startswith(f"{said} ")]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _indicators(self) -> dict[tuple[int, str], Indicator]:
        wanted = [planned.partner.pk for planned in self.plan.partners if planned.partner]
        found = Indicator.objects.filter(partner__in=wanted).select_related(None)
        return {(indicator.partner_id, fold(indicator.name)): indicator for indicator in found}

    @cached_property
    def _readings(self) -> dict[tuple[int, date], Reading]:
        wanted = [planned.partner.pk for planned in self.plan.partners if planned.partner]
        months = {row.period for row in self.rows}
        found = Reading.objects.filter(partner__in=wanted, month__in=months)
        return {(reading.indicator_id, reading.month): reading for reading in found}

    def _partner(self, rows: list[ReadingRow]) -> PlannedPartner:
        code, name = rows[0].partner_code, " ".join(rows[0].partner.split())
        if not code and not name and self.chosen:
            return PlannedPartner(self.chosen.code, self.chosen.name, self.chosen, rows)
        if code and (partner := self._by_code.get(code)):
            return PlannedPartner(code, partner.name, partner, rows)
        namesake = self._by_name.get(name.casefold()) or self._by_beginning(name)
        known = namesake.name if namesake else name
        return PlannedPartner(code, known, namesake, rows, takes_code=bool(code) and namesake is not None)

    def _why_not(self, planned: PlannedPartner) -> str:
        """Why none of the partner's readings can be taken; empty where they can."""
        partner = planned.partner
        if not planned.name and not planned.code:
            return "The row does not say whose figure it is: choose the partner."
        code = self.code_of.setdefault(planned.name.casefold(), planned.code)
        if code != planned.code:
            return f"{planned.name} has the code {planned.code} here and {code} before."
        if partner is None:
            if not planned.name:
                return f"There is no partner with the code {planned.code} among yours."
            if len(planned.code) > LONGEST_CODE:
                return f"The partner code “{planned.code}” is longer than {LONGEST_CODE} characters."
            if not can(self.by, Permission.START_PARTNERSHIP) or not can(self.by, Permission.RECORD_READINGS):
                known_by = f"with the code {planned.code}" if planned.code else f"called {planned.name}"
                return (
                    f"There is no partner {known_by} among yours, and your role does not add "
                    "partners: ask the CIO to import the file."
                )
        elif planned.takes_code and partner.code:
            return f"{partner.name} has the code {partner.code} in Tandem and {planned.code} in the file."
        elif not can(self.by, Permission.RECORD_READINGS, partner):
            return f"Your role in {partner.name} does not record readings."
        return ""

    def _plan_readings(self, planned: PlannedPartner) -> None:
        known: dict[str, PlannedIndicator] = {}
        refused: dict[str, str] = {}
        for row in planned.rows:
            if (key := fold(row.kpi)) not in known:
                known[key] = self._indicator(planned, row)
                self.plan.indicators.append(known[key])
                refused[key] = _why_not_measured(known[key])
            if sentence := refused[key] or self._why_not_reading(known[key], row):
                self._set_aside([row], sentence)
            else:
                self._plan_reading(known[key], row)

    def _indicator(self, planned: PlannedPartner, row: ReadingRow) -> PlannedIndicator:
        found = self._indicators.get((planned.partner.pk, fold(row.kpi))) if planned.partner else None
        return PlannedIndicator(planned, row, found)

    def _plan_reading(self, planned: PlannedIndicator, row: ReadingRow) -> None:
        reading = self._readings.get((planned.indicator.pk, row.period)) if planned.indicator else None
        if reading is None:
            self.plan.added.append((planned, row))
        elif reading.value != row.value:
            self.plan.differing.append(Correction(planned, reading, row))
        else:
            self.plan.unchanged += 1

    def _why_not_reading(self, planned: PlannedIndicator, row: ReadingRow) -> str:
        if row.period > self.today:
            return f"{row.period:%B %Y} has not begun."
        partner = planned.of.partner if planned.indicator else None  # a new indicator is refused as such
        if partner is None or (planned.present.pk, row.period) in self._readings:
            return ""
        is_over = is_past_the_end(row.period, self._ends.get(partner.pk))
        return measured_no_more(partner, row.period) if is_over else ""

    @cached_property
    def _ends(self) -> dict[int, date | None]:
        known = (planned.partner for planned in self.plan.partners)
        ended = (partner for partner in known if partner and partner.status == Partner.Status.ENDED)
        return {partner.pk: last_day(partner) for partner in ended}


def _why_not_measured(planned: PlannedIndicator) -> str:
    row, indicator = planned.first, planned.indicator
    if len(row.unit) > LONGEST_UNIT:
        return f"The unit “{row.unit}” is longer than {LONGEST_UNIT} characters."
    if indicator is None:
        partner = planned.of.partner
        return nothing_new(partner) if partner is not None and partner.status == Partner.Status.ENDED else ""
    if row.unit and fold(unit_of(indicator.unit)) != fold(unit_of(row.unit)):
        return f"{planned.of.name} measures {row.kpi} in {indicator.unit or 'no unit'}, not in {row.unit}."
    # "none" in a file is no opinion; somebody may have said since which way is better.
    if {indicator.direction, row.direction} == {Indicator.Direction.HIGHER, Indicator.Direction.LOWER}:
        return f"For {row.kpi} of {planned.of.name}, {indicator.direction} is better; the file says {row.direction}."
    return ""
