"""Cover: a leader steps in for the people of both sides, in one line, until a day. It expires by itself."""

from datetime import date, datetime, timedelta

from governance.cover import mail
from governance.cover.queries import first_day_covered, quarter
from governance.local_day import day_in, day_of
from governance.locking import keep, lock
from governance.models import Cover
from governance.models.leadership import LONGEST_COVER
from governance.wording import day_to_come, in_words, one_line
from partners.access import Permission, can, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.numbers import lasting
from partners.verb import Refused, verb


@verb(did="gave cover")
def give_cover(
    partner: Partner, *, words: str, until: date, by: User, now: datetime, number: str = ""
) -> Cover:
    """From the giver's next working day to `until`, itself included, `by` stands in front of both teams; everybody
    else is mailed the card.

    It never covers the day it is given on, so that nobody hides what is missed already or falls due today, and is never
    prolonged: another one is given, openly, once it is over, and at most COVERS_A_QUARTER in a quarter.
    """
    # Of two who give at once the second waits here, and is told of the first. New rows of the partner do not wait.
    require_to_begin(by, Permission.GIVE_COVER, partner, alone=True)
    today = _today(by, now)
    _refuse_a_second(partner, today)
    begins = first_day_covered(partner, by=by, now=now)
    _refuse_too_many(partner, begins)
    cover = Cover.objects.create(
        partner=partner,
        words=one_line(words, field="words", limit=200, missing="Say in one line what the team may show."),
        number=_dialled(number),
        began_on=begins,
        until=_within_longest(until, today, begins),
        given_by=by,
    )
    mail.tell_of_cover(cover, by=by, now=now)
    return cover


@verb(did="said more about the cover")
def add_to_cover(
    cover: Cover, *, cause: str, concession: str, version: int, by: User, now: datetime
) -> Cover:
    """What was seen first-hand, and what the business gave: while it lasts, or later when it is known."""
    _require_givers_side(cover, by)
    lock(cover, version=version)
    cover.cause = in_words(cause, field="cause", limit=2000)
    cover.concession = in_words(concession, field="concession", limit=2000)
    return keep(cover)


@verb(did="ended the cover")
def end_cover(cover: Cover, *, by: User, now: datetime, version: int | None = None) -> Cover:
    """Ends it before its day; today is still covered. Before it begins it is taken back, and covers nothing.
    Everybody else is told."""
    _require_givers_side(cover, by)
    lock(cover, version=version)
    today = _today(by, now)
    if cover.ended_on is not None or cover.until < today:
        raise Refused("This cover is over already.")
    cover.ended_on, cover.ended_by = max(today, cover.began_on - timedelta(days=1)), by
    keep(cover)
    mail.tell_of_its_end(cover, by=by, now=now)
    return cover


def may_change(cover: Cover, by: User) -> bool:
    """Whether `by` may add to it or end it: whoever may give cover, on the side it was given by."""
    return can(by, Permission.GIVE_COVER, cover.partner) and by.side == cover.given_by.side


def _today(by: User, now: datetime) -> date:
    """The giver's day, but never a day that is over in the house: nobody covers yesterday by living in the west."""
    return max(day_of(by, now), day_in("", now))


def _require_givers_side(cover: Cover, by: User) -> None:
    require(by, Permission.GIVE_COVER, cover.partner)
    if not may_change(cover, by):
        raise Refused(f"{cover.given_by.full_name} gave this cover: only their side adds to it or ends it.")


def _refuse_a_second(partner: Partner, today: date) -> None:
    standing = Cover.objects.filter(partner=partner).standing(today).select_related("given_by").first()
    if standing is not None:
        until = f"{standing.until:%-d %B}"
        raise Refused(
            f"{standing.given_by.full_name} has given cover until {until}. It is not prolonged: when it is over, "
            "another one can be given."
        )


def _refuse_too_many(partner: Partner, begins: date) -> None:
    so_far = quarter(partner, begins)
    if so_far.is_used_up:
        givers = " and ".join(cover.given_by.full_name for cover in so_far.given)
        raise Refused(
            f"This quarter’s covers are given: {so_far.words}, by {givers}. Another can begin from "
            f"{so_far.ends_before:%-d %B} on. Until then, agree on new dates."
        )


def _within_longest(until: date, today: date, begins: date) -> date:
    day_to_come(until, today=today, field="until")
    if until < begins:
        raise Refused(
            f"It covers from {begins:%A %-d %B} on, never the day it is given: give that day or a later one.",
            field="until",
        )
    if until > today + LONGEST_COVER:
        latest = f"{today + LONGEST_COVER:%-d %B}"
        raise Refused(
            f"A cover lasts {lasting(LONGEST_COVER)} at most: give a day until {latest}.", field="until"
        )
    return until


def _dialled(number: str) -> str:
    number = one_line(number, field="number", limit=40)
    if number and not any(sign in "0123456789" for sign in number):
        raise Refused("Give a number that can be dialled, or none.", field="number")
    return number
