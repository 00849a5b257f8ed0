"""Where the two sides meet: set up, changed, ended."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.forms.verb_form import VerbForm
from governance.models import Forum
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.invited import invited_to
from partners.models import Partner
from partners.once import once
from reviews.agenda.forum_forms import ChangeForum, EndForum, SetUpForum


@requires(Permission.PREPARE_REVIEW)
@once
def set_up(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """A forum: its name, who chairs, who comes, who receives the pack; and the day of its first review."""
    form = SetUpForum(request.POST or None, partner=partner, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        messages.success(request, form.success_message)
        if form.result is None:
            return redirect("reviews_schedule", partner.slug)
        return redirect("reviews_agenda", partner.slug, form.result.pk)
    return _form(request, form, partner, "Set up the forum", "Set it up")


@requires(Permission.PREPARE_REVIEW)
def change(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Everything about a forum, and who belongs to it."""
    forum = _standing(request, partner, pk)
    form = ChangeForum(request.POST or None, forum=forum, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        messages.success(request, form.success_message)
        return redirect("reviews_partner", partner.slug)
    form.having_seen(_standing(request, partner, pk).version)
    return _form(request, form, partner, f"Change {forum.name}", "Save", forum=forum)


@require_POST
@requires(Permission.PREPARE_REVIEW)
def end(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """It meets no more; what stands in the way is said on the page that changes it."""
    forum = _standing(request, partner, pk)
    form = EndForum(request.POST, forum=forum, by=request.user, now=timezone.now())
    if form.carried_out():
        messages.success(request, form.success_message)
        return redirect("reviews_partner", partner.slug)
    for refusal in form.refusals:
        messages.error(request, refusal)
    return redirect("reviews_forum_change", partner.slug, pk)


def _standing(request: PersonRequest, partner: Partner, pk: int) -> Forum:
    forums = Forum.objects.visible_to(request.user).standing().filter(partner=partner)
    return get_object_or_404(forums.select_related("partner", "chair", "deputy_chair"), pk=pk)


def _form(
    request: PersonRequest,
    form: VerbForm,
    partner: Partner,
    title: str,
    button: str,
    forum: Forum | None = None,
) -> HttpResponse:
    status = form.status if request.method == "POST" else HTTPStatus.OK
    context = {"form": form, "partner": partner, "title": title, "button": button, "forum": forum}
    invited = invited_to(partner, reader=request.user, now=timezone.now())
    context["invited"] = [each.invitation.full_name for each in invited if not each.is_over]
    return render(request, "agenda/forum.html", context, status=status)
