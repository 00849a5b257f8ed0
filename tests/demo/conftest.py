"""The demo, on a copy of the database in which it was told; each test takes back what it did."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.templates import NOW, copied, told


@pytest.fixture(scope="package", autouse=True)
def _told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    # On a clock that goes on, everybody has been away for a minute soon: as what they do is taken back, each page they
    # ask for from then on would write down anew that they are there.
    with (
        django_db_blocker.unblock(),
        copied(told()),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)
