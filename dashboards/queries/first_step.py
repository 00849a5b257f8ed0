"""The one next thing somebody may do in a partnership that is only beginning: for a desk on which nothing stands.

One rule for both sides, by the permissions that the pages ask for; each side reads it in its own voice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from governance.models import ActionItem, Forum, OutcomeIntent
from partners.access import Permission, Role, can
from partners.beginnings import ACTION, OUTCOME, REVIEW
from partners.models import Invitation, Partner, Side, User
from partners.sides import speaks_for
from partners.verbs.memberships import spoke_for

_LOOKED_AT = 20
"""Partnerships of one person, the newest first."""
_COMING_TO_AN_END = [Partner.Status.EXITING, Partner.Status.ENDED]
_OUTCOME = {
    Side.OURS: "Say what {other} is to reach for us: one large outcome, without the how.",
    Side.THEIRS: "Say what {other} wants us to reach: one large outcome, without the how.",
}


@dataclass(frozen=True)
class FirstStep:
    """What to do first, why, and where."""

    title: str
    why: str
    action: str
    url: str


def first_step(person: User, *, now: datetime) -> FirstStep | None:
    """The first thing that is missing and for `person` to do; None where all has begun, or others have to begin it."""
    partners = list(_going_on(person, now))
    if not partners and can(person, Permission.START_PARTNERSHIP) and not Partner.objects.exists():
        return FirstStep(
            "The first partner",
            "Nobody is here to promise anything yet. The name of a partner is enough to begin.",
            "Add the first partner",
            reverse("settings_partnership_new"),
        )
    return next((step for partner in partners for step in _missing(partner, person)), None)


def _going_on(person: User, now: datetime) -> QuerySet[Partner]:
    invited = Invitation.objects.open(now).filter(partner=OuterRef("pk"), role=Role.PARTNER_LEAD)

    def begun(rows: QuerySet) -> Exists:
        return Exists(rows.filter(partner=OuterRef("pk")))

    seen = Partner.objects.visible_to(person).exclude(status__in=_COMING_TO_AN_END)
    return seen.annotate(
        is_led_there=Exists(spoke_for(OuterRef("pk"))) | Exists(invited),
        has_outcome=begun(OutcomeIntent.objects.visible_to(person)),
        has_action=begun(ActionItem.objects.visible_to(person)),
        has_review=begun(Forum.objects.visible_to(person).exclude(next_review_on=None)),
    ).order_by("-created_at", "-pk")[:_LOOKED_AT]


def _missing(partner: Partner, person: User) -> Iterator[FirstStep]:
    """What is missing and for `person` to begin, in the order in which a partnership begins."""
    other = partner.name_of(person.side.other)
    if not partner.is_led_there and _may_invite_their_lead(partner, person):  # type: ignore[attr-defined]
        yield FirstStep(
            f"Whoever leads at {other}",
            "Without them nobody there can promise anything, or say yes to what we do.",
            "Invite their lead",
            f"{reverse('settings_invite')}?partner={partner.slug}&role={Role.PARTNER_LEAD}",
        )
    if not partner.has_outcome and OUTCOME.may(person, partner):  # type: ignore[attr-defined]
        yield FirstStep(
            f"What it is for, with {other}",
            _OUTCOME[person.side].format(other=other),
            "Write down the first outcome",
            OUTCOME.url(partner),
        )
    if not partner.has_action and ACTION.may(person, partner):  # type: ignore[attr-defined]
        yield FirstStep(
            f"The first promise, with {other}",
            "What is to be done, by whom and by when. Both sides' promises are counted by the same rule.",
            "Write down the first promise",
            ACTION.url(partner),
        )
    if not partner.has_review and REVIEW.may(person, partner):  # type: ignore[attr-defined]
        yield FirstStep(
            f"A review with {other}",
            "None is planned. Its agenda builds itself from what both sides have promised, and is mailed to both.",
            "Schedule a review",
            REVIEW.url(partner),
        )


def _may_invite_their_lead(partner: Partner, person: User) -> bool:
    """Whether `person` may let in the first who leads there: the partner's first is let in by the host
    (partners.verbs.memberships.may_at_once)."""
    return can(person, Permission.INVITE, partner) and speaks_for(person, Side.THEIRS.other, partner)
