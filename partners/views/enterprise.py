"""What our own organisation is called, and its logo."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from partners.access import Permission
from partners.fields import TextField
from partners.forms import say_at_fault
from partners.guards import PersonRequest, public, requires
from partners.models import Enterprise, enterprise_name, our_enterprise
from partners.verb import Refused
from partners.verbs import name_enterprise
from partners.views.settings_tabs import settings_tabs


class NameEnterprise(forms.Form):
    """The name, and a logo."""

    name = TextField(
        label="Name", max_length=120, help_text="As partners read it, on every page, in mails and packs."
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        help_text="PNG or JPEG, up to 1 MB. It stands at the top of each page and beside the sign-in.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"empty": "The file is empty. Bring a PNG or a JPEG."},
    )
    without_logo = forms.BooleanField(label="Without a logo", required=False)


@require_http_methods(["GET", "POST"])
@requires(Permission.ADMINISTER)
def settings_of_enterprise(request: PersonRequest) -> HttpResponse:
    """Names our organisation."""
    named = our_enterprise()
    name = enterprise_name()
    initial = {"name": "" if name == settings.UNNAMED_ENTERPRISE else name}
    form = NameEnterprise(request.POST or None, request.FILES or None, initial=initial)
    if not named or not named.logo_digest:
        del form.fields["without_logo"]
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        file = said.pop("logo")
        try:
            kept = name_enterprise(
                **said, logo=file.read() if file else None, by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            say_at_fault(form, refusal)
        else:
            messages.success(request, f"From now on every page says {kept.name}.")
            return redirect("settings_enterprise")
    page = {"form": form, "tabs": settings_tabs(request.user, "settings_enterprise")}
    return render(request, "settings/enterprise.html", page, status=422 if form.errors else 200)


@require_GET
@public("The sign-in page shows it. It is the logo of the house, and nobody's secret.")
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo, a PNG that was drawn here. Another logo has another address, so that a browser may keep this one."""
    found = Enterprise.objects.filter(logo_digest=digest).exclude(logo_digest="").first()
    if found is None:
        raise Http404
    answer = HttpResponse(bytes(found.logo), content_type="image/png")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
