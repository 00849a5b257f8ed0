"""The agenda's rows, what each side tables and answers beforehand."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import ActionItem
from partners.models import OutgoingMail
from partners.verb import Refused
from reviews.models import AgendaItem, Review
from reviews.sections import OUTCOMES, STANDING
from reviews.verbs import (
    answer_item,
    cancel_review,
    refresh_agenda,
    refresh_agendas,
    schedule_review,
    table_item,
)
from tests.reviews.scene import EARLIER, MONDAY, TODAY, Scene, ask, outcome, promise, reported

pytestmark = pytest.mark.usefixtures("everywhere")

LATER = EARLIER + timedelta(days=1)


def lines(review: Review) -> list[str]:
    return [item.title for item in AgendaItem.objects.filter(review=review) if not item.is_heading]


def item_called(title: str) -> AgendaItem:
    return AgendaItem.objects.get(title=title)


def test_a_review_is_born_with_its_six_sections(scene: Scene) -> None:
    headings = [item for item in scene.review.agenda.all() if item.is_heading]
    assert [item.section for item in headings] == [section.number for section in STANDING]
    assert sum(item.minutes for item in headings) == 90


def test_the_agenda_follows_the_facts(scene: Scene) -> None:
    item = promise(scene.cast.partner, scene.cast.lead)
    ask(scene.cast.partner, scene.cast.lead)
    outcome(scene.cast.partner)
    refresh_agenda(scene.review, now=LATER)
    assert lines(scene.review) == [
        "Index rebuild",
        "Databases run at world-class level",
        "Firewall for the monitor",
    ]
    ActionItem.objects.filter(pk=item.pk).update(
        state="withdrawn", closed_at=EARLIER, closed_on=EARLIER.date()
    )
    refresh_agenda(scene.review, now=LATER)
    assert "Index rebuild" not in lines(scene.review)


def test_refreshing_twice_changes_nothing(scene: Scene) -> None:
    promise(scene.cast.partner, scene.cast.lead)
    refresh_agenda(scene.review, now=LATER)
    before = list(AgendaItem.objects.values())
    refresh_agenda(scene.review, now=LATER)
    assert list(AgendaItem.objects.values()) == before


def test_what_is_due_after_the_meeting_is_not_asked_for(scene: Scene) -> None:
    promise(scene.cast.partner, scene.cast.lead, due_on=TODAY + timedelta(days=1))
    refresh_agenda(scene.review, now=LATER)
    assert not lines(scene.review)


def test_nothing_of_a_rival_gets_onto_the_agenda(scene: Scene) -> None:
    promise(scene.cast.rival, scene.cast.rival_lead, "Rival's secret")
    refresh_agenda(scene.review, now=LATER)
    assert not lines(scene.review)


def test_two_working_days_before_the_agenda_freezes(scene: Scene) -> None:
    thursday = MONDAY - timedelta(days=4)
    refresh_agenda(scene.review, now=thursday - timedelta(days=1))
    assert scene.fresh().agenda_frozen_at is None
    refresh_agenda(scene.review, now=thursday)
    promise(scene.cast.partner, scene.cast.lead)
    refresh_agenda(scene.review, now=thursday)
    assert scene.fresh().agenda_frozen_at == thursday
    assert not lines(scene.review)


def test_until_it_is_frozen_the_agenda_speaks_of_today(scene: Scene) -> None:
    needed = {"needed_by": TODAY - timedelta(days=3), "first_needed_by": TODAY - timedelta(days=3)}
    ask(scene.cast.partner, scene.cast.lead, kind="decision", title="Window", **needed)
    refresh_agenda(scene.review, now=MONDAY - timedelta(days=5))
    assert (item_called("Window").rule, item_called("Window").why) == ("", "")
    refresh_agenda(scene.review, now=MONDAY - timedelta(days=4))
    assert item_called("Window").why == (
        "Meridian Systems asked Northgate Group for this decision by 20 November."
    )


def test_each_side_tables_one_item_and_may_replace_it(scene: Scene) -> None:
    table_item(scene.review, title="Year-end freeze", by=scene.cast.manager, now=LATER)
    table_item(scene.review, title="A seat in planning", by=scene.cast.lead, now=LATER)
    table_item(scene.review, title="Two seats in planning", by=scene.cast.lead, now=LATER)
    refresh_agenda(scene.review, now=LATER)
    assert lines(scene.review) == ["Year-end freeze", "Two seats in planning"]


def test_a_tabled_item_stays_once_the_agenda_is_frozen(scene: Scene) -> None:
    table_item(scene.review, title="A seat in planning", by=scene.cast.lead, now=LATER)
    Review.objects.update(agenda_frozen_at=LATER)
    with pytest.raises(Refused, match="frozen"):
        table_item(scene.review, title="Something else", by=scene.cast.lead, now=LATER)


def test_a_side_that_tabled_nothing_may_still_do_so_after_the_freeze(scene: Scene) -> None:
    Review.objects.update(agenda_frozen_at=LATER)
    assert (
        table_item(scene.review, title="Late but needed", by=scene.cast.lead, now=LATER).tabled_by_side
        == "theirs"
    )


@pytest.mark.parametrize(
    "title, minutes, field", [(" ", 10, "title"), ("x" * 201, 10, "title"), ("Fine", 90, "minutes")]
)
def test_what_cannot_be_tabled_is_refused_at_its_field(
    scene: Scene, title: str, minutes: int, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        table_item(scene.review, title=title, minutes=minutes, by=scene.cast.lead, now=LATER)
    assert refusal.value.field == field


def test_an_observer_tables_nothing(scene: Scene) -> None:
    with pytest.raises(PermissionDenied):
        table_item(scene.review, title="Hello", by=scene.cast.observer, now=LATER)


def test_each_side_answers_an_item_once_and_may_change_it(scene: Scene) -> None:
    promise(scene.cast.partner, scene.cast.lead)
    refresh_agenda(scene.review, now=LATER)
    item = item_called("Index rebuild")
    answer_item(item, text="Done on Friday.", by=scene.cast.lead, now=LATER)
    answer_item(item, text="Done on Saturday.", by=scene.cast.lead, now=LATER)
    answer_item(item, text="Not in the test system.", by=scene.cast.manager, now=LATER)
    assert set(item.answers.values_list("side", "text")) == {
        ("theirs", "Done on Saturday."),
        ("ours", "Not in the test system."),
    }


def test_an_empty_answer_takes_it_back(scene: Scene) -> None:
    item = scene.review.agenda.get(section=OUTCOMES.number)
    answer_item(item, text="We see it coming.", by=scene.cast.lead, now=LATER)
    answer_item(item, text="", by=scene.cast.lead, now=LATER)
    assert not item.answers.exists()


def test_an_answered_line_stays_although_its_fact_is_settled(scene: Scene) -> None:
    item = promise(scene.cast.partner, scene.cast.lead)
    refresh_agenda(scene.review, now=LATER)
    answer_item(item_called("Index rebuild"), text="It is obsolete.", by=scene.cast.lead, now=LATER)
    ActionItem.objects.filter(pk=item.pk).update(
        state="withdrawn", closed_at=EARLIER, closed_on=EARLIER.date()
    )
    refresh_agenda(scene.review, now=LATER)
    assert lines(scene.review) == ["Index rebuild"]


def test_a_question_of_the_other_side_takes_a_promise_off_the_consent_list(scene: Scene) -> None:
    from reviews.facts.queries import agenda_facts

    reported(scene.cast.partner, scene.cast.lead)
    refresh_agenda(scene.review, now=LATER)
    assert not agenda_facts(scene.review, on=TODAY).promises[0].questioned
    answer_item(item_called("Index rebuild"), text="Where is it?", by=scene.cast.manager, now=LATER)
    assert agenda_facts(scene.review, on=TODAY).promises[0].questioned


def test_a_review_that_began_or_ended_takes_no_answers(scene: Scene) -> None:
    item = scene.review.agenda.first()
    cancel_review(scene.review, reason="Holidays", by=scene.cast.manager, now=LATER)
    with pytest.raises(Refused, match="cancelled"):
        answer_item(item, text="Too late", by=scene.cast.lead, now=LATER)


def sealed_with(scene: Scene, discussed: list[int], deferred: str = "") -> Review:
    """The next review, after this one was sealed with these sections gone through."""
    AgendaItem.objects.filter(review=scene.review, section__in=discussed, position=0).update(
        state="discussed"
    )
    AgendaItem.objects.filter(title=deferred).update(state="deferred")
    Review.objects.filter(pk=scene.review.pk).update(
        state="sealed", sealed_at=MONDAY, sealed_by=scene.cast.cio
    )
    return schedule_review(
        scene.forum,
        starts_at=MONDAY + timedelta(days=28),
        by=scene.cast.manager,
        now=MONDAY + timedelta(hours=3),
    )


def test_what_was_not_reached_is_carried_into_the_next_review(scene: Scene) -> None:
    table_item(scene.review, title="Test-data masking", by=scene.cast.lead, now=LATER)
    following = sealed_with(scene, discussed=[1, 2, 3, 4])
    carried = following.agenda.get(title="Test-data masking")
    assert carried.carried_from == item_called_in(scene.review, "Test-data masking")
    assert carried.tabled_by_side == ""


def item_called_in(review: Review, title: str) -> AgendaItem:
    return AgendaItem.objects.get(review=review, title=title)


def test_what_was_gone_through_is_not_carried(scene: Scene) -> None:
    table_item(scene.review, title="Test-data masking", by=scene.cast.lead, now=LATER)
    assert not lines(sealed_with(scene, discussed=[1, 2, 3, 4, 5]))


def test_what_was_set_aside_is_carried_although_its_section_was_gone_through(scene: Scene) -> None:
    table_item(scene.review, title="Test-data masking", by=scene.cast.lead, now=LATER)
    assert lines(sealed_with(scene, discussed=[1, 2, 3, 4, 5], deferred="Test-data masking")) == [
        "Test-data masking"
    ]


def test_what_was_settled_since_is_not_carried(scene: Scene) -> None:
    asked = ask(scene.cast.partner, scene.cast.lead)
    refresh_agenda(scene.review, now=LATER)
    type(asked).objects.filter(pk=asked.pk).update(state="cleared", answer="Open", answered_on=TODAY)
    assert not lines(sealed_with(scene, discussed=[1]))


# --- the agenda by mail -------------------------------------------------------------------------------------------


def mails_of(scene: Scene) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(partner=scene.cast.partner, kind="agenda").order_by("address"))


def test_once_frozen_the_agenda_is_mailed_to_everyone_invited_once(scene: Scene) -> None:
    promise(scene.cast.partner, scene.cast.lead, "Bob's <b>index</b> rebuild")
    refresh_agendas(now=LATER)
    assert not mails_of(scene)
    for _ in range(2):
        refresh_agendas(now=MONDAY - timedelta(days=4))
    assert [mail.person for mail in mails_of(scene)] == [
        scene.cast.cio, scene.cast.lead, scene.cast.contributor, scene.cast.manager,
    ]  # fmt: skip


def test_both_sides_are_mailed_the_same_lines_as_text(scene: Scene) -> None:
    promise(scene.cast.partner, scene.cast.lead, "Bob's <b>index</b> rebuild")
    refresh_agendas(now=MONDAY - timedelta(days=4))
    for mail in mails_of(scene):
        assert "Bob's <b>index</b> rebuild" in mail.content.text
        assert "Meridian Systems, due 23 Nov" in mail.content.text
        assert "<b>index" not in mail.content.html
