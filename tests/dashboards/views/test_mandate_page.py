"""The page of the mandate, as both sides read it, and its forms: nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import CapabilityBet, MandateStep, Opening
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast
from tests.governance.mandate.scene import our_sponsor

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
BASE = "/partnerships/meridian/mandate/"
SAID = {"step": "trusted", "trusted_with": "The ERP basis\nForty databases", "reason": "Nine good months."}
OPENED = {"kind": "seat", "title": "A seat in planning", "due_on": "in 3 weeks"}


def page(client: Client, path: str = BASE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def widened(cast: Cast) -> MandateStep:
    now = timezone.now()
    said = {**SAID, "kind": "seat", "title": "A seat in planning", "due_on": now.date() + timedelta(days=21)}
    with acting_as(cast.cio):
        return verbs.decide_mandate(cast.partner, **said, owner=cast.manager, by=cast.cio, now=now)


def test_our_sponsor_widens_it_and_both_sides_read_the_same(cast: Cast, signed_in: SignedIn) -> None:
    assert "Nothing is decided yet" in page(signed_in(cast.lead))
    sponsor = our_sponsor(cast)
    answer = signed_in(sponsor).post(
        f"{BASE}decision/", {**SAID, **OPENED, "owner": cast.manager.pk, "version": 0}
    )
    assert answer.headers["Location"] == BASE
    for reader in (sponsor, cast.cio, cast.manager, cast.lead, cast.observer, cast.partner_sponsor):
        shown = page(signed_in(reader))
        for words in (
            "Forty databases",
            "Nine good months.",
            "A seat in planning",
            "Olga Sund",
            "a seat in strategy",
        ):
            assert words in shown, reader.full_name
        assert 'aria-current="step"' in shown
        assert "A seat in planning" in page(signed_in(reader), "/partnerships/meridian/")
    with entered(SYSTEM):
        there = Opening.objects.get().action.get_absolute_url()
    assert "the mandate: trusted" in page(signed_in(cast.lead), there)


def test_what_is_refused_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.cio)
    for wrong, sentence in (
        ({"title": ""}, "A wider mandate has its price"),
        ({"due_on": "1 Jan 2020"}, "That day has passed."),
        ({"reason": " "}, "Say why: both sides read it."),
        ({"owner": cast.rival_lead.pk}, "Select a valid choice"),
        ({"owner": cast.contributor.pk}, "Select a valid choice"),
        ({"step": "friend"}, "Select a valid choice"),
    ):
        answer = client.post(
            f"{BASE}decision/", {**SAID, **OPENED, "owner": cast.manager.pk, "version": 0, **wrong}
        )
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in shown, wrong
        assert "Forty databases" in shown
    with entered(SYSTEM):
        assert MandateStep.objects.count() == 0


def test_of_two_who_decide_at_once_the_second_reads_it_and_keeps_their_words(
    cast: Cast, signed_in: SignedIn
) -> None:
    widened(cast)
    client = signed_in(cast.cio)
    typed = {
        **SAID,
        **OPENED,
        "step": "strategic",
        "reason": "Ten months.",
        "owner": cast.manager.pk,
        "version": 0,
    }
    answer = client.post(f"{BASE}decision/", typed)
    shown = answer.content.decode()
    assert (answer.status_code, "Ten months." in shown) == (409, True)
    assert "Somebody else decided on the mandate" in shown
    with entered(SYSTEM):
        current = MandateStep.objects.get()
    assert f'name="version" value="{current.pk}"' in shown
    assert client.post(f"{BASE}decision/", {**typed, "version": current.pk}).status_code == 302


@pytest.mark.parametrize("who", ["manager", "lead", "partner_sponsor", "contributor", "observer", "reader"])
def test_nobody_else_decides_or_is_offered_it(cast: Cast, signed_in: SignedIn, who: str) -> None:
    step, client = widened(cast), signed_in(getattr(cast, who))
    with entered(SYSTEM):
        opening = Opening.objects.get()
    for path in (
        "decision/",
        "later/",
        f"{step.pk}/words/",
        f"{step.pk}/openings/",
        f"openings/{opening.pk}/kind/",
    ):
        assert client.post(f"{BASE}{path}", {**SAID, **OPENED}).status_code == 403, path
    shown = page(client)
    assert "Widen or narrow it" not in shown
    assert "What speaks for it" not in shown


def test_their_lead_asks_for_a_wider_one_by_an_ordinary_recommendation(
    cast: Cast, signed_in: SignedIn
) -> None:
    offers = {
        who: "Ask for a wider one" in page(signed_in(getattr(cast, who)))
        for who in ("lead", "contributor", "observer", "manager", "cio")
    }
    assert offers == {"lead": True, "contributor": True, "observer": False, "manager": False, "cio": False}
    assert "/partnerships/meridian/asks/new/recommendation/" in page(signed_in(cast.lead))


def test_more_is_opened_up_corrected_and_put_off(cast: Cast, signed_in: SignedIn) -> None:
    step, client = widened(cast), signed_in(cast.cio)
    more = {"kind": "business", "title": "Test-lab budget", "owner": cast.manager.pk, "due_on": "in 5 weeks"}
    assert client.post(f"{BASE}{step.pk}/openings/", {**more, "title": ""}).status_code == 422
    assert client.post(f"{BASE}{step.pk}/openings/", more).status_code == 302
    with entered(SYSTEM):
        opening = Opening.objects.get(kind="business")
    assert client.post(f"{BASE}openings/{opening.pk}/kind/", {"kind": "scope"}).status_code == 302
    assert client.post(f"{BASE}openings/{opening.pk}/kind/", {"kind": "favour"}).status_code == 422
    words = {"trusted_with": "All of it", "reason": "Ten months.", "version": 1}
    assert client.post(f"{BASE}{step.pk}/words/", words).status_code == 302
    late = client.post(f"{BASE}{step.pk}/words/", {**words, "reason": "Eleven months."})
    assert (late.status_code, "Eleven months." in late.content.decode()) == (409, True)
    assert client.post(f"{BASE}later/").status_code == 302
    shown = page(client)
    assert "All of it" in shown
    assert "Test-lab budget" in shown
    assert "Left as it is until" in shown
    with entered(SYSTEM):
        assert Opening.objects.get(pk=opening.pk).kind == "scope"


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_a_bet_is_placed_corrected_and_judged(cast: Cast, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(cast, who))
    typed = {"title": "They run the night alone", "look_back_on": "in 3 months", "detail": "Six nights"}
    assert client.post(f"{BASE}bets/new/", {**typed, "look_back_on": "1 Jan 2020"}).status_code == 422
    there = client.post(f"{BASE}bets/new/", typed).headers["Location"]
    with entered(SYSTEM):
        bet = CapabilityBet.objects.get()
    assert there == f"{BASE}bets/{bet.pk}/"
    answer = client.post(f"{there}words/", {**typed, "title": "They run the weekend alone", "version": 1})
    assert answer.status_code == 302
    stale = client.post(f"{there}state/", {"becomes": "paid_off", "words": "Two weekends.", "version": 1})
    assert (stale.status_code, "Two weekends." in stale.content.decode()) == (409, True)
    assert (
        client.post(f"{there}state/", {"becomes": "paid_off", "words": "", "version": 2}).status_code == 422
    )
    assert (
        client.post(f"{there}state/", {"becomes": "paid_off", "words": "Two.", "version": 2}).status_code
        == 302
    )
    for reader in (cast.manager, cast.lead, cast.observer):
        shown = page(signed_in(reader), there)
        assert "They run the weekend alone" in shown
        assert "paid off" in shown
    assert "They run the weekend alone" in page(signed_in(cast.observer))


@pytest.mark.parametrize("who", ["rival_lead", "stranger"])
def test_nothing_of_it_is_there_for_somebody_of_another_partnership(
    cast: Cast, signed_in: SignedIn, who: str
) -> None:
    widened(cast)
    client = signed_in(getattr(cast, who))
    for path in ("", "decision/", "bets/new/"):
        assert client.get(f"{BASE}{path}").status_code == 404
