"""The record of a sealed review on screen: who reads which edition, who replies, who gets the file."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from governance.models import ForumMember
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, OutgoingMail, User
from partners.verbs import edit_charter
from reviews import verbs as room
from reviews.facts.seal import snapshot_of, verify_seal
from reviews.models import PackDelivery, Review, ReviewPack, Seal
from reviews.record.pack.making import make_next
from reviews.record.queries import Record
from reviews.record.verbs.sealing import seal_review
from tests.ground import laid
from tests.reviews.scene import BOTH, MONDAY, Scene, promise
from tests.tampering import past_the_guards

SignedIn = Callable[[User], Client]


AT_THE_END = time_machine.travel(MONDAY + timedelta(minutes=150), tick=True)
"""The views look at the clock: to them it is half past eleven on the day of the review."""


@pytest.fixture(autouse=True)
def _at_the_end_of_the_meeting() -> Iterator[None]:
    with AT_THE_END:
        yield


@laid
def opened(scene: Scene) -> Scene:
    with entered(SYSTEM), AT_THE_END:
        promise(scene.cast.partner, scene.cast.lead, "Root cause of the slowdown", due_on=date(2026, 11, 20))
        room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    return scene


@laid
def held(opened: Scene) -> Scene:
    with entered(SYSTEM), AT_THE_END:
        seal_review(opened.review, by=opened.cast.cio, now=timezone.now(), although_silent=BOTH)
    return opened


@pytest.fixture
def packed(held: Scene, untypeset: None) -> Scene:
    while make_next(now=timezone.now() + timedelta(minutes=1)):
        pass
    return held


def address(scene: Scene, tail: str = "record/") -> str:
    return f"/partnerships/{scene.cast.partner.slug}/reviews/{scene.review.pk}/{tail}"


def test_sealing_leads_to_the_record(opened: Scene, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        for who in (opened.cast.manager, opened.cast.lead):
            room.say(opened.review, by=who, now=opened.at(70), stance="agree")
    answer = signed_in(opened.cast.cio).post(address(opened, "seal/"), follow=True)
    assert answer.redirect_chain[-1][0] == address(opened)
    assert "The packs are being made" in answer.content.decode()


def test_where_a_side_was_not_heard_the_first_press_leads_to_a_second_that_says_so(
    opened: Scene, signed_in: SignedIn
) -> None:
    chair = signed_in(opened.cast.cio)
    page = chair.post(address(opened, "seal/"), follow=True).content.decode()
    assert "Neither side has said whether it agrees. Nine mails leave." in page
    assert page.count('name="although_silent"') == 2
    assert "Seal it all the same" in page
    with entered(SYSTEM):
        room.say(opened.review, by=opened.cast.lead, now=opened.at(70), stance="agree")
    page = chair.post(address(opened, "seal/"), follow=True).content.decode()
    assert "Northgate Group has not said whether it agrees. Nine mails leave." in page
    follower = signed_in(opened.cast.lead).get(address(opened, "room/close/?unheard=1")).content.decode()
    assert "all the same" not in follower
    answer = chair.post(address(opened, "seal/"), {"although_silent": ["ours"]}, follow=True)
    assert answer.redirect_chain[-1][0] == address(opened)


def test_whoever_seals_second_is_told_who_was_first(held: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(held.cast.manager).post(address(held, "seal/"), follow=True)
    assert answer.redirect_chain[-1][0] == address(held)
    assert "Anand Kulkarni sealed this review" in answer.content.decode()


def test_a_refused_seal_leads_back_with_the_reason(opened: Scene, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        opened.review.attendance.filter(person=opened.cast.cio).update(state="excused")
    answer = signed_in(opened.cast.manager).post(address(opened, "seal/"), follow=True)
    assert "is not marked as present" in answer.content.decode()


def test_sealing_takes_a_post(opened: Scene, signed_in: SignedIn) -> None:
    assert signed_in(opened.cast.cio).get(address(opened, "seal/")).status_code == 405
    with entered(SYSTEM):
        assert not Seal.objects.exists()


@pytest.mark.parametrize(
    "person", ["cio", "manager", "teammate", "reader", "lead", "contributor", "observer"]
)
def test_everyone_of_both_sides_reads_the_record(held: Scene, signed_in: SignedIn, person: str) -> None:
    answer = signed_in(getattr(held.cast, person)).get(address(held))
    assert answer.status_code == 200
    assert "Root cause of the slowdown" in answer.content.decode()


@pytest.mark.parametrize("person", ["rival_lead", "stranger", "administrator"])
@pytest.mark.parametrize("tail", ["record/", "packs/partner.pdf", "packs/ours.pdf"])
def test_for_everyone_else_it_is_not_there(
    packed: Scene, signed_in: SignedIn, person: str, tail: str
) -> None:
    assert signed_in(getattr(packed.cast, person)).get(address(packed, tail)).status_code == 404


def test_before_the_seal_there_is_no_record(opened: Scene, signed_in: SignedIn) -> None:
    assert signed_in(opened.cast.cio).get(address(opened)).status_code == 404


@pytest.mark.parametrize(
    "person, edition, status",
    [
        ("lead", "partner", 200),
        ("lead", "ours", 404),
        ("cio", "ours", 200),
        ("cio", "partner", 200),
        ("reader", "ours", 200),
        ("cio", "other", 404),
    ],
)
def test_each_side_downloads_what_it_may_read(
    packed: Scene, signed_in: SignedIn, person: str, edition: str, status: int
) -> None:
    answer = signed_in(getattr(packed.cast, person)).get(address(packed, f"packs/{edition}.pdf"))
    assert answer.status_code == status
    if status == 200:
        name = f"meridian-systems-2026-11-23-{'our' if edition == 'ours' else 'partner'}-edition.pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.content.startswith(b"%PDF")


def test_a_pack_that_left_nobody_s_hands_is_not_called_sent(packed: Scene, signed_in: SignedIn) -> None:
    said = "No mail server is named."
    with entered(SYSTEM):
        OutgoingMail.objects.filter(pk__in=PackDelivery.objects.values("mail")).update(
            state="kept", last_error=said
        )
    page = signed_in(packed.cast.lead).get(address(packed)).content.decode()
    assert page.count("not sent: no mail server") == 1
    assert said not in page


def test_the_partners_record_names_none_of_our_readers(packed: Scene, signed_in: SignedIn) -> None:
    page = signed_in(packed.cast.lead).get(address(packed)).content.decode()
    assert "Our edition" in page, "each side's own"
    assert "The partner’s edition" not in page
    assert packed.cast.reader.full_name not in page


def test_our_side_may_look_at_what_the_partner_sees(held: Scene, signed_in: SignedIn) -> None:
    page = signed_in(held.cast.cio).get(address(held) + "?edition=partner").content.decode()
    assert f"{settings.ENTERPRISE_NAME} promised" in page
    assert "Back to our edition" in page


def test_the_partner_asking_for_our_edition_gets_its_own(held: Scene, signed_in: SignedIn) -> None:
    page = signed_in(held.cast.lead).get(address(held) + "?edition=ours").content.decode()
    assert "SHA-256 of our edition" in " ".join(page.split())


def test_a_reply_stands_beside_the_seal(held: Scene, signed_in: SignedIn) -> None:
    lead = signed_in(held.cast.lead)
    answer = lead.post(address(held, "record/reply/"), {"text": "The traces came late."}, follow=True)
    assert "The traces came late." in answer.content.decode()
    assert "See it differently?" not in answer.content.decode()


def test_a_reply_that_is_too_long_is_kept_on_screen(held: Scene, signed_in: SignedIn) -> None:
    text = "Late. " * 400
    answer = signed_in(held.cast.lead).post(address(held, "record/reply/"), {"text": text})
    assert answer.status_code == 422
    assert "Keep this under 2000 characters: it has" in answer.content.decode()
    assert text.strip() in answer.content.decode()


def test_a_contributor_is_offered_no_reply(held: Scene, signed_in: SignedIn) -> None:
    client = signed_in(held.cast.contributor)
    assert "See it differently?" not in client.get(address(held)).content.decode()
    assert client.post(address(held, "record/reply/"), {"text": "Hm."}).status_code == 403


def test_with_nobody_to_receive_it_the_page_says_what_to_do(
    held: Scene, signed_in: SignedIn, untypeset: None
) -> None:
    with entered(SYSTEM):
        ForumMember.objects.update(gets_pack=False)
        Membership.objects.filter(role="executive_reader").update(until=date(2026, 11, 1))
    while make_next(now=timezone.now() + timedelta(minutes=1)):
        pass
    page = signed_in(held.cast.cio).get(address(held)).content.decode()
    assert "Nobody is set to receive this edition" in page
    answer = signed_in(held.cast.cio).post(address(held, "packs/sending/"), follow=True)
    assert "Add people to the forum, then send again" in answer.content.decode()


def test_a_pack_that_could_not_be_made_says_why_and_is_asked_for_again(
    held: Scene, signed_in: SignedIn
) -> None:
    with entered(SYSTEM):
        ReviewPack.objects.update(state="failed", failure="OSError: No space left on device", attempts=5)
    cio = signed_in(held.cast.cio)
    page = cio.get(address(held)).content.decode()
    assert "No space left on device" in page
    assert "It was tried 5 times" in page
    cio.post(address(held, "packs/again/"))
    with entered(SYSTEM):
        assert {pack.state for pack in ReviewPack.objects.all()} == {"building"}


@pytest.mark.parametrize("tail", ["seal/", "packs/again/", "packs/sending/"])
@pytest.mark.parametrize("person", ["lead", "reader", "contributor"])
def test_packs_are_in_the_hands_of_whoever_runs_the_review(
    held: Scene, signed_in: SignedIn, tail: str, person: str
) -> None:
    assert signed_in(getattr(held.cast, person)).post(address(held, tail)).status_code == 403


def test_a_seal_tampered_with_is_shown_as_broken(held: Scene, signed_in: SignedIn) -> None:
    with past_the_guards(Seal):
        Seal.objects.update(content="{}")
    page = signed_in(held.cast.cio).get(address(held)).content.decode()
    assert "This seal no longer holds" in page


def test_the_agenda_of_a_sealed_review_leads_to_its_record(held: Scene, signed_in: SignedIn) -> None:
    assert signed_in(held.cast.lead).get(address(held, "")).headers["Location"] == address(held)
    with entered(SYSTEM):
        assert Review.objects.get(pk=held.review.pk).state == "sealed"


def test_the_record_counts_who_had_their_pack_and_who_waits_for_it(packed: Scene) -> None:
    cast = packed.cast
    with entered(SYSTEM):
        had = {person.pk for person in (cast.cio, cast.manager, cast.reader)}
        ForumMember.objects.create(partner=cast.partner, forum=packed.forum, person=cast.teammate)

    def packs(reader: User) -> dict[str, tuple[int, int, bool, str, str]]:
        with acting_as(reader):
            record = Record(packed.fresh(), reader, timezone.now())
            assert record.editions == sorted(record.editions) != []
            return {
                pack.row.edition: (len(pack.received), pack.waiting, pack.nobody, pack.state, pack.word)
                for pack in record.packs
            }

    assert list(packs(cast.cio)) == ["ours", "partner"]
    assert packs(cast.cio)["ours"] == (len(had), 1, False, "good", "sent")
    with entered(SYSTEM):
        ForumMember.objects.update(gets_pack=False)
        Membership.objects.filter(role="executive_reader").update(until=date(2026, 11, 1))
    assert packs(cast.cio)["ours"][1:3] == (0, False), "it reached people while it was sent"
    assert list(packs(cast.lead)) == ["partner"]


def test_the_record_says_who_had_the_mail_without_the_pdf(packed: Scene) -> None:
    with entered(SYSTEM):
        mails = OutgoingMail.objects.filter(kind="pack", person=packed.cast.cio)
        mails.update(state="delivered", without_files=True, last_error="Their server takes no file.")
        OutgoingMail.objects.filter(kind="pack", person=packed.cast.manager).update(
            state="bounced", last_error="550 no such person"
        )
        again = OutgoingMail.objects.filter(kind="pack", person=packed.cast.lead)
        again.update(state="queued", without_files=True, last_error="550 no such person")
    with acting_as(packed.cast.cio):
        record = Record(packed.fresh(), packed.cast.cio, timezone.now())
        said = {
            one.person.pk: (one.state, one.word, one.problem)
            for pack in record.packs
            for one in pack.received
        }
    assert said[packed.cast.cio.pk] == ("warn", "delivered, without the PDF", "Their server takes no file.")
    assert said[packed.cast.manager.pk] == ("bad", "bounced", "550 no such person")
    assert said[packed.cast.lead.pk] == ("none", "queued, once more without the PDF", "550 no such person")
    with entered(SYSTEM):
        again.update(state="bounced")
    with acting_as(packed.cast.cio):
        [pack] = [
            one
            for one in Record(packed.fresh(), packed.cast.cio, timezone.now()).packs
            if one.row.edition == "partner"
        ]
        [lead] = [one for one in pack.received if one.person == packed.cast.lead]
    assert (lead.state, lead.word) == ("bad", "bounced, without the PDF as well")


def test_what_is_sealed_keeps_the_name_the_partner_had(packed: Scene, signed_in: SignedIn) -> None:
    cast = packed.cast
    said = {"kind": "", "expertise": "", "status": "active", "country": "", "time_zone": ""}
    with acting_as(cast.manager):
        edit_charter(cast.partner, **said, name="Meridian AG", by=cast.manager, now=timezone.now())
    with entered(SYSTEM):
        seal = Seal.objects.get(review=packed.review, edition="partner")
    assert verify_seal(seal)
    assert snapshot_of(seal).partner.name == "Meridian Systems"
    page = signed_in(cast.manager).get(address(packed)).content.decode()
    assert "<h1>Meridian AG," in page
