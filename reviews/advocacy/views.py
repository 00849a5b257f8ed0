"""The business brief: its page, its PDF, and its sending. It is of the side that backs the recommendation, alone."""

from datetime import datetime
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from governance.local_day import day_of
from governance.models import Ask, BusinessBrief
from governance.responses import with_message
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner, User
from partners.once import once
from reviews.advocacy.forms import BriefForm, SendingForm
from reviews.advocacy.printing import printed_brief


@requires(Permission.DECIDE)
@once
def brief(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The brief, and the form that writes it."""
    ask, now = _backed(request.user, partner, pk), timezone.now()
    form = BriefForm(request.POST or None, ask=ask, brief=_of(ask, request.user), by=request.user, now=now)
    if request.method == "POST":
        if form.carried_out():
            return with_message(request, form, redirect("ask_brief", partner.slug, pk))
        form.having_seen(getattr(_of(ask, request.user), "version", 0))
    return _page(request, ask, now, form=form)


@requires(Permission.DECIDE)
@once
def sending(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Sends it to those of one's side in a forum, or to one of them."""
    ask, now = _backed(request.user, partner, pk), timezone.now()
    found = _of(ask, request.user)
    if found is None or request.method != "POST":
        return redirect("ask_brief", partner.slug, pk)
    pdf = partial(printed_brief, found, day_of(request.user, now))
    form = SendingForm(request.POST, brief=found, pdf=pdf, by=request.user, now=now)
    if form.carried_out():
        return with_message(request, form, redirect("ask", partner.slug, pk))
    return _page(request, ask, now, sending=form)


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def pdf(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The one page, as a file to keep. Another side's is not there."""
    briefs = BusinessBrief.objects.visible_to(request.user).filter(partner=partner, side=request.user.side)
    found = get_object_or_404(
        briefs.select_related("ask__partner", "ask__raised_by", "ask__answered_by"), ask=pk
    )
    file = printed_brief(found, day_of(request.user, timezone.now()))
    as_file = content_disposition_header(as_attachment=True, filename=file.file_name)
    return HttpResponse(
        file.content, content_type=file.content_type, headers={"Content-Disposition": as_file}
    )


def _backed(reader: User, partner: Partner, pk: int) -> Ask:
    """A recommendation backed by the side of `reader`; any other is not there."""
    asks = Ask.objects.visible_to(reader).filter(partner=partner, on_side=reader.side)
    asks = asks.filter(kind=Ask.Kind.RECOMMENDATION, state=Ask.State.BACKED)
    found = asks.select_related("partner", "raised_by", "answered_by", "outcome").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _of(ask: Ask, reader: User) -> BusinessBrief | None:
    briefs = BusinessBrief.objects.visible_to(reader).filter(ask=ask, side=reader.side)
    return briefs.select_related("ask__partner", "ask__raised_by", "ask__answered_by", "written_by").first()


def _page(
    request: PersonRequest,
    ask: Ask,
    now: datetime,
    form: BriefForm | None = None,
    sending: SendingForm | None = None,
) -> HttpResponse:
    found = _of(ask, request.user)
    told = {"by": request.user, "now": now}
    failed = next((each for each in (form, sending) if each and each.is_bound), None)
    if found is not None and sending is None:
        sending = SendingForm(brief=found, pdf=None, **told)
    context = {
        "partner": ask.partner,
        "ask": ask,
        "brief": found,
        "today": day_of(request.user, now),
        "form": form or BriefForm(ask=ask, brief=found, **told),
        "sending": sending,
        "opens": found is None or (form is not None and form.is_bound),
    }
    return render(request, "asks/brief.html", context, status=failed.status if failed else 200)
