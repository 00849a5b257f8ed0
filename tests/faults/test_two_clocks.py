"""Two beats at once, ticks by the dozen, a Redis that forgets: what is due is done once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from partners.isolation.scope import SYSTEM, entered
from partners.models import OutgoingMail
from reviews.models import PackDelivery, Review, ReviewPack
from reviews.record.verbs.sealing import seal_review
from reviews.verbs import open_review, schedule_review
from tests.cast import assemble
from tests.faults.conftest import OwnRedis
from tests.faults.mail_server import MailServer
from tests.faults.waiting import until
from tests.faults.worker import Worker
from tests.reviews.scene import BOTH, forum_of

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def plan() -> Review:
    """Packs of a review that was held, and the agenda of one in an hour, are due. Returns the latter."""
    cast, now = assemble(), timezone.now()
    with entered(SYSTEM):
        forum = forum_of(cast, chair=cast.cio)
        held, coming = (
            schedule_review(
                forum, starts_at=now + timedelta(hours=hours), by=cast.manager, now=now - timedelta(14)
            )
            for hours in (-26, 1)
        )
        open_review(held, by=cast.cio, now=held.starts_at)
        seal_review(held, by=cast.cio, now=held.starts_at + timedelta(minutes=80), although_silent=BOTH)
    return coming


def all_done(coming: Review) -> bool:
    with entered(SYSTEM):
        frozen = Review.objects.get(pk=coming.pk).agenda_frozen_at
        packs = {pack.state for pack in ReviewPack.objects.all()} == {"sent"}
        return bool(frozen) and packs and not OutgoingMail.objects.filter(state="queued").exists()


def sent() -> Counter[tuple[str, str, str]]:
    """Kind, subject and address of every mail."""
    with entered(SYSTEM):
        return Counter(OutgoingMail.objects.values_list("kind", "subject", "address"))


def test_two_beats_and_ticks_by_the_dozen_do_what_is_due_once(
    worker: Worker, own_redis: OwnRedis, mail_server: MailServer
) -> None:
    coming = plan()
    worker.start()
    worker.start_beat()
    worker.start_beat()

    def ticked_until_done() -> bool:
        own_redis.tick()
        own_redis.tick()
        own_redis.forget_everything()  # and with it who refreshed the agendas when
        own_redis.tick()
        own_redis.tick()
        return all_done(coming)

    until(ticked_until_done, every=0.5)
    until(own_redis.is_idle)

    assert {kind for kind, _, _ in sent()} == {"invitation", "agenda", "pack"}
    assert set(sent().values()) == {1}
    assert set(mail_server.report()["taken"].values()) == {1}
    with entered(SYSTEM):
        assert PackDelivery.objects.count() == OutgoingMail.objects.filter(kind="pack").count() == 5
