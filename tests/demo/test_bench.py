"""What `make bench` measures can be measured: its load fits the tables, its pages answer, its writers may write.

The bench itself takes minutes and a quiet machine, and is no part of the tests.
"""

import pytest
from django.conf import settings
from django.test import Client

from bench.fill import load, prepare
from bench.pages import TOKEN, new_date, pages
from bench.reminding import next_monday
from bench.writing import WRITERS, Desk
from governance.models import ActionItem
from governance.reminders.sending import mornings
from partners.isolation.scope import SYSTEM, entered
from tests.tampering import as_the_owner

pytestmark = pytest.mark.django_db


def test_its_pages_answer_and_its_form_is_taken() -> None:
    with as_the_owner():
        facts = prepare(partners=2, history=2)
    readers = {whose: Client() for whose in ("session", "follower")}
    for whose, client in readers.items():
        client.cookies.load({settings.SESSION_COOKIE_NAME: facts[whose], settings.CSRF_COOKIE_NAME: TOKEN})
    measured = pages(facts)
    answered = {
        page.work: readers[page.session].get(page.path, headers=page.headers).status_code for page in measured
    }
    assert answered == {page.work: page.expected for page in measured}
    reader, action = readers["session"], facts["open_action"]
    assert reader.post(f"{action}due-date/", {"next": action, **new_date(1)}).status_code == 302


def test_each_of_its_writers_may_write() -> None:
    desk = Desk()
    assert len(desk.actions) == WRITERS
    for writer in range(WRITERS):
        desk.writes_a_note(writer)
        desk.moves_a_date(writer)


def test_the_morning_it_plans_is_one_of_late_promises() -> None:
    with as_the_owner():
        prepare(partners=1)
        load("reminding.sql")
    with entered(SYSTEM):
        assert ActionItem.objects.filter(title__endswith="late by days").count() == 1_000
    assert len(mornings(now=next_monday()).mailings) > 100
