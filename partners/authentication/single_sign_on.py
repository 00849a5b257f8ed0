"""Single sign-on: our own people come in by the identity provider of the enterprise."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from partners.authentication.account_log import What, note
from partners.models import Side, User

log = logging.getLogger(__name__)
_NO_SENSE = (ValueError, TypeError, LookupError, AttributeError)
"""How allauth's reading of a provider's own description and tokens breaks where they are not what the standard says;
NotUnderstood, of our reading of its claims, is one of them."""


class StaffAlone(DefaultSocialAccountAdapter):
    """The provider speaks for our own people and for nobody else, and makes nobody one of them."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Nothing: whoever comes in is here already, under the name they gave themselves."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ties an identity to the person of its proven address, once. Raises ImmediateHttpResponse where it may not."""
        if sociallogin.is_existing:
            person = sociallogin.user
        else:
            person = _person_of(sociallogin)
            if person is None or _has_another_identity(person, sociallogin):
                raise _turned_away(request)
        if person.side is not Side.OURS:
            raise _turned_away(request)
        if not sociallogin.is_existing:
            _tie(request, sociallogin, person)


def _person_of(sociallogin: SocialLogin) -> User | None:
    """Our person of an address the provider has proved; it may not say so of an address it does not know."""
    proven = [address.email for address in sociallogin.email_addresses if address.verified]
    return User.objects.filter(email__in=proven, employer=None, is_active=True).first()


def _has_another_identity(person: User, sociallogin: SocialLogin) -> bool:
    """Whether somebody else came in by this address before: addresses of leavers are given to newcomers."""
    return SocialAccount.objects.filter(user=person, provider=sociallogin.account.provider).exists()


def _tie(request: HttpRequest, sociallogin: SocialLogin, person: User) -> None:
    sociallogin.user = sociallogin.account.user = person
    sociallogin.account.save()
    note(request, person, What.LINKED, how=settings.SSO_NAME, by=person)


def _turned_away(request: HttpRequest) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(render(request, "socialaccount/not_known.html", status=403))


def came_by_it(request: HttpRequest, person: User) -> bool:
    """Whether this session of `person` began at the identity provider."""
    return any(record["method"] == "socialaccount" for record in get_authentication_records(request, person))


def is_the_only_way_of(person: User, signal_kwargs: dict[str, Any] | None) -> bool:
    """Whether `person`, who is coming in by another way, has to come in by the provider."""
    by_it = bool(signal_kwargs and "sociallogin" in signal_kwargs)
    return settings.SSO_ONLY and person.side is Side.OURS and not by_it


def if_it_answers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A provider that cannot be reached, or says what nobody understands, is put into the log, and told kindly: there
    are other ways in."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except OSError:  # every failure of the network, whichever library asked
            log.exception("The identity provider cannot be reached.")
        except _NO_SENSE:
            log.exception("What the identity provider says makes no sense.")
        return render(request, "socialaccount/authentication_error.html", status=503)

    return asked
