from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partners.authentication.account_log import What, note
from partners.authentication.second_factor import factors_of, is_required_of
from partners.authentication.sessions import end_everywhere_else, end_one, living
from partners.forms import OwnAccount, say_at_fault
from partners.guards import PersonRequest, public, signed_in
from partners.models import AccountEvent
from partners.verb import Refused
from partners.verbs import change_own_account
from partners.views.settings_tabs import settings_tabs

THEMES = ("system", "light", "dark")
_YEAR = 365 * 24 * 3600
_LATELY = 8


@require_http_methods(["GET", "POST"])
@signed_in
def account(request: PersonRequest) -> HttpResponse:
    """What a person says about themselves: name, country, time zone."""
    form = OwnAccount(request.POST) if request.method == "POST" else OwnAccount.about(request.user)
    if request.method == "POST" and form.is_valid():
        try:
            change_own_account(**form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            say_at_fault(form, refusal)
        else:
            messages.success(request, "Your account is as you want it now.")
            return redirect("settings_account")
    page = {
        "form": form,
        "tabs": settings_tabs(request.user, "settings_account"),
        "themes": _themes(request),
    }
    return render(request, "settings/account.html", page, status=422 if form.errors else 200)


@require_GET
@signed_in
def sign_in(request: PersonRequest) -> HttpResponse:
    """By which ways one comes in, where one is signed in, and what became of one's account lately."""
    factors = list(factors_of(request.user))
    page = {
        "tabs": settings_tabs(request.user, "settings_sign_in"),
        "app": next((factor for factor in factors if factor.type == Authenticator.Type.TOTP), None),
        "passkeys": [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "factor_required": is_required_of(request.user),
        "sessions": living(request.user),
        "current": request.session.session_key,
        "lately": AccountEvent.objects.filter(person=request.user).select_related("person", "by")[:_LATELY],
    }
    return render(request, "settings/sign_in.html", page)


@require_GET
@signed_in
def second_factor(request: PersonRequest) -> HttpResponse:
    """Where allauth sends back to once a factor has changed."""
    return redirect("settings_sign_in")


@require_POST
@signed_in
def end_sessions(request: PersonRequest) -> HttpResponse:
    """Signs the person out everywhere but here."""
    end_everywhere_else(request, request.user)
    note(request, request.user, What.ENDED_ELSEWHERE, by=request.user)
    messages.success(request, "You are signed out everywhere else.")
    return redirect("settings_sign_in")


@require_POST
@signed_in
def end_session(request: PersonRequest, session: int) -> HttpResponse:
    """Signs the person out in one browser."""
    if end_one(request.user, session):
        note(request, request.user, What.SESSION_ENDED, by=request.user)
    messages.success(request, "That browser is signed out.")
    return redirect("settings_sign_in")


def _themes(request: HttpRequest) -> list[dict[str, object]]:
    chosen = request.COOKIES.get("theme", "system")
    names = {"system": "As my device", "light": "Light", "dark": "Dark"}
    return [{"value": theme, "label": names[theme], "current": theme == chosen} for theme in THEMES]


@require_POST
@public("Light or dark is a cookie of this browser; it reads and changes nobody's data.")
def theme(request: HttpRequest) -> HttpResponse:
    """Remembers light or dark, and goes back to where the person was."""
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response
