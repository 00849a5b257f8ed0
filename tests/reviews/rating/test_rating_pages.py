"""What each reader is shown: who rates, who reads the gap, whose the lines are, and when."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from partners.models import User
from tests.reading import lines_of
from tests.reviews.rating.scene import SEALED_AT, AtTheEnd

SignedIn = Callable[[User], Client]
FOUND, BETTER, RATE = "How the sides found it", "What we can do better", "Rate this review"


def read(html: str) -> str:
    """What the page says, as one text."""
    return " ".join(lines_of(html))


def page(end: AtTheEnd, signed_in: SignedIn, person: User, now: datetime, tail: str = "record/") -> str:
    with time_machine.travel(now, tick=False):
        return read(signed_in(person).get(end.address(tail)).content.decode())


def everybody_rates(end: AtTheEnd, *, ours: int, theirs: int, people: int = 3) -> None:
    now = end.scene.at(SEALED_AT + 1)
    for number, (our, their) in enumerate(zip(end.ours[:people], end.theirs[:people], strict=True)):
        end.rate(our, ours, better=f"From ours {number}", now=now)
        end.rate(their, theirs, better=f"From theirs {number}", now=now)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_two_taps_and_a_line_on_a_page_of_one_s_own(sealed: AtTheEnd, signed_in: SignedIn, side: str) -> None:
    person, other = getattr(sealed, side)[1], getattr(sealed, side)[2]
    now = sealed.scene.at(SEALED_AT + 5)
    assert RATE in page(sealed, signed_in, person, now)
    shown = page(sealed, signed_in, person, now, "rating/")
    called = {"ours": "Meridian Systems", "theirs": "Northgate Group"}[side]
    assert f"What can {called} do better?" in shown
    with time_machine.travel(now, tick=False):
        said = {"tough": "4", "fair": "2", "better": "Come prepared"}
        answer = signed_in(person).post(sealed.address(), said, follow=True)
    told = read(answer.content.decode())
    assert "You have rated this review" in told
    assert "Come prepared" not in told
    assert RATE not in page(sealed, signed_in, person, now)
    assert RATE in page(sealed, signed_in, other, now)


def test_what_is_missing_is_said_and_what_was_typed_stays(sealed: AtTheEnd, signed_in: SignedIn) -> None:
    person = sealed.scene.cast.lead
    with time_machine.travel(sealed.scene.at(SEALED_AT + 5), tick=False):
        answer = signed_in(person).post(sealed.address(), {"tough": "4", "better": "Come prepared"})
    assert answer.status_code == 422
    assert "Choose one of the four." in answer.content.decode()
    assert "Come prepared" in answer.content.decode()


def test_whoever_was_not_there_is_told_so(sealed: AtTheEnd, signed_in: SignedIn) -> None:
    now, reader = sealed.scene.at(SEALED_AT + 5), sealed.scene.cast.reader
    assert RATE not in page(sealed, signed_in, reader, now)
    assert "You are not marked as there." in page(sealed, signed_in, reader, now, "rating/")
    with time_machine.travel(now, tick=False):
        answer = signed_in(reader).post(sealed.address(), {"tough": "4", "fair": "4"})
    assert answer.status_code == 422


def test_a_wide_gap_is_read_by_both_sponsors_and_by_nobody_else(
    sealed: AtTheEnd, signed_in: SignedIn
) -> None:
    everybody_rates(sealed, ours=4, theirs=1)
    ours = page(sealed, signed_in, sealed.sponsor, sealed.over)
    theirs = page(sealed, signed_in, sealed.scene.cast.partner_sponsor, sealed.over)
    assert "We found it tough, they did not." in ours
    assert "They found it tough, we did not." in theirs
    for shown in (ours, theirs):
        assert "Both sides found it fair." in shown
        assert "Give it an action with a date" in shown
    sponsors = {sealed.sponsor, sealed.scene.cast.partner_sponsor}
    others = {*sealed.ours, *sealed.theirs, sealed.scene.cast.reader} - sponsors
    for person in others:
        shown = page(sealed, signed_in, person, sealed.over)
        assert "Tough" not in shown
        assert "found it" not in shown


def test_the_action_about_it_begins_with_its_title(sealed: AtTheEnd, signed_in: SignedIn) -> None:
    everybody_rates(sealed, ours=4, theirs=1)
    with time_machine.travel(sealed.over, tick=False):
        client = signed_in(sealed.sponsor)
        record = client.get(sealed.address("record/")).content.decode()
        href = record.split("Give it an action with a date")[0].rsplit('href="', 1)[1].split('"')[0]
        form = client.get(href).content.decode()
    assert 'value="After the review of 23 November"' in form


def test_where_both_found_the_same_no_action_is_offered(sealed: AtTheEnd, signed_in: SignedIn) -> None:
    everybody_rates(sealed, ours=1, theirs=2)
    shown = page(sealed, signed_in, sealed.sponsor, sealed.over)
    assert "Neither side found it tough." in shown
    assert "Give it an action" not in shown


def test_too_few_answers_show_nothing(sealed: AtTheEnd, signed_in: SignedIn) -> None:
    everybody_rates(sealed, ours=4, theirs=1, people=2)
    shown = page(sealed, signed_in, sealed.sponsor, sealed.over)
    assert "Too few answers to show: it takes three answers of each side" in shown
    assert "found it tough" not in shown
    assert BETTER not in shown


def test_nothing_is_shown_while_anybody_still_rates_it(sealed: AtTheEnd, signed_in: SignedIn) -> None:
    """A look before and after an answer would tell what it was."""
    everybody_rates(sealed, ours=4, theirs=1)
    last = sealed.scene.at() + timedelta(days=2)
    for person in (sealed.sponsor, sealed.scene.cast.partner_sponsor):
        shown = page(sealed, signed_in, person, last)
        assert "Shown here from Thursday 26 November" in shown
        assert "found it tough" not in shown
        assert BETTER not in shown


@pytest.mark.parametrize(("side", "other"), [("ours", "theirs"), ("theirs", "ours")])
def test_a_side_reads_what_the_other_says_it_can_do_better(
    sealed: AtTheEnd, signed_in: SignedIn, side: str, other: str
) -> None:
    everybody_rates(sealed, ours=3, theirs=3)
    for person in getattr(sealed, side):
        shown = page(sealed, signed_in, person, sealed.over)
        assert BETTER in shown
        assert all(f"From {other} {number}" in shown for number in range(3))
        assert f"From {side}" not in shown


def test_the_shared_screen_of_the_room_shows_no_form_and_no_answer(
    read_back: AtTheEnd, signed_in: SignedIn
) -> None:
    now, cast = read_back.scene.at(72), read_back.scene.cast
    read_back.rate(cast.lead, 4, better="Less paper", now=now)
    for person in (cast.cio, cast.lead, cast.contributor):
        shown = page(read_back, signed_in, person, now, "room/close/")
        assert "Tough? Fair?" in shown
        assert "Less paper" not in shown
        assert "Was it tough?" not in shown
    with time_machine.travel(now, tick=False):
        rate = read_back.address()
        assert rate not in signed_in(cast.cio).get(read_back.address("room/close/")).content.decode()
        assert rate in signed_in(cast.contributor).get(read_back.address("room/close/")).content.decode()
        assert rate in signed_in(cast.cio).get(read_back.address("")).content.decode()
