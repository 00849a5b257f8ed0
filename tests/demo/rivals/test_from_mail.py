"""Mails of two rivals that name all there is: the pages they open show nothing of the other, nor private notes."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from governance.models import ActionItem, Ask
from partners.isolation.scope import SYSTEM, entered
from partners.mail import links
from partners.models import Partner, User
from reviews.models import AgendaInHand, Review
from tests.demo.rivals.places import HALDEN, MERIDIAN, NOWHERE, World
from tests.demo.rivals.secrets import leaks, not_for, person
from tests.governance.by_mail.page.opened import SLUGS
from tests.governance.mails import Mailed, mail_to
from tests.templates import NOW

pytestmark = pytest.mark.django_db
LETTERS = ("m", "l", "o", "rival")


def of(letter: str) -> str:
    return HALDEN if letter == "rival" else MERIDIAN


def mail_of_everything(slug: str, reader: User) -> Mailed:
    """All that a partnership has promised and asked, named in one mail."""
    with entered(SYSTEM):
        actions = ActionItem.objects.filter(partner__slug=slug).select_related("partner")
        asks = Ask.objects.filter(partner__slug=slug).select_related("partner")
        things = [*actions.order_by("-pk")[:25], *asks.order_by("-pk")[:25]]
    return mail_to(reader, *things, now=NOW)


def agenda_of(slug: str, reader: User) -> str:
    """The address by which their mail opens the agenda of the review under way."""
    with entered(SYSTEM):
        issued = links.issue(reader, now=NOW)
        issued.link.save()
        review = Review.objects.get(partner__slug=slug, state="open")
        AgendaInHand.objects.create(partner=Partner.objects.get(slug=slug), link=issued.link, review=review)
    return f"/agenda/{issued.secret}/"


def told_by(mailed: Mailed, agenda: str) -> dict[str, str]:
    """What every page of both says, to whoever looks and to whoever sends nothing."""
    client = Client()
    places = range(len(mailed.numbers))
    addresses = [mailed.all_of_it, agenda, *(mailed.at(place) for place in places)]
    said = {address: client.get(address).content.decode() for address in addresses}
    for noun in SLUGS:
        said[noun] = client.post(mailed.at(0, noun), {"version": NOWHERE}).content.decode()
    return said


@pytest.mark.parametrize("letter", LETTERS)
def test_nothing_of_a_rival_and_no_private_note_is_told(
    world: World, letter: str, caplog: pytest.LogCaptureFixture
) -> None:
    reader = person(world, letter)
    mailed, agenda = mail_of_everything(of(letter), reader), agenda_of(of(letter), reader)
    with caplog.at_level(logging.INFO):
        said = told_by(mailed, agenda)
    assert len(said) > 30
    secrets = not_for(letter)
    assert {where: found for where, page in said.items() if (found := leaks(page, secrets))} == {}


@pytest.mark.parametrize("letter", ["l", "rival"])
@pytest.mark.usefixtures("unfiltered")
def test_with_the_filters_of_the_application_taken_out_neither(world: World, letter: str) -> None:
    reader = person(world, letter)
    said = told_by(mail_of_everything(of(letter), reader), agenda_of(of(letter), reader))
    secrets = not_for(letter)
    assert {where: found for where, page in said.items() if (found := leaks(page, secrets))} == {}


@pytest.mark.parametrize("letter", ["l", "rival"])
def test_of_a_mail_that_names_what_is_a_rival_s_nothing_is_told(world: World, letter: str) -> None:
    """As for somebody who has left, or if a reminder were ever written to the wrong person."""
    reader, rival = person(world, letter), MERIDIAN if letter == "rival" else HALDEN
    mailed, agenda = mail_of_everything(rival, reader), agenda_of(rival, reader)
    for address in (mailed.all_of_it, mailed.at(0), agenda, mailed.at(0, "report")):
        for answer in (Client().get(address), Client().post(address)):
            assert leaks(answer.content.decode(), not_for(letter)) == [], address
            assert answer.status_code in (200, 302, 410)


def test_the_number_of_somebody_else_s_reminder_reads_like_none(world: World) -> None:
    mine = mail_of_everything(MERIDIAN, world.people["l"])
    theirs = mail_of_everything(HALDEN, world.rival)
    for noun in ("", *(f"{noun}/" for noun in SLUGS)):
        smuggled = Client().post(f"{mine.all_of_it}{theirs.numbers[0]}/{noun}")
        missing = Client().post(f"{mine.all_of_it}{NOWHERE}/{noun}")
        assert smuggled.status_code == missing.status_code == 404
        assert smuggled.content == missing.content
    saved = Client().get(mine.at(0), {"saved": theirs.numbers[0]})
    assert "Look at it again" not in saved.content.decode()


def test_the_pages_are_of_the_enterprise(world: World) -> None:
    """Else a walk over pages that say nothing would prove nothing."""
    said = Client().get(mail_of_everything(MERIDIAN, world.people["l"]).all_of_it).content.decode()
    assert settings.ENTERPRISE_NAME in said
