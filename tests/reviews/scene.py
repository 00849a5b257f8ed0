"""A monthly review of Meridian: the forum, its members, and rows of the partnership to put on its agenda."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from governance.models import ActionDate, ActionItem, Ask, Forum, ForumMember, OutcomeIntent, RiskLook
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, Side, User
from reviews.models import Review
from reviews.verbs import schedule_review
from tests.cast import Cast

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))
EARLIER = MONDAY - timedelta(days=14)
TODAY = MONDAY.date()
BOTH = tuple(Side)
"""Sealed although neither side has said whether it agrees: what most stories are not about."""


@dataclass(frozen=True)
class Scene:
    """A review planned for Monday 23 November 2026, at ten, in a forum with people of both sides."""

    cast: Cast
    forum: Forum
    review: Review

    def at(self, minutes: int = 0) -> datetime:
        """A moment of the meeting."""
        return self.review.starts_at + timedelta(minutes=minutes)

    def fresh(self) -> Review:
        return Review.objects.select_related("partner", "forum", "chair").get(pk=self.review.pk)


def forum_of(cast: Cast, *, chair: User | None = None) -> Forum:
    forum = Forum.objects.create(partner=cast.partner, chair=chair, deputy_chair=cast.manager, minutes=90)
    for person in (cast.cio, cast.manager, cast.lead, cast.contributor):
        ForumMember.objects.create(partner=cast.partner, forum=forum, person=person)
    return forum


def set_the_scene(cast: Cast) -> Scene:
    with entered(SYSTEM):
        forum = forum_of(cast, chair=cast.cio)
        review = schedule_review(
            forum, starts_at=MONDAY + timedelta(hours=1), by=cast.manager, now=EARLIER - timedelta(hours=1)
        )
    return Scene(cast, forum, review)


def one_before(scene: Scene) -> Review:
    """The review before, held and sealed four weeks ago."""
    then = MONDAY - timedelta(days=28)
    before = Review.objects.create(
        partner=scene.cast.partner,
        forum=scene.forum,
        starts_at=then,
        chair=scene.cast.cio,
        state="sealed",
        sealed_at=then,
        sealed_by=scene.cast.cio,
    )
    Review.objects.filter(pk=scene.review.pk).update(previous=before)
    return before


def promise(
    partner: Partner, owner: User, title: str = "Index rebuild", due_on: date = TODAY, **fields: object
) -> ActionItem:
    item = ActionItem.objects.create(
        partner=partner, owner=owner, side=owner.side, title=title, due_on=due_on, created_by=owner,
        **{
            "state": ActionItem.State.OPEN, "first_due_on": due_on, "promised_at": EARLIER, "created_at": EARLIER,
            **fields,
        },
    )  # fmt: skip
    ActionDate.objects.create(
        partner=partner,
        item=item,
        due_on=item.first_due_on,
        given_on=min(EARLIER.date(), item.first_due_on),
        given_by=owner,
        with_notice=True,
    )
    return item


def reported(partner: Partner, owner: User, title: str = "Index rebuild", **fields: object) -> ActionItem:
    return promise(partner, owner, title, **{
        "state": ActionItem.State.REPORTED, "reported_at": EARLIER, "reported_on": EARLIER.date(), **fields,
    })  # fmt: skip


def ask(
    partner: Partner,
    raised_by: User,
    *,
    kind: str = "impediment",
    title: str = "Firewall for the monitor",
    **fields: object,
) -> Ask:
    state = {"decision": "pending"}.get(kind, "raised")
    dates: dict[str, object] = (
        {"needed_by": TODAY, "first_needed_by": TODAY} if kind in ("decision", "risk") else {}
    )
    if kind == "risk":
        dates |= {"risk_cause": "It grows", "risk_consequence": "It stands still", "owner": raised_by}
    if fields.get("state") == "lived_with" and kind == "risk":
        dates |= {"acceptance_side": "ours", "acceptance_by": raised_by, "acceptance_on": TODAY}
    made = Ask.objects.create(
        partner=partner,
        kind=kind,
        title=title,
        raised_by=raised_by,
        raised_by_side=raised_by.side,
        **{"state": state, "raised_on": EARLIER.date(), "on_side": raised_by.side.other, **dates, **fields},
    )
    if kind == "risk" and made.is_open:
        RiskLook.objects.create(
            partner=partner,
            ask=made,
            number=1,
            first_due_on=made.needed_by,
            given_on=made.raised_on,
            given_by=raised_by,
        )
    return made


def outcome(
    partner: Partner, statement: str = "Databases run at world-class level", **fields: object
) -> OutcomeIntent:
    return OutcomeIntent.objects.create(
        partner=partner,
        statement=statement,
        target="Twice the load",
        **{"state": OutcomeIntent.State.AGREED, **fields},
    )


__all__ = [
    "EARLIER",
    "MONDAY",
    "TODAY",
    "Scene",
    "ask",
    "forum_of",
    "one_before",
    "outcome",
    "promise",
    "reported",
    "set_the_scene",
]
