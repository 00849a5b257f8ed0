"""Our organisation has a name and a logo: an administrator gives them, and everybody reads them from then on."""

import io
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.test.utils import override_settings
from PIL import Image

from partners import pictures
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.outbox import written
from partners.models import Enterprise, User, enterprise_name
from partners.models.enterprise import forget
from partners.pictures import MOST_PIXELS
from partners.verb import Refused
from partners.verbs import name_enterprise
from partners.verbs.enterprise import HIGHEST, MOST_BYTES, WIDEST
from tests.cast import Cast

In = Callable[[User], Client]
PAGE = "/settings/enterprise/"


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#204060").save(file, kind, **more)
    return file.getvalue()


def named(cast: Cast, now: datetime, name: str = "Northgate Holding", **said: object) -> Enterprise:
    with acting_as(cast.administrator):
        return name_enterprise(name=name, by=cast.administrator, now=now, **said)


@override_settings(ENTERPRISE_NAME="At the start")
def test_until_it_is_named_it_is_called_what_the_installation_began_with(cast: Cast, now: datetime) -> None:
    forget()
    assert enterprise_name() == "At the start"
    named(cast, now, "  Northgate   Holding ")
    assert enterprise_name() == "Northgate Holding"


def test_everybody_reads_it_from_the_next_page_on(cast: Cast, now: datetime, signed_in: In) -> None:
    client = signed_in(cast.administrator)
    typed = {"name": "Northgate Holding", "logo": SimpleUploadedFile("logo.png", drawn())}
    answer = client.post(PAGE, typed, follow=True).content.decode()
    assert "From now on every page says Northgate Holding." in answer
    with entered(SYSTEM):
        address = f"/enterprise/logo/{Enterprise.objects.get().logo_digest}/"
    for person in (cast.manager, cast.lead):
        page = signed_in(person).get("/partnerships/meridian/").content.decode()
        assert f'src="{address}"' in page
        assert "Northgate Holding" in page
    assert f'src="{address}"' in Client().get("/accounts/login/").content.decode()
    assert "Northgate Holding" in signed_in(cast.lead).get("/settings/").content.decode()
    said = written(
        "people/mail/people",
        {
            "words": "X.",
            "person": cast.lead,
            "by": cast.lead,
            "partner": cast.partner,
            "reader": cast.lead,
            "asked": False,
            "address": "https://here/",
        },
        subject="X",
    )
    assert "Northgate Holding" in said.html + said.text


def test_the_logo_is_drawn_anew_and_kept_by_browsers(cast: Cast, now: datetime) -> None:
    content = drawn("JPEG", (2000, 1000), comment=b"where it was taken")
    kept = named(cast, now, logo=content)
    answer = Client().get(f"/enterprise/logo/{kept.logo_digest}/")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert b"where it was taken" not in answer.content
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (HIGHEST * 2, HIGHEST))
    assert Client().get("/enterprise/logo/another/").status_code == 404
    wide = named(cast, now, logo=drawn(size=(4800, 96)))
    with Image.open(io.BytesIO(bytes(wide.logo))) as picture:
        assert picture.width == WIDEST


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Bring a PNG or a JPEG"),
        (drawn("GIF"), "Bring a PNG or a JPEG"),
        (drawn()[:60], "damaged"),
        (b"x" * (MOST_BYTES + 1), "larger than 1 MB"),
        (drawn(size=(MOST_PIXELS // 4000 + 1, 4000)), "40 million points"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field(
    cast: Cast, now: datetime, content: bytes, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        named(cast, now, logo=content)
    assert refused.value.field == "logo"


@pytest.mark.parametrize(("width", "taken"), [(99, True), (100, True), (101, False)])
def test_a_picture_has_so_many_points_at_most(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch, width: int, taken: bool
) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100 * 96)
    with nullcontext() if taken else pytest.raises(Refused, match="40 million points"):
        assert named(cast, now, logo=drawn(size=(width, 96))).logo


def test_a_correction_of_the_name_leaves_the_logo_and_it_can_be_taken_away(cast: Cast, now: datetime) -> None:
    digest = named(cast, now, logo=drawn()).logo_digest
    assert named(cast, now, "Northgate").logo_digest == digest
    assert named(cast, now, "Northgate", without_logo=True).logo_digest == ""
    assert Client().get(f"/enterprise/logo/{digest}/").status_code == 404


def test_without_a_name_nothing_is_kept_and_what_was_typed_stays(cast: Cast, signed_in: In) -> None:
    answer = signed_in(cast.administrator).post(PAGE, {"name": " "})
    assert answer.status_code == 422
    with entered(SYSTEM):
        assert not Enterprise.objects.exists()
    assert [signed_in(person).get(PAGE).status_code for person in (cast.cio, cast.lead)] == [403, 403]


def test_there_is_one(cast: Cast, now: datetime) -> None:
    named(cast, now)
    with entered(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        Enterprise.objects.create(pk=2, name="Another")
