"""What speaks for a wider mandate: what is counted in it, month by month, and who ever comes to know."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from dashboards.models import Indicator, Reading
from dashboards.queries import mandate_evidence
from dashboards.queries.mandate_evidence import Evidence, evidence, to_be_widened
from dashboards.verbs import define_indicator, dispute_reading, record_reading
from governance import verbs
from governance.models import CheckIn, OutcomeIntent
from partners.access import InternalRole
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from tests.cast import Cast
from tests.governance.mandate.scene import decided, our_sponsor
from tests.governance.scene import NOW, TODAY, accepted, at
from tests.ground import laid

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
MONTHS = [date(2026, month, 1) for month in range(2, 9)]
"""Those that lie within nine months before each of the last three closed ones: February to August."""


def kept_on(cast: Cast, due: date, *, late: int = 0) -> None:
    """What their contributor promised two weeks before, and reported on its day or after it."""
    item = accepted(cast, cast.contributor, f"Patch of {due:%-d %B}", due, at(due - timedelta(days=14)))
    verbs.report_done(item, by=cast.contributor, now=at(due + timedelta(days=late)))


def read_as(cast: Cast, indicator: Indicator, month: date, value: int) -> Reading:
    now = at(month + timedelta(days=40))
    return record_reading(indicator, month=month, value=Decimal(value), by=cast.lead, now=now)


@laid
def good(cast: Cast) -> Partner:
    """Twelve promises kept, fourteen readings on target, an outcome on track: enough in each of three windows."""
    for number in range(12):
        kept_on(cast, date(2026, 3, 2) + timedelta(days=14 * number))
    for name in ("Runs", "Restores"):
        said = {"name": name, "unit": "", "direction": "higher", "target": Decimal(4), "by": cast.manager}
        indicator = define_indicator(cast.partner, **said, now=at(date(2026, 1, 5)))
        for month in MONTHS:
            read_as(cast, indicator, month, 4)
    outcome = OutcomeIntent.objects.create(
        partner=cast.partner, statement="Grow", target="Twice", state="agreed", health="on_track"
    )
    said_on(cast, outcome, date(2026, 8, 31))
    return cast.partner


@pytest.fixture
def sponsor(cast: Cast, good: Partner) -> User:
    return our_sponsor(cast)


def said_on(cast: Cast, outcome: OutcomeIntent, day: date, health: str = "on_track") -> None:
    CheckIn.objects.create(
        partner=cast.partner, outcome=outcome, on=day, health=health, words="So", by=cast.lead
    )


def found(cast: Cast, today: date = TODAY) -> Evidence:
    with acting_as(cast.cio):
        return evidence([cast.partner], today)[0]


def test_every_figure_of_the_last_closed_month_and_of_the_two_before(cast: Cast, good: Partner) -> None:
    ends = found(cast).ends
    assert [end.last for end in ends] == [date(2026, 10, 1), date(2026, 9, 1), date(2026, 8, 1)]
    for end in ends:
        assert (end.due, end.kept, end.readings, end.on_target) == (12, 12, 14, 14)
        assert (end.outcomes, end.on_track) == (1, 1)
    assert found(cast).speaks_for_it


@pytest.mark.parametrize(
    ("due", "counted"),
    [
        (date(2026, 1, 30), 0),
        (date(2026, 2, 2), 1),
        (date(2026, 10, 30), 1),
        (date(2026, 11, 2), 0),
    ],
)
def test_what_fell_due_within_nine_closed_months_counts(
    cast: Cast, good: Partner, due: date, counted: int
) -> None:
    with entered(SYSTEM):
        kept_on(cast, due)
    assert found(cast).ends[0].due == 12 + counted


def test_what_is_late_counts_against_it_and_what_our_side_owes_in_nothing(cast: Cast, good: Partner) -> None:
    with entered(SYSTEM):
        kept_on(cast, date(2026, 5, 5), late=1)
        ours = accepted(cast, cast.teammate, "Open the firewall", date(2026, 5, 6), at(date(2026, 4, 20)))
        verbs.report_done(ours, by=cast.teammate, now=at(date(2026, 6, 1)))
    assert (found(cast).ends[0].due, found(cast).ends[0].kept) == (13, 12)


def test_what_waited_on_our_side_does_not_speak_against_them(cast: Cast, good: Partner) -> None:
    with entered(SYSTEM):
        made, due = date(2026, 4, 20), date(2026, 5, 6)
        item = accepted(cast, cast.contributor, "Load test", due, at(made))
        wait = {"on_side": "ours", "what_for": "The data", "by": cast.contributor}
        verbs.wait_on(item, **wait, now=at(made + timedelta(days=1)))
        verbs.stop_waiting(item, by=cast.contributor, now=at(due + timedelta(days=9)))
        verbs.report_done(item, by=cast.contributor, now=at(due + timedelta(days=9)))
    assert (found(cast).ends[0].due, found(cast).ends[0].kept) == (12, 12)


@pytest.mark.parametrize(("value", "good_ones"), [(3, 14), (4, 15), (5, 15)])
def test_a_reading_short_of_its_target_counts_against_it(
    cast: Cast, good: Partner, value: int, good_ones: int
) -> None:
    with entered(SYSTEM):
        read_as(cast, Indicator.objects.get(name="Runs"), date(2026, 9, 1), value)
    assert (found(cast).ends[0].readings, found(cast).ends[0].on_target) == (15, good_ones)
    assert found(cast).ends[2].readings == 14, "September is no month before August"


def test_a_disputed_reading_and_one_without_a_target_count_in_nothing(cast: Cast, good: Partner) -> None:
    with entered(SYSTEM):
        said = {
            "name": "Grows",
            "unit": "",
            "direction": "none",
            "by": cast.manager,
            "now": at(date(2026, 1, 5)),
        }
        read_as(cast, define_indicator(cast.partner, **said), date(2026, 5, 1), 1)
        disputed = Reading.objects.filter(indicator__name="Runs", month=date(2026, 5, 1)).get()
        dispute_reading(disputed, words="Not so", by=cast.manager, now=NOW)
    assert (found(cast).ends[0].readings, found(cast).ends[0].on_target) == (13, 13)


@pytest.mark.parametrize(("day", "speaks"), [(date(2026, 10, 31), False), (date(2026, 11, 1), True)])
def test_an_outcome_stands_as_it_was_said_by_the_end_of_the_month(
    cast: Cast, good: Partner, day: date, speaks: bool
) -> None:
    with entered(SYSTEM):
        said_on(cast, OutcomeIntent.objects.get(), day, "at_risk")
    assert found(cast).speaks_for_it is speaks


@pytest.mark.parametrize(
    ("state", "on", "outcomes"),
    [
        ("achieved", date(2026, 2, 1), (2, 2)),
        ("achieved", date(2026, 1, 31), (1, 1)),
        ("missed", date(2026, 2, 1), (2, 1)),
        ("retired", date(2026, 5, 1), (1, 1)),
        ("missed", date(2026, 11, 1), (1, 1)),
    ],
)
def test_an_outcome_that_ended_within_the_months_counts_as_it_ended(
    cast: Cast, good: Partner, state: str, on: date, outcomes: tuple[int, int]
) -> None:
    with entered(SYSTEM):
        OutcomeIntent.objects.create(
            partner=cast.partner,
            statement="Close",
            target="Fast",
            state=state,
            concluded_on=on,
            conclusion="So.",
        )
    assert (found(cast).ends[0].outcomes, found(cast).ends[0].on_track) == outcomes


def test_the_desk_of_our_sponsor_says_it_until_it_is_put_off(cast: Cast, sponsor: User) -> None:
    with acting_as(sponsor):
        [said] = to_be_widened(sponsor, TODAY)
        assert (said.partner, said.following) == (cast.partner, "trusted")
        verbs.put_off_widening(cast.partner, by=sponsor, now=NOW)
        assert to_be_widened(sponsor, TODAY) == ()
        assert to_be_widened(sponsor, date(2026, 12, 31)) == ()
    assert found(cast).put_off_until == date(2027, 1, 1)


def test_it_is_said_again_in_the_next_quarter_where_it_still_holds(cast: Cast, sponsor: User) -> None:
    with acting_as(sponsor):
        verbs.put_off_widening(cast.partner, by=sponsor, now=at(date(2026, 9, 30)))
        assert len(to_be_widened(sponsor, TODAY)) == 1


def test_at_the_table_there_is_no_wider_one_and_after_the_end_none_at_all(cast: Cast, sponsor: User) -> None:
    with acting_as(cast.cio):
        decided(cast, "at_the_table")
    with acting_as(sponsor):
        assert to_be_widened(sponsor, TODAY) == ()
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(status="ended")
    with acting_as(sponsor):
        assert to_be_widened(sponsor, TODAY) == ()


def test_nobody_else_is_told_on_their_desk(cast: Cast, sponsor: User) -> None:
    for person in (
        cast.partner_sponsor,
        cast.manager,
        cast.lead,
        cast.cio,
        cast.reader,
        cast.rival_lead,
        cast.stranger,
    ):
        with acting_as(person):
            assert to_be_widened(person, TODAY) == (), person.full_name


CANARY = 987_654


@pytest.fixture
def _figures_that_stand_out(monkeypatch: pytest.MonkeyPatch, good: Partner) -> None:
    """Each figure of the evidence is one that no page has by chance."""
    gathered = mandate_evidence.evidence

    def shown(partners: object, today: date) -> list[Evidence]:
        odd = {"due": CANARY, "kept": CANARY, "readings": CANARY, "on_target": CANARY}
        return [
            replace(each, ends=tuple(replace(end, **odd) for end in each.ends))
            for each in gathered(partners, today)
        ]

    monkeypatch.setattr(mandate_evidence, "evidence", shown)
    monkeypatch.setattr("dashboards.views.mandate.evidence", shown)


@pytest.mark.usefixtures("_figures_that_stand_out")
def test_no_page_shows_a_figure_to_anybody_but_whoever_decides(
    cast: Cast, sponsor: User, signed_in: SignedIn
) -> None:
    with entered(SYSTEM):
        portfolio = User.objects.create(
            email="p@northgate.example", full_name="Pia", internal_role=InternalRole.PORTFOLIO_READER
        )
    with acting_as(cast.cio):
        decided(cast, due_on=date(2027, 1, 4))
    here = "/partnerships/meridian/"
    pages = (
        f"{here}mandate/",
        here,
        "/",
        "/portfolio/",
        "/search/?q=mandate",
        f"{here}agenda/",
        "/partnerships/",
    )
    everybody = (
        cast.cio, sponsor, portfolio, cast.manager, cast.teammate, cast.reader, cast.lead, cast.contributor,
        cast.partner_sponsor, cast.observer, cast.rival_lead, cast.stranger,
    )  # fmt: skip
    told = set()
    with time_machine.travel(NOW, tick=False):
        for person in everybody:
            client = signed_in(person)
            shown = {page for page in pages if str(CANARY) in client.get(page).content.decode()}
            told |= {(person, page) for page in shown}
    mandate = f"{here}mandate/"
    assert told == {(cast.cio, mandate), (sponsor, mandate), (sponsor, "/")}
