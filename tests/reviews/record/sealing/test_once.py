"""Sealed once, by whom it may, and with both sides heard."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from partners.isolation.scope import SYSTEM, entered
from partners.models import OutgoingMail
from partners.verb import Refused
from reviews import verbs as room
from reviews.facts.seal import names_of
from reviews.models import Seal
from reviews.record.pack.making import make_next
from reviews.record.pack.page_one import page_one
from reviews.record.verbs.sealing import Unheard, seal_review
from reviews.silence import mails_leaving
from tests.reviews.record.sealing.seals import edition, says, seal_of, sealed
from tests.reviews.scene import BOTH, Scene, set_the_scene


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
