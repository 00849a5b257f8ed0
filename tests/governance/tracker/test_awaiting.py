"""Rows of a list whose owner is invited wait for them: nothing is promised, nothing is lost, on either side."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dashboards.importing.records import PIECE
from dashboards.models import SheetImport
from governance import verbs
from governance.models import ActionItem, AwaitedAction
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Invitation, Partner, User
from partners.verb import Refused
from partners.verbs import accept_invitation, change_role, invite, take_part, withdraw_invitation
from tests.cast import Cast
from tests.dashboards.importing.test_taking_back import taken_back
from tests.dashboards.views.test_tracker_import import agreed, pasted, row, sheet
from tests.partners.verbs.test_people_property import token_of

SignedIn = Callable[[User], Client]
SIDES = pytest.mark.parametrize("side", ["ours", "theirs"])
TRACKER = "/partnerships/meridian/tracker/"


def lead_of(cast: Cast, side: str) -> User:
    return cast.manager if side == "ours" else cast.lead


def invited(cast: Cast, side: str, role: str = "contributor", partner: Partner | None = None) -> Invitation:
    by = lead_of(cast, side)
    with acting_as(by):
        found = invite(
            partner or cast.partner,
            email="zoe@example.com",
            full_name="Zoe Park",
            role=role,
            theirs=side == "theirs",
            by=by,
            now=timezone.now(),
        )
    assert isinstance(found, Invitation)
    return found


def brought(client: Client, *rows: str) -> str:
    address = pasted(client, sheet(*rows))
    client.post(address, agreed(client, address))
    preview = " ".join(client.get(f"{address}preview/").content.decode().split())
    client.post(f"{address}preview/")
    return preview


def waiting() -> list[AwaitedAction]:
    with entered(SYSTEM):
        return list(AwaitedAction.objects.waiting().select_related("invitation"))


def actions() -> list[tuple[str, str, str]]:
    with entered(SYSTEM):
        return list(ActionItem.objects.order_by("pk").values_list("title", "owner__full_name", "state"))


def comes_in(invitation: Invitation) -> User:
    with entered(SYSTEM):
        token = token_of(invitation)
    return accept_invitation(token, password="a long enough phrase 7", now=timezone.now())


@SIDES
@pytest.mark.parametrize("bringer", ["ours", "theirs"])
def test_a_row_waits_and_is_asked_of_whoever_comes_in(
    cast: Cast, signed_in: SignedIn, side: str, bringer: str
) -> None:
    invitation, client = invited(cast, side), signed_in(lead_of(cast, bringer))
    preview = brought(client, row(1, "Zoe Park"), row(2, "zoe@example.com"), row(3))
    assert "2 of them wait for people who are invited" in preview
    assert preview.count("waits: they are asked when they come in") == 2
    assert [each.title for each in waiting()] == ["Action 1", "Action 2"]
    assert len(actions()) == 1
    for reader in (cast.manager, cast.lead):
        page = signed_in(reader).get(TRACKER).content.decode()
        assert "Waiting for people who are invited" in page
        assert "invited, not in yet" in page
    zoe = comes_in(invitation)
    assert not waiting()
    assert actions()[1:] == [("Action 1", "Zoe Park", "proposed"), ("Action 2", "Zoe Park", "proposed")]
    with entered(SYSTEM):
        assert set(ActionItem.objects.filter(owner=zoe).values_list("created_by", "side")) == {
            (lead_of(cast, bringer).pk, side)
        }
    with acting_as(zoe):
        verbs.accept(ActionItem.objects.get(title="Action 1"), by=zoe, now=timezone.now())
    assert "Waiting for people who are invited" not in client.get(TRACKER).content.decode()


def test_the_same_list_again_brings_nothing_twice(cast: Cast, signed_in: SignedIn) -> None:
    invitation, client = invited(cast, "ours"), signed_in(cast.manager)
    for _ in range(2):
        preview = brought(client, row(1, "Zoe Park"))
    assert "There is nothing new in it" in preview
    comes_in(invitation)
    assert "There is nothing new in it" in brought(client, row(1, "Zoe Park"))
    assert len(actions()) == 1


@SIDES
def test_a_withdrawn_invitation_loses_no_row(cast: Cast, signed_in: SignedIn, side: str) -> None:
    invitation = invited(cast, side)
    brought(signed_in(cast.manager), row(1, "Zoe Park"), row(2, "Zoe Park"), row(3, "Zoe Park"))
    with acting_as(lead_of(cast, side)):
        withdraw_invitation(invitation, by=lead_of(cast, side), now=timezone.now())
    assert len(waiting()) == 3
    client = signed_in(lead_of(cast, side))
    assert "their invitation was withdrawn" in client.get(TRACKER).content.decode()
    first, second, _ = waiting()
    colleague, other = cast.teammate, cast.contributor
    if side == "theirs":
        colleague, other = other, colleague
    refused = client.post(f"/partnerships/meridian/awaited/{first.pk}/", {"to": other.pk}, follow=True)
    assert "It is asked of the side that is invited" in refused.content.decode()
    client.post(f"/partnerships/meridian/awaited/{first.pk}/", {"to": colleague.pk})
    client.post(f"/partnerships/meridian/awaited/{second.pk}/", {"remove": "1"})
    assert actions() == [("Action 1", colleague.full_name, "proposed")]
    again = client.post(f"/partnerships/meridian/awaited/{second.pk}/", {"to": colleague.pk}, follow=True)
    assert "does not wait any more" in again.content.decode()
    comes_in(invited(cast, side))
    assert actions()[1:] == [("Action 3", "Zoe Park", "proposed")], (
        "who is invited once more gets what still waits"
    )


def test_whoever_comes_in_to_look_on_owns_nothing_until_their_role_allows_it(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.manager)
    invitation = invited(cast, "ours", role="observer")
    assert "Zoe Park is invited to look on and cannot own a promise" in brought(client, row(1, "Zoe Park"))
    assert not waiting()
    invited(cast, "ours")  # the open invitation is renewed, in another role
    brought(client, row(1, "Zoe Park"))
    invitation = invited(cast, "ours", role="observer")
    zoe = comes_in(invitation)
    assert len(waiting()) == 1
    assert "they are here, and cannot own it" in client.get(TRACKER).content.decode()
    with acting_as(cast.manager):
        change_role(zoe.memberships.get(), role="contributor", by=cast.manager, now=timezone.now())
    assert actions() == [("Action 1", "Zoe Park", "proposed")]


def test_another_partner_s_newcomer_of_that_name_gets_nothing(cast: Cast, signed_in: SignedIn) -> None:
    invited(cast, "ours")
    brought(signed_in(cast.manager), row(1, "Zoe Park"))
    with entered(SYSTEM):
        zoe = User.objects.create(email="zoe@example.com", full_name="Zoe Park")
    with acting_as(cast.cio):
        take_part(cast.rival, person=zoe, role="contributor", by=cast.cio, now=timezone.now())
    assert (len(waiting()), actions()) == (1, [])
    assert "Action 1" not in signed_in(cast.rival_lead).get("/partnerships/halden/tracker/").content.decode()
    with acting_as(cast.manager):
        take_part(cast.partner, person=zoe, role="contributor", by=cast.manager, now=timezone.now())
    assert (len(waiting()), actions()) == (0, [("Action 1", "Zoe Park", "proposed")])


@pytest.mark.parametrize("step", ["waits", "asked", "accepted"])
def test_it_goes_with_its_list_unless_it_was_accepted_meanwhile(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    invitation, client = invited(cast, "ours"), signed_in(cast.manager)
    monkeypatch.setitem(PIECE, "actions", 2)
    rows = (row(1, "Zoe Park"), row(2, "Zoe Park"), row(3))
    brought(client, *rows)
    with entered(SYSTEM):
        found = SheetImport.objects.get()
    assert found.added == 3
    zoe = None if step == "waits" else comes_in(invitation)
    if zoe and step == "accepted":
        with acting_as(zoe):
            verbs.accept(ActionItem.objects.get(title="Action 1"), by=zoe, now=timezone.now())
    stayed = taken_back(found, cast.manager, timezone.now() + timedelta(minutes=1))
    assert (stayed, len(waiting())) == (int(step == "accepted"), 0)
    with entered(SYSTEM):
        assert ActionItem.objects.filter(never_was=False).count() == stayed
    assert "3 rows will come in" in brought(client, *rows) or step == "accepted", "and comes in once more"


def test_a_row_that_waits_is_proposed_to_nobody_of_a_rival(cast: Cast, signed_in: SignedIn) -> None:
    invited(cast, "theirs")
    brought(signed_in(cast.lead), row(1, "Zoe Park"))
    [first] = waiting()
    for number in (cast.rival_lead.pk, 999_999):
        answer = signed_in(cast.lead).post(
            f"/partnerships/meridian/awaited/{first.pk}/", {"to": number}, follow=True
        )
        assert "Choose whom it is proposed to." in answer.content.decode()
    assert waiting() == [first]


def test_nobody_is_waited_for_who_is_not_invited(cast: Cast) -> None:
    invitation = invited(cast, "ours")
    with acting_as(cast.manager):
        withdraw_invitation(invitation, by=cast.manager, now=timezone.now())
        invitation.refresh_from_db()
        with pytest.raises(Refused, match="Zoe Park is not invited any more"):
            verbs.await_owner(
                cast.partner,
                title="Plan",
                invitation=invitation,
                due_on=timezone.localdate(),
                by=cast.manager,
                now=timezone.now(),
            )
