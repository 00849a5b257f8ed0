"""Whoever has just accepted their invitation is in: what they would give at the door they have given a moment ago."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from partners.authentication.account_log import INVITATION
from partners.models import User


def come_in(request: HttpRequest, newcomer: User) -> HttpResponse:
    """Signs in somebody whose account the single use of their link has just made, and leads on to where work begins.

    Never somebody who had an account before: the link of a mail opens none. Whose role needs a second factor is led to
    set one up, and whoever may come in by the identity provider alone is led to its button.
    """
    record_authentication(request, newcomer, method=INVITATION, email=newcomer.email)
    return perform_login(request, Login(user=newcomer, email=newcomer.email))
