from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from governance import actions
from governance.models import ActionDate, ActionItem
from partners.scope import SYSTEM, acting_as, entered
from partners.verbs import Stale
from tests.cast import assemble
from tests.governance.scene import NOW, in_days, promised

WRITERS = 8


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_once_one_wins_and_the_others_are_told() -> None:
    cast = assemble()
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
    together = Barrier(WRITERS)

    def save(number: int) -> str:
        try:
            with acting_as(cast.lead):
                mine = ActionItem.objects.get(pk=item.pk)
                together.wait(timeout=20)
                actions.move_date(
                    mine, due_on=in_days(30 + number), reason=f"Writer {number}", by=cast.lead, now=NOW,
                    version=item.version,
                )  # fmt: skip
            return "won"
        except Stale:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as writers:
        told = sorted(writers.map(save, range(WRITERS)))
    assert told == ["told"] * (WRITERS - 1) + ["won"]
    with entered(SYSTEM):
        assert ActionDate.objects.filter(item=item).count() == 2
