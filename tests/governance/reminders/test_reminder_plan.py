from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar.working_days import is_working_day, working_days_between
from governance.counting.covered_days import CoveredDays, uncovered_working_days
from governance.reminders import Absence, EscalationsSent, Matter, Need, Person, Plan, Policy, plan
from governance.reminders.ladder import Rung, rung_above, rung_of_owner

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
HALDEN, MERIDIAN = 1, 2
PRIYA = Person(10, "DE", "Europe/Berlin", through=MONDAY - timedelta(days=3), partners={HALDEN, MERIDIAN})
JONAS = replace(PRIYA, id=20, partners={MERIDIAN})


def at(day: date, hour: int = 8, minute: int = 0, zone: str = "Europe/Berlin") -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def owed(due_on: date, **facts: object) -> Matter:
    said = {"kind": "action", "id": 1, "partner_id": MERIDIAN, "person": PRIYA.id, "need": Need.DO, **facts}
    return Matter(due_on=due_on, **said)  # type: ignore[arg-type]  # by name


def planned(*matters: Matter, people: tuple[Person, ...] = (PRIYA,), now: datetime, **more: object) -> Plan:
    return plan(people, matters, more.pop("policies", {}), now=now, **more)  # type: ignore[arg-type]


def said(found: Plan) -> list[tuple[int, list[tuple[int, str]]]]:
    """Who is told what, and why."""
    return [(mail.to, [(each.matter.id, each.step) for each in mail.named]) for mail in found.mailings]


def test_monday_morning_brings_the_list_of_what_is_late_or_due_this_week() -> None:
    late, this_week = owed(MONDAY - timedelta(days=3), id=1), owed(MONDAY + timedelta(days=4), id=2)
    next_week = owed(MONDAY + timedelta(days=7), id=3)
    found = planned(late, this_week, next_week, now=at(MONDAY))
    assert said(found) == [(PRIYA.id, [(1, "weekly"), (2, "weekly")])]


def test_nothing_to_say_sends_nothing_and_the_morning_is_over_all_the_same() -> None:
    found = planned(owed(MONDAY + timedelta(days=30)), now=at(MONDAY))
    assert found.mailings == ()
    assert found.through == {PRIYA.id: MONDAY}


@pytest.mark.parametrize(("hour", "minute"), [(6, 59), (18, 0), (0, 0)])
def test_nobody_is_written_to_at_night(hour: int, minute: int) -> None:
    found = planned(owed(MONDAY), now=at(MONDAY, hour, minute))
    assert (found.mailings, found.through) == ((), {})


def test_the_morning_is_that_of_the_persons_own_clock() -> None:
    in_singapore = replace(PRIYA, country="SG", time_zone="Asia/Singapore")
    six_in_berlin = at(MONDAY, 6)
    assert planned(owed(MONDAY), people=(PRIYA,), now=six_in_berlin).mailings == ()
    assert len(planned(owed(MONDAY), people=(in_singapore,), now=six_in_berlin).mailings) == 1


def test_the_due_day_is_named_on_its_morning() -> None:
    wednesday = MONDAY + timedelta(days=2)
    reader = replace(PRIYA, through=MONDAY + timedelta(days=1))
    found = planned(owed(wednesday), people=(reader,), now=at(wednesday))
    assert said(found) == [(PRIYA.id, [(1, "due")])]


def test_what_is_due_on_a_sunday_is_named_on_the_friday_before() -> None:
    friday, sunday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=6)
    reader = replace(PRIYA, through=friday - timedelta(days=1))
    found = planned(owed(sunday), people=(reader,), now=at(friday))
    assert said(found) == [(PRIYA.id, [(1, "due")])]
    assert found.mailings[0].named[0].on == sunday


def test_a_public_holiday_is_nobodys_morning_and_the_list_comes_the_day_after() -> None:
    easter_monday = date(2026, 4, 6)
    reader = replace(PRIYA, through=date(2026, 4, 2))
    late = owed(date(2026, 3, 30))
    assert planned(late, people=(reader,), now=at(easter_monday)).mailings == ()
    found = planned(late, people=(reader,), now=at(easter_monday + timedelta(days=1)))
    assert [(each.step, each.on) for each in found.mailings[0].named] == [("weekly", easter_monday)]


def test_a_holiday_of_another_country_is_a_working_day_here() -> None:
    thanksgiving = date(2026, 11, 26)
    here = replace(PRIYA, through=thanksgiving - timedelta(days=1))
    there = replace(
        JONAS, country="US", time_zone="America/New_York", through=thanksgiving - timedelta(days=1)
    )
    of_jonas = owed(thanksgiving, id=2, person=JONAS.id)
    found = planned(owed(thanksgiving), of_jonas, people=(here, there), now=at(thanksgiving, 15))
    assert said(found) == [(PRIYA.id, [(1, "due")])]


def test_after_an_outage_comes_one_mail_and_not_ten() -> None:
    thursday = MONDAY + timedelta(days=3)
    reader = replace(PRIYA, through=MONDAY - timedelta(days=10))
    missed = [owed(MONDAY + timedelta(days=days), id=days + 10) for days in range(4)]
    found = planned(*missed, people=(reader,), now=at(thursday, 16))
    assert said(found) == [(PRIYA.id, [(item.id, "due") for item in missed])]


def test_an_outage_that_ends_at_night_waits_for_the_morning() -> None:
    reader = replace(PRIYA, through=MONDAY - timedelta(days=10))
    assert planned(owed(MONDAY), people=(reader,), now=at(MONDAY, 22)).mailings == ()
    assert len(planned(owed(MONDAY), people=(reader,), now=at(MONDAY + timedelta(days=1))).mailings) == 1


def test_nothing_is_said_beneath_a_free_hand() -> None:
    until = MONDAY + timedelta(days=1)
    assert planned(owed(MONDAY, hands_off_until=MONDAY), now=at(MONDAY)).mailings == ()
    found = planned(
        owed(until, hands_off_until=MONDAY), people=(replace(PRIYA, through=MONDAY),), now=at(until)
    )
    assert said(found) == [(PRIYA.id, [(1, "due")])]


def test_one_mail_holds_what_waits_in_every_partnership() -> None:
    found = planned(owed(MONDAY, id=1), owed(MONDAY, id=2, partner_id=HALDEN), now=at(MONDAY))
    assert said(found) == [(PRIYA.id, [(1, "due"), (2, "due")])]


def test_a_partnership_somebody_has_left_is_not_told_to_them() -> None:
    found = planned(owed(MONDAY, partner_id=3), now=at(MONDAY))
    assert found.mailings == ()


@pytest.mark.parametrize(("need", "step"), [(Need.AGREE, "asked"), (Need.KNOW, "answered")])
def test_news_come_along_with_a_mail_that_goes_and_never_alone_or_beneath_a_free_hand(
    need: Need, step: str
) -> None:
    tuesday, far = MONDAY + timedelta(days=1), MONDAY + timedelta(days=60)
    news = owed(far, id=2, need=need, news_on=MONDAY)
    due = owed(tuesday, id=1)
    beneath = news._replace(id=3, hands_off_until=far)
    told = (replace(PRIYA, through=MONDAY),)
    assert said(planned(news, people=told, now=at(tuesday))) == []
    found = planned(due, news, beneath, people=told, now=at(tuesday))
    assert said(found) == [(PRIYA.id, [(1, "due"), (2, step)])]
    [(_, listed)] = said(planned(news, beneath, now=at(MONDAY)))
    assert [each for each, _ in listed] == [2]


@pytest.mark.parametrize("need", [Need.ACCEPT, Need.CONFIRM])
def test_what_waits_for_an_answer_of_theirs_stands_in_the_list_alone(need: Need) -> None:
    tuesday = MONDAY + timedelta(days=1)
    waiting = owed(MONDAY + timedelta(days=60), need=need)
    assert said(planned(waiting, now=at(MONDAY))) == [(PRIYA.id, [(1, "weekly")])]
    due_on_tuesday = waiting._replace(due_on=tuesday)
    reader = replace(PRIYA, through=MONDAY)
    assert planned(due_on_tuesday, people=(reader,), now=at(tuesday)).mailings == ()


def test_a_policy_chooses_the_day_of_the_list() -> None:
    wednesday = MONDAY + timedelta(days=2)
    late, policies = owed(MONDAY - timedelta(days=4)), {MERIDIAN: Policy(weekly_on=2)}
    assert planned(late, now=at(MONDAY), policies=policies).mailings == ()
    reader = replace(PRIYA, through=MONDAY + timedelta(days=1))
    found = planned(late, people=(reader,), now=at(wednesday), policies=policies)
    assert said(found) == [(PRIYA.id, [(1, "weekly")])]


def test_a_policy_can_do_without_list_due_day_and_ladder() -> None:
    silent = {MERIDIAN: Policy(weekly_on=None, when_due=False, escalates=False)}
    long_late = owed(MONDAY - timedelta(days=90), id=2, tied=True)
    assert planned(owed(MONDAY), long_late, now=at(MONDAY), policies=silent).mailings == ()


class TestSomebodyAway:
    here = replace(PRIYA, absences=(Absence(MONDAY, MONDAY + timedelta(days=11), None),))

    def test_hears_nothing_and_has_it_all_in_one_mail_when_they_are_back(self) -> None:
        on = MONDAY + timedelta(days=2)
        assert planned(owed(on), people=(self.here,), now=at(on)).through == {}
        back = MONDAY + timedelta(days=14)
        found = planned(owed(on), people=(self.here,), now=at(back))
        assert said(found) == [(PRIYA.id, [(1, "due")])]

    def test_is_stood_in_for_by_their_deputy_within_the_deputys_one_mail(self) -> None:
        away = replace(PRIYA, absences=(Absence(MONDAY, MONDAY, JONAS.id),))
        found = planned(
            owed(MONDAY), owed(MONDAY, id=2, person=JONAS.id), people=(away, JONAS), now=at(MONDAY)
        )
        assert said(found) == [(JONAS.id, [(1, "due"), (2, "due")])]
        assert [each.person for each in found.mailings[0].named] == [PRIYA.id, JONAS.id]
        assert found.through == {PRIYA.id: MONDAY, JONAS.id: MONDAY}

    def test_keeps_from_the_deputy_what_is_none_of_their_partnerships(self) -> None:
        away = replace(PRIYA, absences=(Absence(MONDAY, MONDAY, JONAS.id),))
        found = planned(owed(MONDAY, partner_id=HALDEN), people=(away, JONAS), now=at(MONDAY))
        assert found.mailings == ()

    def test_finds_on_their_first_day_back_what_the_deputy_could_not_be_told(self) -> None:
        tuesday = MONDAY + timedelta(days=1)
        away = replace(PRIYA, absences=(Absence(MONDAY, MONDAY, JONAS.id),))
        theirs, not_theirs = owed(MONDAY, id=1), owed(MONDAY, id=2, partner_id=HALDEN)
        found = planned(theirs, not_theirs, people=(away, JONAS), now=at(MONDAY))
        assert said(found) == [(JONAS.id, [(1, "due")])]
        assert found.through == {JONAS.id: MONDAY}
        back = planned(not_theirs, people=(away, replace(JONAS, through=MONDAY)), now=at(tuesday))
        assert said(back) == [(PRIYA.id, [(2, "due")])]


class TestTheLadder:
    """Due on 5 November 2026, a Thursday. No holiday of Germany's whole falls before December."""

    due = date(2026, 11, 5)
    lead = replace(JONAS, id=30, leads={MERIDIAN})
    sponsor = replace(JONAS, id=40, sponsors={MERIDIAN})

    def on(
        self, day: date, heard: EscalationsSent, *, tied: bool = True, **facts: object
    ) -> dict[int, list[str]]:
        people = [replace(each, through=day - timedelta(days=1)) for each in (PRIYA, self.lead, self.sponsor)]
        policies = {MERIDIAN: Policy(weekly_on=None)}
        matter = owed(self.due, tied=tied, heard=heard, **facts)
        found = planned(matter, people=tuple(people), now=at(day), policies=policies)
        return {mail.to: [each.step for each in mail.named] for mail in found.mailings}

    def test_whoever_owes_it_is_warned_after_eight_working_days(self) -> None:
        assert self.on(date(2026, 11, 16), EscalationsSent()) == {}
        assert self.on(date(2026, 11, 17), EscalationsSent()) == {PRIYA.id: ["warning"]}
        assert self.on(date(2026, 11, 18), EscalationsSent(date(2026, 11, 17))) == {}

    def test_both_leads_hear_of_it_after_ten(self) -> None:
        warned = EscalationsSent(date(2026, 11, 17))
        assert self.on(date(2026, 11, 18), warned) == {}
        assert self.on(date(2026, 11, 19), warned) == {self.lead.id: ["leads"]}

    def test_never_without_two_days_of_warning(self) -> None:
        assert self.on(date(2026, 12, 1), EscalationsSent()) == {PRIYA.id: ["warning"]}
        assert self.on(date(2026, 12, 2), EscalationsSent(date(2026, 12, 1))) == {}
        assert self.on(date(2026, 12, 3), EscalationsSent(date(2026, 12, 1))) == {self.lead.id: ["leads"]}

    def test_both_sponsors_hear_of_it_five_days_after_the_leads(self) -> None:
        told = EscalationsSent(date(2026, 11, 17), date(2026, 11, 19))
        assert self.on(date(2026, 11, 25), told) == {self.lead.id: ["leads"]}
        assert self.on(date(2026, 11, 26), told) == {self.sponsor.id: ["sponsors"]}

    def test_what_waits_for_two_leads_at_once_is_told_to_each_once(self) -> None:
        day, told = date(2026, 11, 19), EscalationsSent(date(2026, 11, 17))
        leads = tuple(replace(self.lead, id=number, through=day - timedelta(days=1)) for number in (30, 31))
        waiting = [owed(self.due, tied=True, heard=told, person=lead.id, need=Need.ANSWER) for lead in leads]
        found = planned(*waiting, people=leads, now=at(day), policies={MERIDIAN: Policy(weekly_on=None)})
        assert said(found) == [(30, [(1, "leads")]), (31, [(1, "leads")])]

    def test_only_what_an_outcome_or_a_decision_hangs_on_is_told_upwards(self) -> None:
        assert self.on(date(2026, 12, 1), EscalationsSent(), tied=False) == {}

    def test_a_free_hand_stops_it(self) -> None:
        assert self.on(date(2026, 12, 1), EscalationsSent(), hands_off_until=date(2026, 12, 31)) == {}

    def test_nothing_climbs_while_a_cover_is_in_force(self) -> None:
        covers = (CoveredDays(date(2026, 12, 1), date(2026, 12, 9)),)
        told = EscalationsSent(date(2026, 11, 17), date(2026, 11, 19))
        for heard in (EscalationsSent(), EscalationsSent(date(2026, 11, 17)), told):
            assert self.on(date(2026, 12, 1), heard) != {}
            assert self.on(date(2026, 12, 1), heard, covers=covers) == {}
            assert self.on(date(2026, 12, 9), heard, covers=covers) == {}
            assert self.on(date(2026, 12, 10), heard, covers=covers) != {}

    def test_days_under_cover_are_not_counted_as_late_days_afterwards(self) -> None:
        """A week of cover, Monday to Friday: the warning of the 17th comes on the 24th."""
        week = (CoveredDays(date(2026, 11, 9), date(2026, 11, 13)),)
        assert self.on(date(2026, 11, 23), EscalationsSent(), covers=week) == {}
        assert self.on(date(2026, 11, 24), EscalationsSent(), covers=week) == {PRIYA.id: ["warning"]}
        assert self.on(date(2026, 11, 26), EscalationsSent(date(2026, 11, 24)), covers=week) == {
            self.lead.id: ["leads"]
        }

    def test_under_cover_the_list_and_the_due_day_go_on(self) -> None:
        covers = (CoveredDays(MONDAY, MONDAY + timedelta(days=9)),)
        late = owed(MONDAY - timedelta(days=60), id=2, tied=True, covers=covers)
        found = planned(owed(MONDAY, covers=covers), late, now=at(MONDAY))
        assert said(found) == [(PRIYA.id, [(2, "weekly"), (1, "due")])]

    def test_free_days_do_not_count_as_lateness(self) -> None:
        """Eight weekdays after Friday 18 December 2026 one has passed that was free: Christmas Day."""
        day = date(2026, 12, 30)
        reader = replace(PRIYA, through=day - timedelta(days=1))
        late = owed(date(2026, 12, 18), tied=True)
        assert planned(late, people=(reader,), now=at(day), policies={MERIDIAN: Policy(None)}).mailings == ()


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia", "Europe/London", ""]
)
COUNTRIES = st.sampled_from(["DE", "US", "IN", "GB", "", "XX"])
COVERS = st.lists(
    st.builds(
        lambda began_on, length: CoveredDays(began_on, began_on + timedelta(length)), DAYS, st.integers(0, 56)
    ),
    max_size=3,
).map(tuple)
MATTERS = st.builds(
    owed,
    DAYS,
    id=st.integers(1, 30),
    need=st.sampled_from(list(Need)),
    tied=st.booleans(),
    person=st.sampled_from([PRIYA.id, JONAS.id]),
    partner_id=st.sampled_from([MERIDIAN, HALDEN]),
    covers=COVERS,
)


@given(
    day=DAYS, zone=ZONES, country=COUNTRIES, matters=st.lists(MATTERS, max_size=12), hours=st.integers(1, 72)
)
def test_a_morning_is_spoken_for_once_however_often_and_whenever_the_clock_is_asked(
    day: date, zone: str, country: str, matters: list[Matter], hours: int
) -> None:
    """Asked every half hour for three days, with a pause of some hours in between: one mail a day, on working days."""
    reader = replace(PRIYA, country=country, time_zone=zone, through=day - timedelta(days=1))
    sent: list[date] = []
    keys: set[tuple[str, int, str, date, int]] = set()
    start = datetime.combine(day, time(0), UTC)
    for half_hour in [*range(24), *range(24 + 2 * hours, 144 + 2 * hours)]:
        found = plan([reader], matters, {}, now=start + timedelta(minutes=30 * half_hour))
        for mail in found.mailings:
            sent.append(mail.day)
            named = {each.key for each in mail.named if each.step != "warning"}  # heard of, once it is sent
            assert not keys & named
            keys |= named
        reader = replace(reader, through=found.through.get(reader.id, reader.through))
    assert len(sent) == len(set(sent))
    assert all(is_working_day(each, country) for each in sent)


@given(matters=st.lists(MATTERS, max_size=12), days=st.integers(0, 30))
def test_swapping_two_people_swaps_their_mails(matters: list[Matter], days: int) -> None:
    now, swapped = at(MONDAY + timedelta(days=days)), {PRIYA.id: JONAS.id, JONAS.id: PRIYA.id}
    equal = [replace(PRIYA, leads={HALDEN}), replace(PRIYA, id=JONAS.id, leads={HALDEN})]
    mirrored = [matter._replace(person=swapped[matter.person]) for matter in matters]
    there = {
        mail.to: [each.key[:4] for each in mail.named] for mail in plan(equal, matters, {}, now=now).mailings
    }
    here = {
        mail.to: [each.key[:4] for each in mail.named] for mail in plan(equal, mirrored, {}, now=now).mailings
    }
    assert {swapped[to]: named for to, named in there.items()} == here


@given(since=DAYS, length=st.integers(-9, 90), covers=COVERS, country=COUNTRIES)
def test_working_days_outside_every_cover_are_counted_one_by_one(
    since: date, length: int, covers: tuple[CoveredDays, ...], country: str
) -> None:
    until = since + timedelta(days=length)
    days = [since + timedelta(days=number + 1) for number in range(length)]
    free = [day for day in days if is_working_day(day, country) and not any(c.include(day) for c in covers)]
    assert uncovered_working_days(since, until, covers, country) == len(free)
    assert uncovered_working_days(since, until, (), country) == max(
        0, working_days_between(since, until, country)
    )


@given(matter=MATTERS, heard=st.builds(EscalationsSent, *[st.none() | DAYS] * 3), today=DAYS, more=COVERS)
def test_more_cover_never_climbs_higher(
    matter: Matter, heard: EscalationsSent, today: date, more: tuple[CoveredDays, ...]
) -> None:
    matter = matter._replace(heard=heard, tied=True)
    shielded = matter._replace(covers=(*matter.covers, *more))
    rungs = [None, Rung.WARNING, Rung.LEADS, Rung.SPONSORS]
    for climbs in (rung_of_owner, rung_above):
        assert rungs.index(climbs(shielded, PRIYA, today)) <= rungs.index(climbs(matter, PRIYA, today))


@pytest.mark.parametrize("day", [date(2026, 3, 30), date(2026, 10, 26), date(2026, 3, 2), date(2026, 2, 27)])
def test_the_days_around_a_change_of_clocks_and_a_months_end_have_one_morning_each(day: date) -> None:
    reader = replace(PRIYA, through=day - timedelta(days=3))
    mornings = 0
    for quarter in range(24 * 4):
        now = datetime.combine(day, time(0), BERLIN).astimezone(UTC) + timedelta(minutes=15 * quarter)
        found = planned(owed(day), people=(reader,), now=now)
        mornings += len(found.mailings)
        reader = replace(reader, through=found.through.get(reader.id, reader.through))
    assert mornings == 1
