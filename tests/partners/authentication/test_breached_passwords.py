"""A password known from a breach is refused, wherever one is chosen."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from partners.authentication.password_validators import _digest, _is_in_file
from tests.cast import PASSWORD, Cast
from tests.partners.people import signed_in, with_an_address_of_their_own

BREACHED, FINE = "trustno1trustno1", "an entirely different sentence"


def sha1(password: str) -> str:
    return hashlib.sha1(password.encode()).hexdigest().upper()


def is_refused(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError as problem:
        return "password_breached" in {error.code for error in problem.error_list}
    return False


@pytest.fixture
def in_a_file(settings: Settings, tmp_path: Path) -> None:
    lines = sorted(f"{sha1(f'known {number}')}:{number}" for number in range(1000))
    lines = sorted([*lines, f"{sha1(BREACHED)}:17"])
    settings.BREACHED_PASSWORDS = str(tmp_path / "breached.txt")
    Path(settings.BREACHED_PASSWORDS).write_text("\r\n".join(lines))


@pytest.mark.parametrize("password", [BREACHED, "known 0", "known 999"])
def test_one_in_the_file_is_refused(in_a_file: None, password: str) -> None:
    assert is_refused(password)


def test_one_that_is_not_is_taken(in_a_file: None) -> None:
    assert not is_refused(FINE)


@given(known=st.sets(st.text(min_size=1), min_size=1, max_size=40), others=st.sets(st.text(min_size=1)))
def test_the_file_holds_what_it_holds_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, known: set[str], others: set[str]
) -> None:
    file = tmp_path_factory.mktemp("breached") / "list"
    file.write_text("".join(f"{digest}:1\n" for digest in sorted(map(sha1, known))))
    assert all(_is_in_file(str(file), _digest(password)) for password in known)
    assert not any(_is_in_file(str(file), _digest(password)) for password in others - known)


@pytest.fixture
def service(settings: Settings) -> Iterator[list[str]]:
    """A service of ranges; the list is what it was asked."""
    asked: list[str] = []

    class Ranges(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            lines = [f"{sha1(BREACHED)[5:]}:17", f"{sha1('padding')[5:]}:0"]
            self.send_response(200)
            self.end_headers()
            self.wfile.write("\r\n".join(lines).encode())

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Ranges)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.BREACHED_PASSWORDS = f"http://127.0.0.1:{server.server_port}/range/"
    yield asked
    server.shutdown()
    server.server_close()


def test_the_service_is_told_five_characters_and_believed(service: list[str]) -> None:
    assert is_refused(BREACHED)
    assert service == [f"/range/{sha1(BREACHED)[:5]}"]


@pytest.mark.parametrize("password", [FINE, "padding"])
def test_what_it_does_not_name_or_only_pads_with_is_taken(service: list[str], password: str) -> None:
    assert not is_refused(password)


def test_a_service_that_is_silent_stops_nobody_and_is_put_into_the_log(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.BREACHED_PASSWORDS = "http://127.0.0.1:9/range/"
    assert not is_refused(BREACHED)
    assert "does not answer" in caplog.text


def test_whoever_chooses_one_is_told_why_not(cast: Cast, in_a_file: None) -> None:
    with_an_address_of_their_own(cast.lead)
    page = signed_in(cast.lead).post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": BREACHED, "password2": BREACHED},
    )
    assert "known from a breach" in page.content.decode()
