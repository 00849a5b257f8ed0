"""Evidence on an action: brought by either side, read by both, handed out to be saved and never shown."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from governance.models import ActionItem, Evidence
from governance.tracker.timeline import timeline_of
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import promised_now

SignedIn = Callable[[User], Client]
PDF = b"%PDF-1.7 the protocol"


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    """A storage of this test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return tmp_path


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    with acting_as(cast.lead):
        return promised_now(cast, cast.lead)


def page(item: ActionItem, rest: str = "") -> str:
    return f"/partnerships/meridian/actions/{item.pk}/{rest}"


def bring(client: Client, item: ActionItem, **said: object) -> object:
    return client.post(page(item, "evidence/"), said)


def pdf(name: str = "protocol.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="text/html")


def kept(item: ActionItem) -> Evidence:
    with entered(SYSTEM):
        return Evidence.objects.select_related("added_by", "taken_out_by").get(item=item)


@pytest.mark.parametrize("who", ["lead", "manager", "contributor", "teammate"])
def test_both_sides_bring_files_and_both_get_them(
    cast: Cast, item: ActionItem, signed_in: SignedIn, who: str
) -> None:
    bring(signed_in(getattr(cast, who)), item, file=pdf())
    for reader in (cast.lead, cast.manager, cast.observer):
        answer = signed_in(reader).get(page(item, f"evidence/{kept(item).pk}/"))
        assert answer.content == PDF


def test_it_is_handed_out_to_be_saved_and_never_shown(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    bring(signed_in(cast.lead), item, file=pdf())
    answer = signed_in(cast.manager).get(page(item, f"evidence/{kept(item).pk}/"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="protocol.pdf"'
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer.headers["Cache-Control"]


def test_its_place_in_the_storage_says_nothing(
    cast: Cast, item: ActionItem, signed_in: SignedIn, storage: Path
) -> None:
    bring(signed_in(cast.lead), item, file=pdf("who-is-to-go.pdf"))
    (file,) = (found for found in storage.rglob("*") if found.is_file())
    assert "who-is-to-go" not in str(file.relative_to(storage))
    assert len(file.name) == 32


def test_a_picture_is_kept_as_it_was_drawn_anew(
    cast: Cast, item: ActionItem, signed_in: SignedIn, storage: Path
) -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Where it was taken"
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG", exif=exif)
    bring(signed_in(cast.lead), item, file=SimpleUploadedFile("photo.jpg", out.getvalue()))
    (file,) = (found for found in storage.rglob("*") if found.is_file())
    assert b"Where it was taken" not in file.read_bytes()
    assert kept(item).size == file.stat().st_size


def test_a_file_that_is_refused_says_why_and_nothing_is_kept(
    cast: Cast, item: ActionItem, signed_in: SignedIn, storage: Path
) -> None:
    answer = bring(signed_in(cast.lead), item, file=SimpleUploadedFile("x.html", b"<script>"), link="")
    assert answer.status_code == 422
    assert "cannot take a file of this kind" in answer.content.decode()
    assert not list(storage.rglob("*"))


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("javascript:alert(1)", "beginning with https://"),
        ("https://", "beginning with https://"),
        ("http://[", "beginning with https://"),
        ("", "a file, or give a link"),
    ],
)
def test_a_link_that_is_none_is_refused_and_kept_on_screen(
    cast: Cast, item: ActionItem, signed_in: SignedIn, link: str, words: str
) -> None:
    answer = bring(signed_in(cast.lead), item, link=link)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{link}"' in answer.content.decode() or not link


def test_a_link_is_shown_by_its_place(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    bring(signed_in(cast.lead), item, link="https://wiki.meridian.example/protocol?id=7")
    seen = signed_in(cast.manager).get(page(item)).content.decode()
    assert 'href="https://wiki.meridian.example/protocol?id=7" rel="noopener noreferrer nofollow"' in seen
    assert "wiki.meridian.example/protocol<" in seen


@pytest.mark.parametrize("said", ["file", "link"])
def test_a_second_click_brings_it_no_second_time(
    cast: Cast, item: ActionItem, signed_in: SignedIn, said: str, storage: Path
) -> None:
    client = signed_in(cast.lead)
    answers = [
        bring(client, item, **({"file": pdf()} if said == "file" else {"link": "https://wiki.example/"}))
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "on the action already" in answers[1].content.decode()
    assert kept(item)
    assert len([found for found in storage.rglob("*") if found.is_file()]) == (said == "file")


def test_what_was_taken_out_may_be_brought_again(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    bring(client, item, file=pdf())
    client.post(page(item, f"evidence/{kept(item).pk}/removal/"))
    assert bring(client, item, file=pdf()).status_code == 302


def test_an_observer_brings_none(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    assert bring(signed_in(cast.observer), item, file=pdf()).status_code == 403


def test_for_a_rival_it_is_not_there(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    bring(signed_in(cast.lead), item, file=pdf())
    rival, number = signed_in(cast.rival_lead), kept(item).pk
    assert rival.get(page(item, f"evidence/{number}/")).status_code == 404
    assert rival.get(f"/partnerships/halden/actions/{item.pk}/evidence/{number}/").status_code == 404


def test_it_cannot_hang_on_an_action_of_another_partnership(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    bring(signed_in(cast.lead), item, link="https://wiki.meridian.example/")
    found = kept(item)
    with entered(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(
            partner=cast.rival,
            item=item,
            name="x",
            link="https://x.example",
            added_by=found.added_by,
            added_at=found.added_at,
        )
        transaction.get_connection().check_constraints()


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_out_is_gone_and_that_it_was_there_stays(
    cast: Cast, item: ActionItem, signed_in: SignedIn, storage: Path
) -> None:
    bring(signed_in(cast.contributor), item, file=pdf())
    client, number = signed_in(cast.lead), kept(item).pk
    client.post(page(item, f"evidence/{number}/removal/"))
    assert not [found for found in storage.rglob("*") if found.is_file()]
    assert client.get(page(item, f"evidence/{number}/")).status_code == 404
    assert (kept(item).taken_out_by, kept(item).name) == (cast.lead, "protocol.pdf")
    assert "taken out by Jonas Stein" in client.get(page(item)).content.decode()


@pytest.mark.parametrize(
    ("who", "may"),
    [("contributor", True), ("lead", True), ("manager", False), ("teammate", False)],
)
def test_whoever_brought_it_or_leads_their_side_takes_it_out(
    cast: Cast, item: ActionItem, signed_in: SignedIn, who: str, may: bool
) -> None:
    bring(signed_in(cast.contributor), item, file=pdf())
    client = signed_in(getattr(cast, who))
    assert ("Take it out" in client.get(page(item)).content.decode()) is may
    client.post(page(item, f"evidence/{kept(item).pk}/removal/"))
    assert bool(kept(item).taken_out_at) is may


def test_it_is_told_in_the_story_of_the_action(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    bring(signed_in(cast.manager), item, file=pdf())
    with acting_as(cast.lead):
        told = timeline_of(item, item.evidence.all())[0]
    assert (told.person, told.words, told.text) == (cast.manager, "brought evidence", "protocol.pdf")


def test_a_request_larger_than_any_form_is_refused_unread(
    cast: Cast, signed_in: SignedIn, item: ActionItem
) -> None:
    answer = signed_in(cast.lead).post(page(item, "evidence/"), {"link": "x"}, CONTENT_LENGTH="999999999")
    assert answer.status_code == 413
    assert "up to 20 MB" in answer.content.decode()
