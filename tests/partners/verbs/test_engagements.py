"""Contracts are corrected, ended on a day and renewed; notice and value stay ours."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from partners.isolation.scope import acting_as
from partners.models import Engagement, EngagementTerms, User
from partners.verb import Refused
from partners.verbs import add_engagement, edit_engagement, end_engagement, renew_engagement
from tests.cast import Cast

BEGAN, ENDS = date(2026, 1, 1), date(2026, 12, 31)
TERMS = {"notice_by": date(2026, 9, 30), "value": Decimal("1200000"), "currency": "EUR"}


@pytest.fixture
def contract(cast: Cast, now: datetime) -> Engagement:
    with acting_as(cast.manager):
        return add_engagement(
            cast.partner, title="Run", starts_on=BEGAN, ends_on=ENDS, **TERMS, by=cast.manager, now=now
        )


def did(verb: Any, contract: Engagement, by: User, now: datetime, **said: Any) -> Engagement:
    with acting_as(by):
        return verb(contract, **said, by=by, now=now)


def terms_of(cast: Cast, contract: Engagement) -> tuple[Any, ...]:
    with acting_as(cast.manager):
        terms = EngagementTerms.objects.get(engagement=contract)
    return terms.notice_days, terms.notice_by, terms.value, terms.currency


def test_both_leads_correct_the_words_and_only_ours_the_terms(
    cast: Cast, now: datetime, contract: Engagement
) -> None:
    before = terms_of(cast, contract)
    kept = did(edit_engagement, contract, cast.lead, now, title=" Run it ", starts_on=BEGAN, scope=" All ")
    assert (kept.title, kept.scope, kept.ends_on, kept.state) == ("Run it", "All", None, "active")
    assert terms_of(cast, contract) == before
    with pytest.raises(PermissionDenied):
        did(edit_engagement, contract, cast.lead, now, title="Run", starts_on=BEGAN, notice_by=None)
    did(
        edit_engagement,
        contract,
        cast.manager,
        now,
        title="Run",
        starts_on=BEGAN,
        notice_by=date(2026, 10, 1),
    )
    assert terms_of(cast, contract) == (None, date(2026, 10, 1), Decimal(1200000), "EUR")
    emptied = {"notice_by": None, "value": None, "currency": ""}
    did(edit_engagement, contract, cast.manager, now, title="Run", starts_on=BEGAN, **emptied)
    assert terms_of(cast, contract) == (None, None, None, "")


def test_one_without_terms_gets_them_by_a_correction(cast: Cast, now: datetime) -> None:
    with acting_as(cast.lead):
        contract = add_engagement(cast.partner, title="Run", starts_on=BEGAN, by=cast.lead, now=now)
    did(
        edit_engagement,
        contract,
        cast.manager,
        now,
        title="Run",
        starts_on=BEGAN,
        **TERMS | {"currency": "eur"},
    )
    assert terms_of(cast, contract) == (None, date(2026, 9, 30), Decimal(1200000), "EUR")


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({"title": " "}, "Say what the engagement is called", "title"),
        ({"ends_on": date(2025, 12, 31)}, "ends before it begins", "ends_on"),
        ({"value": Decimal(1), "currency": ""}, "needs its currency", "currency"),
    ],
)
def test_a_correction_says_what_is_wrong_at_its_field(
    cast: Cast, now: datetime, contract: Engagement, said: dict[str, Any], sentence: str, field: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        did(edit_engagement, contract, cast.manager, now, **{"title": "Run", "starts_on": BEGAN, **said})
    assert refused.value.field == field


def test_it_ends_on_its_day_and_nobody_is_reminded_of_its_notice(
    cast: Cast, now: datetime, contract: Engagement
) -> None:
    with acting_as(cast.manager):
        assert EngagementTerms.objects.running().exists()
    last = date(2026, 6, 30)
    ended = did(end_engagement, contract, cast.lead, now, on=last)
    assert [ended.is_over(day) for day in (date(2026, 6, 29), last)] == [False, True]
    assert [ended.standing(day) for day in (date(2026, 6, 29), last)] == ["ends early", "ended"]
    with acting_as(cast.manager):
        assert not EngagementTerms.objects.running().exists()
    with pytest.raises(Refused, match="ended already, with 30 June 2026 for its last day"):
        did(end_engagement, contract, cast.manager, now, on=last)


def test_one_that_runs_out_is_over_the_day_after_its_last(contract: Engagement) -> None:
    found = {day: contract.standing(day) for day in (date(2025, 12, 31), BEGAN, ENDS, date(2027, 1, 1))}
    assert list(found.values()) == ["not begun", "active", "active", "ended"]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(date(2025, 12, 31), "before it began"), (date(2027, 1, 1), "ends on 31 December 2026 by itself")],
)
def test_it_ends_between_its_first_day_and_its_last(
    cast: Cast, now: datetime, contract: Engagement, on: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        did(end_engagement, contract, cast.manager, now, on=on)
    assert refused.value.field == "on"
    for edge in (ENDS, BEGAN):
        with acting_as(cast.manager), transaction.atomic():
            assert end_engagement(contract, on=edge, by=cast.manager, now=now).ends_on == edge
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("ends_on", "state"), [(None, "active"), (date(2026, 7, 1), "active"), (date(2026, 6, 30), "terminated")]
)
def test_a_later_last_day_lets_an_ended_one_run_on(
    cast: Cast, now: datetime, contract: Engagement, ends_on: date | None, state: str
) -> None:
    did(end_engagement, contract, cast.manager, now, on=date(2026, 6, 30))
    said = {"title": "Run", "starts_on": BEGAN, "ends_on": ends_on}
    assert did(edit_engagement, contract, cast.manager, now, **said).state == state


def test_the_one_that_follows_begins_after_it_and_there_is_one(
    cast: Cast, now: datetime, contract: Engagement
) -> None:
    with pytest.raises(Refused, match="runs until 31 December 2026") as refused:
        did(renew_engagement, contract, cast.manager, now, title="Run 2", starts_on=ENDS)
    assert refused.value.field == "starts_on"
    renewed = did(
        renew_engagement, contract, cast.manager, now, title="Run 2", starts_on=date(2027, 1, 1), **TERMS
    )
    assert renewed.renews == contract
    assert terms_of(cast, renewed)[2] == Decimal(1200000)
    with pytest.raises(Refused, match="renewed already, by “Run 2” from 1 January 2027"):
        did(renew_engagement, contract, cast.lead, now, title="Run 3", starts_on=date(2027, 1, 1))


def test_one_without_a_last_day_ends_before_the_one_that_follows(cast: Cast, now: datetime) -> None:
    with acting_as(cast.manager):
        contract = add_engagement(cast.partner, title="Run", starts_on=BEGAN, by=cast.manager, now=now)
    with pytest.raises(Refused, match="began on 1 January 2026"):
        did(renew_engagement, contract, cast.manager, now, title="Run 2", starts_on=BEGAN)
    did(renew_engagement, contract, cast.manager, now, title="Run 2", starts_on=date(2026, 7, 1))
    with acting_as(cast.manager):
        assert Engagement.objects.get(pk=contract.pk).ends_on == date(2026, 6, 30)


def test_no_contract_follows_one_of_another_partner(cast: Cast, contract: Engagement) -> None:
    with acting_as(cast.cio), pytest.raises(IntegrityError), transaction.atomic():
        Engagement.objects.create(partner=cast.rival, title="X", starts_on=BEGAN, renews=contract)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
