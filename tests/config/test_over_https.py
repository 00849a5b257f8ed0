"""What changes where people reach Tandem over https: the cookies' names and marks, and that browsers stay with it."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

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
            "DJANGO_SETTINGS_MODULE": "governance.config.settings",
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
