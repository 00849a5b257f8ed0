"""Words that were typed and cannot be taken: their sign-in ended, or began anew, in another tab.

Nothing of them is lost, nothing is done with them until somebody presses once more, and they are shown to nobody but
whoever wrote them. A plain form comes back as a page that holds them; a part of a page stays as it is and is told.
Who wrote them is known by the token of their form, which changes with every sign-in. Nothing is kept on our side.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import trigger_client_event

from partners.authentication.encryption import fernet_for

SIGNED_OUT, NO_FACTOR, ANEW, BY_ANOTHER, UNKNOWN = "signed_out", "no_factor", "anew", "by_another", "unknown"
_CARRIED = {"csrfmiddlewaretoken", "sealed"}
_NOT_TYPED = {"once", "version", "next"}
_CAN_BE_SENT = {ANEW, NO_FACTOR}
_PURPOSE = "unsent words"
_LONGEST_PATH = 2_000
_TOLD = {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML", "HX-Reselect": "#unsent"}

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Words:
    """What was sent, and whether a file was sent with it: files cannot be given back."""

    fields: Fields
    with_file: bool = False

    @property
    def typed(self) -> Fields:
        """What a person would know again, by a name they can read: no number of a row, no key of a form."""
        return [
            (name.replace("_", " ").capitalize(), value)
            for name, value in self.fields
            if name not in _NOT_TYPED and value.strip() and not value.isdecimal()
        ]


def kept(request: HttpRequest, why: str) -> HttpResponse | None:
    """The answer to a request that its door turns away, where it holds words or asks for a part of a page; else None:
    the door then leads on."""
    if request.headers.get("HX-Request"):
        return _told(request, why)
    words = _words(request)
    return _page(request, why, words) if words.typed else None


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is not the one of this sign-in (CSRF_FAILURE_VIEW). What another site sent is
    never shown, let alone offered to be sent on."""
    why = _why_refused(request)
    if _is_from_here(request) and _is_ours(request):
        if request.headers.get("HX-Request"):
            return _told(request, why)
        words = _opened(request) if request.POST.get("sealed") else _words(request)
        if words.fields or request.POST.get("sealed"):
            return _page(request, why, words)
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def remember_author(request: HttpRequest, user: Any, **_: Any) -> None:
    """Whose the forms are that are drawn from this sign-in on: each sign-in has a token of its own."""
    secret = request.META.get("CSRF_COOKIE")
    if secret:
        cache.set(_name(secret), user.pk, settings.SESSION_COOKIE_AGE)


def _author(request: HttpRequest) -> int | None:
    """Who was signed in where the form was drawn; None where that is not known."""
    token = request.POST.get("csrfmiddlewaretoken") or request.headers.get("X-CSRFToken", "")
    try:
        return cache.get(_name(csrf._unmask_cipher_token(token)))  # type: ignore[attr-defined]  # each page masks it anew
    except (ValueError, IndexError):  # no token of ours
        return None


def _name(secret: str) -> str:
    return f"form-author:{hashlib.sha256(secret.encode()).hexdigest()}"


def _why_refused(request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return ANEW if _needs_nobody(request) else SIGNED_OUT
    author = _author(request)
    if author == request.user.pk or _needs_nobody(request):
        return ANEW
    return BY_ANOTHER if author else UNKNOWN


def _is_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def _is_ours(request: HttpRequest) -> bool:
    """Whether the form is one of Tandem's own, and not of the entrance: what is typed there is never shown again."""
    view = request.resolver_match and request.resolver_match.func
    return hasattr(view, "required_permission") or _needs_nobody(request)


def _needs_nobody(request: HttpRequest) -> bool:
    """Whether nobody has to be signed in there: the link of a mail stands for its person."""
    return hasattr(request.resolver_match and request.resolver_match.func, "public_reason")


def _words(request: HttpRequest) -> Words:
    if request.method != "POST":
        return Words([])
    named = ((name, value) for name, values in request.POST.lists() for value in values)
    return Words(list(_without_secrets(named)), with_file=bool(request.FILES))


def _without_secrets(named: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, value in named if name not in _CARRIED and "password" not in name)


def _page(request: HttpRequest, why: str, words: Words) -> HttpResponse:
    """The page that holds the words. What its button sends has a token that is good only where the person who is
    signed in has seen them; else it keeps the old one, which is refused again and still tells whose they are."""
    is_to_be_sent = why in _CAN_BE_SENT
    is_closed = why == BY_ANOTHER or not words.fields
    known = {
        "why": why,
        "words": Words([]) if is_closed else words,
        "sealed": _sealed(request, words) if is_closed else "",
        "token": csrf.get_token(request) if is_to_be_sent else request.POST.get("csrfmiddlewaretoken", ""),
        "may_go_on": why != UNKNOWN and not words.with_file,
    }
    answer = render(request, "unsent.html", known, status=HTTPStatus.FORBIDDEN)
    answer.headers["Referrer-Policy"] = "strict-origin"  # an address may hold the secret of a mail's link
    return answer


def _sealed(request: HttpRequest, words: Words) -> str:
    """What somebody else wrote, closed until they are signed in; as it came where it is closed already."""
    if request.POST.get("sealed"):
        return request.POST["sealed"]
    said = {"author": _author(request), "path": request.get_full_path(), "fields": words.fields}
    return fernet_for(_PURPOSE).encrypt(json.dumps(said).encode()).decode()


def _opened(request: HttpRequest) -> Words:
    """The words that a page held closed, where whoever wrote them has signed in again; else none."""
    try:
        said = json.loads(fernet_for(_PURPOSE).decrypt(request.POST["sealed"].encode()))
    except (InvalidToken, UnicodeEncodeError):
        return Words([])
    is_theirs = said["author"] == request.user.pk and said["path"] == request.get_full_path()
    return Words([(name, value) for name, value in said["fields"]]) if is_theirs else Words([])


def _told(request: HttpRequest, why: str) -> HttpResponse:
    """For a part of a page: the page and what is typed in it stay; it is told what happened, and how to go on."""
    page = urlencode({"next": _page_around(request)})
    told = {"why": why, "sign_in": f"{reverse('account_login')}?{page}"}
    answer = render(request, "components/unsent.html", told, status=HTTPStatus.CONFLICT)
    for header, value in _TOLD.items():
        answer.headers[header] = value
    if why == ANEW:
        trigger_client_event(answer, "tandem:token", {"token": csrf.get_token(request)})
    return answer


def _page_around(request: HttpRequest) -> str:
    """The path of the page that a fragment was asked for from; the first page where the browser says nothing of use."""
    try:
        path = urlsplit(request.headers.get("HX-Current-URL", "")).path
    except ValueError:  # a host in brackets that is none
        path = ""
    return path if 0 < len(path) <= _LONGEST_PATH else "/"
