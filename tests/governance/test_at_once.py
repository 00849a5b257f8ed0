from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from governance import verbs
from governance.models import ActionDate, ActionItem, Cover
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.verb import Refused, Stale
from tests.cast import assemble
from tests.governance.scene import NOW, in_days, promised, promised_now

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
                verbs.move_date(
                    mine,
                    due_on=in_days(30 + number),
                    reason=f"Writer {number}",
                    by=cast.lead,
                    now=NOW,
                    version=item.version,
                )
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


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_of_leaders_who_give_cover_at_once_one_gives_it_and_the_others_are_told() -> None:
    cast = assemble()
    together = Barrier(WRITERS)

    def give(number: int) -> str:
        leader = (cast.cio, cast.partner_sponsor)[number % 2]
        try:
            with acting_as(leader):
                together.wait(timeout=20)
                verbs.give_cover(cast.partner, words="Let them work.", until=in_days(9), by=leader, now=NOW)
            return "gave"
        except Refused:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as leaders:
        told = sorted(leaders.map(give, range(WRITERS)))
    assert told == ["gave"] + ["told"] * (WRITERS - 1)
    with entered(SYSTEM):
        assert Cover.objects.count() == 1


FIFTY = 50


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_of_fifty_people_who_save_one_action_one_wins_and_the_others_keep_their_words() -> None:
    cast = assemble()
    with acting_as(cast.lead):
        item = promised_now(cast, cast.lead)
    seen = item.version
    client = Client()
    client.force_login(cast.lead)
    signed_in = client.cookies[settings.SESSION_COOKIE_NAME].value
    together = Barrier(FIFTY)

    def save(number: int) -> HttpResponse:
        """Through the whole of the web, from a browser that has seen the same version as all the others."""
        mine = Client()
        mine.cookies[settings.SESSION_COOKIE_NAME] = signed_in
        typed = {"due_on": f"in {30 + number} days", "reason": f"Writer {number}.", "version": seen}
        try:
            connection.ensure_connection()  # so that all fifty knock with a connection in hand
            together.wait(timeout=60)
            return mine.post(f"{item.get_absolute_url()}due-date/", typed)
        finally:
            connection.close()

    with ThreadPoolExecutor(FIFTY) as writers:
        answers = list(writers.map(save, range(FIFTY)))
    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: FIFTY - 1}
    for number, answer in enumerate(answers):
        page = answer.content.decode()
        if answer.status_code == 409:
            assert "Somebody else changed this in the meantime. Your words are still here" in page
            assert f'value="in {30 + number} days"' in page
            assert f'value="Writer {number}."' in page
    with entered(SYSTEM):
        item.refresh_from_db()
        assert (ActionDate.objects.filter(item=item).count(), item.version) == (2, seen + 1)
