"""What the demo tells must hold, whatever is added to it."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from dashboards.models import Reading
from demo.cast import LEAD, MANAGER, READER, SIGN_INS
from demo.run import STORIES
from governance.counting.formula import Verdict, judge, tally
from governance.ledger.facts import promises
from governance.models import ActionItem, Ask, Cover, Forum, OutcomeIntent, RaciMatrix, RaciVersion
from governance.pulse.shown import Pulse
from governance.slowness.reading import costs_of
from partners.history.chain import verify
from partners.history.row_history import history_of
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import OutgoingMail, Partner, PartnerNote, Side, User
from reviews.clock import day_of
from reviews.facts.seal import verify_seal
from reviews.models import Review, Seal
from tests.templates import NOW, TODAY

A_YEAR_AGO = date(2025, 11, 24)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everything_is_seen(db: None) -> Iterator[None]:
    with entered(SYSTEM):
        yield


@pytest.fixture
def meridian() -> Partner:
    return Partner.objects.get(name="Meridian Systems")


def test_every_partnership_of_the_story_is_there() -> None:
    assert set(Partner.objects.values_list("name", flat=True)) == set(STORIES)


def test_meridians_review_is_due_today(meridian: Partner) -> None:
    (review,) = Review.objects.filter(partner=meridian, state=Review.State.SCHEDULED)
    assert day_of(review) == TODAY
    assert review.chair is not None


def test_every_other_partnership_meets_in_the_days_to_come() -> None:
    coming = Review.objects.filter(state=Review.State.SCHEDULED).exclude(partner__name="Meridian Systems")
    days = [day_of(review) for review in coming]
    assert len(days) == len(STORIES) - 1
    assert min(days) > TODAY


def test_every_forum_knows_its_next_review() -> None:
    forums = list(Forum.objects.all())
    assert len(forums) > 3
    for forum in forums:
        coming = forum.reviews.get(state=Review.State.SCHEDULED)
        assert forum.next_review_on == day_of(coming)


def test_the_last_reviews_of_meridian_are_sealed_for_both_editions(meridian: Partner) -> None:
    sealed = Review.objects.filter(partner=meridian, state=Review.State.SEALED)
    assert sealed.count() == 3
    assert Seal.objects.filter(review__in=sealed, kind=Seal.Kind.REVIEW).count() == 6


def test_every_seal_still_matches_its_hash() -> None:
    seals = list(Seal.objects.all())
    assert len(seals) >= 6
    assert all(verify_seal(seal) for seal in seals)


def test_what_the_last_review_put_off_stands_on_todays_agenda(meridian: Partner) -> None:
    review = Review.objects.get(partner=meridian, state=Review.State.SCHEDULED)
    assert review.agenda.exclude(carried_from=None).exists()


def test_both_sides_have_put_something_on_todays_agenda(meridian: Partner) -> None:
    review = Review.objects.get(partner=meridian, state=Review.State.SCHEDULED)
    assert set(review.agenda.values_list("tabled_by_side", flat=True)) == {"", *Side.values}


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("side", Side)
def test_each_side_of_each_partnership_keeps_some_promises_and_misses_or_moves_others(
    name: str, side: Side
) -> None:
    counts = tally(promises(Partner.objects.get(name=name)), A_YEAR_AGO, TODAY, TODAY)[side]
    assert counts.kept
    assert counts.missed + counts.moved + counts.held_up


def test_meridian_shows_every_kind_of_verdict_on_both_sides(meridian: Partner) -> None:
    found = {(promise.side, judge(promise, TODAY)) for promise in promises(meridian)}
    assert {(side, verdict) for side in Side for verdict in Verdict} <= found


def test_covers_were_given_by_both_sides_and_are_marked_in_the_figures_of_both() -> None:
    covers = list(Cover.objects.select_related("partner", "given_by"))
    assert {cover.given_by.side for cover in covers} == set(Side)
    for cover in covers:
        counts = tally(promises(cover.partner), A_YEAR_AGO, TODAY, TODAY)
        assert all(counts[side].covered for side in Side)
        assert cover.cause
        assert cover.concession


def test_meridian_has_come_to_keep_more_than_we_do(meridian: Partner) -> None:
    counts = tally(promises(meridian), A_YEAR_AGO, TODAY, TODAY)
    ours, theirs = counts[Side.OURS], counts[Side.THEIRS]
    assert theirs.kept / theirs.due > ours.kept / ours.due


def test_every_action_was_done_by_somebody_at_its_simulated_time() -> None:
    items = list(ActionItem.objects.all())
    assert len(items) > 20
    for item in items:
        first = history_of(item)[-1]
        assert first.person is not None
        assert first.at.date() < TODAY


def test_some_promises_were_proposed_released_and_given_back(meridian: Partner) -> None:
    items = ActionItem.objects.filter(partner=meridian)
    assert items.filter(state=ActionItem.State.PROPOSED).exists()
    assert items.filter(state=ActionItem.State.WITHDRAWN).exists()
    assert items.filter(returned__gt=0).exists()


def test_a_decision_waits_for_the_executive_reader() -> None:
    assert Ask.objects.open().filter(owner__full_name=READER, kind=Ask.Kind.DECISION).exists()


def test_a_reading_is_disputed_and_a_month_was_measured_by_nobody() -> None:
    assert Reading.objects.filter(state=Reading.State.DISPUTED).exists()
    restore = Reading.objects.filter(indicator__name="Restore test passed")
    assert max(reading.month for reading in restore) < date(2026, 8, 1)


def test_nothing_happened_on_a_weekend_or_today() -> None:
    days = {item.created_at.date() for item in ActionItem.objects.all()}
    days |= {reading.recorded_at.date() for reading in Reading.objects.all()}
    assert max(days) < TODAY
    assert not [day for day in days if day.weekday() >= 5]


def test_asks_of_every_kind_and_of_both_sides_are_open(meridian: Partner) -> None:
    still_open = Ask.objects.filter(partner=meridian).open()
    assert {ask.kind for ask in still_open} == set(Ask.Kind)
    assert {ask.on_side for ask in still_open} == set(Side)


def test_one_raci_grid_is_agreed_and_one_still_has_a_gap() -> None:
    states = dict(RaciMatrix.objects.values_list("partner__name", "state"))
    assert states["Meridian Systems"] == RaciMatrix.State.AGREED
    assert states["Halden & Roy"] == RaciMatrix.State.DRAFT
    told = RaciVersion.objects.filter(partner__name="Meridian Systems", state__in=["agreed", "proposed"])
    assert list(told.order_by("pk").values_list("number", "side", "state")) == [
        (1, "ours", "agreed"),
        (2, "theirs", "agreed"),
        (3, "ours", "agreed"),
        (None, "theirs", "proposed"),
    ]


def test_no_mail_of_the_past_is_left_to_be_sent() -> None:
    assert not OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).exists()


def test_everyone_is_invented_and_reachable_nowhere() -> None:
    assert not User.objects.filter(invented=False).exists()
    people = list(User.objects.all())
    assert len(people) > 10
    assert all(person.email.endswith(".example") for person in people)


def test_the_four_who_sign_in_are_there() -> None:
    assert User.objects.filter(full_name__in=SIGN_INS).count() == 5


def test_neither_side_sees_the_others_notes(meridian: Partner) -> None:
    for name, side in ((MANAGER, Side.OURS), (LEAD, Side.THEIRS)):
        with acting_as(User.objects.get(full_name=name)):
            notes = PartnerNote.objects.filter(partner=meridian)
            assert {note.side for note in notes} == {side}


def test_the_history_holds() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        # The chain is forged when a transaction commits; here it never does.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert verify() == []


def test_filling_again_if_empty_changes_nothing() -> None:
    before = ActionItem.objects.count()
    call_command("demo", "--if-empty")
    assert ActionItem.objects.count() == before


def test_the_close_comes_later_and_most_of_its_days_are_ours(meridian: Partner) -> None:
    close = OutcomeIntent.objects.select_related("partner", "sponsor").get(
        partner=meridian, statement__startswith="Period close"
    )
    cost = costs_of([close], TODAY)[close.pk]
    assert (cost.days, cost.of_each_side) == (60, {Side.OURS: 36, Side.THEIRS: 24})
    longest = max(cost.lines, key=lambda line: line.days)
    assert (longest.side, longest.told.title) == (Side.OURS, "Archive invoices older than three years")


def test_the_sides_differ_on_the_five_questions_and_enough_of_each_answered(meridian: Partner) -> None:
    pulse = Pulse(meridian, User.objects.get(full_name="Hanna Weiss"), NOW)
    assert all(pulse.gaps.values())
    assert {name for name, found in pulse.gaps.items() if found and found.wide} == {
        "free_hand", "responsiveness", "change",
    }  # fmt: skip
