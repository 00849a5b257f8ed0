from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from governance import verbs
from governance.local_day import day_of
from governance.models import QuietPeriod
from partners.isolation.scope import acting_as
from partners.models import User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days, promised

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
AWAY = "/settings/away/"


def away(person: User, *, first: int = 0, last: int = 5, deputy: User | None = None) -> QuietPeriod:
    with acting_as(person):
        return verbs.be_away(
            first_on=in_days(first), last_on=in_days(last), deputy=deputy, by=person, now=NOW
        )


def test_somebody_says_when_they_are_away_and_who_steps_in(cast: Cast) -> None:
    period = away(cast.contributor, deputy=cast.lead)
    assert (period.person, period.deputy, period.first_on) == (cast.contributor, cast.lead, TODAY)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(5, 2, "ends before it begins"), (-9, -3, "has passed"), (0, 500, "longer than a year")],
)
def test_days_that_make_no_sense_are_refused(cast: Cast, first: int, last: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        away(cast.contributor, first=first, last=last)


def test_two_absences_do_not_overlap(cast: Cast) -> None:
    away(cast.contributor)
    with pytest.raises(Refused, match="away then already"):
        away(cast.contributor, first=5, last=9)


@pytest.mark.parametrize("whom", ["manager", "stranger", "leaver", "rival_lead", "contributor"])
def test_only_a_colleague_of_the_same_side_steps_in(cast: Cast, whom: str) -> None:
    with pytest.raises(Refused, match="not a colleague"):
        away(cast.contributor, deputy=getattr(cast, whom))


def test_the_deputy_updates_what_they_could_not_otherwise(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.manager)
    away(cast.manager, deputy=cast.teammate)
    with acting_as(cast.teammate):
        verbs.report_done(item, by=cast.teammate, now=NOW)
    assert item.state == "reported"


def test_a_deputy_s_right_ends_with_the_absence(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.manager)
    period = away(cast.manager, deputy=cast.teammate)
    with acting_as(cast.manager):
        verbs.come_back(period, by=cast.manager, now=NOW)
    with acting_as(cast.teammate), pytest.raises(Exception, match="role does not allow"):
        verbs.report_done(item, by=cast.teammate, now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "became"),
    [(-5, -2, "over"), (-5, -1, "over"), (-5, 0, -1), (-1, 3, -1), (0, 3, None), (1, 3, None)],
)
def test_an_absence_ends_the_day_before_one_is_back_or_never_was(
    cast: Cast, first: int, last: int, became: object
) -> None:
    """What is over cannot be ended; what had not begun yesterday is called off."""
    with acting_as(cast.contributor):
        days = {"first_on": in_days(first), "last_on": in_days(last)}
        period = QuietPeriod.objects.create(person=cast.contributor, **days)
        if became == "over":
            with pytest.raises(Refused, match="over already"):
                verbs.come_back(period, by=cast.contributor, now=NOW)
            return
        verbs.come_back(period, by=cast.contributor, now=NOW)
        left = list(QuietPeriod.objects.values_list("last_on", flat=True))
    assert left == ([] if became is None else [in_days(became)])  # type: ignore[arg-type]


def test_whoever_is_back_early_says_so(cast: Cast) -> None:
    begun = away(cast.contributor, first=-3)
    with acting_as(cast.contributor):
        verbs.come_back(begun, by=cast.contributor, now=NOW)
    assert begun.last_on == date(2026, 11, 22)


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.contributor).post(AWAY, {"first_on": "31/11", "last_on": "", "deputy": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="31/11"' in page
    assert "Give a day" in page


def test_the_page_keeps_an_absence_and_ends_it(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.contributor)
    said = {"first_on": "today", "last_on": "in 2 weeks", "deputy": cast.lead.pk}
    page = client.post(AWAY, said, follow=True).content.decode()
    assert "Jonas Stein has your reminders meanwhile" in page
    with acting_as(cast.contributor):
        period = QuietPeriod.objects.get()
    assert "Mei Chen" in signed_in(cast.lead).get(AWAY).content.decode()
    assert (
        "You are here every working day"
        in client.post(f"{AWAY}{period.pk}/end/", follow=True).content.decode()
    )


def test_nobody_ends_another_s_absence(cast: Cast, signed_in: SignedIn) -> None:
    period = away(cast.contributor, deputy=cast.lead)
    for other in (cast.lead, cast.manager):
        signed_in(other).post(f"{AWAY}{period.pk}/end/")
    with acting_as(cast.contributor):
        assert QuietPeriod.objects.get().last_on == in_days(5)


def test_an_absence_is_nobody_else_s_to_read(cast: Cast) -> None:
    away(cast.contributor, deputy=cast.lead)
    with acting_as(cast.manager):
        assert not QuietPeriod.objects.exists()
    with acting_as(cast.lead):
        assert QuietPeriod.objects.get().person_id == cast.contributor.pk
    assert day_of(cast.lead, NOW) == TODAY
