"""The door of every view: who may come in, and with which scope. A view without one fails the route test."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from partners.access import Permission, require
from partners.authentication import unsent_forms
from partners.authentication.second_factor import is_missing
from partners.isolation.scope import SYSTEM, Scope, acting_as, entered, narrow, scope_of, shared_edition
from partners.mail.links import VALID_FOR, link_of_page
from partners.models import Partner, User
from partners.time_zones import zone_named

View = Callable[..., HttpResponse]


class PersonRequest(HttpRequest):
    """The request as a guarded view receives it: somebody is signed in."""

    user: User
    htmx: HtmxDetails


def requires(permission: Permission, *, shared: bool = False) -> Callable[[View], View]:
    """The view needs a signed-in person who holds `permission`.

    A `partner` slug in the address becomes the Partner, and the scope is narrowed to it: not theirs to see is 404,
    the same as missing; seen but not their role is 403. `shared` shows the partner's edition to everyone, as the
    review room must. The view runs in one transaction and in the person's time zone; render inside it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if is_missing(request):
                return _to_set_up_a_factor(request)
            _resolve_user(request)
            slug = kwargs.pop("partner", None)
            with _in_the_zone_of(request.user), acting_as(request.user):
                if slug is None:
                    require(request.user, permission)
                    return view(request, *args, **kwargs)
                partner = _partner_seen_by(request.user, slug)
                require(request.user, permission, partner)
                narrow(shared_edition(request.user, partner) if shared else scope_of(request.user, partner))
                return view(request, *args, partner=partner, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]  # read by the route test
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """The view is for anyone who is signed in, about themselves: their desk, their own account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if is_missing(request):
            return _to_set_up_a_factor(request)
        _resolve_user(request)
        with _in_the_zone_of(request.user), acting_as(request.user):
            return view(request, *args, **kwargs)

    guarded.required_permission = None  # type: ignore[attr-defined]  # read by the route test
    return guarded


def _resolve_user(request: HttpRequest) -> None:
    """Puts the person in the place of Django's lazy one, whom a list would ask thousands of times."""
    request.user = getattr(request, "_cached_user", request.user)


def by_mail(view: View) -> View:
    """The view is for whoever holds the link of a mail: `link.person`, without a password.

    The view receives the living MailLink and must show and change nothing but what that mail names; it runs with the
    person's own scope and in their time zone, so that a right withdrawn is gone here as well. Other links are over.
    """

    @wraps(view)
    def opened(request: HttpRequest, secret: str, *args: Any, **kwargs: Any) -> HttpResponse:
        with entered(SYSTEM):
            link = link_of_page(secret, now=timezone.now())
        if link is None:
            return _told_nobody(
                render(request, "mail/link_over.html", {"valid_for": VALID_FOR}, status=HTTPStatus.GONE)
            )
        with _in_the_zone_of(link.person), acting_as(link.person):
            return _told_nobody(view(request, link, *args, **kwargs))

    opened.public_reason = "The secret of a mail's link stands for its person."  # type: ignore[attr-defined]
    return opened


def public(reason: str) -> Callable[[View], View]:
    """The view is open to anyone, because of `reason`. No partner's row is in its scope."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with entered(Scope(person=None, side="", partners=(), directory=())):
                return view(request, *args, **kwargs)

        opened.public_reason = reason  # type: ignore[attr-defined]  # read by the route test
        return opened

    return decorate


def _told_nobody(response: HttpResponse) -> HttpResponse:
    """The secret stands in the address: no site is told it, our own neither, and no search engine keeps it.

    With "no-referrer" browsers send `Origin: null` along with a form, which the check against forgery must refuse.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    kept = unsent_forms.kept(request, unsent_forms.SIGNED_OUT)
    if kept:
        return kept
    if request.path == "/":  # not asked for a page: where one's work begins is decided after signing in
        return redirect("account_login")
    return redirect_to_login(request.get_full_path())


def _to_set_up_a_factor(request: HttpRequest) -> HttpResponse:
    return unsent_forms.kept(request, unsent_forms.NO_FACTOR) or redirect(reverse("mfa_activate_totp"))


def _in_the_zone_of(person: User) -> timezone.override:
    """Hours are shown as the clock stands where the person is; in the house's own zone where that is not known."""
    return timezone.override(zone_named(person.time_zone))


def _partner_seen_by(user: User, slug: str) -> Partner:
    partner = Partner.objects.visible_to(user).filter(slug=slug).order_by().first()
    if partner is None:
        raise Http404
    return partner
