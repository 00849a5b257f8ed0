"""Where the two sides meet: set up once, with who chairs, who comes and who receives the pack."""

from datetime import datetime, time

from governance.models import Forum, ForumMember
from governance.models.forums import Weekday
from governance.wording import one_line
from partners.access import Permission, can, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, verb

_DEFAULT_START = time(10)
SHORTEST_REVIEW, LONGEST_REVIEW = 10, 480
"""Minutes."""


@verb(did="set up the forum")
def set_up_forum(
    partner: Partner,
    *,
    by: User,
    now: datetime,
    name: str = "Monthly review",
    chair: User | None = None,
    deputy_chair: User | None = None,
    minutes: int = 90,
    place: str = "",
    starts_at: time = _DEFAULT_START,
) -> Forum:
    """Sets up a forum. `minutes` is how long a review lasts, `starts_at` when, in the chair's time zone."""
    require_to_begin(by, Permission.PREPARE_REVIEW, partner)
    if not SHORTEST_REVIEW <= minutes <= LONGEST_REVIEW:
        raise Refused(
            f"A review lasts between {SHORTEST_REVIEW} minutes and {LONGEST_REVIEW // 60} hours.",
            field="minutes",
        )
    for field, person in (("chair", chair), ("deputy_chair", deputy_chair)):
        _require_may_chair(partner, person, field)
    return Forum.objects.create(
        partner=partner,
        name=one_line(name, field="name", limit=120, missing="Give the forum a name."),
        chair=chair,
        deputy_chair=deputy_chair,
        minutes=minutes,
        place=one_line(place, field="place", limit=200),
        starts_at=starts_at,
    )


@verb(did="added somebody to the forum")
def add_forum_member(
    forum: Forum, *, person: User, by: User, now: datetime, attends: bool = True, gets_pack: bool = True
) -> ForumMember:
    """Invites a person to the forum's reviews, or changes whether they attend and receive the pack."""
    require(by, Permission.PREPARE_REVIEW, forum.partner)
    if not can(person, Permission.SEE_PARTNERSHIP, forum.partner):
        raise Refused(
            f"{person.full_name} takes no part in this partnership. Invite them first.",
            field="person",
        )
    member, _ = ForumMember.objects.update_or_create(
        forum=forum,
        person=person,
        defaults={"partner": forum.partner, "attends": attends, "gets_pack": gets_pack},
    )
    return member


@verb(did="took somebody off the forum")
def remove_forum_member(forum: Forum, *, person: User, by: User, now: datetime) -> None:
    """The person is invited no longer and receives no further pack."""
    require(by, Permission.PREPARE_REVIEW, forum.partner)
    forum.members.filter(person=person).delete()


@verb(did="changed how people are reminded")
def set_reminders(
    forum: Forum,
    *,
    weekly_list_on: int | None,
    reminds_when_due: bool,
    escalates: bool,
    by: User,
    now: datetime,
) -> Forum:
    """How the forum's promises are brought to mind, on both sides alike: the weekday of the list (Monday is 0, None for
    no list), a word on the due day, and the ladder.
    """
    require(by, Permission.PREPARE_REVIEW, forum.partner)
    if weekly_list_on is not None and weekly_list_on not in Weekday.values:
        raise Refused("Choose a day from Monday to Friday for the list, or none.", field="weekly_list_on")
    forum.weekly_list_on, forum.reminds_when_due, forum.escalates = (
        weekly_list_on,
        reminds_when_due,
        escalates,
    )
    forum.save(update_fields=["weekly_list_on", "reminds_when_due", "escalates"])
    return forum


def _require_may_chair(partner: Partner, person: User | None, field: str) -> None:
    if person is not None and not can(person, Permission.RUN_REVIEW, partner):
        raise Refused(
            f"{person.full_name} may not chair here: a chair is the CIO or the relationship manager.",
            field=field,
        )
