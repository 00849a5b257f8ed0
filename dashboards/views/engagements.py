"""Contracts on the charter: added, corrected, ended, renewed. Both leads keep them; notice and value are ours alone."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from dashboards.forms import (
    ChangeAnswerForm,
    EndEngagementForm,
    EngagementChangeForm,
    EngagementForm,
    PaperForm,
)
from dashboards.queries.engagements import PAPERS_AHEAD, changes_of, papers_of
from governance.local_day import day_of
from partners.access import Permission, can
from partners.ended_partnerships import may_begin
from partners.forms import say_at_fault
from partners.guards import PersonRequest, requires
from partners.models import Engagement, EngagementChange, EngagementPaper, EngagementTerms, Partner, User
from partners.once import once
from partners.verb import Refused
from partners.verbs import (
    add_engagement,
    add_paper,
    agree_engagement_change,
    decline_engagement_change,
    edit_engagement,
    end_engagement,
    end_paper,
    propose_change,
    renew_engagement,
    take_back_engagement_change,
)

_BECAME = {"agree": "Agreed by both.", "decline": "Declined.", "take_back": "Taken back."}
_TERMS = ("notice_by", "value", "currency")
"""What needs the permission to classify, beyond keeping the charter."""


@requires(Permission.KEEP_CHARTER)
@once
def engage(request: PersonRequest, partner: Partner) -> HttpResponse:
    """Adds a contract."""
    now = timezone.now()
    form = _form(request, partner, day_of(request.user, now))
    if request.method == "POST" and form.is_valid():
        try:
            engagement = add_engagement(partner, **form.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            say_at_fault(form, refused)
        else:
            messages.success(request, f"{engagement.title} is on record.")
            return redirect("partnerships_charter", partner.slug)
    page = {"form": form, "partner": partner, "heading": "Add an engagement", "button": "Add it"}
    return _drawn(request, page)


@requires(Permission.KEEP_CHARTER)
def edit(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """Corrects a contract; from here it is ended or renewed."""
    engagement, now = _engagement(request.user, partner, pk), timezone.now()
    today = day_of(request.user, now)
    form = _form(request, partner, today, initial=_said(engagement, request.user))
    if request.method == "POST" and form.is_valid():
        try:
            edit_engagement(engagement, **form.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            say_at_fault(form, refused)
        else:
            messages.success(request, "The engagement is corrected.")
            return redirect("partnerships_charter", partner.slug)
    return _edited(request, partner, engagement, form, EndEngagementForm(today=today), today)


@requires(Permission.KEEP_CHARTER)
def end(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """Ends a contract on a day."""
    engagement, now = _engagement(request.user, partner, pk), timezone.now()
    today = day_of(request.user, now)
    ends = EndEngagementForm(request.POST or None, today=today)
    if request.method == "POST" and ends.is_valid():
        try:
            ended = end_engagement(engagement, **ends.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            say_at_fault(ends, refused)
        else:
            word = "has ended" if ended.is_over(today) else "ends"
            messages.success(request, f"{ended.title} {word} on {ended.ends_on:%-d %B %Y}.")
            return redirect("partnerships_charter", partner.slug)
    form = _form(request, partner, today, initial=_said(engagement, request.user), unsent=True)
    return _edited(request, partner, engagement, form, ends, today)


@requires(Permission.KEEP_CHARTER)
@once
def propose(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """Proposes a change of a contract to the other side."""
    engagement, now = _engagement(request.user, partner, pk), timezone.now()
    change = _change_form(request, partner)
    if request.method == "POST" and change.is_valid():
        try:
            propose_change(engagement, **change.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            say_at_fault(change, refused)
        else:
            other = partner.named_to(request.user.side)
            messages.success(request, f"Proposed. It counts once {other} agrees.")
            return redirect("partnerships_engagement_edit", partner.slug, pk)
    return _with(request, partner, engagement, change=change)


@requires(Permission.KEEP_CHARTER)
@once
def add_a_paper(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """Adds a paper that expires."""
    engagement, now = _engagement(request.user, partner, pk), timezone.now()
    paper = PaperForm(request.POST or None, today=day_of(request.user, now))
    if request.method == "POST" and paper.is_valid():
        try:
            add_paper(engagement, **paper.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            say_at_fault(paper, refused)
        else:
            messages.success(request, "The paper is on record.")
            return redirect("partnerships_engagement_edit", partner.slug, pk)
    return _with(request, partner, engagement, paper=paper)


@require_POST
@requires(Permission.KEEP_CHARTER)
def answer_change(request: PersonRequest, partner: Partner, pk: int, proposed: int) -> HttpResponse:
    """Agrees to what the other side proposes, declines it, or takes back what one's own side proposed."""
    rows = EngagementChange.objects.visible_to(request.user).filter(partner=partner, engagement=pk)
    found = get_object_or_404(rows.select_related("partner", "engagement__partner"), pk=proposed)
    form, now = ChangeAnswerForm(request.POST), timezone.now()
    if not form.is_valid():
        return _with(request, partner, found.engagement, answer=form)
    does = form.cleaned_data["does"]
    try:
        if does == "agree":
            agree_engagement_change(found, by=request.user, now=now)
        elif does == "take_back":
            take_back_engagement_change(found, by=request.user, now=now)
        else:
            decline_engagement_change(found, answer=form.cleaned_data["answer"], by=request.user, now=now)
    except Refused as refused:
        say_at_fault(form, refused)
        return _with(request, partner, found.engagement, answer=form)
    messages.success(request, _BECAME[does])
    return redirect("partnerships_engagement_edit", partner.slug, pk)


@require_POST
@requires(Permission.KEEP_CHARTER)
def take_out_paper(request: PersonRequest, partner: Partner, pk: int, paper: int) -> HttpResponse:
    """A paper is needed no longer."""
    rows = EngagementPaper.objects.visible_to(request.user).filter(partner=partner, engagement=pk)
    try:
        end_paper(
            get_object_or_404(rows.select_related("partner"), pk=paper), by=request.user, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "The paper is taken out.")
    return redirect("partnerships_engagement_edit", partner.slug, pk)


def _with(
    request: PersonRequest,
    partner: Partner,
    engagement: Engagement,
    *,
    change: EngagementChangeForm | None = None,
    paper: PaperForm | None = None,
    answer: ChangeAnswerForm | None = None,
) -> HttpResponse:
    """The page of the contract with a form that was refused."""
    today = day_of(request.user, timezone.now())
    form = _form(request, partner, today, initial=_said(engagement, request.user), unsent=True)
    ends = EndEngagementForm(today=today)
    return _edited(request, partner, engagement, form, ends, today, change=change, paper=paper, answer=answer)


def _change_form(request: PersonRequest, partner: Partner, *, unsent: bool = False) -> EngagementChangeForm:
    without = set() if can(request.user, Permission.CLASSIFY, partner) else set(_TERMS)
    return EngagementChangeForm(None if unsent else request.POST or None, without=without)


@requires(Permission.KEEP_CHARTER)
@once
def renew(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """Adds the contract that follows one."""
    engagement, now = _engagement(request.user, partner, pk), timezone.now()
    today = day_of(request.user, now)
    form = _form(request, partner, today, initial=_renewed(engagement, request.user, today))
    if request.method == "POST" and form.is_valid():
        try:
            renewed = renew_engagement(engagement, **form.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            say_at_fault(form, refused)
        else:
            messages.success(request, f"{renewed.title} follows from {renewed.starts_on:%-d %B %Y}.")
            return redirect("partnerships_charter", partner.slug)
    page = {
        "form": form,
        "partner": partner,
        "heading": f"Renew {engagement.title}",
        "say": "The one that follows is a contract of its own; the former one stays on record.",
        "button": "Renew it",
    }
    return _drawn(request, page)


def _engagement(reader: User, partner: Partner, pk: int) -> Engagement:
    found = Engagement.objects.visible_to(reader).filter(partner=partner).select_related("partner")
    return get_object_or_404(found, pk=pk)


def _form(
    request: PersonRequest,
    partner: Partner,
    today: date,
    *,
    initial: dict[str, Any] | None = None,
    unsent: bool = False,
) -> EngagementForm:
    without = set() if can(request.user, Permission.CLASSIFY, partner) else set(_TERMS)
    data = None if unsent else request.POST or None
    return EngagementForm(data, initial=initial, today=today, without=without)


def _said(engagement: Engagement, reader: User) -> dict[str, Any]:
    """What stands on record, as far as it is the reader's to see."""
    terms = EngagementTerms.objects.visible_to(reader).filter(engagement=engagement).first()
    said = {name: getattr(engagement, name) for name in ("title", "scope", "starts_on", "ends_on")}
    return said | ({name: getattr(terms, name) for name in _TERMS} if terms else {})


def _renewed(engagement: Engagement, reader: User, today: date) -> dict[str, Any]:
    """What the one that follows begins with: the same words and value, from the day after, for as long again."""
    said = _said(engagement, reader) | {"notice_by": None}
    last = engagement.ends_on
    starts_on = max(last + timedelta(days=1), today) if last else today
    ends_on = starts_on + (last - engagement.starts_on) if last else None
    return said | {"starts_on": starts_on, "ends_on": ends_on}


def _edited(
    request: PersonRequest,
    partner: Partner,
    engagement: Engagement,
    form: EngagementForm,
    ends: EndEngagementForm,
    today: date,
    *,
    change: EngagementChangeForm | None = None,
    paper: PaperForm | None = None,
    answer: ChangeAnswerForm | None = None,
) -> HttpResponse:
    may_renew = may_begin(request.user, Permission.KEEP_CHARTER, partner)
    page = {
        "form": form,
        "ends": ends,
        "partner": partner,
        "engagement": engagement,
        "heading": "Correct the engagement",
        "button": "Save",
        "today": today,
        "changes": changes_of(engagement, reader=request.user),
        "papers": papers_of(engagement, reader=request.user),
        "soon": today + PAPERS_AHEAD,
        "may_begin": may_renew,
        "change": change or _change_form(request, partner, unsent=True),
        "paper": paper or PaperForm(today=today),
        "answer": answer or ChangeAnswerForm(),
        "may_renew": may_renew and not Engagement.objects.filter(renews=engagement).exists(),
    }
    return _drawn(request, page)


def _drawn(request: PersonRequest, page: dict[str, Any]) -> HttpResponse:
    wrong = any(page[name].errors for name in ("form", "ends", "change", "paper", "answer") if name in page)
    return render(request, "partnership/engagement.html", page, status=422 if wrong else 200)
