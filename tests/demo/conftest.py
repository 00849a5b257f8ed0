"""The demo, told once on a fixed day for all tests of this folder; each of them takes back what it did."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from governance.config.demo.run import fill

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
"""Five minutes after the review of that day was to begin."""


@pytest.fixture(scope="package", autouse=True)
def _told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW):
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {settings.SERVING_ROLE}")
        fill(TODAY)
        connection.check_constraints()  # at commit the history is chained
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        yield
        transaction.set_rollback(True)
