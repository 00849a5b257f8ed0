"""The agendas' sweep: only those are brought in line whose facts moved, or for whom it is another day."""

import re
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import ActionItem, Forum, Reminder
from partners.history.tables import chain_arguments, histories
from partners.isolation.scope import SYSTEM, entered
from partners.mail.links import issue
from partners.models import MailLink, Membership, Partner, User
from partners.models.enterprise import Enterprise
from partners.models.history import OF_THE_HOUSE, OF_THE_PEOPLE
from partners.verbs import deactivate
from reviews.agenda.moved import moved_agendas
from reviews.agenda.verbs.coming import unseat_who_left
from reviews.facts.queries import agenda_facts
from reviews.models import AgendaItem, Attendance, Review
from reviews.verbs import refresh_agendas, schedule_review
from tests.reviews.scene import EARLIER, MONDAY, TODAY, Scene, ask, outcome, promise

SOON = EARLIER + timedelta(minutes=30)
LOCKS = re.compile(r"FOR UPDATE|FOR SHARE|UPDATE \"|DELETE FROM|INSERT INTO|LOCK TABLE")
LOCKING = 3
"""Of one agenda that has moved: its review is locked, a line written, and kept up to where it follows."""
READS = re.compile(r'(?:FROM|JOIN) "(\w+)"')


@pytest.fixture(autouse=True)
def _chained_at_once(db: None) -> None:
    """The chain is written at commit, and these tests commit nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def quiet(scene: Scene) -> Scene:
    """Nothing has moved since the last look."""
    with entered(SYSTEM):
        beside(scene, 1)
    for _ in range(2):  # what a look writes itself is looked at once more
        refresh_agendas(now=EARLIER)
    assert refresh_agendas(now=SOON) == 0
    return scene


def beside(scene: Scene, count: int) -> list[Review]:
    """Reviews of other partnerships, with somebody of theirs and a promise each."""
    found = []
    for number in range(Partner.objects.count(), Partner.objects.count() + count):
        partner = Partner.objects.create(name=f"Partner {number}", slug=f"partner-{number}")
        lead = User.objects.create(email=f"{number}@p.example", full_name=f"Lead {number}", employer=partner)
        Membership.objects.create(partner=partner, person=lead, role="partner_lead", since=TODAY)
        forum = Forum.objects.create(partner=partner, chair=scene.cast.cio)
        promise(partner, lead, f"Promise {number}")
        found.append(schedule_review(forum, starts_at=MONDAY, by=scene.cast.cio, now=EARLIER))
    return found


def moved(now: datetime = SOON) -> list[str]:
    with entered(SYSTEM):
        return [review.partner.slug for review in moved_agendas(now=now).reviews]


def test_what_moves_in_a_partnership_is_on_its_agenda_and_no_other_is_looked_at(quiet: Scene) -> None:
    with entered(SYSTEM):
        promise(quiet.cast.partner, quiet.cast.lead, "Mask the data")
    assert moved() == ["meridian"]
    assert refresh_agendas(now=SOON) == 1
    with entered(SYSTEM):
        assert AgendaItem.objects.filter(review=quiet.review, title="Mask the data").exists()
    refresh_agendas(now=SOON)
    assert refresh_agendas(now=SOON) == 0


def test_one_that_was_never_looked_at_is(quiet: Scene) -> None:
    with entered(SYSTEM):
        Review.objects.filter(pk=quiet.review.pk).update(agenda_follows=None)
    assert moved() == ["meridian"]


def test_another_day_moves_every_agenda(quiet: Scene) -> None:
    midnight = EARLIER.replace(hour=0, minute=0) + timedelta(days=1)
    assert moved(midnight - timedelta(minutes=1)) == []
    assert sorted(moved(midnight)) == ["meridian", "partner-2"]


def test_people_move_the_agendas_of_where_they_take_part(quiet: Scene) -> None:
    with entered(SYSTEM):
        deactivate(quiet.cast.contributor, by=quiet.cast.administrator, now=SOON)
    assert moved() == ["meridian"]
    refresh_agendas(now=SOON)
    refresh_agendas(now=SOON)
    with entered(SYSTEM):
        User.objects.filter(pk=quiet.cast.stranger.pk).update(full_name="Stan Other")
    assert moved() == []
    with entered(SYSTEM):
        User.objects.filter(pk=quiet.cast.cio.pk).update(full_name="Anand Other")
    assert sorted(moved()) == ["meridian", "partner-2"], "whoever sees all is known everywhere"


def test_the_name_of_our_house_moves_every_agenda(quiet: Scene) -> None:
    with entered(SYSTEM):
        Enterprise.objects.update_or_create(pk=1, defaults={"name": "Southgate"})
    assert sorted(moved()) == ["meridian", "partner-2"]


@pytest.mark.parametrize(("step", "found"), [("sponsors", ["meridian"]), ("leads", [])])
def test_sponsors_being_told_moves_the_agenda_although_no_history_tells_it(
    quiet: Scene, step: str, found: list[str]
) -> None:
    cast = quiet.cast
    with entered(SYSTEM):
        item = promise(cast.partner, cast.lead)
        link = issue(cast.manager, now=SOON).link
        link.save()
        told(item, cast.manager, link, step)
        Review.objects.update(agenda_follows=10**9)
    assert moved() == found


def told(item: ActionItem, person: User, link: MailLink, step: str) -> None:
    Reminder.objects.create(
        partner=item.partner,
        link=link,
        person=person,
        sent_to=person,
        action=item,
        step=step,
        on=TODAY,
        sent_at=EARLIER,
        told_on=TODAY,
    )


def test_every_table_an_agenda_reads_is_asked_for_what_moved(scene: Scene) -> None:
    with entered(SYSTEM):
        item = promise(scene.cast.partner, scene.cast.lead)
        ask(scene.cast.partner, scene.cast.lead)
        outcome(scene.cast.partner)
        assert item.pk
        with CaptureQueriesContext(connection) as asked:
            agenda_facts(Review.objects.select_related("partner").get(pk=scene.review.pk), on=TODAY)
    read = {table for query in asked.captured_queries for table in READS.findall(query["sql"])}
    kept = {model.pgh_tracked_model._meta.db_table: model for model in histories()}
    of_partner = {table for table, model in kept.items() if chain_arguments(model)[0]}
    beside = {kept[table]._meta.db_table for table in read - of_partner if table in kept}
    assert beside == {*OF_THE_PEOPLE}, "asked for by person"
    assert read - of_partner - kept.keys() == {"governance_reminder"}, "asked for by the time it was sent"
    assert {apps.get_model("partners", "enterpriseevent")._meta.db_table} == {*OF_THE_HOUSE}


@pytest.mark.parametrize("due", [0, 1, 3])
def test_the_sweep_grows_with_what_moved_and_not_with_what_is_planned(quiet: Scene, due: int) -> None:
    with entered(SYSTEM):
        beside(quiet, 3)
    few = statements(quiet, due)
    with entered(SYSTEM):
        beside(quiet, 12)
    many = statements(quiet, due)
    assert many == few
    assert many[1] == due * LOCKING


def statements(scene: Scene, due: int) -> tuple[int, int]:
    """How many statements a sweep takes and how many of them lock rows, `due` agendas having moved."""
    for _ in range(2):
        refresh_agendas(now=SOON)
    with entered(SYSTEM):
        User.objects.filter(pk=scene.cast.stranger.pk).update(job_title=str(Review.objects.count()))
        for lead in User.objects.filter(full_name__startswith="Lead ").select_related("employer")[:due]:
            assert lead.employer
            promise(lead.employer, lead, "Another")
    with CaptureQueriesContext(connection) as asked:
        unseat_who_left(now=SOON)
        assert refresh_agendas(now=SOON) == due
    locking = [query for query in asked.captured_queries if LOCKS.search(query["sql"])]
    return len(asked.captured_queries), len(locking)


def test_one_that_fails_keeps_none_of_the_others(quiet: Scene, caplog: pytest.LogCaptureFixture) -> None:
    with entered(SYSTEM):
        promise(quiet.cast.partner, quiet.cast.lead, "x" * 150)
        [other] = Review.objects.exclude(partner=quiet.cast.partner)
        promise(other.partner, User.objects.get(employer=other.partner), "Kept")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "ALTER TABLE reviews_agendaitem ADD CONSTRAINT none_of_it CHECK (title NOT LIKE 'xxx%') NOT VALID"
        )
    assert refresh_agendas(now=SOON) == 2
    assert f"agenda of review {quiet.review.pk}" in caplog.text
    with entered(SYSTEM):
        assert AgendaItem.objects.filter(review=other, title="Kept").exists()


def test_nobody_who_left_is_looked_for_where_nothing_is_to_be_held(scene: Scene) -> None:
    with entered(SYSTEM):
        deactivate(scene.cast.contributor, by=scene.cast.administrator, now=EARLIER)
        Review.objects.filter(pk=scene.review.pk).update(state="cancelled", cancelled_reason="x")
    assert unseat_who_left(now=EARLIER) == 0
    with entered(SYSTEM):
        assert Attendance.objects.filter(person=scene.cast.contributor).exists()
