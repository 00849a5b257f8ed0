"""A server that takes a mail and answers when Celery has long ended whoever sent it: the 250 after eleven minutes."""

import pytest
from django.utils import timezone

from partners.mail.outbox import Letter, queue
from tests.cast import assemble
from tests.faults.conftest import OwnRedis
from tests.faults.mail_server import MailServer
from tests.faults.test_outbox_under_fire import State, ids, leases_run_out
from tests.faults.waiting import until
from tests.faults.worker import Worker

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_a_delivery_ended_by_celery_is_repeated_after_its_lease_and_not_before(
    worker: Worker, mail_server: MailServer, own_redis: OwnRedis
) -> None:
    cast = assemble()
    letter = Letter("Due today", "The interface description is due today.")
    slow = queue(letter, to=cast.lead, kind="reminder", now=timezone.now(), partner=cast.partner)
    worker.start()
    own_redis.ask_for("partners.tasks.deliver_mail", queue="mail", time_limit=4)
    mail_server.stop_at("TAKEN", 1)
    until(lambda: mail_server.report()["open"] == 0)
    mail_server.go_on()

    quick = queue(letter, to=cast.manager, kind="reminder", now=timezone.now(), partner=cast.partner)
    own_redis.tick()
    until(lambda: quick.message_id in ids(State.DELIVERED))
    assert mail_server.report()["taken"] == {slow.message_id: 1, quick.message_id: 1}

    leases_run_out()
    own_redis.tick()
    until(lambda: slow.message_id in ids(State.DELIVERED))
    assert mail_server.report()["taken"] == {slow.message_id: 2, quick.message_id: 1}
