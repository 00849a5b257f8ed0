"""An outcome intent: what was asked for, how it stands, and who has a free hand until when."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.local_day import day_of
from governance.models import OutcomeIntent, ValueClaim
from governance.models.outcomes import Health
from governance.outcomes import forms as forms
from governance.outcomes.business_forms import Serves
from governance.outcomes.chain import chain_above
from governance.outcomes.forms import Charter, ClaimAnswer, OutcomeForm
from governance.outcomes.initiative_forms import InitiativeState, InitiativeTitle, Milestone, NewInitiative
from governance.outcomes.queries import agreed_by, value_of, work_beneath
from governance.outcomes.standing import Outcome
from governance.outcomes.terms import differences, end_asked
from governance.outcomes.verbs.drafting import may_speak
from governance.outcomes.verbs.value import may_answer, may_claim
from governance.responses import with_message
from governance.slowness.reading import costs_of
from partners.access import NotAllowed, Permission, can
from partners.ended_partnerships import may_begin
from partners.guards import PersonRequest, requires
from partners.models import Partner, Side, User
from partners.once import once

_MOST_ACTIONS = 20
_CHECK_INS = 24


@requires(Permission.SEE_PARTNERSHIP)
def outcome(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The page of one outcome."""
    return _page(request, _found(request.user, partner, pk), timezone.now())


@requires(Permission.KEEP_CHARTER)
@once
def new(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Drafts an outcome."""
    form = Charter(request.POST or None, partner=partner, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect("outcome", partner.slug, form.result.pk))
    return render(
        request, "outcomes/outcome_edit.html", {"partner": partner, "form": form}, status=form.status
    )


@requires(Permission.KEEP_CHARTER)
def edit(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Changes the charter of an outcome; with htmx in place, else on a page of its own."""
    found = _found(request.user, partner, pk)
    form = Charter(request.POST or None, partner=partner, outcome=found, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect("outcome", partner.slug, pk))
    form.having_seen(_found(request.user, partner, pk).version)
    hints = Outcome(found, day_of(request.user, timezone.now())).hints
    context = {"partner": partner, "form": form, "outcome": found, "hints": hints}
    return render(request, "outcomes/outcome_edit.html", context, status=form.status)


def _endpoint(
    noun: str,
    form_class: type[OutcomeForm],
    about: str = "",
    permission: Permission = Permission.KEEP_CHARTER,
    may: Callable[[OutcomeIntent, User], bool] = lambda outcome, person: True,
) -> Callable[..., HttpResponse]:
    """What happens to an outcome by one form. `about` names the row beneath it that the form is given, in the address
    as in the form; what is refused stands in the form of that row alone. Of those whom `permission` lets in, `may` says
    who has a word here.
    """

    @requires(permission)
    @once
    def change(request: PersonRequest, pk: int, *, partner: Partner, **beneath: int) -> HttpResponse:
        found, page = _found(request.user, partner, pk), reverse("outcome", args=[partner.slug, pk])
        if not may(found, request.user):
            raise NotAllowed(Permission.KEEP_CHARTER, partner)
        if request.method != "POST":
            return redirect(f"{page}#{noun}")
        now = timezone.now()
        row = beneath.get(about, 0)
        whole = {about: get_object_or_404(_BENEATH[about](found), pk=row)} if about else {"outcome": found}
        form = form_class(request.POST, by=request.user, now=now, **whole)
        if form.carried_out():
            return with_message(request, form, redirect(page))
        current = _found(request.user, partner, pk)
        form.having_seen(current.version)
        return _page(request, current, now, failed=(noun, form, row))

    return change


_BENEATH: dict[str, Callable[[OutcomeIntent], QuerySet[Any]]] = {
    "change": lambda outcome: outcome.changes.select_related("outcome__partner"),
    "initiative": lambda outcome: outcome.initiatives.select_related("outcome__partner"),
    "claim": lambda outcome: outcome.value_claims.select_related("outcome__partner", "by"),
}
agreement = _endpoint("agreement", forms.Agreement)
word = _endpoint("word", forms.Word, permission=Permission.SEE_PARTNERSHIP, may=may_speak)
check_in = _endpoint("check_in", forms.NewCheckIn)
free_hand = _endpoint("free_hand", forms.FreeHand)
serves = _endpoint("serves", Serves, permission=Permission.KEEP_BUSINESS)
conclusion = _endpoint("conclusion", forms.Conclusion)
change_answer = _endpoint("change", forms.ChangeAnswer, "change")
claim_new = _endpoint("claim", forms.NewClaim)
claim_taken_back = _endpoint("claim_taken_back", forms.ClaimTakenBack, "claim")
initiative_new = _endpoint("initiative", NewInitiative)
initiative_title = _endpoint("title", InitiativeTitle, "initiative")
initiative_state = _endpoint("state", InitiativeState, "initiative")
initiative_milestone = _endpoint("milestone", Milestone, "initiative")


@requires(Permission.SEE_PARTNERSHIP)
@once
def value(request: PersonRequest, pk: int, claim: int, *, partner: Partner) -> HttpResponse:
    """The business owner's page: how much of what was expected is there."""
    outcome = _found(request.user, partner, pk)
    found = get_object_or_404(_BENEATH["claim"](outcome), pk=claim)
    if not may_answer(found, request.user):
        if request.method == "POST":
            raise NotAllowed(Permission.KEEP_CHARTER, partner)
        return redirect(f"{outcome.get_absolute_url()}#value")
    now = timezone.now()
    form = ClaimAnswer(request.POST or None, claim=found, by=request.user, now=now)
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect(f"{outcome.get_absolute_url()}#value"))
    context = {
        "partner": partner,
        "outcome": outcome,
        "claim": found,
        "form": form,
        "verdicts": ValueClaim.Verdict.choices,
        "today": day_of(request.user, now),
    }
    return render(request, "outcomes/value.html", context, status=form.status)


def _found(reader: User, partner: Partner, pk: int) -> OutcomeIntent:
    related = OutcomeIntent.objects.visible_to(reader).filter(partner=partner)
    people = ("business_owner", "sponsor", "owner_ours", "owner_theirs")
    return get_object_or_404(related.select_related("partner", *people), pk=pk)


def _page(
    request: PersonRequest,
    found: OutcomeIntent,
    now: datetime,
    failed: tuple[str, OutcomeForm, int] | None = None,
) -> HttpResponse:
    today = day_of(request.user, now)
    noun, form, row = failed or ("", None, 0)
    may_keep = can(request.user, Permission.KEEP_CHARTER, found.partner)
    concluded = found.state not in (OutcomeIntent.State.DRAFT, OutcomeIntent.State.AGREED)

    def form_of(name: str, form_class: type[OutcomeForm], of: Any = None, **about: Any) -> OutcomeForm:
        """The form that was refused, where it is this one; else an empty one."""
        if form is not None and (name, of or 0) == (noun, row):
            return form
        return form_class(by=request.user, now=now, **(about or {"outcome": found}))

    agreed = agreed_by(found)
    change = found.changes.running().select_related("asked_by", "outcome__partner").first()
    stands = Outcome(found, today, costs_of([found], today).get(found.pk))
    context = {
        "partner": found.partner,
        "outcome": found,
        "today": today,
        "stands": stands,
        "may_keep": may_keep and not concluded,
        "hints": stands.hints if may_keep and not concluded else (),
        "may_give_free_hand": may_begin(request.user, Permission.KEEP_CHARTER, found.partner),
        "check_ins": [
            (Health(said.health).level, said) for said in found.check_ins.select_related("by")[:_CHECK_INS]
        ],
        "actions": found.actions.open().select_related("owner").order_by("due_on", "id")[:_MOST_ACTIONS],
        "asks": found.asks.open().order_by("raised_on", "id"),
        "owners": [owner for side in Side if (owner := found.owner_of(side))],
        "words_said": found.hand_over_words.select_related("by"),
        "agreements": [(side, agreed.get(side)) for side in Side],
        "may_speak": may_speak(found, request.user),
        "may_agree": found.state == OutcomeIntent.State.DRAFT and request.user.side not in agreed,
        "change": change,
        "change_end": change and end_asked(change),
        "differences": differences(found, change) if change else (),
        "change_form": change and form_of("change", forms.ChangeAnswer, change.pk, change=change),
        "work": [
            (
                each,
                form_of("title", InitiativeTitle, each.initiative.pk, initiative=each.initiative),
                form_of("state", InitiativeState, each.initiative.pk, initiative=each.initiative),
                form_of("milestone", Milestone, each.initiative.pk, initiative=each.initiative),
            )
            for each in work_beneath(found, today)
        ],
        "tried": noun,
        "tried_row": row,
        "agreement": form_of("agreement", forms.Agreement),
        "word": form_of("word", forms.Word),
        "check_in": form_of("check_in", forms.NewCheckIn),
        "free_hand": form_of("free_hand", forms.FreeHand),
        "conclusion": form_of("conclusion", forms.Conclusion),
        "chain": chain_above(found, request.user),
        "may_link": can(request.user, Permission.KEEP_BUSINESS, found.partner),
        "serves": form_of("serves", Serves),
        "new_initiative": form_of("initiative", NewInitiative),
        "value": value_of(found),
        "may_claim": may_keep and may_claim(found, request.user),
        "may_keep_value": may_keep,
        "claim": form_of("claim", forms.NewClaim),
    }
    status = form.status if form else HTTPStatus.OK
    return render(request, "outcomes/outcome.html", context, status=status)
