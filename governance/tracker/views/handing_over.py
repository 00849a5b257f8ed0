from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.local_day import day_of
from governance.responses import with_message
from governance.tracker.forms.handing_over import HandOverEverything
from governance.tracker.verbs.handing_over import holdings_of
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Membership, Partner, User


@requires(Permission.PROMISE)
def hand_over(request: PersonRequest, person: int, *, partner: Partner) -> HttpResponse:
    """Everything somebody holds in this partnership, and the form that hands it to a colleague."""
    now = timezone.now()
    ever = Membership.objects.filter(partner=partner).values("person")  # whoever has left as well
    found = get_object_or_404(User.objects.filter(pk__in=ever), pk=person)
    form = HandOverEverything(request.POST or None, person=found, partner=partner, by=request.user, now=now)
    if request.method == "POST" and form.carried_out():
        theirs = f"{reverse('tracker_partnership', args=[partner.slug])}?owner={form.cleaned_data['to'].pk}"
        return with_message(request, form, redirect(theirs))
    page = {
        "partner": partner,
        "person": found,
        "held": holdings_of(found, partner),
        "form": form,
        "today": day_of(request.user, now),
    }
    return render(request, "tracker/hand_over.html", page, status=form.status)
