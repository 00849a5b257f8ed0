"""Something is begun at the very moment of the yes that ends the partnership: it is begun before, or not at all."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.db import OperationalError, connection

from governance import verbs
from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, SideRequest
from partners.verb import Refused
from partners.verbs import answer_request, edit_charter
from tests.cast import Cast, assemble
from tests.governance.scene import NOW, in_days

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def promises(cast: Cast) -> None:
    with acting_as(cast.lead):
        _waits_for_nobody()
        verbs.promise(cast.partner, title="Keys", owner=cast.lead, due_on=in_days(9), by=cast.lead, now=NOW)


def says_yes(cast: Cast) -> None:
    with acting_as(cast.manager):
        _waits_for_nobody()
        answer_request(SideRequest.objects.get(), yes=True, by=cast.manager, now=NOW)


def _waits_for_nobody() -> None:
    """Whoever would have to wait for the other is told so instead, by the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")


@contextmanager
def underway(act: Callable[[Cast], None], cast: Cast) -> Iterator[None]:
    """Within the block another connection has done `act` and has not committed it yet."""
    done, leave = Event(), Event()

    def in_its_own_connection() -> None:
        try:
            with entered(SYSTEM):
                act(cast)
                done.set()
                leave.wait(timeout=60)
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(1) as other:
        running = other.submit(in_its_own_connection)
        done.wait(timeout=60)
        try:
            yield
        finally:
            leave.set()
            running.result()


@pytest.fixture
def asked(transactional_db: None) -> Cast:
    """The partner's lead has asked to end the partnership."""
    cast = assemble()
    with acting_as(cast.lead):
        edit_charter(
            cast.partner,
            kind="",
            expertise="",
            status="ended",
            country="",
            time_zone="",
            by=cast.lead,
            now=NOW,
        )
    return cast


def facts(cast: Cast) -> tuple[str, int]:
    with entered(SYSTEM):
        return Partner.objects.get(pk=cast.partner.pk).status, ActionItem.objects.count()


def test_a_promise_under_way_is_made_before_the_end_and_stays_open(asked: Cast) -> None:
    with underway(promises, asked), pytest.raises(OperationalError, match="lock timeout"):
        says_yes(asked)
    assert facts(asked) == ("active", 1)
    says_yes(asked)
    assert facts(asked) == ("ended", 1)


def test_a_promise_waits_for_a_yes_under_way_and_is_refused(asked: Cast) -> None:
    with underway(says_yes, asked), pytest.raises(OperationalError, match="lock timeout"):
        promises(asked)
    with pytest.raises(Refused, match="has ended"):
        promises(asked)
    assert facts(asked) == ("ended", 0)


def test_two_promises_under_way_do_not_wait_for_each_other(asked: Cast) -> None:
    with underway(promises, asked):
        promises(asked)
    assert facts(asked) == ("active", 2)
