"""Two rival partnerships of the demo, with something private of each side planted where it belongs."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings as configured
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from partners.actions import write_note
from partners.models import EngagementTerms, Partner
from partners.scope import acting_as
from tests.demo.conftest import NOW
from tests.demo.rivals.places import MERIDIAN, World, build

OUR_NOTE = "Ochre heron: we would let them go for a quarter less."
THEIR_NOTE = "Copper walrus: we would stay for two thirds of the price."
VALUE, NOTICE = Decimal("8675309.00"), date(2027, 5, 13)
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
        with acting_as(built.people["c"]):
            EngagementTerms.objects.filter(partner__slug=MERIDIAN).update(
                value=VALUE, currency="EUR", notice_by=NOTICE
            )
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_earnest(settings: Settings) -> None:
    """As an installation that is no demo: there alone mails to invented people can be opened."""
    settings.DEMO = False
