"""From an ordered pack to mails: made once and sent once, whatever dies on the way."""

import mmap
import os
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta
from typing import Any

import pytest
from celery.signals import worker_shutting_down
from django.conf import settings
from django.db import connection
from pytest_django.fixtures import Settings

from governance.models import ForumMember
from partners.background import is_ending
from partners.isolation.scope import SYSTEM, entered
from partners.mail.delivery import deliver_waiting
from partners.models import MailAttachment, Membership, OutgoingMail
from partners.verb import Refused
from reviews import verbs as room
from reviews.models import PackDelivery, Review, ReviewPack, Seal
from reviews.record.pack import making
from reviews.record.pack.making import LEASE, MOST_ATTEMPTS, make_next, sealed_of
from reviews.record.pack.rendering import TEMPLATE_VERSION
from reviews.record.pack.tasks import make_packs
from reviews.record.verbs.packing import make_packs_again, send_packs
from reviews.record.verbs.sealing import reply, seal_review
from tests.ground import laid
from tests.partners.sink import listening
from tests.reviews.scene import BOTH, Scene, set_the_scene
from tests.tampering import past_the_guards


@laid
def sealed_after_eighty(scene: Scene) -> Scene:
    with entered(SYSTEM):
        return hold(scene)


@pytest.fixture
def held(sealed_after_eighty: Scene, everywhere: None) -> Scene:
    """A review sealed eighty minutes after it began; its packs wait to be made."""
    return sealed_after_eighty


def hold(scene: Scene) -> Scene:
    room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    seal_review(scene.review, by=scene.cast.cio, now=scene.at(80), although_silent=BOTH)
    return scene


def make_all(scene: Scene, minutes: int = 81) -> None:
    while make_next(now=scene.at(minutes)):
        pass


def pack(scene: Scene, edition: str = "partner") -> ReviewPack:
    return ReviewPack.objects.get(review=scene.review, edition=edition)


def mailed(scene: Scene) -> dict[str, str]:
    """Address → edition of every pack mailed."""
    return {
        delivery.mail.address: delivery.edition for delivery in PackDelivery.objects.select_related("mail")
    }


# --- made and sent ------------------------------------------------------------------------------------------------


def test_both_packs_are_made_with_their_own_hash_and_sent(held: Scene) -> None:
    make_all(held)
    packs = list(ReviewPack.objects.order_by("edition"))
    assert [made.edition for made in packs] == ["ours", "partner"]
    for made in packs:
        with made.file.open("rb") as file:
            content = file.read()
        assert content.startswith(b"%PDF-1.7")
        assert (made.state, len(made.sha256), made.template_version) == ("sent", 64, TEMPLATE_VERSION)
        assert made.pages > 2


@pytest.mark.usefixtures("untypeset")
def test_each_side_gets_its_own_edition(held: Scene) -> None:
    make_all(held)
    cast = held.cast
    assert mailed(held) == {
        cast.cio.email: "ours",
        cast.manager.email: "ours",
        cast.reader.email: "ours",
        cast.lead.email: "partner",
        cast.contributor.email: "partner",
    }


@pytest.mark.usefixtures("untypeset")
def test_a_worker_that_is_asked_to_end_begins_no_other_pack(
    held: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partners.background._ending", mmap.mmap(-1, 1))
    told_to_go, say_it = os.pipe()
    if (child := os.fork()) == 0:  # what works in a worker is not itself told to end
        os.read(told_to_go, 1)
        os._exit(0 if is_ending() else 1)
    worker_shutting_down.send(sender="a worker", sig="SIGTERM", how="warm", exitcode=0)
    os.write(say_it, b".")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    make_packs()
    assert {made.state for made in ReviewPack.objects.all()} == {"building"}
    monkeypatch.setattr("partners.background._ending", mmap.mmap(-1, 1))
    make_packs()
    assert {made.state for made in ReviewPack.objects.all()} == {"sent"}


def test_the_mail_is_page_one_with_the_pack_beside_it(held: Scene) -> None:
    make_all(held)
    mail = OutgoingMail.objects.get(kind="pack", address=held.cast.lead.email)
    assert mail.subject == "Northgate Group: Monthly review, November 2026"
    for form in (mail.content.text, mail.content.html):
        assert settings.ENTERPRISE_NAME in form
        assert "What is red, and why".upper() in form.upper()
        assert "amends no contract, waives no right" in form
    file = mail.attachments.get()
    assert file.content_type == "application/pdf"
    assert file.file_name == "meridian-systems-2026-11-23-partner-edition.pdf"
    with pack(held).file.open("rb") as made:
        assert bytes(file.content) == made.read()


@pytest.mark.usefixtures("untypeset")
def test_whoever_does_not_want_the_pack_gets_none(held: Scene) -> None:
    ForumMember.objects.filter(person=held.cast.contributor).update(gets_pack=False)
    make_all(held)
    assert held.cast.contributor.email not in mailed(held)


@pytest.mark.usefixtures("untypeset")
def test_whoever_lost_the_right_gets_none(held: Scene) -> None:
    Membership.objects.filter(person=held.cast.contributor).update(until=held.at().date())
    make_all(held)
    assert held.cast.contributor.email not in mailed(held)


@pytest.mark.usefixtures("untypeset")
def test_with_nobody_to_receive_it_the_pack_is_kept_and_sending_says_so(held: Scene) -> None:
    ForumMember.objects.update(gets_pack=False)
    Membership.objects.filter(role="executive_reader").update(until=held.at().date())
    make_all(held)
    assert {made.state for made in ReviewPack.objects.all()} == {"built"}
    with pytest.raises(Refused, match="Add people to the forum, then send again"):
        send_packs(held.review, by=held.cast.cio, now=held.at(90))


@pytest.mark.usefixtures("untypeset")
def test_people_added_later_are_sent_theirs_and_nobody_twice(held: Scene) -> None:
    make_all(held)
    before = mailed(held)
    room_sponsor = held.cast.partner_sponsor
    ForumMember.objects.create(partner=held.cast.partner, forum=held.forum, person=room_sponsor)
    assert send_packs(held.review, by=held.cast.cio, now=held.at(90)) == 1
    assert mailed(held) == before | {room_sponsor.email: "partner"}
    assert OutgoingMail.objects.filter(kind="pack").count() == len(before) + 1


@pytest.mark.usefixtures("untypeset")
def test_a_pack_asked_for_again_sends_no_second_mail(held: Scene) -> None:
    make_all(held)
    first = pack(held).file.name
    make_packs_again(held.review, by=held.cast.cio, now=held.at(90))
    make_all(held, 91)
    assert OutgoingMail.objects.filter(kind="pack").count() == 5
    assert pack(held).file.name != first
    assert pack(held).file.storage.exists(first)


def test_a_reply_is_printed_into_the_pack_without_a_second_mail(held: Scene) -> None:
    make_all(held)
    before = pack(held).sha256
    reply(held.review, text="We see it differently.", by=held.cast.lead, now=held.at(200))
    make_all(held, 201)
    assert pack(held).sha256 != before
    assert OutgoingMail.objects.filter(kind="pack").count() == 5


# --- faults -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("untypeset")
def test_a_leased_pack_is_left_to_whoever_makes_it(held: Scene) -> None:
    ReviewPack.objects.update(leased_until=held.at(82))
    assert not make_next(now=held.at(81))
    assert make_next(now=held.at(82) + timedelta(seconds=1))


@pytest.mark.usefixtures("untypeset")
def test_what_a_slower_worker_brings_is_thrown_away(held: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first worker renders, its lease runs out and a second one makes the pack."""
    render = making.printed

    def slowly(sealed: Any) -> Any:
        monkeypatch.setattr(making, "printed", render)
        make_all(held, 81 + int(LEASE.total_seconds() // 60) + 1)
        return render(sealed)

    monkeypatch.setattr(making, "printed", slowly)
    make_all(held)
    assert OutgoingMail.objects.filter(kind="pack").count() == 5
    assert PackDelivery.objects.count() == 5


def test_a_pack_that_cannot_be_made_is_tried_again_later_and_says_why(
    held: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(sealed: Any) -> Any:
        raise OSError("No space left on device")

    monkeypatch.setattr(making, "printed", broken)
    make_all(held)
    waiting = pack(held)
    assert (waiting.state, waiting.attempts) == ("building", 1)
    assert waiting.failure == "OSError: No space left on device"
    assert waiting.leased_until > held.at(82)


@pytest.mark.usefixtures("untypeset")
def test_after_five_attempts_it_is_given_up_and_can_be_asked_for_again(
    held: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(sealed: Any) -> Any:
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(making, "printed", broken)
        for attempt in range(MOST_ATTEMPTS + 1):
            make_all(held, 81 + 60 * attempt)
    assert (pack(held).state, pack(held).attempts) == ("failed", MOST_ATTEMPTS)
    make_packs_again(held.review, by=held.cast.cio, now=held.at(600))
    make_all(held, 601)
    assert pack(held).state == "sent"


@pytest.mark.usefixtures("untypeset")
def test_a_seal_that_no_longer_holds_makes_no_pack(held: Scene) -> None:
    with past_the_guards(Seal):
        Seal.objects.filter(edition="partner").update(content="{}")
    make_all(held)
    assert "no longer matches its hash" in pack(held).failure
    assert pack(held, "ours").state == "sent"


_DYING = """
    import os, sys, django
    django.setup()
    from django.conf import settings
    from django.utils.dateparse import parse_datetime
    from reviews.record.pack import making

    def print_slowly(sealed):
        print("rendering", flush=True)
        sys.stdin.read()

    making.printed = print_slowly
    making.make_next(now=parse_datetime(sys.argv[1]))
"""


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_rendering_leaves_one_pack_and_one_mail_each(transactional_db: None) -> None:
    from tests.cast import assemble

    scene = set_the_scene(assemble())
    with entered(SYSTEM):
        hold(scene)
    worker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_DYING), scene.at(81).isoformat()],
        env=os.environ | {"DATABASE_URL": address(), "TANDEM_DATABASE_ROLE": "serving"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout.readline() == "rendering\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    with entered(SYSTEM):
        assert ReviewPack.objects.filter(state="building").count() == 2
    while make_next(now=scene.at(81) + LEASE + timedelta(seconds=1)):
        pass
    with entered(SYSTEM):
        assert {made.state for made in ReviewPack.objects.all()} == {"sent"}
        assert OutgoingMail.objects.filter(kind="pack").count() == 5
        assert MailAttachment.objects.filter(mail__kind="pack").count() == 5
        assert Review.objects.get(pk=scene.review.pk).state == "sealed"


@pytest.mark.django_db(transaction=True)
def test_the_pack_arrives_in_an_executives_mailbox(transactional_db: None, settings: Settings) -> None:
    from tests.cast import assemble

    cast = assemble()
    scene = set_the_scene(cast)
    with entered(SYSTEM):
        OutgoingMail.objects.update(state="kept")
        hold(scene)
        OutgoingMail.objects.filter(kind="invitation").update(state="kept")
    make_all(scene)
    with listening() as (server, port):
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        deliver_waiting(clock=lambda: scene.at(82))
        arrived = {message["To"].split("<")[-1].rstrip(">"): message for message in server.taken}
    message = arrived[cast.reader.email]
    assert message["Subject"] == "Meridian Systems: Monthly review, November 2026"
    assert "What is red, and why" in message.get_body(("html",)).get_content()
    [file] = list(message.iter_attachments())
    assert file.get_filename() == "meridian-systems-2026-11-23-our-edition.pdf"
    assert file.get_content().startswith(b"%PDF")
    with entered(SYSTEM):
        assert {each.mail.state for each in PackDelivery.objects.select_related("mail")} == {"delivered"}


def address() -> str:
    """Where the tests' own database is, for another process."""
    there = connection.settings_dict
    server = f"{there['HOST'] or '127.0.0.1'}:{there['PORT']}"
    return f"postgres://{there['USER']}:{there['PASSWORD']}@{server}/{there['NAME']}"


def test_the_replies_of_both_sides_stand_in_the_order_they_were_said(held: Scene) -> None:
    with entered(SYSTEM):
        pack = ReviewPack.objects.filter(review=held.review).first()
        assert pack is not None
        for minutes, by in ((200, held.cast.lead), (300, held.cast.manager)):
            reply(held.review, text=f"Said by {by.full_name}.", by=by, now=held.at(minutes))
        assert [each.text for each in sealed_of(pack).replies] == [
            "Said by Jonas Stein.",
            "Said by Priya Raman.",
        ]
