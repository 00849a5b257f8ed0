"""The days our own slowness cost, by business function: each side reads its own, and what they are made of."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dashboards.queries.our_slowness import own_days
from governance import verbs
from governance.models import OutcomeIntent
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side, User
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def late(cast: Cast, function: str, days: int, sponsor: User | None = None) -> OutcomeIntent:
    """An outcome that is so many days late today, and for which nobody waited on anybody."""
    now = timezone.now()
    began = now - timedelta(days=days + 30)
    with entered(SYSTEM):
        outcome = verbs.draft_outcome(
            cast.partner,
            statement=f"{function} is quick",
            target="So it is",
            business_function=function,
            due_on=now.date() - timedelta(days=days),
            sponsor=sponsor,
            by=cast.manager,
            now=began,
        )
        return verbs.agree_outcome(outcome, by=cast.lead, now=began)


def days_of(reader: User) -> dict[str, list[int]]:
    with acting_as(reader):
        found = own_days(reader, today=timezone.now().date())
        return {name: [each.days for each in slow] for name, slow in found.items()}


def test_each_side_reads_its_own_days_by_function_the_most_first(cast: Cast) -> None:
    late(cast, "Finance", 3)
    late(cast, "Finance", 7)
    late(cast, "Sales", 4, cast.lead)
    assert days_of(cast.lead) == {"Finance": [7, 3]}
    assert days_of(cast.manager) == {"Sales": [4]}


def test_a_rival_reads_none_of_it(cast: Cast) -> None:
    late(cast, "Finance", 3)
    assert days_of(cast.rival_lead) == {}


def test_our_house_says_how_many_they_are_and_leads_to_each(cast: Cast, signed_in: SignedIn) -> None:
    outcome = late(cast, "Finance", 7)
    client = signed_in(cast.lead)
    for path in ("/our-house/", "/our-house/function/?function=Finance"):
        page = client.get(path).content.decode()
        assert "Our slowness cost 7 days" in page
        assert f"{outcome.get_absolute_url()}#slip" in page
    assert "slowness" not in signed_in(cast.manager).get("/our-house/").content.decode()
    shown = client.get(outcome.get_absolute_url()).content.decode()
    assert "It comes 7 days later than first agreed: 7 ours." in shown


def test_what_was_concluded_long_ago_is_counted_no_more(cast: Cast) -> None:
    outcome = late(cast, "Finance", 400)
    for ago, counted in ((364, {"Finance": [36]}), (365, {})):
        with entered(SYSTEM):
            OutcomeIntent.objects.filter(pk=outcome.pk).update(
                state="missed",
                concluded_on=timezone.now().date() - timedelta(days=ago),
                conclusion="So it was.",
            )
        assert days_of(cast.lead) == counted


def test_the_sides_are_read_alike(cast: Cast) -> None:
    late(cast, "Finance", 5)
    late(cast, "Finance", 5, cast.lead)
    assert days_of(cast.lead) == days_of(cast.manager) == {"Finance": [5]}
    assert {cast.lead.side, cast.manager.side} == set(Side)
