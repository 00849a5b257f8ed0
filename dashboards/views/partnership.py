from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from dashboards.queries.partnership import partnership
from governance.cover.verbs import may_change
from governance.effort.spent import effort_of, first_of_month
from governance.effort.words import in_words as effort_in_words
from governance.local_day import day_of
from governance.pulse.shown import Pulse
from partners.access import Permission, can
from partners.beginnings import OUTCOME, PERSON
from partners.ended_partnerships import may_begin
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once
from partners.verb import Refused
from partners.verbs import write_note
from partners.voice import called


@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, partner: Partner) -> HttpResponse:
    """The partnership at a glance: the same page for both sides, each with its own private notes."""
    return _page(request, partner)


@require_POST
@requires(Permission.WRITE_NOTES)
@once
def write(request: PersonRequest, partner: Partner) -> HttpResponse:
    """A private note of one's own side."""
    text = request.POST.get("text", "")
    try:
        write_note(partner, text=text, by=request.user, now=timezone.now())
    except Refused as refused:
        return _page(request, partner, note_text=text, note_error=refused.sentence)
    messages.success(request, "The note is saved. Only your side sees it.")
    return redirect("partnership", partner.slug)


def _page(
    request: PersonRequest, partner: Partner, *, note_text: str = "", note_error: str = ""
) -> HttpResponse:
    user, now = request.user, timezone.now()
    today = day_of(user, now)
    facts = partnership(partner, reader=user, today=today)
    words = called(user.side)
    context = {
        "partner": partner,
        "page": facts,
        "today": today,
        "called": words,
        "chart": facts.kept.chart(words),
        "tallies": [(side, words[side], facts.kept.year[side]) for side in facts.kept.year],
        "may_give_cover": may_begin(user, Permission.GIVE_COVER, partner),
        "may_change_cover": facts.cover is not None and may_change(facts.cover, user),
        "may_edit": can(user, Permission.KEEP_CHARTER, partner),
        "may_begin": OUTCOME.may(user, partner),
        "may_write_notes": can(user, Permission.WRITE_NOTES, partner),
        "may_invite": PERSON.may(user, partner),
        "pulse": Pulse(partner, user, now),
        "effort": effort_in_words(effort_of(partner.pk, user.side, now), first_of_month(now)),
        "note_text": note_text,
        "note_error": note_error,
    }
    return render(request, "partnership/partnership.html", context, status=422 if note_error else 200)
