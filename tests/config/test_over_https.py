"""What changes where people reach Tandem over https: the cookies' names and marks, and that browsers stay with it."""

import json
import os
import subprocess
import sys
import textwrap

import pytest
from django.conf import settings

ASKED = textwrap.dedent(
    """
    import json, django
    django.setup()
    from django.conf import settings
    from django.http import HttpResponse
    from django.middleware.csrf import get_token
    from django.test import RequestFactory
    from django.contrib.sessions.middleware import SessionMiddleware
    from django.middleware.csrf import CsrfViewMiddleware
    from django.middleware.security import SecurityMiddleware

    def view(request):
        get_token(request)
        return HttpResponse("here")

    request = RequestFactory().get("/", secure=True)
    answer = SecurityMiddleware(CsrfViewMiddleware(view))(request)
    cookies = {name: dict(morsel) for name, morsel in answer.cookies.items()}
    names = ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH")
    session = {name: getattr(settings, f"SESSION_COOKIE_{name}") for name in names}
    print(json.dumps({"cookies": cookies, "session": session, "headers": dict(answer.headers)}))
    """
)


@pytest.fixture(scope="module")
def over_https() -> dict:
    """What a Tandem says of itself whose address begins with https."""
    said = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={
            **os.environ,
            "BASE_URL": "https://tandem.example.com",
            "SECRET_KEY": "only-for-this-test-" + "x" * 50,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(said.stdout)


def test_the_session_is_sent_over_https_alone_and_no_script_reads_it(over_https: dict) -> None:
    assert over_https["session"] == {
        "NAME": "__Host-tandem", "SECURE": True, "HTTPONLY": True, "SAMESITE": "Lax", "DOMAIN": None, "PATH": "/",
    }  # fmt: skip


def test_the_token_of_forms_is_kept_alike(over_https: dict) -> None:
    cookie = over_https["cookies"]["__Host-csrf"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["domain"], cookie["path"]) == ("", "/")


def test_browsers_are_told_to_stay_with_https_for_a_year(over_https: dict) -> None:
    assert over_https["headers"]["Strict-Transport-Security"].startswith("max-age=31536000")


BEHIND_A_PROXY = textwrap.dedent(
    """
    import json, sys, django
    django.setup()
    from django.http import HttpResponse
    from django.middleware.security import SecurityMiddleware
    from django.test import RequestFactory

    said = json.loads(sys.argv[1])
    request = RequestFactory().get("/", HTTP_HOST="tandem.example.com", headers=said)
    answer = SecurityMiddleware(lambda request: HttpResponse(request.build_absolute_uri("/back/")))(request)
    print(json.dumps([request.is_secure(), answer.content.decode(), "Strict-Transport-Security" in answer.headers]))
    """
)


@pytest.mark.parametrize(
    ("base", "said", "found"),
    [
        ("https", {"X-Forwarded-Proto": "https"}, [True, "https://tandem.example.com/back/", True]),
        ("https", {}, [False, "http://tandem.example.com/back/", False]),
        ("https", {"X-Forwarded-Proto": "http"}, [False, "http://tandem.example.com/back/", False]),
        # Where no proxy is announced, nobody is believed.
        ("http", {"X-Forwarded-Proto": "https"}, [False, "http://tandem.example.com/back/", False]),
    ],
)
def test_the_proxy_says_by_which_scheme_a_request_came(
    base: str, said: dict[str, str], found: list[object]
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", BEHIND_A_PROXY, json.dumps(said)],
        env={
            **os.environ,
            "BASE_URL": "https://tandem.example.com" if base == "https" else "http://127.0.0.1:8123",
            "ALLOWED_HOSTS": "tandem.example.com",
            "SECRET_KEY": "only-for-this-test-" + "x" * 50,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(told.stdout) == found


def test_the_example_for_a_proxy_sets_all_that_is_needed() -> None:
    page = (settings.BASE_DIR / "docs" / "keeping.md").read_text()
    example = page.split("```nginx")[1].split("```")[0]
    megabytes = settings.MOST_REQUEST_BYTES // (1024 * 1024)
    assert f"client_max_body_size {megabytes}m;" in example
    for header in ("Host              $host", "X-Forwarded-Proto $scheme", "X-Forwarded-For   $proxy_add"):
        assert f"proxy_set_header {header}" in example
