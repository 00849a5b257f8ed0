"""How long what is typed into a form may be, and how large its numbers: at the limit it is taken, beyond it refused."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from dashboards import forms as of_dashboards
from dashboards import our_debts_forms
from governance.asks import forms as asks
from governance.asks import steps
from governance.cover import forms as cover
from governance.outcomes import forms as outcomes
from governance.raci import forms as raci
from governance.tracker.forms import new_action, saved_views
from governance.tracker.steps import dates, delivering, handing_over, waiting
from governance.tracker.steps import notes as words_of_steps
from partners import forms as of_partners
from partners.authentication import forms as of_entrance
from reviews.agenda import forms as of_reviews
from reviews.agenda import forum_forms

LETTERS = {
    of_partners: {
        "AcceptInvitation": {"full_name": 120, "password": 200},
        "Invite": {"full_name": 120, "email": 254},
        "InviteColleague": {"full_name": 120, "email": 254},
        "StartPartnership": {"name": 120, "kind": 80, "country": 2, "code": 20},
        "OwnAccount": {"full_name": 120, "job_title": 120, "country": 2},
        "SignInFilter": {"who": 120},
    },
    of_entrance: {"AddPasskey": {"name": 60}},
    new_action: {"NewAction": {"title": 200, "due_on": 60}},
    dates: {
        "NewDate": {"due_on": 60, "reason": 1000},
        "DateFromMail": {"due_on": 60, "reason": 1000},
        "NewDateInRoom": {"due_on": 60, "reason": 300},
        "DateAsked": {"due_on": 60, "reason": 1000},
        "DateDeclined": {"word": 1000},
        "DateDeclinedInRoom": {"word": 300},
    },
    delivering: {"GivenBackInRoom": {"word": 300}},
    waiting: {
        "Waiting": {"what_for": 200},
        "WaitingInRoom": {"what_for": 200},
        "Dispute": {"words": 300},
    },
    handing_over: {"Withdrawal": {"reason": 1000}, "DeclineFromMail": {"reason": 1000}},
    words_of_steps: {"Proof": {"link": 500}},
    steps: {"OtherDay": {"needed_by": 60, "reason": 1000}, "AnswerInRoom": {"answer": 1000}},
    asks: {
        "NewDecision": {"title": 200, "needed_by": 60, "forum_words": 120},
        "NewImpediment": {"title": 200},
    },
    cover: {"GiveCover": {"words": 200, "until": 60, "number": 40}},
    outcomes: {"Charter": {"statement": 200, "business_function": 80, "benchmark_source": 200, "due_on": 60}},
    raci: {"NewMatrix": {"title": 120}},
    saved_views: {"KeepView": {"name": 60}},
    of_dashboards: {
        "CharterForm": {"name": 120, "kind": 80, "country": 2, "time_zone": 64},
        "EngagementForm": {"title": 200, "currency": 3},
        "IndicatorForm": {"name": 120, "unit": 30, "source": 200},
        "ReadingForm": {"month": 30},
    },
    our_debts_forms: {"Responsible": {"function": 80}},
    forum_forms: {"ForumForm": {"name": 120, "place": 200}},
    of_reviews: {
        "Cancel": {"reason": 200},
        "Move": {"on": 60, "reason": 200},
        "Table": {"title": 200},
    },
}
NUMBERS = {
    outcomes: {
        "Charter": {"asked_months": (0, 600), "granted_months": (0, 600)},
        "NewCheckIn": {"progress": (0, 100)},
    },
    forum_forms: {"ForumForm": {"minutes": (10, 480)}},
    of_reviews: {"Table": {"minutes": (1, 30)}},
}
DIGITS = {
    of_dashboards: {
        "EngagementForm": {"value": (12, 2)},
        "IndicatorForm": {"target": (12, 4), "amber": (12, 4)},
        "ReadingForm": {"value": (16, 4)},
    },
}
"""Before the point and behind it."""


def fields(table: dict) -> Iterator[tuple[str, forms.Field, object]]:
    for module, of_forms in table.items():
        for form, limits in of_forms.items():
            for name, limit in limits.items():
                yield f"{form}.{name}", getattr(module, form).base_fields[name], limit


def takes(field: forms.Field, value: object) -> bool:
    try:
        field.run_validators(value)
    except ValidationError:
        return False
    return True


def test_a_text_of_the_longest_is_taken_and_one_letter_more_is_refused() -> None:
    for name, field, longest in fields(LETTERS):
        letters = (
            "someone@example.com".rjust(longest, "x")
            if isinstance(field, forms.EmailField)
            else "x" * longest
        )
        assert takes(field, letters), f"{name} takes {longest}"
        assert not takes(field, letters + "x"), f"{name} takes no more than {longest}"


def test_a_number_at_either_end_is_taken_and_one_beyond_it_is_refused() -> None:
    for name, field, (least, most) in fields(NUMBERS):
        assert [takes(field, n) for n in (least - 1, least, most, most + 1)] == [False, True, True, False], (
            name
        )


def test_a_figure_of_all_its_digits_is_taken_and_one_more_is_refused() -> None:
    for name, field, (before, behind) in fields(DIGITS):
        whole, part = "9" * before, "9" * behind
        assert takes(field, Decimal(f"{whole}.{part}")), name
        assert not takes(field, Decimal(f"9{whole}.{part}")), name
        assert not takes(field, Decimal(f"{whole}.{part}9")), name


@pytest.mark.parametrize("count, too_long", [(60, False), (61, True)])
def test_too_long_is_said_with_the_limit(count: int, too_long: bool) -> None:
    field = saved_views.KeepView.base_fields["name"]
    if too_long:
        with pytest.raises(ValidationError, match="under 60 characters"):
            field.run_validators("x" * count)
    else:
        field.run_validators("x" * count)
