from collections.abc import Callable

import pytest
from django.test import Client

from governance.models import ActionItem, Forum, Reminder
from governance.reminders.views import _by_mail
from governance.verbs import send_reminders
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, promised

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PAGE = "/partnerships/meridian/reminders/"


@pytest.fixture
def reminded(cast: Cast) -> ActionItem:
    """A promise of the partner's lead, due today, and named to them this morning."""
    with acting_as(cast.manager):
        item = promised(cast, cast.lead, due_on=TODAY)
    send_reminders(now=NOW)
    return item


@pytest.fixture
def forum(cast: Cast) -> Forum:
    with entered(SYSTEM):
        return Forum.objects.create(partner=cast.partner, name="Monthly review")


def test_what_one_mail_named_stands_together_by_person_and_by_reason() -> None:
    lead, manager = User(pk=1), User(pk=2)
    sent = [
        Reminder(link_id=link, person=person, sent_to=person, step=step)
        for link, person, step in (
            (2, lead, "due"), (2, lead, "due"), (2, lead, "weekly"), (1, lead, "weekly"), (1, manager, "weekly"),
        )
    ]  # fmt: skip
    told = [(each.person, each.why, len(each.things)) for each in _by_mail(sent)]
    due, weekly = Reminder.Step("due").label, Reminder.Step("weekly").label
    assert told == [(lead, due, 2), (lead, weekly, 1), (lead, weekly, 1), (manager, weekly, 1)]


@pytest.mark.parametrize("reader", ["lead", "manager", "observer"])
def test_both_sides_read_whom_was_reminded_of_what(
    cast: Cast, signed_in: SignedIn, reminded: ActionItem, reader: str
) -> None:
    page = signed_in(getattr(cast, reader)).get(PAGE).content.decode()
    assert "Rebuild the index" in page
    assert "Jonas Stein" in page
    assert "due on the day" in page


def test_what_was_sent_stands_in_the_action_s_story(
    cast: Cast, signed_in: SignedIn, reminded: ActionItem
) -> None:
    page = signed_in(cast.manager).get(reminded.get_absolute_url()).content.decode()
    assert "reminded Jonas Stein: due on the day" in page


def test_the_other_partner_s_reminders_are_not_there(
    cast: Cast, signed_in: SignedIn, reminded: ActionItem
) -> None:
    assert signed_in(cast.rival_lead).get(PAGE).status_code == 404


def test_whoever_prepares_the_review_chooses_how_it_reminds(
    cast: Cast, signed_in: SignedIn, forum: Forum
) -> None:
    said = {"weekly_list_on": "2", "escalates": "on"}
    page = signed_in(cast.lead).post(f"{PAGE}{forum.pk}/policy/", said, follow=True).content.decode()
    assert "holds from the next morning on" in page
    with entered(SYSTEM):
        forum.refresh_from_db()
    assert (forum.weekly_list_on, forum.reminds_when_due, forum.escalates) == (2, False, True)


def test_no_list_at_all_is_a_choice(cast: Cast, signed_in: SignedIn, forum: Forum) -> None:
    signed_in(cast.manager).post(f"{PAGE}{forum.pk}/policy/", {"weekly_list_on": ""})
    with entered(SYSTEM):
        forum.refresh_from_db()
    assert forum.weekly_list_on is None


def test_a_sunday_is_refused(cast: Cast, signed_in: SignedIn, forum: Forum) -> None:
    answer = signed_in(cast.manager).post(f"{PAGE}{forum.pk}/policy/", {"weekly_list_on": "6"})
    assert answer.status_code == 422


def test_a_contributor_reads_the_policy_and_cannot_change_it(
    cast: Cast, signed_in: SignedIn, forum: Forum
) -> None:
    client = signed_in(cast.contributor)
    assert "The list comes on Monday" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{forum.pk}/policy/", {"weekly_list_on": ""}).status_code == 403
