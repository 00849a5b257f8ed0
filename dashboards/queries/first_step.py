"""The way of a partnership that is only beginning, up to its first pack, and the one next thing its reader may do.

One rule for both sides, by the permissions that the pages ask for; each side reads it in its own voice. Every stage
is read from what there is. What an administrator does before is in partners/first_steps.py.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format

from dashboards.models import Indicator
from governance.local_day import day_of
from governance.models import ActionItem, Forum, OutcomeIntent
from partners.access import Permission, Role, can
from partners.beginnings import ACTION, INDICATOR, OUTCOME, REVIEW, Beginning
from partners.first_steps import FirstStep, Stage, Way
from partners.models import Invitation, Membership, Partner, Side, User
from partners.sides import leads, leads_of_both, speaks_for
from partners.verbs.memberships import spoke_for

_LOOKED_AT = 20
"""Partnerships of one person, the newest first."""
_COMING_TO_AN_END = [Partner.Status.EXITING, Partner.Status.ENDED]
_OUTCOME = {
    Side.OURS: "Say what {other} is to reach for us: one large outcome, without the how.",
    Side.THEIRS: "Say what {other} wants us to reach: one large outcome, without the how.",
}
_FIRST_PARTNER = FirstStep(
    "The first partner",
    "Nobody is here to promise anything yet. The name of a partner is enough to begin; its people are invited next.",
    "Add the first partner",
    "settings_partnership_new",
)
_LEADS = "Both leads"
_AHEAD = (_LEADS, "Outcome", "Targets", "First promise", "Review day", "First pack")


def first_step(person: User, *, now: datetime) -> FirstStep | None:
    """The first thing that is missing and for `person` to do; None where all has begun, or others have to begin it."""
    partners = list(_going_on(person, now))
    if not partners and _begins_with_a_partner(person):
        return _first_partner()
    steps = (stage.step for partner in partners for stage in _to_begin(partner, person) if not stage.done)
    return next((step for step in steps if step), None)


def way_of(person: User, *, now: datetime) -> Way | None:
    """The stages of the partnership of `person` that began last, up to its first pack; None once a pack was sent to
    anybody in what they see, and for whom no partnership is in sight.
    """
    if Forum.objects.visible_to(person).filter(reviews__packs__state="sent").exists():
        return None
    partner = _going_on(person, now).first()
    if partner is not None:
        return Way.of(_stages(partner, person, now))
    if not _begins_with_a_partner(person):
        return None
    return Way((Stage("Partner", False, _first_partner()), *(Stage(title, False) for title in _AHEAD)))


def _begins_with_a_partner(person: User) -> bool:
    return can(person, Permission.START_PARTNERSHIP) and not Partner.objects.exists()


def _first_partner() -> FirstStep:
    found = _FIRST_PARTNER
    return FirstStep(found.title, found.why, found.action, reverse(found.url))


def _going_on(person: User, now: datetime) -> QuerySet[Partner]:
    invited = Invitation.objects.open(now).filter(partner=OuterRef("pk"))
    leading_here = Membership.objects.current().filter(partner=OuterRef("pk"), role=Role.RELATIONSHIP_MANAGER)

    def begun(rows: QuerySet) -> Exists:
        return Exists(rows.filter(partner=OuterRef("pk")))

    forums = Forum.objects.visible_to(person)
    seen = Partner.objects.visible_to(person).exclude(status__in=_COMING_TO_AN_END)
    return seen.annotate(
        is_led_there=Exists(spoke_for(OuterRef("pk"))) | Exists(invited.filter(role=Role.PARTNER_LEAD)),
        is_led_here=Exists(leading_here) | Exists(invited.filter(role=Role.RELATIONSHIP_MANAGER)),
        has_outcome=begun(OutcomeIntent.objects.visible_to(person)),
        has_target=begun(Indicator.objects.visible_to(person).exclude(target=None)),
        has_action=begun(ActionItem.objects.visible_to(person)),
        has_review=begun(forums.exclude(next_review_on=None, reviews=None)),
        is_sealed=begun(forums.filter(reviews__state="sealed")),
    ).order_by("-created_at", "-pk")[:_LOOKED_AT]


def _stages(partner: Partner, person: User, now: datetime) -> Iterator[Stage]:
    """Every stage; the first that is for others says whom it waits for."""
    yield Stage("Partner", True)
    waits = ""
    for stage in _to_begin(partner, person):
        if not stage.done and not stage.step and not waits:
            waits = _for_whom(stage, partner, person)
            stage = Stage(stage.title, False, waits=waits)
        yield stage
    yield _first_pack(partner, person, day_of(person, now))


def _to_begin(partner: Partner, person: User) -> Iterator[Stage]:
    """What both sides begin before their first review, in the order in which a partnership begins. A step only where
    `person` may take it."""
    yield Stage(_LEADS, _are_led(partner), _missing_lead(partner, person))
    for title, begun, beginning, step in (
        ("Outcome", partner.has_outcome, OUTCOME, _outcome),  # type: ignore[attr-defined]
        ("Targets", partner.has_target, INDICATOR, _target),  # type: ignore[attr-defined]
        ("First promise", partner.has_action, ACTION, _promise),  # type: ignore[attr-defined]
        ("Review day", partner.has_review, REVIEW, _review),  # type: ignore[attr-defined]
    ):
        may = not begun and beginning.may(person, partner)
        yield Stage(title, begun, step(partner, person, beginning) if may else None)


def _are_led(partner: Partner) -> bool:
    return partner.is_led_there and partner.is_led_here  # type: ignore[attr-defined]


def _missing_lead(partner: Partner, person: User) -> FirstStep | None:
    """The partner's first lead is let in by the host, and each side's others by itself
    (partners.verbs.memberships.may_at_once)."""
    if not can(person, Permission.INVITE, partner) or not speaks_for(person, Side.OURS, partner):
        return None
    if not partner.is_led_there:  # type: ignore[attr-defined]
        return FirstStep(
            f"Whoever leads at {partner.name_of(person.side.other)}",
            "Without them nobody there can promise anything, or say yes to what we do.",
            "Invite their lead",
            _invite(partner, Role.PARTNER_LEAD),
        )
    if not partner.is_led_here:  # type: ignore[attr-defined]
        return FirstStep(
            f"Whoever leads on our side, with {partner.name_of(person.side.other)}",
            "A relationship manager prepares the review, keeps what was agreed current, and may chair.",
            "Invite our lead",
            _invite(partner, Role.RELATIONSHIP_MANAGER),
        )
    return None


def _invite(partner: Partner, role: Role) -> str:
    return f"{reverse('settings_invite')}?partner={partner.slug}&role={role}"


def _outcome(partner: Partner, person: User, beginning: Beginning) -> FirstStep:
    other = partner.name_of(person.side.other)
    why = _OUTCOME[person.side].format(other=other)
    return FirstStep(
        f"What it is for, with {other}", why, "Write down the first outcome", beginning.url(partner)
    )


def _target(partner: Partner, person: User, beginning: Beginning) -> FirstStep:
    return FirstStep(
        f"What is measured, with {partner.name_of(person.side.other)}",
        "A few figures with a target each. Reviews and packs then say what is on target and what is not.",
        "Set the first target",
        beginning.url(partner),
    )


def _promise(partner: Partner, person: User, beginning: Beginning) -> FirstStep:
    return FirstStep(
        f"The first promise, with {partner.name_of(person.side.other)}",
        "What is to be done, by whom and by when. Both sides' promises are counted by the same rule.",
        "Write down the first promise",
        beginning.url(partner),
    )


def _review(partner: Partner, person: User, beginning: Beginning) -> FirstStep:
    return FirstStep(
        f"A review with {partner.name_of(person.side.other)}",
        "None is planned. Its agenda builds itself from what both sides have promised, and is mailed to both.",
        "Schedule a review",
        beginning.url(partner),
    )


def _for_whom(stage: Stage, partner: Partner, reader: User) -> str:
    """ "Next: outcome. It is for Priya Raman or Jonas Stein to do." """
    able = leads(Side.OURS, partner) if stage.title == _LEADS else leads_of_both(partner)
    names = [person.full_name for person in able if person != reader]
    if not names:
        return ""
    either = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
    return f"Next: {stage.title[0].lower()}{stage.title[1:]}. It is for {either} to do."


def _first_pack(partner: Partner, person: User, today: date) -> Stage:
    """The review itself: it stands on the agenda's page, for everybody who reads the partnership."""
    if partner.is_sealed:  # type: ignore[attr-defined]
        return Stage(
            _AHEAD[-1], False, waits="The review is sealed. Its pack is being made, and leaves by mail."
        )
    coming = (
        Forum.objects.visible_to(person).filter(partner=partner).aggregate(on=Min("next_review_on"))["on"]
    )
    if coming is None:
        return Stage(_AHEAD[-1], False)
    when = "today" if coming == today else f"on {date_format(coming, 'l j F')}"
    runs = coming <= today and can(person, Permission.RUN_REVIEW, partner)
    return Stage(
        _AHEAD[-1],
        False,
        FirstStep(
            f"The first review with {partner.name_of(person.side.other)}",
            f"It is {when}. Once it is sealed, its pack leaves by mail to everybody who receives it.",
            "Go to today's review" if runs else "See its agenda",
            reverse("reviews_next", args=[partner.slug]),
        ),
    )
