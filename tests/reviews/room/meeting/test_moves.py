"""What is promised, confirmed and decided in the live meeting."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import ActionItem
from partners.verb import Refused, Stale
from reviews import verbs as room
from reviews.models import Attendance, Review
from tests.reviews.room import room_steps
from tests.reviews.room.meeting.in_the_room import FRIDAY, here
from tests.reviews.scene import TODAY, Scene, ask, promise, reported

pytestmark = pytest.mark.usefixtures("everywhere")


def test_a_promise_made_in_the_room_is_read_back_later(opened: Scene) -> None:
    kept = room.keep_promise(
        opened.review,
        title="Run the purge",
        owner=opened.cast.contributor,
        due_on=FRIDAY,
        by=opened.cast.cio,
        now=opened.at(3),
    )
    move = opened.review.moves.get()
    assert (move.kind, move.action, move.item.section) == ("promised", kept, 1)
    assert (kept.state, kept.side, kept.first_due_on) == ("open", "theirs", FRIDAY)


def test_every_move_is_seen_by_every_screen(opened: Scene) -> None:
    before = opened.fresh().version
    room.note(opened.review, text="Forty minutes.", by=opened.cast.cio, now=opened.at(3))
    assert opened.fresh().version > before


def test_whose_word_it_was_is_said_unless_they_wrote_it_down_themselves(opened: Scene) -> None:
    cast = opened.cast
    here(opened, cast.lead)
    theirs = promise(cast.partner, cast.lead, "Root cause", due_on=TODAY)
    own = promise(cast.partner, cast.cio, "Archiving policy", due_on=TODAY)
    for item in (theirs, own):
        room_steps.report_done(opened.review, item, by=cast.cio, now=opened.at(3))
    said = {move.action_id: move.words for move in opened.review.moves.filter(kind="done")}
    assert said[theirs.pk].endswith(" · on the word of Jonas Stein")
    assert "on the word of" not in said[own.pk]


@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=1), TODAY.replace(year=2062)])
def test_an_impossible_day_is_refused(opened: Scene, due_on: object) -> None:
    with pytest.raises(Refused) as refusal:
        room.keep_promise(
            opened.review,
            title="Run it",
            owner=opened.cast.lead,
            due_on=due_on,
            by=opened.cast.cio,
            now=opened.at(3),
        )
    assert refusal.value.field == "due_on"


def test_somebody_of_another_partner_cannot_own_a_promise(opened: Scene) -> None:
    with pytest.raises(Refused, match="does not take part"):
        room.keep_promise(
            opened.review,
            title="Run it",
            owner=opened.cast.rival_lead,
            due_on=FRIDAY,
            by=opened.cast.cio,
            now=opened.at(3),
        )


def test_their_promise_is_confirmed_by_our_chair_with_a_click(opened: Scene) -> None:
    item = reported(opened.cast.partner, opened.cast.contributor)
    room_steps.confirm(opened.review, item, by=opened.cast.cio, now=opened.at(4))
    assert (item.state, item.confirmed_by) == ("closed", opened.cast.cio)


def test_ours_is_confirmed_by_the_nod_of_their_lead_in_the_room(opened: Scene) -> None:
    item = reported(opened.cast.partner, opened.cast.teammate)
    room_steps.confirm(opened.review, item, by=opened.cast.cio, now=opened.at(4))
    assert (item.state, item.confirmed_by) == ("closed", opened.cast.lead)


def test_ours_is_not_confirmed_while_nobody_of_theirs_is_here(opened: Scene) -> None:
    Attendance.objects.filter(person=opened.cast.lead).update(state="excused")
    item = reported(opened.cast.partner, opened.cast.teammate)
    with pytest.raises(Refused, match="Nobody of Meridian Systems"):
        room_steps.confirm(opened.review, item, by=opened.cast.cio, now=opened.at(4))


def test_the_consent_list_is_confirmed_in_one_go(opened: Scene) -> None:
    items = [
        reported(opened.cast.partner, owner) for owner in (opened.cast.contributor, opened.cast.teammate)
    ]
    room.confirm_list(opened.review, items, by=opened.cast.cio, now=opened.at(4))
    assert set(ActionItem.objects.values_list("state", flat=True)) == {"closed"}
    assert opened.review.moves.filter(kind="confirmed").count() == 2


def test_a_row_somebody_changed_meanwhile_is_not_overwritten(opened: Scene) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    with pytest.raises(Stale):
        room_steps.report_done(
            opened.review, item, by=opened.cast.cio, now=opened.at(4), version=item.version - 1
        )


def test_a_decision_asked_of_us_is_made_in_words(opened: Scene) -> None:
    asked = ask(opened.cast.partner, opened.cast.lead, kind="decision")
    room_steps.decide(opened.review, asked, answer="Yes, in December.", by=opened.cast.cio, now=opened.at(9))
    assert (asked.state, asked.answered_by, asked.answer) == ("made", opened.cast.cio, "Yes, in December.")


def test_a_decision_asked_of_them_is_made_by_their_lead_in_the_room(opened: Scene) -> None:
    asked = ask(opened.cast.partner, opened.cast.manager, kind="decision")
    room_steps.decide(opened.review, asked, answer="Two people.", by=opened.cast.cio, now=opened.at(9))
    assert asked.answered_by == opened.cast.lead


@pytest.mark.parametrize("who", ["lead", "contributor", "observer", "reader", "rival_lead", "stranger"])
def test_only_who_may_chair_moves_things(opened: Scene, who: str) -> None:
    with pytest.raises(PermissionDenied):
        room.note(opened.review, text="Hello", by=getattr(opened.cast, who), now=opened.at(3))


def test_a_sealed_review_takes_no_more_moves(opened: Scene) -> None:
    Review.objects.update(state="sealed", sealed_at=opened.at(90), sealed_by=opened.cast.cio)
    with pytest.raises(Refused, match="is sealed"):
        room.note(opened.review, text="Too late", by=opened.cast.cio, now=opened.at(91))
