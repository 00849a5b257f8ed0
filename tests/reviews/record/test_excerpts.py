"""One item of a sealed review goes to one guest: that item and nothing else, on record, and the other side is told."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from partners.isolation.scope import SYSTEM, entered
from partners.mail.recipient_rights import may_still_receive
from partners.models import OutgoingMail
from partners.verb import Refused
from reviews.models import AgendaItem, Excerpt
from reviews.record.verbs.excerpts import send_excerpt
from reviews.record.verbs.sealing import seal_review
from reviews.verbs import answer_item, note, open_review, refresh_agenda, take_up
from tests.ground import laid
from tests.reviews.scene import BOTH, EARLIER, Scene, ask, promise

RECORD = "/partnerships/meridian/reviews/{}/record/"
GUEST = {"name": "Head of audit", "email": "audit@elsewhere.example"}


@laid
def sealed(scene: Scene) -> Scene:
    with entered(SYSTEM):
        promise(scene.cast.partner, scene.cast.lead)
        ask(scene.cast.partner, scene.cast.lead, title="Secret of another line")
        refresh_agenda(scene.review, now=EARLIER)
        answer_item(item(scene), text="It is half done", by=scene.cast.lead, now=EARLIER)
        answer_item(
            item(scene, "Secret of another line"), text="Hidden answer", by=scene.cast.lead, now=EARLIER
        )
        open_review(scene.review, by=scene.cast.cio, now=scene.at())
        take_up(item(scene), by=scene.cast.cio, now=scene.at(1))
        note(scene.fresh(), text="Done by Friday", by=scene.cast.cio, now=scene.at(2))
        take_up(item(scene, "Secret of another line"), by=scene.cast.cio, now=scene.at(3))
        note(scene.fresh(), text="Hidden note", by=scene.cast.cio, now=scene.at(4))
        seal_review(scene.fresh(), by=scene.cast.cio, now=scene.at(80), although_silent=BOTH)
    return scene


@pytest.fixture(autouse=True)
def _afterwards(sealed: Scene, untypeset: None) -> Iterator[None]:
    with time_machine.travel(sealed.at(120), tick=False), entered(SYSTEM):
        yield


def item(scene: Scene, title: str = "Index rebuild") -> AgendaItem:
    return AgendaItem.objects.select_related("partner", "review__partner").get(
        title=title, review=scene.review
    )


def send(scene: Scene, **otherwise: object) -> Excerpt:
    said = {"item": item(scene).pk, **GUEST, "by": scene.cast.cio, "now": scene.at(120), **otherwise}
    return send_excerpt(scene.fresh(), **said)


def test_the_guest_reads_the_item_its_answers_and_what_was_noted_of_it(sealed: Scene) -> None:
    mail = send(sealed).mail
    assert (mail.address, mail.person) == ("audit@elsewhere.example", None)
    for text in (mail.content.text, mail.content.html):
        for said in ("Index rebuild", "It is half done", "Done by Friday", "In the review: discussed."):
            assert said in text
    assert may_still_receive([mail], now=sealed.at(120)) == {mail.pk}


@pytest.mark.parametrize(
    "secret", ["Secret of another line", "Hidden answer", "Hidden note", "/partnerships/"]
)
def test_nothing_else_goes_with_it(sealed: Scene, secret: str) -> None:
    mail = send(sealed).mail
    assert secret not in mail.subject + mail.content.text + mail.content.html
    assert not mail.attachments.exists()


def test_the_other_side_is_told_what_went_to_whom(sealed: Scene) -> None:
    send(sealed)
    told = OutgoingMail.objects.filter(kind="excerpt_told")
    assert [mail.person for mail in told] == [sealed.cast.lead]
    for said in ("Index rebuild", "Head of audit", "audit@elsewhere.example", "Anand Kulkarni"):
        assert said in told[0].content.text


def test_both_sides_read_on_the_record_that_it_was_sent(sealed: Scene) -> None:
    send(sealed)
    for person, sends in ((sealed.cast.manager, True), (sealed.cast.lead, False)):
        client = Client()
        client.force_login(person)
        page = client.get(RECORD.format(sealed.review.pk)).content.decode()
        assert "Head of audit" in page
        assert ("Send one item to a guest" in page) is sends


@pytest.mark.parametrize("who", ["lead", "contributor", "partner_sponsor", "teammate"])
def test_only_who_may_chair_sends_it(sealed: Scene, who: str) -> None:
    with pytest.raises(PermissionDenied):
        send(sealed, by=getattr(sealed.cast, who))


@pytest.mark.parametrize(
    "otherwise, sentence",
    [
        ({"name": " "}, "Say who gets it"), ({"email": "nobody"}, "Give an e-mail address"),
        ({"item": 987654}, "no such item"), ({"email": "somebody@rival.example"}, "an address of rival.example"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(sealed: Scene, otherwise: dict[str, object], sentence: str) -> None:
    sealed.cast.rival_lead.email = "rhona@rival.example"
    sealed.cast.rival_lead.save()
    with pytest.raises(Refused, match=sentence):
        send(sealed, **otherwise)
    assert not Excerpt.objects.exists()


def test_the_same_item_does_not_go_twice_to_the_same_guest(sealed: Scene) -> None:
    send(sealed)
    with pytest.raises(Refused, match="has this item already"):
        send(sealed, email="AUDIT@elsewhere.example")
    assert send(sealed, email="other@elsewhere.example")


def test_a_heading_cannot_be_sent(sealed: Scene) -> None:
    heading = AgendaItem.objects.filter(review=sealed.review, position=0).first()
    with pytest.raises(Refused, match="no such item"):
        send(sealed, item=heading.pk)


def test_what_is_not_sealed_cannot_be_sent(sealed: Scene) -> None:
    following = sealed.forum.reviews.filter(state="scheduled").first()
    assert following
    with pytest.raises(Refused, match="seal the review first"):
        send_excerpt(following, item=1, **GUEST, by=sealed.cast.cio, now=sealed.at(120))


def test_the_page_shows_to_the_word_what_will_be_sent_and_keeps_what_was_typed(sealed: Scene) -> None:
    client = Client()
    client.force_login(sealed.cast.cio)
    address = f"{RECORD.format(sealed.review.pk)}items/{item(sealed).pk}/"
    page = client.get(address).content.decode()
    assert "Done by Friday" in page
    assert "Hidden note" not in page
    answer = client.post(address, {"name": "Head of audit", "email": "nobody"})
    assert answer.status_code == 422
    assert 'value="Head of audit"' in answer.content.decode()
    assert client.post(address, GUEST).status_code == 302
    assert client.get(f"{RECORD.format(sealed.review.pk)}items/98765/").status_code == 404
