"""Two rival partnerships of the demo, with something private of each side planted where it belongs."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings as configured
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from governance.models import ActionItem, Ask, RaciAgreement, RaciMatrix
from governance.models.reminders import QuietPeriodQuerySet
from governance.models.saved_views import SavedViewQuerySet
from governance.verbs import add_note, ask_for_date, follow_action, note_privately, write_brief
from partners.isolation.scope import acting_as
from partners.models import EngagementTerms, Partner, User
from partners.models.base import PartnerOwnedQuerySet
from partners.models.history import AuditEventQuerySet
from partners.models.mail import OutgoingMailQuerySet
from partners.models.partnerships import PartnerQuerySet
from partners.models.people import UserManager
from partners.verbs import write_note
from tests.demo.rivals.places import COSTS, MERIDIAN, World, build
from tests.demo.rivals.rows import Rows, rows
from tests.templates import NOW

OUR_NOTE = "Ochre heron: we would let them go for a quarter less."
THEIR_NOTE = "Copper walrus: we would stay for two thirds of the price."
OUR_WORD = "Ochre heron on this action: we could do it ourselves."
THEIR_WORD = "Copper walrus on this action: we have it lying ready."
OUR_NOTES, THEIR_NOTES = (OUR_NOTE, OUR_WORD), (THEIR_NOTE, THEIR_WORD)
"""Of the partnership, and of one of its actions."""
RIVALS_WORDS = {
    "ours": "Ochre heron at Halden: nobody asks.",
    "theirs": "Copper walrus at Halden: nobody pays.",
}
VALUE, NOTICE = COSTS, date(2027, 5, 13)
OUR_TERMS = ("8675309", "8,675,309", "8.675.309", "13 May 2027", "2027-05-13")


@pytest.fixture(scope="package")
def world(_told: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The demo with its reviews under way, a private note of each side of Meridian, and terms that stand out."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {configured.SERVING_ROLE}")
        built = build()
        for letter, text in (("m", OUR_NOTE), ("l", THEIR_NOTE)):
            person = built.people[letter]
            with acting_as(person):
                write_note(Partner.objects.get(slug=MERIDIAN), text=text, by=person, now=NOW)
        plant_what_the_demo_has_not(built)
        with acting_as(built.people["c"]):
            EngagementTerms.objects.filter(partner__slug=MERIDIAN).update(
                value=VALUE, currency="EUR", notice_by=NOTICE
            )
        yield built
        transaction.set_rollback(True)


def plant_what_the_demo_has_not(world: World) -> None:
    """In both partnerships an action for an outcome, followed by each side, with a word of each for both and one for
    itself; in the rival's a yes of each side to its grid."""
    hosts = {numbers["manager"]: numbers for numbers in (world.ours, world.rivals)}
    guests = {world.people["l"].pk: world.ours, world.rival.pk: world.rivals}
    for person in User.objects.filter(pk__in=[*hosts, *guests]):
        numbers = hosts.get(person.pk) or guests[person.pk]
        with acting_as(person):
            action = ActionItem.objects.get(pk=numbers["action"])
            add_note(action, text="A word on it.", by=person, now=NOW)
            words = RIVALS_WORDS if numbers is world.rivals else {"ours": OUR_WORD, "theirs": THEIR_WORD}
            note_privately(action, text=words[person.side], by=person, now=NOW)
            follow_action(action, by=person, now=NOW)
            if person.side == "ours":
                parts = {"what": "All of it", "benefit": "Time", "we_ask": "A yes"}
                backed = Ask.objects.get(pk=numbers["backed"])
                write_brief(backed, why=words["ours"], **parts, by=person, now=NOW)
            if person.side != action.side:
                ask_for_date(
                    action, due_on=NOW.date() + timedelta(days=30), reason="A word.", by=person, now=NOW
                )
            ActionItem.objects.filter(pk=action.pk).update(outcome=numbers["outcome"])
    for pk in (world.rivals["manager"], world.rival.pk):
        person = User.objects.get(pk=pk)
        with acting_as(person):
            # Its grid has a gap, with which the verb takes no yes.
            matrix = RaciMatrix.objects.get(pk=world.rivals["matrix"])
            RaciAgreement.objects.create(
                partner=matrix.partner, matrix=matrix, side=person.side, by=person, at=NOW
            )


@pytest.fixture
def unfiltered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The filters of the application taken out: what is still not shown, the database does not show."""
    for queryset in (
        PartnerQuerySet,
        PartnerOwnedQuerySet,
        AuditEventQuerySet,
        OutgoingMailQuerySet,
        SavedViewQuerySet,
        QuietPeriodQuerySet,
        UserManager,
    ):
        monkeypatch.setattr(queryset, "visible_to", lambda some, user: some.all())
    monkeypatch.setattr(PartnerQuerySet, "in_which", lambda rows, user, permission: rows.all())


@pytest.fixture
def unwalled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row security told that everybody reaches every partnership: what is still not shown, the application does not
    show. Rows of a side's own stay with their side.
    """
    monkeypatch.setattr("partners.isolation.scope._array", lambda ids: "{0}")


@pytest.fixture(autouse=True)
def _in_earnest(settings: Settings) -> None:
    """As an installation that is no demo: there alone mails to invented people can be opened."""
    settings.DEMO = False


@pytest.fixture(scope="package")
def clients(world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, Client]:
    """A signed-in client of each person, by letter, and of the rival."""
    with django_db_blocker.unblock():
        people = {**world.people, "rival": world.rival}
        return {letter: client_of(person) for letter, person in people.items()}


@pytest.fixture(scope="package")
def stood(world: World, clients: dict[str, Client], django_db_blocker: DjangoDbBlocker) -> Rows:
    """What stood in the tables before anybody tried anything."""
    with django_db_blocker.unblock():
        return rows()


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
