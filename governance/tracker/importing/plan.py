"""What taking over somebody's tracker would do, worked out before anything is changed."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from governance.calendar.dates import short_day
from governance.models import ActionItem
from governance.sheets import Column, TrackerRow
from governance.sheets.sides import names_of, plain
from governance.tracker.importing.matching import Actions, OnRecord
from governance.wording import day_to_come, within_reach
from partners.models import Partner
from partners.verb import Refused

SETTLED = ("closed", "withdrawn")
State = ActionItem.State


@dataclass(frozen=True)
class SetAside:
    """A row that cannot be taken, and why, in sentences to the person."""

    row: TrackerRow
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What a row says otherwise than the action on record: `before` and `after` in words.

    `instead` says why it cannot be taken over from a list, and what can be done; empty where it can.
    """

    field: str
    what: str
    before: str
    after: str
    instead: str = ""


@dataclass(frozen=True)
class Differing:
    """A row whose action is here, and what it says otherwise."""

    row: TrackerRow
    item: ActionItem
    differences: tuple[Difference, ...]

    @property
    def can_be_taken(self) -> bool:
        return any(not difference.instead for difference in self.differences)


@dataclass(frozen=True)
class NewLine:
    """A row that can come in, what it will be, and another action here that has its number."""

    row: TrackerRow
    becomes: str
    namesake: ActionItem | None


@dataclass
class ActionPlan:
    """The rows to add, those that differ from what is here, those that do not, those left out and why.

    `settled` rows are closed or withdrawn in the file: nobody's own side can confirm for the other, so they stay there.
    `left` are the lines that whoever brings the list leaves out by hand.
    """

    side: str = ""
    """That of whoever brings the list."""
    today: date = date.min
    left: Collection[int] = ()
    added: list[TrackerRow] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)
    known: list[TrackerRow] = field(default_factory=list)
    settled: list[TrackerRow] = field(default_factory=list)
    of_others: list[TrackerRow] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    same_number: dict[int, ActionItem] = field(default_factory=dict)
    """Line → another action here that has its number, in a list of its own."""

    @property
    def taken(self) -> list[TrackerRow]:
        """The rows that come in as new actions."""
        return [row for row in self.added if row.line not in self.left]

    @property
    def changed(self) -> list[Differing]:
        """The rows whose differences are taken over."""
        return [each for each in self.differing if each.can_be_taken and each.row.line not in self.left]

    @property
    def does_something(self) -> bool:
        return bool(self.taken or self.changed)

    @property
    def complaints(self) -> list[tuple[str, list[int]]]:
        """Each reason why rows are set aside, once, with their lines; the most frequent first."""
        lines: dict[str, list[int]] = {}
        for each in self.set_aside:
            for sentence in each.sentences:
                lines.setdefault(sentence, []).append(each.row.line)
        return sorted(lines.items(), key=lambda reason: (-len(reason[1]), reason[1]))

    def is_asked(self, row: TrackerRow) -> bool:
        """Whether it comes in as a proposal: as the list says, or since the other side owes it."""
        if waits_for(row):
            return False
        return row.status == "proposed" or (row.owner is not None and row.owner.side != self.side)

    @property
    def asked(self) -> list[tuple[str, int]]:
        """Whom of the other side it asks for promises, and for how many: who is asked for most comes first."""
        owners = (row.owner for row in self.taken if row.owner and row.owner.side != self.side)
        return Counter(owner.full_name for owner in owners).most_common()

    @property
    def lines(self) -> list["NewLine"]:
        """The rows that can come in, each with what it will be."""
        return [NewLine(row, self._becomes(row), self.same_number.get(row.line)) for row in self.added]

    @property
    def lines_differing(self) -> int:
        """How many of the rows that differ can be taken over."""
        return sum(each.can_be_taken for each in self.differing)

    @property
    def can_change(self) -> bool:
        """Whether any difference can be taken over."""
        return any(each.can_be_taken for each in self.differing)

    @property
    def waiting(self) -> list[TrackerRow]:
        """The rows that come in and wait for somebody who is invited."""
        return [row for row in self.taken if waits_for(row)]

    def _becomes(self, row: TrackerRow) -> str:
        if waits_for(row):
            return "waits: they are asked when they come in"
        if self.is_asked(row):
            return "proposed: they are asked"
        state = "reported done" if row.status == "reported" else "open"
        return f"{state}, not counted: its day has passed" if row.due and row.due < self.today else state

    @property
    def fingerprint(self) -> str:
        """What it would do, line by line: whoever looked at another plan has to look again."""
        added = [(row.line, row.title, row.owner and row.owner.id, row.due, row.status) for row in self.added]
        differing = [
            (each.row.line, each.item.pk, each.item.version, each.differences) for each in self.differing
        ]
        whole = repr((added, differing)).encode("utf-8", "replace")
        return hashlib.sha256(whole).hexdigest()[:32]


def plan_actions(
    partner: Partner,
    rows: Sequence[TrackerRow],
    *,
    today: date,
    side: str,
    left: Collection[int] = (),
) -> ActionPlan:
    """Sorts `rows` by what becomes of them, with two queries. `side` is that of whoever brings them.

    `left` are lines left out by hand.
    """
    plan, actions = ActionPlan(side=side, today=today, left=frozenset(left)), Actions(partner)
    ours = [row for row in rows if not row.partner_text or _means(row.partner_text, partner)]
    plan.of_others = [row for row in rows if row.partner_text and not _means(row.partner_text, partner)]
    found = actions.matched(ours)
    for row in ours:
        record = found.get(row.line)
        if record is None:
            _place_new(plan, row, actions)
        elif differences := tuple(_differences(row, record, plan)):
            plan.differing.append(Differing(row, record.item, differences))
        else:
            (plan.settled if row.status in SETTLED else plan.known).append(row)
    return plan


def waits_for(row: TrackerRow) -> bool:
    """Whether its owner is invited and has not come in yet."""
    return row.owner is not None and row.owner.is_invited


def _place_new(plan: ActionPlan, row: TrackerRow, actions: Actions) -> None:
    if row.status in SETTLED:
        plan.settled.append(row)
    elif actions.is_awaited(row):
        plan.known.append(row)
    elif row.key:
        sentence = (
            f"“{row.key}” is the key of no action here, or stands in another row: take it out of a new row."
        )
        plan.set_aside.append(SetAside(row, (sentence,)))
    elif sentences := tuple(_sentences(row, plan.today)):
        plan.set_aside.append(SetAside(row, sentences))
    else:
        plan.added.append(row)
        # "1" is a number of every list; what tells is one such as "A-01".
        if not row.reference.isdigit() and (other := actions.of_that_number(row)):
            plan.same_number[row.line] = other.item


def _differences(row: TrackerRow, record: OnRecord, plan: ActionPlan) -> Iterator[Difference]:
    item, today = record.item, plan.today
    if item.state not in (State.PROPOSED, State.OPEN):
        return
    theirs = item.side != plan.side
    if row.due is not None and row.due not in record.days:
        yield Difference(
            "due_on",
            "by",
            short_day(item.due_on, today=today),
            short_day(row.due, today=today),
            _why_no_new_date(item, row.due, plan),
        )
    if row.owner is not None and row.owner.id not in record.owners:
        instead = ""
        if row.owner.is_invited:
            instead = f"{row.owner.full_name} is invited: hand it over when they have come in."
        elif theirs:
            instead = f"{item.owner.full_name}'s side hands it over: write them a word."
        elif row.owner.side != item.side:
            instead = "A promise does not change sides: propose a new one, and withdraw this."
        yield Difference("owner", "owner", item.owner.full_name, row.owner.full_name, instead)
    yield from _other_state(row, item, plan)
    may_reword = item.created_by.side == plan.side if item.state == State.PROPOSED else not theirs
    instead = "" if may_reword else f"{item.owner.full_name}'s side keeps its words."
    if row.title and not record.is_called(row):
        yield Difference("title", "called", item.title, row.title, instead)
    if row.note and " ".join(row.note.split()) not in record.notes:
        yield Difference("detail", "note", item.detail or "none", row.note, instead)


def _other_state(row: TrackerRow, item: ActionItem, plan: ActionPlan) -> Iterator[Difference]:
    if row.status in ("reported", "closed") and item.state == State.OPEN:
        theirs = item.side != plan.side
        instead = f"{item.owner.full_name}'s side reports it done, and yours confirms." if theirs else ""
        yield Difference("state", "how it stands", "open", "reported done", instead)
    if row.status == "withdrawn":
        why = "Withdraw it on its page: the other side reads why."
        yield Difference("withdrawn", "how it stands", item.get_state_display(), "withdrawn", why)


def _why_no_new_date(item: ActionItem, due: date, plan: ActionPlan) -> str:
    if item.side != plan.side:
        return f"{item.owner.full_name}'s side gives it a new date: ask for one on its page."
    if item.state != State.OPEN:
        return "It is only proposed: its date is settled when it is accepted."
    return "" if due >= plan.today else "A new date is a day to come."


def _sentences(row: TrackerRow, today: date) -> Iterator[str]:
    for problem in row.problems:
        yield problem.sentence
    if row.due is not None and not any(problem.column is Column.DUE for problem in row.problems):
        allowed = day_to_come if row.status == "proposed" else within_reach
        try:
            allowed(row.due, today=today, field="due_on")
        except Refused as refused:
            yield refused.sentence


def _means(words: str, partner: Partner) -> bool:
    """Whether a cell of the partner's column names this partner, in full or by its first word or code."""
    return plain(words) in names_of(partner.name, partner.code, partner.slug)
