"""Whoever sponsors an outcome, and the business owner it is for, speak for themselves as it is handed over."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from governance import verbs
from governance.models import OutcomeIntent
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import NOW, at
from tests.reviews import scene

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def draft(cast: Cast) -> OutcomeIntent:
    with entered(SYSTEM):
        return scene.outcome(cast.partner, state="draft")


@pytest.mark.parametrize("part", ["sponsor", "business_owner"])
@pytest.mark.parametrize("who", ["teammate", "observer"])
def test_the_sponsor_and_the_business_owner_speak_whatever_their_role(
    cast: Cast, draft: OutcomeIntent, signed_in: SignedIn, part: str, who: str
) -> None:
    person = getattr(cast, who)
    page = f"/partnerships/meridian/outcomes/{draft.pk}/"
    assert "Write about it" not in signed_in(person).get(page).content.decode()
    assert signed_in(person).post(f"{page}words/", {"words": "Not yet."}).status_code == 403
    with entered(SYSTEM):
        OutcomeIntent.objects.update(**{part: person})
    shown = signed_in(person).get(page).content.decode()
    assert "Write about it" in shown
    assert "Months it takes" not in shown
    said = {"words": "Five hours, every month.", "version": draft.version}
    assert signed_in(person).post(f"{page}words/", said).status_code == 302
    assert "Five hours, every month." in signed_in(cast.lead).get(page).content.decode()


def test_months_are_named_by_whoever_keeps_the_charter(cast: Cast, draft: OutcomeIntent) -> None:
    with entered(SYSTEM):
        OutcomeIntent.objects.update(sponsor=cast.teammate)
        draft.refresh_from_db()
        with pytest.raises(PermissionDenied):
            verbs.say_on_hand_over(draft, words="Nine.", months=9, by=cast.teammate, now=NOW)
        verbs.say_on_hand_over(draft, words="Nine.", months=9, by=cast.manager, now=NOW)
    assert draft.granted_months == 9


def test_a_check_in_falls_on_a_working_day_of_both_who_answer_for_it(cast: Cast) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.teammate.pk).update(country="DE")
        owners = {"owner_ours": User.objects.get(pk=cast.teammate.pk), "owner_theirs": cast.contributor}
        said = {"health": "on_track", "progress": 5, "words": "So.", "by": cast.lead}
        for checked, expected in (
            (date(2026, 10, 15), date(2026, 11, 16)),
            (date(2026, 9, 3), date(2026, 10, 5)),
            (date(2026, 10, 14), date(2026, 11, 16)),
            (date(2026, 10, 12), date(2026, 11, 12)),
        ):
            intent = scene.outcome(cast.partner, check_in_every=1, **owners)
            verbs.check_in(intent, **said, now=at(checked))
            assert intent.next_check_in_on == expected
        free = scene.outcome(cast.partner, check_in_every=1)
        verbs.check_in(free, **said, now=at(date(2026, 10, 15)))
        assert free.next_check_in_on == date(2026, 11, 16)
