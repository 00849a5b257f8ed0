"""The pages of standing promises, as both sides read them: asked for, answered, changed and ended there."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem, StandingPromise
from governance.standing.queries import rows_of
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.scene import at
from tests.governance.standing.scene import agreed, asked, leads, worker

pytestmark = pytest.mark.django_db
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))
SignedIn = Callable[[User], Client]
BASE = "/partnerships/meridian/standing/"
SAID = {"title": "Capacity forecast", "every": "1", "kind": "day", "number": "5"}


def the_only() -> StandingPromise:
    with entered(SYSTEM):
        return StandingPromise.objects.select_related("partner", "owner").get()


def page(client: Client, path: str = BASE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@BOTH_SIDES
def test_asked_for_by_one_side_and_agreed_to_by_the_other(
    cast: Cast, side: Side, signed_in: SignedIn
) -> None:
    own, other = leads(cast, side)
    said = {**SAID, "owner": worker(cast, side).pk, "begins_on": "", "detail": "As a sheet"}
    answer = signed_in(other).post(f"{BASE}new/", said)
    standing = the_only()
    there = f"{BASE}{standing.pk}/"
    assert answer.headers["Location"] == there
    assert "waits for their yes" in page(signed_in(other))
    assert "Take it back" in page(signed_in(other), there)
    assert "waits for your yes" in page(signed_in(own))
    assert "each month by the 5th" in page(signed_in(own), there)
    answered = signed_in(own).post(f"{there}answer/", {"does": "agree", "version": standing.version})
    assert answered.headers["Location"] == there
    assert the_only().state == "agreed"
    for reader in (own, other, cast.observer):
        assert "agreed by both" in page(signed_in(reader), there)
        assert "Capacity forecast" in page(signed_in(reader))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": ""}, "Give the day as a number from 1 to 31."),
        ({"kind": "working_day", "number": "20"}, "Give the day as a number from 1 to 15."),
        ({"title": ""}, "Say what is owed each time."),
        ({"begins_on": "1 Jan 2020"}, "That day has passed."),
    ],
)  # fmt: skip
def test_what_is_refused_keeps_what_was_typed(
    cast: Cast, signed_in: SignedIn, fields: dict[str, str], sentence: str
) -> None:
    said = {**SAID, "owner": cast.lead.pk, "detail": "With the plant", **fields}
    answer = signed_in(cast.manager).post(f"{BASE}new/", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "With the plant" in answer.content.decode()
    assert not StandingPromise.objects.exists()


@BOTH_SIDES
def test_declined_with_its_reason(cast: Cast, side: Side, signed_in: SignedIn) -> None:
    own, other = leads(cast, side)
    with entered(SYSTEM):
        standing = asked(cast.partner, own, by=other, now=timezone.now())
    there = f"{BASE}{standing.pk}/"
    answer = signed_in(own).post(f"{there}answer/", {"does": "decline", "version": 1, "answer": ""})
    assert answer.status_code == 422
    assert "Say why not" in answer.content.decode()
    signed_in(own).post(f"{there}answer/", {"does": "decline", "version": 1, "answer": "By the 10th we can"})
    assert "By the 10th we can" in page(signed_in(other), there)


@BOTH_SIDES
def test_other_terms_stand_beside_the_agreed_ones_until_they_are_answered(
    cast: Cast, side: Side, signed_in: SignedIn
) -> None:
    own, other = leads(cast, side)
    with entered(SYSTEM):
        standing = agreed(cast, side, now=timezone.now())
    there = f"{BASE}{standing.pk}/"
    said = {
        **SAID,
        "kind": "working_day",
        "number": "3",
        "reason": "Books close later",
        "version": standing.version,
    }
    assert signed_in(own).post(f"{there}terms/", said).status_code == 302
    for reader in (own, other):
        shown = page(signed_in(reader), there)
        assert "each month by the 5th" in shown
        assert "each month by the 3rd working day" in shown
        assert "Books close later" in shown
    with entered(SYSTEM):
        change = standing.changes.get()
    answer = {"does": "agree", "version": standing.version}
    assert signed_in(own).post(f"{there}changes/{change.pk}/", answer).status_code == 422
    assert signed_in(other).post(f"{there}changes/{change.pk}/", answer).status_code == 302
    assert str(the_only().rhythm) == "each month by the 3rd working day"


@BOTH_SIDES
def test_the_side_it_is_owed_to_releases_and_the_other_asks(
    cast: Cast, side: Side, signed_in: SignedIn
) -> None:
    own, other = leads(cast, side)
    with entered(SYSTEM):
        standing = agreed(cast, side, now=timezone.now())
    there, said = f"{BASE}{standing.pk}/", {"reason": "Nobody reads it", "version": standing.version}
    assert "Ask to end it" in page(signed_in(own), there)
    assert "Release them from it" in page(signed_in(other), there)
    signed_in(own).post(f"{there}end/", said)
    assert the_only().state == "agreed"
    assert "Does it end?" in page(signed_in(other), there)
    signed_in(other).post(f"{there}end/", said)
    assert the_only().state == "ended"
    assert "Nobody reads it" in page(signed_in(own), there)
    assert "Capacity forecast" in page(signed_in(own)), "among those that ended"


@BOTH_SIDES
def test_handed_over_on_its_side_alone(cast: Cast, side: Side, signed_in: SignedIn) -> None:
    own, other = leads(cast, side)
    with entered(SYSTEM):
        standing = agreed(cast, side, now=timezone.now())
    there = f"{BASE}{standing.pk}/"
    assert "Hand it over" not in page(signed_in(other), there)
    said = {"to": own.pk, "version": standing.version}
    assert signed_in(other).post(f"{there}assignment/", said).status_code == 422
    assert signed_in(own).post(f"{there}assignment/", said).status_code == 302
    assert the_only().owner == own


def test_the_last_times_stand_as_marks_with_their_words_and_the_action_says_whence_it_comes(
    cast: Cast, signed_in: SignedIn
) -> None:
    long_ago = timezone.now() - timedelta(days=150)
    with entered(SYSTEM):
        standing = agreed(cast, Side.THEIRS, now=long_ago)
        for back in range(150, -1, -10):
            verbs.make_standing_promises(now=timezone.now() - timedelta(days=back))
        first, *_ = standing.occurrences.order_by("first_due_on")
        verbs.report_done(first, by=cast.contributor, now=long_ago)
        verbs.confirm(ActionItem.objects.get(pk=first.pk), by=cast.manager, now=long_ago)
    listed = page(signed_in(cast.manager))
    assert "oldest first: kept, missed, missed" in listed
    shown = page(signed_in(cast.lead), first.get_absolute_url())
    assert f'href="{standing.get_absolute_url()}">each month by the 5th</a>' in shown


def test_next_is_a_day_to_come_and_what_is_late_is_said_to_be(cast: Cast) -> None:
    with entered(SYSTEM):
        standing = agreed(cast, Side.THEIRS)
        verbs.make_standing_promises(now=at(date(2026, 12, 10)))
        rows = {day: rows_of([standing], day)[0] for day in (date(2026, 12, 4), date(2026, 12, 10))}
    said = {day: (row.next_on, row.late_since) for day, row in rows.items()}
    assert said == {
        date(2026, 12, 4): (date(2026, 12, 4), None),
        date(2026, 12, 10): (date(2027, 1, 5), date(2026, 12, 4)),
    }


def test_a_rival_and_a_stranger_find_nothing(cast: Cast, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        standing = agreed(cast, Side.OURS, now=timezone.now())
    for person in (cast.rival_lead, cast.stranger):
        for there in (BASE, f"{BASE}new/", f"{BASE}{standing.pk}/"):
            assert signed_in(person).get(there).status_code == 404
    rivals = f"/partnerships/halden/standing/{standing.pk}/"
    assert signed_in(cast.rival_lead).get(rivals).status_code == 404


def test_a_long_list_costs_no_more_queries(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client = signed_in(cast.manager)
    with entered(SYSTEM):
        for number in range(1, 9):
            agreed(cast, Side.OURS if number % 2 else Side.THEIRS, number=number, now=timezone.now())
    client.get(BASE)
    with django_assert_max_num_queries(24):
        client.get(BASE)


@BOTH_SIDES
def test_what_is_asked_for_waits_on_the_desk_of_whoever_may_answer(
    cast: Cast, side: Side, signed_in: SignedIn
) -> None:
    own, other = leads(cast, side)
    owner, waits = worker(cast, side), "Standing promises that wait for my yes"
    with entered(SYSTEM):
        standing = asked(cast.partner, owner, by=other, now=timezone.now())
    for reader, shown in (
        (own, True),
        (owner, True),
        (other, False),
        (cast.observer, False),
        (cast.rival_lead, False),
    ):
        assert (waits in page(signed_in(reader), "/")) is shown, reader
    with entered(SYSTEM):
        verbs.agree_standing(standing, by=own, now=timezone.now())
        terms = {"title": "Forecast", "kind": "day", "number": 9, "reason": "So", "now": timezone.now()}
        verbs.change_standing(standing, by=own, **terms)
    for reader, shown in ((own, False), (owner, False), (other, True), (worker(cast, side.other), False)):
        assert (waits in page(signed_in(reader), "/")) is shown, reader
