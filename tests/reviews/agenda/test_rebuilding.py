"""A frozen agenda says what it no longer knows, and is built again by whoever prepares the review."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from governance.verbs import withdraw
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from partners.verb import Refused
from reviews.agenda.pages import Agenda
from reviews.models import AgendaItem
from reviews.verbs import answer_item, freeze_agenda, rebuild_agenda, table_item
from tests.reading import read
from tests.reviews.scene import EARLIER, MONDAY, Scene, ask, promise

SignedIn = Callable[[User], Client]
A_DAY = timedelta(days=1)
THURSDAY = MONDAY - 4 * A_DAY


@pytest.fixture(autouse=True)
def _the_day_after() -> Iterator[None]:
    with time_machine.travel(THURSDAY + A_DAY, tick=False), entered(SYSTEM):
        yield


@pytest.fixture
def frozen(scene: Scene) -> Scene:
    """Two lines, one of them answered, and an item of each side."""
    cast = scene.cast
    promise(cast.partner, cast.lead, "Rebuild the index")
    promise(cast.partner, cast.manager, "Archive the invoices")
    table_item(scene.review, title="A seat in planning", by=cast.lead, now=EARLIER)
    freeze_agenda(scene.review, THURSDAY)
    return scene


def behind(scene: Scene) -> str:
    return Agenda(scene.fresh(), scene.cast.manager, THURSDAY + A_DAY).behind


def titles(scene: Scene) -> set[str]:
    return {line.title for line in AgendaItem.objects.filter(review=scene.review) if not line.is_heading}


def test_it_is_behind_by_what_came_went_and_reads_otherwise(frozen: Scene) -> None:
    assert behind(frozen) == ""
    promise(frozen.cast.partner, frozen.cast.lead, "Rotate the keys")
    assert behind(frozen) == (
        "It was built on 19 November, and what both sides promised and measured has changed since. "
        "One line would be different today."
    )
    withdraw(
        AgendaItem.objects.get(title="Archive the invoices").action,
        reason="Done",
        by=frozen.cast.lead,
        now=THURSDAY,
    )
    ask(frozen.cast.partner, frozen.cast.lead, title="No window")
    assert "Three lines would be different" in behind(frozen)


def test_an_answered_line_whose_fact_is_settled_is_no_difference(frozen: Scene) -> None:
    line = AgendaItem.objects.get(title="Archive the invoices")
    answer_item(line, text="We need it", by=frozen.cast.lead, now=THURSDAY)
    withdraw(line.action, reason="Done", by=frozen.cast.lead, now=THURSDAY)
    assert behind(frozen) == ""


def test_built_again_it_knows_what_came_and_keeps_what_was_answered_and_tabled(frozen: Scene) -> None:
    line = AgendaItem.objects.get(title="Rebuild the index")
    answer_item(line, text="By Friday", by=frozen.cast.manager, now=THURSDAY)
    promise(frozen.cast.partner, frozen.cast.lead, "Rotate the keys")
    rebuild_agenda(frozen.review, by=frozen.cast.lead, now=THURSDAY + A_DAY)
    assert titles(frozen) == {
        "Rebuild the index", "Archive the invoices", "Rotate the keys", "A seat in planning",
    }  # fmt: skip
    assert AgendaItem.objects.get(title="Rebuild the index").answers.get().text == "By Friday"
    assert behind(frozen) == ""
    assert frozen.fresh().agenda_frozen_at == THURSDAY + A_DAY


def test_an_agenda_that_follows_the_facts_is_not_built_again(scene: Scene) -> None:
    assert behind(scene) == ""
    with pytest.raises(Refused, match="follows the facts by itself"):
        rebuild_agenda(scene.review, by=scene.cast.manager, now=THURSDAY)


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_both_sides_are_told_and_offered_to_build_it(frozen: Scene, signed_in: SignedIn, who: str) -> None:
    here = f"/partnerships/meridian/reviews/{frozen.review.pk}/"
    client = signed_in(getattr(frozen.cast, who))
    assert "Build it again" not in client.get(here).content.decode()
    promise(frozen.cast.partner, frozen.cast.lead, "Rotate the keys")
    page = read(client.get(here).content.decode())
    assert "One line would be different today." in page
    assert "Build it again" in page
    client.post(f"{here}rebuilding/")
    page = read(client.get(here).content.decode())
    assert "Rotate the keys" in page
    assert "Build it again" not in page


def test_an_observer_is_told_and_changes_nothing(frozen: Scene, signed_in: SignedIn) -> None:
    promise(frozen.cast.partner, frozen.cast.lead, "Rotate the keys")
    here = f"/partnerships/meridian/reviews/{frozen.review.pk}/"
    client = signed_in(frozen.cast.observer)
    page = client.get(here).content.decode()
    assert "One line would be different today." in " ".join(page.split())
    assert "Build it again" not in page
    assert client.post(f"{here}rebuilding/").status_code == 403
