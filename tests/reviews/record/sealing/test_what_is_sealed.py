"""What stands in a seal, and who reads which edition of it."""

import json
from datetime import date

import pytest

from governance.models import ActionItem, Cover
from governance.verbs import note_privately
from partners.isolation.scope import acting_as
from partners.models import PartnerNote, PartnerStanding
from reviews import verbs as room
from reviews.facts.seal import names_of, snapshot_of, verify_seal
from reviews.models import Review, Seal
from reviews.record.snapshot import written
from tests.reviews.record.pack_story import story
from tests.reviews.record.sealing.seals import edition, seal_of, sealed
from tests.reviews.scene import Scene
from tests.tampering import as_the_owner


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
