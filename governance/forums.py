"""Where the two sides meet: with who chairs, who comes and who receives the pack. What is planned in it follows by
`reviews/agenda/verbs/forums.py`.
"""

from collections.abc import Collection
from datetime import datetime, time

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import Forum, ForumMember
from governance.models.forums import PapersAhead, Weekday
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
    cadence: str = Forum.Cadence.MONTHLY,
    papers_ahead: int | None = None,
) -> Forum:
    """Sets up a forum. `minutes` is how long a review lasts, `starts_at` when, in the chair's time zone;
    `papers_ahead` how many working days before it the agenda is frozen and goes out.
    """
    require_to_begin(by, Permission.PREPARE_REVIEW, partner)
    forum = Forum(partner=partner)
    ahead = PapersAhead.TWO if papers_ahead is None else papers_ahead
    _take(forum, name, chair, deputy_chair, minutes, place, starts_at, cadence, ahead)
    forum.save()
    return forum


@verb(did="changed the forum")
def edit_forum(
    forum: Forum,
    *,
    name: str,
    chair: User | None,
    deputy_chair: User | None,
    minutes: int,
    place: str,
    starts_at: time,
    cadence: str,
    attends: Collection[User],
    gets_pack: Collection[User],
    by: User,
    now: datetime,
    version: int,
    papers_ahead: int | None = None,
) -> Forum:
    """Changes what a forum is and who belongs to it: who is in neither `attends` nor `gets_pack` does so no more."""
    require(by, Permission.PREPARE_REVIEW, forum.partner)
    lock(forum, "chair", "deputy_chair", version=version)
    _require_to_stand(forum)
    ahead = forum.papers_ahead if papers_ahead is None else papers_ahead
    _take(forum, name, chair, deputy_chair, minutes, place, starts_at, cadence, ahead)
    belong = {person.pk: person for person in (*attends, *gets_pack)}
    for member in forum.members.exclude(person__in=belong).select_related("person"):
        remove_forum_member(forum, person=member.person, by=by, now=now)
    known = {member.person_id: (member.attends, member.gets_pack) for member in forum.members.all()}
    for key, person in belong.items():
        is_asked = (person in attends, person in gets_pack)
        if known.get(key) != is_asked:
            add_forum_member(forum, person=person, attends=is_asked[0], gets_pack=is_asked[1], by=by, now=now)
    return keep(forum)


@verb(did="ended the forum")
def end_forum(forum: Forum, *, by: User, now: datetime, version: int) -> Forum:
    """It meets no more, and no longer decides how people are reminded. What it reviewed stays as it was sealed."""
    require(by, Permission.PREPARE_REVIEW, forum.partner)
    lock(forum, version=version)
    _require_to_stand(forum)
    if forum.next_review_on is not None:
        raise Refused(
            f"Its next review is planned for {forum.next_review_on:%-d %B %Y}. Hold or cancel that one first."
        )
    forum.ended_on = day_of(by, now)
    return keep(forum)


@verb(did="added somebody to the forum")
def add_forum_member(
    forum: Forum, *, person: User, by: User, now: datetime, attends: bool = True, gets_pack: bool = True
) -> ForumMember:
    """Invites a person to the forum's reviews, or changes whether they attend and receive the pack. Either side invites
    anybody; whom it takes off is its own.
    """
    require(by, Permission.PREPARE_REVIEW, forum.partner)
    if not can(person, Permission.SEE_PARTNERSHIP, forum.partner):
        raise Refused(
            f"{person.full_name} takes no part in this partnership. Invite them first.",
            field="person",
        )
    before = forum.members.filter(person=person).first()
    if before is not None and (before.attends > attends or before.gets_pack > gets_pack):
        _require_own(forum.partner, person, by)
    member, _ = ForumMember.objects.update_or_create(
        forum=forum,
        person=person,
        defaults={"partner": forum.partner, "attends": attends, "gets_pack": gets_pack},
    )
    return member


@verb(did="took somebody off the forum")
def remove_forum_member(forum: Forum, *, person: User, by: User, now: datetime) -> None:
    """The person is invited no longer and receives no further pack. Their own side says so, or nobody does."""
    require(by, Permission.PREPARE_REVIEW, forum.partner)
    _require_own(forum.partner, person, by)
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


def _take(
    forum: Forum,
    name: str,
    chair: User | None,
    deputy_chair: User | None,
    minutes: int,
    place: str,
    starts_at: time,
    cadence: str,
    papers_ahead: int,
) -> None:
    if cadence not in Forum.Cadence.values:
        raise Refused("Choose how often it meets.", field="cadence")
    if papers_ahead not in PapersAhead.values:
        raise Refused("Choose 2, 5 or 10 working days.", field="papers_ahead")
    if not SHORTEST_REVIEW <= minutes <= LONGEST_REVIEW:
        raise Refused(
            f"A review lasts between {SHORTEST_REVIEW} minutes and {LONGEST_REVIEW // 60} hours.",
            field="minutes",
        )
    for field, person, before in (
        ("chair", chair, forum.chair),
        ("deputy_chair", deputy_chair, forum.deputy_chair),
    ):
        if person != before:
            _require_may_chair(forum.partner, person, field)
        setattr(forum, field, person)
    forum.name = one_line(name, field="name", limit=120, missing="Give the forum a name.")
    forum.place = one_line(place, field="place", limit=200)
    forum.minutes, forum.starts_at, forum.cadence = minutes, starts_at, cadence
    forum.papers_ahead = papers_ahead


def _require_own(partner: Partner, person: User, by: User) -> None:
    """Who has left the partnership is nobody's guest any more: anyone takes them off."""
    if person.side != by.side and can(person, Permission.SEE_PARTNERSHIP, partner):
        raise Refused(
            f"{person.full_name} comes for {partner.side_names[person.side]}: that side takes its own people off.",
            field="attends",
        )


def _require_to_stand(forum: Forum) -> None:
    if forum.ended_on is not None:
        raise Refused(
            f"This forum ended on {forum.ended_on:%-d %B %Y} and stays as it was. Set up another one."
        )


def _require_may_chair(partner: Partner, person: User | None, field: str) -> None:
    if person is not None and not can(person, Permission.RUN_REVIEW, partner):
        raise Refused(
            f"{person.full_name} may not chair here: a chair is the CIO or the relationship manager.",
            field=field,
        )
