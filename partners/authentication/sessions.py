"""How long a sign-in lasts, where one is signed in, and how that ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from partners.authentication.unsent_forms import remember_author
from partners.isolation.scope import SYSTEM, entered
from partners.models import User

_BEGAN, _SEEN = "began_at", "seen_at"
POLL = "X-Tandem-Poll"
"""The header of what a page asks by itself: an open room on an empty desk is no use of the session."""
_NOTED_EVERY = 60
"""Seconds between two notes of the last activity: a page must not cost a write each time."""


Kept = SessionBase | dict[str, Any]
"""What a session keeps, be it the request's or as it was read from the database."""


class SessionLimits:
    """Ends a session that nobody used for long, or that began too long ago; what is then asked for asks to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            if is_over(request.session, now):
                logout(request)
            elif POLL not in request.headers:
                _note(request, now)
        return self.get_response(request)


def is_over(session: Kept, now: float) -> bool:
    """Whether what a session keeps says that it has ended at `now`, in seconds since 1970."""
    began, seen = session.get(_BEGAN, now), session.get(_SEEN, now)
    return (
        now - seen > settings.SESSION_IDLE_HOURS * 3600 or now - began > settings.SESSION_LASTS_HOURS * 3600
    )


def _note(request: HttpRequest, now: float) -> None:
    request.session.setdefault(_BEGAN, now)
    if now - request.session.get(_SEEN, 0) >= _NOTED_EVERY:
        request.session[_SEEN] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(
            last_seen_at=timezone.now()
        )


def living(person: User) -> list[UserSession]:
    """Where `person` is signed in now, the browser used last first."""
    used_since = timezone.now() - timedelta(hours=settings.SESSION_IDLE_HOURS)
    found = UserSession.objects.purge_and_list(person)
    return sorted(
        (session for session in found if session.last_seen_at >= used_since),
        key=lambda session: session.last_seen_at,
        reverse=True,
    )


def end_one(person: User, number: int) -> bool:
    """Ends one sign-in of `person`; False where they have none of that number."""
    found = UserSession.objects.filter(user=person, pk=number).first()
    if found:
        found.end()
    return found is not None


def began_at(request: HttpRequest) -> float:
    """When the sign-in of this session began, in seconds since 1970; 0 where that is not known."""
    return request.session.get(_BEGAN, 0)


def begin(request: HttpRequest, **_: Any) -> None:
    """A sign-in begins: its time counts from now."""
    request.session[_BEGAN] = request.session[_SEEN] = timezone.now().timestamp()


def end_everywhere(person: User) -> None:
    """Every session of `person` ends with its next request."""
    with entered(SYSTEM):
        User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])


def end_everywhere_else(request: HttpRequest, user: User, **_: Any) -> None:
    """Every session of the person ends but the one they are in."""
    end_everywhere(user)
    if request.user.pk == user.pk:
        request.user, before = user, request.session.session_key
        update_session_auth_hash(request, user)
        UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def connect() -> None:
    """A new or removed factor ends the other sessions of its person, as a new password does."""
    user_logged_in.connect(begin, dispatch_uid="tandem_session_begins")
    user_logged_in.connect(remember_author, dispatch_uid="tandem_forms_have_an_author")
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(end_everywhere_else, dispatch_uid="tandem_sessions_end_elsewhere")
