from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners.authentication.forms import remember_address
from partners.authentication.newcomers import come_in
from partners.forms import AcceptInvitation, JoinAsKnown, say_at_fault
from partners.guards import public
from partners.isolation.scope import SYSTEM, entered
from partners.models import Invitation, User
from partners.verb import Refused
from partners.verbs import accept_invitation, invitation_of


@require_http_methods(["GET", "POST"])
@public(
    "The person has no account yet. The link's secret stands for them and shows their own invitation alone."
)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows an invitation; only a POST accepts it, because scanners open links. A newcomer is in by it, somebody with
    an account signs in as ever."""
    now = timezone.now()
    try:
        with entered(SYSTEM):
            found = invitation_of(token, now=now)
            _refuse_somebody_else(request, found)
            known = User.objects.filter(email=found.email).exists()
        form = _form(request, found, known)
        if request.method == "POST" and form.is_valid():
            person = _accept(token, form, newcomer=not known)
            if person and not known:
                with entered(SYSTEM):
                    return come_in(request, person)
            if person:
                messages.success(request, f"Welcome, {person.first_name}. Sign in and you are there.")
                remember_address(request, person.email)
                return redirect(
                    "account_login" if person.has_usable_password() else "account_request_login_code"
                )
    except Refused as refusal:
        return render(request, "people/invitation_over.html", {"sentence": refusal.sentence}, status=410)
    page = {"invitation": found, "form": form, "known": known}
    return render(request, "people/invitation.html", page, status=422 if form.errors else 200)


def _refuse_somebody_else(request: HttpRequest, found: Invitation) -> None:
    """Whoever was sent the link on, or sent it, does not take the part in somebody else's name by an oversight."""
    reader = request.user
    if reader.is_authenticated and reader.email != found.email:
        raise Refused(
            f"This invitation is for {found.email} alone, and you are signed in as {reader.email}. Sign out first if "
            "it is yours."
        )


def _form(request: HttpRequest, found: Invitation, known: bool) -> AcceptInvitation | JoinAsKnown:
    data = request.POST if request.method == "POST" else None
    return JoinAsKnown(data) if known else AcceptInvitation(data, initial={"full_name": found.full_name})


def _accept(token: str, form: AcceptInvitation | JoinAsKnown, *, newcomer: bool) -> User | None:
    """The person, or None with the reason on the form."""
    said = form.cleaned_data
    try:
        return accept_invitation(
            token,
            password=said.get("password", ""),
            full_name=said.get("full_name", ""),
            newcomer=newcomer,
            now=timezone.now(),
        )
    except Refused as refusal:
        say_at_fault(form, refusal)
        return None
