"""What a browser sends is text before any view reads it, wherever in the request it stands."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from config.middleware import LegibleRequests
from governance.models import Evidence
from governance.wording import in_words, one_line
from partners.fields import TextField
from partners.isolation.scope import acting_as
from partners.models import User
from partners.untrusted_text import MARK, legible, marked, unmarked
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import promised
from tests.product import FOLDERS

In = Callable[[User], Client]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("as it is\r\n\twith Zoë, 山 and 👍🏽", "as it is\r\n\twith Zoë, 山 and 👍🏽"),
        ("a\x00b\x07c\x7fd\x85e", "abcde"),
        ("one slide\x0banother\x0cpage", "one slide\nanother\npage"),
        ("half \ud800 of one", "half \ufffd of one"),
        ("", ""),
    ],
)
def test_control_characters_are_taken_out_and_nothing_that_was_written(sent: str, read: str) -> None:
    assert legible(sent) == read


@pytest.mark.parametrize("sent", ["1\x005", "\x00", "15\x07", "a\x85b"])
def test_what_is_illegible_is_marked_and_is_no_other_value(sent: str) -> None:
    assert MARK in marked(sent)
    assert unmarked(marked(sent)) == legible(sent)


UNSEEN = [
    "\u200b",
    "\u200b\u200c\u200d\u200e\u200f",
    "\ufeff \u2060",
    "\u00ad",
    "\u3164",
    "\u2800\u115f",
    "\ufe0f",
    "\u202e\u00a0",
]


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_can_see_is_nothing(text: str) -> None:
    assert unmarked(text) == ""
    with pytest.raises(ValidationError, match="required"):
        TextField().clean(text)
    with pytest.raises(Refused, match="Say what"):
        one_line(text, field="title", limit=200, missing="Say what is to be done.")
    with pytest.raises(Refused, match="Say what"):
        in_words(text, field="word", missing="Say what is missing.")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Invoice \u202efdp.exe\u202c", "Invoice fdp.exe"),
        ("\u2067Rebuild\u2069 the \u202dindex", "Rebuild the index"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d💻 on call", "👩\u200d💻 on call"),
        ("Betriebs\u00adrat", "Betriebs\u00adrat"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("a\u200bb", "a\u200bb"),
    ],
)
def test_nothing_turns_a_text_around_and_what_joins_letters_stays(written: str, kept: str) -> None:
    assert unmarked(written) == kept == TextField().clean(written)
    assert one_line(written, field="title", limit=200) == kept


@pytest.mark.parametrize("title", UNSEEN)
def test_an_action_is_not_called_by_a_name_nobody_sees(cast: Cast, signed_in: In, title: str) -> None:
    typed = {"title": title, "owner": cast.manager.pk, "due_on": "in 3 weeks"}
    answer = signed_in(cast.manager).post("/partnerships/meridian/actions/new/", typed)
    assert (answer.status_code, "Say what is to be done." in answer.content.decode()) == (422, True)


def test_fields_parameters_cookies_and_headers_are_text_and_passwords_as_they_were_typed() -> None:
    seen = RequestFactory().post("/?q=a%00b", {"na\x00me": ["x\x00y", "z"], "password": "p\x07q"})
    seen.META["HTTP_USER_AGENT"] = "Fire\x00fox"
    seen.COOKIES = {"theme": "dark", "tandem": "abc\x00"}
    door = LegibleRequests(lambda request: request)  # type: ignore[arg-type, return-value]
    door(seen)
    door.process_view(seen, lambda request: request)  # type: ignore[arg-type, return-value]
    assert seen.GET["q"] == f"a{MARK}b"
    assert seen.POST.getlist(f"na{MARK}me") == [f"x{MARK}y", "z"]
    assert seen.POST["password"] == "p\x07q"
    assert seen.COOKIES == {"theme": "dark"}
    assert seen.headers["User-Agent"] == "Firefox"


def test_what_is_legible_already_is_left_alone() -> None:
    request = RequestFactory().post("/?q=ab", {"text": "a\r\nb"})
    sent = request.POST
    LegibleRequests(lambda seen: seen).process_view(request, lambda seen: seen)  # type: ignore[arg-type, return-value]
    assert request.POST is sent


def test_every_field_of_a_form_is_a_text_or_something_that_refuses_what_is_illegible() -> None:
    """A bare CharField would keep the mark. Passwords are taken as they are typed, and rows that are pasted by cell."""
    bare = {
        f"{path.parent.name}: {found[1]}"
        for folder in FOLDERS
        for path in (settings.BASE_DIR / folder).rglob("*.py")
        for found in re.finditer(
            r"(\w+)(?:: Any)? = forms\.\w*(?:Char|Email|URL|Slug)Field\(", path.read_text()
        )
    }
    assert bare == {"partners: password", "dashboards: pasted"}


@pytest.mark.parametrize(
    "path",
    [
        "/partnerships/%00/",
        "/import/readings/a%00b/",
        "/m/%00/",
        "/partnerships/meridian/asks/new/a%07/",
        "/%ED%A0%80",
    ],
)
def test_an_address_with_control_characters_leads_nowhere(cast: Cast, signed_in: In, path: str) -> None:
    client = signed_in(cast.manager)
    client.raise_request_exception = False
    assert client.get(path).status_code in (404, 410)


@pytest.mark.parametrize(
    "header", ["http://[", "http://[::1", "\x00", "//", "x" * 100_000, "http://a\ud800/"]
)
def test_a_fragment_asked_for_from_an_odd_page_leads_to_the_sign_in(db: None, header: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/tracker/", headers={"HX-Request": "true", "HX-Current-URL": header})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#messages")
    assert 'href="/accounts/login/?next=%2F' in answer.content.decode()


@pytest.mark.parametrize("value", ['"\\000"', '"abc\\001"', "\xff", "x" * 5_000])
def test_an_odd_cookie_is_no_session(db: None, value: str) -> None:
    client = Client(
        raise_request_exception=False, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={value}"}
    )
    assert client.get("/tracker/").status_code == 302


def test_a_file_s_odd_name_is_kept_without_what_no_header_carries(cast: Cast, signed_in: In) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
    path = f"/partnerships/meridian/actions/{item.pk}/evidence/"
    file = SimpleUploadedFile("x.txt", b"measured\x07 twice")
    file.name = "re\x00po\nrt\u202e.txt"
    signed_in(cast.lead).post(path, {"file": file})
    with acting_as(cast.lead):
        kept = Evidence.objects.get()
    assert kept.name.isprintable()
    assert signed_in(cast.lead).get(f"{path}{kept.pk}/").status_code == 200
