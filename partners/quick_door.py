"""The door of guards.py for what a screen asks again and again: one statement instead of six, and the same rights.

It says yes or nothing. Whatever it does not see at once goes the whole way, through guards.py, which answers: it is
never the one to refuse. docs/decisions/0035 says what may be asked here.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from partners.access import InternalRole, can, sees_every_partnership
from partners.authentication.second_factor import is_settled
from partners.authentication.sessions import POLL, is_over
from partners.isolation.scope import asked_at_once
from partners.models import Membership, Partner, User

MOST_REMEMBERED = 4096

_PERSON, _PARTNER, _MEMBERSHIP, _SESSION = (
    model._meta.db_table for model in (User, Partner, Membership, Session)
)
_WHO = f"""
    SELECT CASE WHEN person.is_active AND person.internal_role = ANY(%(everywhere)s) THEN '{{0}}'
            ELSE coalesce(part.partners::text, '{{}}') END AS reach,
        session.session_data, person.password, person.session_epoch, person.is_active, person.internal_role,
        person.employer_id, person.time_zone, part.partners, part.roles
    FROM {_SESSION} AS session, {_PERSON} AS person,
        (SELECT array_agg(partner_id) AS partners, array_agg(role) AS roles
            FROM {_MEMBERSHIP} WHERE person_id = %(person)s AND until IS NULL) AS part
    WHERE session.session_key = %(session)s AND session.expire_date > %(now)s AND person.id = %(person)s
"""
_WHAT = f"""
    SELECT partner.id, {{columns}} FROM {_PARTNER} AS partner {{joins}} WHERE partner.slug = %(partner)s
"""


@dataclass(frozen=True)
class LetIn:
    """Somebody who holds what the door asks for, of whom no more was read than that; and what was asked besides."""

    person: User
    partner: int
    found: tuple[Any, ...]


@dataclass(frozen=True)
class Question:
    """What is asked at the address of `route`, whose view has the door: `columns` of rows joined to `partner`.

    In `joins` the numbers of the address stand by their names: `%(pk)s`. `answer` gives what the whole way would, or
    None where it would say anything else.
    """

    route: str
    ends: str
    columns: str
    joins: str
    answer: Callable[[HttpRequest, LetIn, dict[str, Any]], HttpResponse | None]


class QuickDoor:
    """Middleware: answers `question` before a session is opened, where it can; all else goes on as if it were not here.

    Who asks is guessed from the last time the whole way answered this session: a session tells it only once it is read.
    The guess decides nothing, for the session has to name the same person.
    """

    question: Question

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._whose: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._may_ask(request):
            return self.get_response(request)
        return self._quickly(request) or self._the_whole_way(request)

    def _may_ask(self, request: HttpRequest) -> bool:
        """Whether a screen asks by itself: what a person does has to be noted in their session."""
        return (
            request.method == "GET"
            and request.path_info.endswith(self.question.ends)
            and POLL in request.headers
            and settings.SESSION_COOKIE_NAME in request.COOKIES
        )

    def _quickly(self, request: HttpRequest) -> HttpResponse | None:
        key = request.COOKIES[settings.SESSION_COOKIE_NAME]
        person = self._whose.get(key)
        if person is None:
            return None
        try:
            match = _place_of(request.path_info)
        except Resolver404:
            return None
        if match.url_name != self.question.route:
            return None
        try:
            asked = match.func.required_permission  # type: ignore[attr-defined]  # set by guards.requires
            let_in = self._let_in(key, person, match.kwargs, asked)
        except DatabaseError:  # the whole way says what is wrong
            return None
        return self.question.answer(request, let_in, match.kwargs) if let_in else None

    def _let_in(self, key: str, person: int, address: dict[str, Any], permission: Any) -> LetIn | None:
        now = timezone.now()
        asked = address | {
            "person": person,
            "session": key,
            "now": now,
            "everywhere": [role.value for role in InternalRole if role.sees_every_partnership],
        }
        what = _WHAT.format(columns=self.question.columns, joins=self.question.joins)
        known, found = asked_at_once(person, _WHO, what, asked)
        if known is None or found is None:
            return None
        _, kept, password, epoch, is_active, internal_role, employer, zone, partners, roles = known
        user = User(
            pk=person,
            password=password,
            session_epoch=epoch,
            is_active=is_active,
            internal_role=internal_role,
            employer_id=employer,
            time_zone=zone,
        )
        user.roles = dict(zip(partners or (), roles or (), strict=True))
        partner, session = Partner(pk=found[0]), SessionStore(key).decode(kept)
        holds = (
            _is_of(session, user)
            and not is_over(session, now.timestamp())
            and is_settled(user, session)
            and (sees_every_partnership(user) or partner.pk in user.roles)
            and can(user, permission, partner)
        )
        return LetIn(user, found[0], found[1:]) if holds else None

    def _the_whole_way(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user, session = getattr(request, "user", None), getattr(request, "session", None)
        if user is not None and session is not None and response.status_code < 300 and user.is_authenticated:
            self.remember(session.session_key, user.pk)
        return response

    def remember(self, session: str, person: int) -> None:
        """Whose session that was; the ones that were remembered first are forgotten first."""
        with self._lock:
            self._whose[session] = person
            while len(self._whose) > MOST_REMEMBERED:
                self._whose.popitem(last=False)


@lru_cache(maxsize=1024)
def _place_of(path: str) -> ResolverMatch:
    """Looking through all addresses costs a fifth of an answer, and screens ask at a few."""
    return resolve(path)


def _is_of(session: dict[str, Any], user: User) -> bool:
    """Whether a session that was read is `user`'s, and of no sign-in that was ended since: as Django asks."""
    return (
        session.get(SESSION_KEY) == str(user.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    )
