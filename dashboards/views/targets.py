"""The targets of all indicators of a partnership, in one table."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.forms import TargetForm
from dashboards.models import Indicator
from dashboards.verbs import set_targets
from dashboards.verbs.indicators import TargetRefused
from partners.access import Permission
from partners.forms import say_at_fault
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.numbers import counted


@requires(Permission.KEEP_CHARTER)
def targets(request: PersonRequest, partner: Partner) -> HttpResponse:
    """What is good, of every indicator that is measured; what nobody touched stays as it is."""
    measured = Indicator.objects.visible_to(request.user).filter(partner=partner, retired_on=None)
    forms = [TargetForm(request.POST or None, indicator=indicator) for indicator in measured]
    valid = [form.is_valid() for form in forms]  # each says what is wrong with it, not the first alone
    if request.method == "POST" and all(valid):
        marks = {form.indicator.pk: form.marks for form in forms if form.has_changed()}
        try:
            changed = set_targets(partner, marks=marks, by=request.user, now=timezone.now())
        except TargetRefused as refused:
            at_fault = next(form for form in forms if form.indicator == refused.indicator)
            say_at_fault(at_fault, refused)
            at_fault.having_seen(refused.indicator)
        else:
            said = f"{counted(len(changed), 'target')} changed." if changed else "Nothing was changed."
            messages.success(request, said[:1].upper() + said[1:])
            return redirect("performance_partner", partner.slug)
    failed = any(form.errors for form in forms)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    page = {"partner": partner, "forms": forms, "failed": failed}
    return render(request, "performance/targets.html", page, status=status)
