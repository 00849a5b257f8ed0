"""Sealing: once, by whom it may, with every fact frozen for both editions, and answered beside it."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from governance.models import ActionItem, Cover
from governance.verbs import note_privately
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import OutgoingMail, PartnerNote, PartnerStanding
from partners.verb import Refused
from reviews import verbs as room
from reviews.agenda.verbs.planning import plan_next_review
from reviews.models import Review, ReviewPack, Seal
from reviews.record.pack.making import make_next
from reviews.record.pack.page_one import page_one
from reviews.record.seal import names_of, snapshot_of, verify_seal
from reviews.record.snapshot import Snapshot, written
from reviews.record.verbs.sealing import Unheard, reply, seal_review
from reviews.silence import mails_leaving
from tests.ground import laid
from tests.reviews.record.pack_story import story
from tests.reviews.scene import BOTH, EARLIER, Scene, ask, outcome, promise, set_the_scene
from tests.tampering import as_the_owner


@laid
def open_since_ten(scene: Scene) -> Scene:
    """The review, open since ten, with the CIO in the chair."""
    with entered(SYSTEM):
        promise(scene.cast.partner, scene.cast.lead, "Root cause of the slowdown", due_on=date(2026, 11, 20))
        promise(scene.cast.partner, scene.cast.manager, "Archiving policy", due_on=date(2026, 11, 20))
        ask(scene.cast.partner, scene.cast.lead, kind="decision", title="Weekly change window")
        outcome(scene.cast.partner, health="on_track")
        room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    return scene


@pytest.fixture
def opened(open_since_ten: Scene, everywhere: None) -> Scene:
    return open_since_ten


def sealed(scene: Scene, minutes: int = 80) -> Scene:
    seal_review(scene.review, by=scene.cast.cio, now=scene.at(minutes), although_silent=BOTH)
    return scene


def edition(scene: Scene, name: str = "partner") -> Snapshot:
    return snapshot_of(seal_of(scene, name))


def seal_of(scene: Scene, name: str = "partner") -> Seal:
    return Seal.objects.get(review=scene.review, edition=name, kind="review")


# --- what is sealed -----------------------------------------------------------------------------------------------


def test_both_editions_are_sealed_and_their_hashes_hold(opened: Scene) -> None:
    sealed(opened)
    seals = Seal.objects.filter(review=opened.review)
    assert {seal.edition for seal in seals} == {"ours", "partner"}
    assert all(verify_seal(seal) for seal in seals)


def test_the_sealed_text_is_canonical_and_is_read_back_the_same(opened: Scene) -> None:
    seal = seal_of(sealed(opened))
    plain = json.loads(seal.content)
    assert seal.content == json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert written(snapshot_of(seal)) == seal.content


def test_the_snapshot_of_the_story_survives_writing_and_reading() -> None:
    from reviews.record.snapshot import read

    assert read(written(story())) == story()


def test_both_sides_late_promises_are_red_by_the_same_rule(opened: Scene) -> None:
    reds = edition(sealed(opened)).reds
    assert [(red.title, red.side) for red in reds if "late" in red.why] == [
        ("Root cause of the slowdown", "theirs"),
        ("Archiving policy", "ours"),
    ]


def test_the_promises_of_both_sides_are_counted(opened: Scene) -> None:
    counts = {side.side: side.since_last for side in edition(sealed(opened)).promises}
    assert (counts["ours"].due, counts["ours"].missed) == (1, 1)
    assert (counts["theirs"].due, counts["theirs"].missed) == (1, 1)


def test_what_fell_due_under_cover_is_sealed_apart_with_the_cover_itself(opened: Scene) -> None:
    cast, on = opened.cast, date(2026, 11, 20)
    Cover.objects.create(
        partner=cast.partner, words="Let them work.", began_on=on, until=on, given_by=cast.partner_sponsor
    )
    snapshot = edition(sealed(opened))
    counts = {side.side: side.since_last for side in snapshot.promises}
    assert (counts["ours"].due, counts["ours"].covered) == (0, 1)
    (cover,) = snapshot.covers
    assert (cover.words, cover.by, cover.began_on, cover.last_on) == (
        "Let them work.", cast.partner_sponsor.pk, on, on,
    )  # fmt: skip


def test_a_cover_that_was_over_before_the_last_review_is_not_sealed_again(opened: Scene) -> None:
    cast, on = opened.cast, date(2026, 9, 1)
    Cover.objects.create(partner=cast.partner, words="Storm", began_on=on, until=on, given_by=cast.cio)
    assert edition(sealed(opened)).covers == ()


def test_a_seal_written_before_there_were_covers_is_read_as_ever() -> None:
    from reviews.record.snapshot import read

    plain = json.loads(written(story()))
    del plain["covers"]
    for side in plain["promises"]:
        del side["year"]["covered"], side["since_last"]["covered"]
        for month in side["months"]:
            del month["count"]["covered"]
    assert read(json.dumps(plain)) == story()


def test_a_promise_made_in_the_room_is_marked_as_new(opened: Scene) -> None:
    room.keep_promise(
        opened.review,
        title="Archive 2019 invoices",
        owner=opened.cast.manager,
        due_on=date(2026, 12, 15),
        by=opened.cast.cio,
        now=opened.at(20),
    )
    fresh = [action.title for action in edition(sealed(opened)).actions if action.fresh]
    assert fresh == ["Archive 2019 invoices"]


def test_people_stand_in_it_by_id_and_their_names_beside_it(opened: Scene) -> None:
    seal = seal_of(sealed(opened))
    assert opened.cast.cio.full_name not in seal.content
    assert names_of(seal)[snapshot_of(seal).review.chair] == opened.cast.cio.full_name


def test_a_name_erased_later_does_not_break_the_seal(opened: Scene) -> None:
    seal = seal_of(sealed(opened))
    seal.names = {}
    with as_the_owner():  # to whom alone it is left
        seal.save(update_fields=["names"])
    assert verify_seal(seal)
    assert names_of(seal)[opened.cast.cio.pk] == "a person no longer named"


def test_tandem_writes_a_headline_where_the_chair_wrote_none(opened: Scene) -> None:
    assert edition(sealed(opened)).headline.startswith("The outcome is on track.")


def test_the_chairs_headline_is_taken_as_it_is(opened: Scene) -> None:
    Review.objects.update(headline="We are the bottleneck.")
    assert edition(sealed(opened)).headline == "We are the bottleneck."


# --- the partner's edition ----------------------------------------------------------------------------------------


@pytest.fixture
def with_private_notes(opened: Scene) -> Scene:
    for author, text in ((opened.cast.manager, "CANARY OURS"), (opened.cast.lead, "CANARY THEIRS")):
        with acting_as(author):
            PartnerNote.objects.create(
                partner=opened.cast.partner,
                side=author.side,
                text=text,
                author=author,
                written_at=opened.at(5),
            )
            items = list(ActionItem.objects.filter(partner=opened.cast.partner))
            assert items
            for item in items:
                note_privately(item, text="CANARY ON AN ACTION", by=author, now=opened.at(5))
    with acting_as(opened.cast.manager):
        PartnerStanding.objects.create(partner=opened.cast.partner, segment="commodity")
    return sealed(opened)


def test_the_partners_edition_holds_nobodys_private_note_nor_our_classification(
    with_private_notes: Scene,
) -> None:
    text = seal_of(with_private_notes, "partner").content
    assert "CANARY" not in text
    assert "ommodity" not in text


def test_our_edition_holds_our_notes_and_never_the_partners(with_private_notes: Scene) -> None:
    text = seal_of(with_private_notes, "ours").content
    assert "CANARY OURS" in text
    assert "CANARY THEIRS" not in text
    assert "CANARY ON AN ACTION" not in text
    assert "Commodity" in text


def test_the_partner_reads_its_own_edition_alone(opened: Scene) -> None:
    sealed(opened)
    with acting_as(opened.cast.lead):
        assert [seal.edition for seal in Seal.objects.filter(review=opened.review)] == ["partner"]
    with acting_as(opened.cast.rival_lead):
        assert not Seal.objects.filter(review=opened.review).exists()


# --- once, and by whom it may -------------------------------------------------------------------------------------


def test_sealing_twice_names_who_sealed_it_and_when(opened: Scene) -> None:
    sealed(opened)
    with pytest.raises(Refused, match="Anand Kulkarni sealed this review on 23 November"):
        seal_review(opened.review, by=opened.cast.manager, now=opened.at(81), although_silent=BOTH)
    assert Seal.objects.filter(review=opened.review).count() == 2


@pytest.mark.parametrize("person", ["lead", "contributor", "reader", "partner_sponsor"])
def test_only_who_may_run_the_review_seals_it(opened: Scene, person: str) -> None:
    with pytest.raises(PermissionDenied):
        seal_review(opened.review, by=getattr(opened.cast, person), now=opened.at(80), although_silent=BOTH)


def test_a_review_that_has_not_begun_is_not_sealed(scene: Scene, everywhere: None) -> None:
    with pytest.raises(Refused, match="has not begun"):
        seal_review(scene.review, by=scene.cast.cio, now=scene.at(80), although_silent=BOTH)


def test_a_review_whose_chair_is_away_is_not_sealed(opened: Scene) -> None:
    room.mark_attendance(
        opened.review, person=opened.cast.cio, state="excused", by=opened.cast.cio, now=opened.at(5)
    )
    with pytest.raises(Refused, match="chairs this review but is not marked as present"):
        seal_review(opened.review, by=opened.cast.manager, now=opened.at(80), although_silent=BOTH)


def says(scene: Scene, *who: str) -> None:
    for name in who:
        room.say(scene.review, by=getattr(scene.cast, name), now=scene.at(70), stance="agree")


@pytest.mark.parametrize(
    ("heard", "sentence"),
    [
        ((), "Neither side has said whether it agrees. Nine mails leave."),
        (("lead",), "Northgate Group has not said whether it agrees. Nine mails leave."),
        (("manager",), "Meridian Systems has not said whether it agrees. Nine mails leave."),
    ],
)
def test_a_side_that_was_not_heard_takes_a_second_press_that_says_so(
    opened: Scene, heard: tuple[str, ...], sentence: str
) -> None:
    says(opened, *heard)
    with pytest.raises(Unheard) as refusal:
        seal_review(opened.review, by=opened.cast.cio, now=opened.at(80))
    assert refusal.value.sentence == sentence
    assert opened.fresh().state == "open"
    with pytest.raises(Unheard):
        seal_review(opened.review, by=opened.cast.cio, now=opened.at(80), although_silent=heard)
    silent = refusal.value.silent.sides
    seal_review(opened.review, by=opened.cast.cio, now=opened.at(80), although_silent=silent)


def test_once_both_were_heard_one_press_seals(opened: Scene) -> None:
    says(opened, "lead", "manager")
    assert len(seal_review(opened.review, by=opened.cast.cio, now=opened.at(80))) == 2


def test_as_many_mails_leave_as_it_says(opened: Scene, untypeset: None) -> None:
    """Five packs, and four invitations to the next review, which nobody has planned yet."""
    said = mails_leaving(opened.review)
    with entered(SYSTEM):
        before = OutgoingMail.objects.count()
    sealed(opened)
    with entered(SYSTEM):
        while make_next(now=opened.at(81)):
            pass
        left = OutgoingMail.objects.count() - before
    assert said == left


def test_a_sentence_is_sealed_under_the_name_of_whoever_said_it(opened: Scene) -> None:
    cast, facts = opened.cast, {"now": opened.at(70)}
    room.say(opened.review, by=cast.lead, sentence="Tuning is used up.", **facts)
    room.say(opened.review, by=cast.partner_sponsor, stance="agree", **facts)
    room.say(
        opened.review,
        by=cast.cio,
        on_word_of=cast.partner_sponsor,
        stance="agree",
        sentence="Tuning is used up.",
        **facts,
    )
    [said] = edition(sealed(opened)).statements
    assert (said.by, said.sentence_by) == (cast.partner_sponsor.pk, cast.lead.pk)
    names = names_of(seal_of(opened))
    page = page_one(edition(opened), names)
    assert [sentence.by for sentence in page.sentences] == ["Meridian Systems · Jonas Stein"]


def test_a_seal_can_be_neither_changed_nor_deleted(opened: Scene) -> None:
    seal = seal_of(sealed(opened))
    for change in (
        lambda: Seal.objects.update(content="{}"),
        lambda: Seal.objects.update(sha256="0" * 64),
        seal.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_was_in_hand_at_the_end_counts_as_discussed(opened: Scene) -> None:
    assert "now" not in {item.state for item in edition(sealed(opened)).agenda}


@pytest.mark.django_db(transaction=True)
def test_of_two_people_sealing_at_once_one_seals_and_the_other_is_told(transactional_db: None) -> None:
    from tests.cast import assemble

    cast = assemble()
    scene = set_the_scene(cast)
    with entered(SYSTEM):
        room.open_review(scene.review, by=cast.cio, now=scene.at())

    def seal(person: Any) -> str:
        try:
            with entered(SYSTEM):
                seal_review(scene.review, by=person, now=scene.at(80), although_silent=BOTH)
            return "sealed"
        except Refused as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(seal, (cast.cio, cast.manager)), key=len)
    assert answers[0] == "sealed"
    assert "sealed this review on 23 November" in answers[1]
    with entered(SYSTEM):
        assert Seal.objects.count() == 2


# --- afterwards ---------------------------------------------------------------------------------------------------


def test_editing_an_action_afterwards_leaves_the_sealed_review_as_it_was(opened: Scene) -> None:
    before = edition(sealed(opened))
    ActionItem.objects.update(title="Rewritten", due_on=date(2027, 1, 1))
    assert edition(opened) == before


def test_the_next_review_is_planned_on_the_same_weekday_of_next_month(opened: Scene) -> None:
    sealed(opened)
    following = Review.objects.get(state="scheduled")
    assert following.starts_at.date() == date(2026, 12, 28)
    assert following.previous_id == opened.review.pk
    assert edition(opened).review.next_on == date(2026, 12, 28)


def test_a_review_planned_already_is_the_next_one(opened: Scene) -> None:
    planned = room.schedule_review(
        opened.forum, starts_at=opened.at() + timedelta(days=16), by=opened.cast.manager, now=opened.at(2)
    )
    sealed(opened)
    assert list(Review.objects.filter(state="scheduled")) == [planned]
    assert edition(opened).review.next_on == date(2026, 12, 9)


def test_one_planned_whose_day_has_passed_is_the_next_one_and_does_not_keep_this_one_from_being_sealed(
    opened: Scene,
) -> None:
    planned = room.schedule_review(
        opened.forum, starts_at=opened.at() + timedelta(days=16), by=opened.cast.manager, now=opened.at(2)
    )
    sealed(opened, minutes=20 * 24 * 60)
    assert list(Review.objects.filter(state="scheduled")) == [planned]
    assert edition(opened).review.next_on == date(2026, 12, 9)


def test_the_next_review_is_planned_once_and_only_after_a_sealed_one(opened: Scene) -> None:
    now = {"by": opened.cast.cio, "now": opened.at(90)}
    with pytest.raises(Refused, match="not sealed yet"):
        plan_next_review(opened.fresh(), **now)
    sealed(opened)
    assert plan_next_review(opened.fresh(), **now) is None
    Review.objects.filter(state="scheduled").update(state="cancelled", cancelled_reason="Ill", previous=None)
    planned = plan_next_review(opened.fresh(), **now)
    assert planned is not None
    assert (planned.starts_at.date(), planned.previous) == (date(2026, 12, 28), opened.review)


def test_an_item_not_reached_stands_on_the_next_agenda(opened: Scene) -> None:
    sealed(opened)
    carried = Review.objects.get(state="scheduled").agenda.exclude(carried_from=None)
    assert "Weekly change window" in {item.title for item in carried}


def test_both_packs_are_ordered(opened: Scene) -> None:
    sealed(opened)
    assert {(pack.edition, pack.state) for pack in ReviewPack.objects.all()} == {
        ("ours", "building"),
        ("partner", "building"),
    }


def test_the_second_review_says_what_changed_since_the_first(opened: Scene) -> None:
    sealed(opened)
    following = Review.objects.get(state="scheduled")
    action = ActionItem.objects.get(title="Archiving policy")
    later = following.starts_at
    room.open_review(following, by=opened.cast.cio, now=later)
    ActionItem.objects.filter(pk=action.pk).update(
        state="closed",
        reported_at=later,
        reported_on=later.date(),
        closed_at=later,
        closed_on=later.date(),
        confirmed_by=opened.cast.lead,
    )
    seal_review(following, by=opened.cast.cio, now=later + timedelta(minutes=80), although_silent=BOTH)
    snapshot = snapshot_of(Seal.objects.get(review=following, edition="partner"))
    assert snapshot.review.previous_on == date(2026, 11, 23)
    assert "Done and confirmed: Archiving policy." in {change.text for change in snapshot.changes}


# --- "we see it differently" --------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["lead", "manager"])
def test_either_side_may_reply_beside_the_seal(opened: Scene, person: str) -> None:
    sealed(opened)
    author = getattr(opened.cast, person)
    answer = reply(opened.review, text="The policy was due in October.", by=author, now=opened.at(600))
    assert verify_seal(answer)
    assert (answer.edition, answer.kind, answer.said_by_side) == ("partner", "reply", author.side)
    assert json.loads(answer.content)["answers"] == seal_of(opened).sha256


def test_a_reply_leaves_the_seal_as_it_was(opened: Scene) -> None:
    before = seal_of(sealed(opened)).content
    reply(opened.review, text="We see it differently.", by=opened.cast.lead, now=opened.at(600))
    assert seal_of(opened).content == before


def test_a_side_replies_once(opened: Scene) -> None:
    sealed(opened)
    reply(opened.review, text="Once.", by=opened.cast.lead, now=opened.at(600))
    with pytest.raises(Refused, match="has replied already"):
        reply(opened.review, text="Twice.", by=opened.cast.partner_sponsor, now=opened.at(601))


def test_a_reply_is_taken_for_two_working_days(opened: Scene) -> None:
    sealed(opened)
    with pytest.raises(Refused, match="possible until 25 November 2026"):
        reply(opened.review, text="Late.", by=opened.cast.lead, now=opened.at(60 * 24 * 3))


@pytest.mark.parametrize("text", ["   ", "x" * 2001])
def test_an_empty_or_endless_reply_is_refused_at_its_field(opened: Scene, text: str) -> None:
    sealed(opened)
    with pytest.raises(Refused) as refusal:
        reply(opened.review, text=text, by=opened.cast.lead, now=opened.at(600))
    assert refusal.value.field == "text"


@pytest.mark.parametrize("person", ["contributor", "observer", "reader"])
def test_only_who_speaks_for_a_side_replies(opened: Scene, person: str) -> None:
    sealed(opened)
    with pytest.raises(PermissionDenied):
        reply(opened.review, text="Hm.", by=getattr(opened.cast, person), now=opened.at(600))


def test_a_review_still_open_takes_no_reply(opened: Scene) -> None:
    with pytest.raises(Refused, match="not sealed yet"):
        reply(opened.review, text="Hm.", by=opened.cast.lead, now=EARLIER)
