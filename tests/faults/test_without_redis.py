"""Redis is away: nobody who has written something is told that it failed."""

import pytest

from tests.faults.conftest import OwnRedis
from tests.faults.worker import Worker

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
WAKES = """
    import django
    django.setup()
    from partners.mail.tasks import wake_delivery
    from reviews.record.pack.tasks import wake_pack_makers
    wake_delivery()
    wake_pack_makers()
"""


def test_waking_the_workers_fails_for_nobody_while_redis_is_away(worker: Worker, own_redis: OwnRedis) -> None:
    own_redis.stop()
    ended = worker.run_beside(WAKES)
    assert (ended.returncode, ended.stderr.count("Redis is away")) == (0, 2)
    own_redis.start()
