"""Whoever is invited and not in yet is chosen as the owner of a new action: it waits for them, with all it is for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.models import ActionItem, AwaitedAction
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.verbs import invite, withdraw_invitation
from tests.cast import Cast
from tests.governance.tracker.test_awaiting import (
    SIDES,
    SignedIn,
    actions,
    comes_in,
    invited,
    lead_of,
    waiting,
)
from tests.reviews import scene

NEW = "/partnerships/meridian/actions/new/"


def typed(**said: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=20)
    return {"title": "Send the plan", "due_on": day.isoformat(), "detail": "All of it", **said}


@SIDES
@pytest.mark.parametrize("writer", ["ours", "theirs"])
def test_it_waits_and_is_proposed_with_all_it_is_for_when_they_come_in(
    cast: Cast, signed_in: SignedIn, side: str, writer: str
) -> None:
    invitation, client = invited(cast, side), signed_in(lead_of(cast, writer))
    with entered(SYSTEM):
        goal, question = scene.outcome(cast.partner), scene.ask(cast.partner, cast.lead)
    form = client.get(NEW).content.decode()
    name = cast.partner.side_names[side]
    assert f'<optgroup label="{name}, invited and not in yet">' in form
    assert f'<option value="invited {invitation.pk}">Zoe Park</option>' in form
    answer = client.post(
        NEW, typed(owner=f"invited {invitation.pk}", outcome=goal.pk, ask=question.pk), follow=True
    )
    assert answer.redirect_chain[-1][0] == "/partnerships/meridian/tracker/#awaited"
    assert "It waits for Zoe Park, who is asked when they come in." in answer.content.decode()
    assert [each.title for each in waiting()] == ["Send the plan"]
    assert actions() == []
    zoe = comes_in(invitation)
    with entered(SYSTEM):
        (item,) = ActionItem.objects.select_related("owner", "outcome", "ask", "created_by")
    assert (item.owner, item.state, item.detail, item.side) == (zoe, "proposed", "All of it", side)
    assert (item.outcome, item.ask, item.created_by) == (goal, question, lead_of(cast, writer))


def test_what_they_promised_already_or_for_a_day_gone_by_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    invitation, client = invited(cast, "ours"), signed_in(cast.manager)
    owner = f"invited {invitation.pk}"
    answer = client.post(NEW, typed(owner=owner, promised="on"))
    assert answer.status_code == 422
    assert "Zoe Park is not in yet and cannot have promised it" in answer.content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    assert client.post(NEW, typed(owner=owner, due_on=yesterday.isoformat())).status_code == 422
    assert waiting() == []
    assert f'<option value="{owner}" selected>' in answer.content.decode()


def test_who_records_no_promises_is_offered_nobody_who_is_invited(cast: Cast, signed_in: SignedIn) -> None:
    invitation, client = invited(cast, "ours"), signed_in(cast.teammate)
    assert "invited and not in yet" not in client.get(NEW).content.decode()
    assert client.post(NEW, typed(owner=f"invited {invitation.pk}")).status_code == 422
    assert waiting() == []


@pytest.mark.parametrize("role", ["observer", "executive_reader"])
def test_who_is_invited_to_look_on_owns_nothing(cast: Cast, signed_in: SignedIn, role: str) -> None:
    invited(cast, "ours", role=role)
    assert "Zoe Park" not in signed_in(cast.manager).get(NEW).content.decode()


def test_whose_invitation_has_ended_is_not_offered(cast: Cast, signed_in: SignedIn) -> None:
    invitation, client = invited(cast, "ours"), signed_in(cast.manager)
    with acting_as(cast.manager):
        withdraw_invitation(invitation, by=cast.manager, now=timezone.now())
    assert client.post(NEW, typed(owner=f"invited {invitation.pk}")).status_code == 422


def test_nobody_invited_by_a_rival_is_chosen(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.rival_lead):
        there = invite(
            cast.rival,
            email="rita@example.com",
            full_name="Rita Rival",
            role="contributor",
            theirs=True,
            by=cast.rival_lead,
            now=timezone.now(),
        )
    for number in (there.pk, 0, "x", ""):
        assert signed_in(cast.manager).post(NEW, typed(owner=f"invited {number}")).status_code == 422
    with entered(SYSTEM):
        assert not AwaitedAction.objects.exists()
