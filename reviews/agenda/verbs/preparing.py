"""What both sides do before they meet: the agenda builds itself, each side tables one item and answers."""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet

from governance.wording import in_words
from partners.access import Permission, require
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from partners.numbers import counted
from partners.verb import Refused, verb
from reviews.agenda.moved import keep_up_to, moved_agendas
from reviews.agenda.standing import standing_agenda
from reviews.agenda.telling import tell
from reviews.clock import day_of, freezes_on, today_of
from reviews.facts.queries import agenda_facts, subject_of
from reviews.models import AgendaAnswer, AgendaItem, Review
from reviews.sections import TABLED
from reviews.sections.section import Entry

logger = logging.getLogger(__name__)
LONGEST_ANSWER = 2000
LONGEST_TITLE = 200
MOST_MINUTES_TABLED = 30
MINUTES_TABLED = TABLED.minutes // len(Side)
"""What is offered: both sides' items then fill their section in a meeting of ninety minutes."""


@verb(did="renewed the agenda")
def refresh_agenda(review: Review, *, now: datetime) -> None:
    """Brings the agenda's rows in line with the facts as they stand today. Doing it twice changes nothing.

    From two working days before the meeting the agenda is frozen: it is refreshed a last time, as the facts will stand
    at the meeting, mailed to everyone invited, and stays.
    """
    review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("partner", "forum", "chair")
        .get(pk=review.pk)
    )
    if renew(review, now=now):
        tell(review, now=now, agenda=True)


def renew(review: Review, *, now: datetime) -> bool:
    """Brings the agenda of a review that is locked in line with the facts; whether it is frozen by that, so that it is
    to be mailed.
    """
    if review.state != Review.State.SCHEDULED or review.agenda_frozen_at:
        return False
    today = today_of(review.chair, now)
    is_last = today >= freezes_on(review)
    _write(review, standing_agenda(agenda_facts(review, on=day_of(review) if is_last else today)))
    if is_last:
        review.agenda_frozen_at = now
        review.save(update_fields=["agenda_frozen_at"])
    return is_last


@verb(did="built the agenda again")
def rebuild_agenda(review: Review, *, by: User, now: datetime) -> Review:
    """A frozen agenda is built once more from the facts as they will stand at the meeting, and stays from then on.

    What was answered and tabled stays on it. Raises Refused where it follows the facts by itself.
    """
    require(by, Permission.PREPARE_REVIEW, review.partner)
    review = before_the_meeting(review)
    if review.agenda_frozen_at is None:
        raise Refused("This agenda follows the facts by itself until it is frozen.")
    _write(review, _at_the_meeting(review))
    review.agenda_frozen_at = now
    review.save(update_fields=["agenda_frozen_at"])
    tell(review, now=now)
    return review


def lines_behind(review: Review) -> int:
    """How many lines of the agenda as it stands the facts of now would add, take away or word otherwise."""
    rows = {_key(row): row for row in _rows(review)}
    behind = 0
    for entry in _at_the_meeting(review):
        row = rows.pop(entry.key, None)
        behind += not entry.heading and (row is None or _is_worded_otherwise(row, entry))
    return behind + sum(not row.is_heading and not _is_spoken_for(row) for row in rows.values())


def _is_worded_otherwise(row: AgendaItem, entry: Entry) -> bool:
    return (row.title, row.detail, row.why) != (entry.title, entry.detail, entry.why)


def _at_the_meeting(review: Review) -> tuple[Entry, ...]:
    return standing_agenda(agenda_facts(review, on=day_of(review)))


def refresh_agendas(*, now: datetime) -> int:
    """Every agenda still to be frozen whose facts have moved follows them; how many there were.

    Each in a transaction of its own; one that fails is tried again by the next run and keeps none of the others.
    """
    with entered(SYSTEM):
        moved = moved_agendas(now=now)
    for review in moved.reviews:
        try:
            with entered(SYSTEM):
                refresh_agenda(review, now=now)
                keep_up_to(review, moved.link, now=now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("The agenda of review %s could not be brought in line.", review.pk)
    return len(moved.reviews)


def freeze_agenda(review: Review, now: datetime) -> None:
    """Refreshes the agenda a last time, whatever the day: the meeting begins."""
    refresh_agenda(review, now=now)
    Review.objects.filter(pk=review.pk, agenda_frozen_at=None).update(agenda_frozen_at=now)


@verb(did="put an item on the agenda")
def table_item(
    review: Review,
    *,
    title: str,
    by: User,
    now: datetime,
    detail: str = "",
    minutes: int = MINUTES_TABLED,
    kind: str = AgendaItem.Kind.DISCUSS,
) -> AgendaItem:
    """The one item of the person's side, which nobody can drop. Tabling again replaces it, until the freeze.

    A side that has tabled nothing may still do so until the meeting begins.
    """
    require(by, Permission.PREPARE_REVIEW, review.partner)
    review = before_the_meeting(review)
    title = in_words(title, field="title")
    if not title:
        raise Refused("Say in a few words what you want to talk about.", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            "That is too long for a title: shorten it and put the rest into the detail.", field="title"
        )
    if not 1 <= minutes <= MOST_MINUTES_TABLED:
        raise Refused(f"Choose between 1 and {MOST_MINUTES_TABLED} minutes.", field="minutes")
    if kind not in AgendaItem.Kind.values:
        raise Refused("Say whether it is to be decided, discussed or known.", field="kind")
    mine = AgendaItem.objects.filter(review=review, tabled_by_side=by.side).first()
    if mine and review.agenda_frozen_at:
        raise Refused(
            f"The agenda is frozen since {counted(review.forum.papers_ahead, 'working day')} before the meeting: "
            "your item stays as it is."
        )
    item = mine or AgendaItem(
        partner=review.partner, review=review, section=TABLED.number, tabled_by_side=by.side
    )
    item.title, item.detail, item.minutes = title, in_words(detail, field="detail"), minutes
    item.kind = kind
    item.tabled_by = item.presenter = by
    item.position = mine.position if mine else _last_position(review) + 1
    item.save()
    tell(review, now=now)
    return item


@verb(did="answered beforehand")
def answer_item(item: AgendaItem, *, text: str, by: User, now: datetime) -> AgendaAnswer | None:
    """The answer of the person's side, given before the meeting; an empty text takes it back."""
    require(by, Permission.RAISE, item.partner)
    review = before_the_meeting(item.review)
    text = in_words(text, field="text", limit=LONGEST_ANSWER)
    if not text:
        AgendaAnswer.objects.filter(item=item, side=by.side).delete()
        return None
    facts = {"text": text, "author": by, "written_at": now, "partner": review.partner}
    return AgendaAnswer.objects.update_or_create(item=item, side=by.side, defaults=facts)[0]


def before_the_meeting(review: Review) -> Review:
    """The review, locked; refused once it has begun or is cancelled."""
    review = (
        Review.objects.select_for_update(of=("self",)).select_related("partner", "forum").get(pk=review.pk)
    )
    if review.state == Review.State.OPEN:
        raise Refused("The review has begun: say it in the room.")
    if review.state != Review.State.SCHEDULED:
        raise Refused(f"This review is {review.get_state_display()}: its agenda stays as it is.")
    return review


def _last_position(review: Review) -> int:
    return max(AgendaItem.objects.filter(review=review).values_list("position", flat=True), default=0)


def _write(review: Review, agenda: tuple[Entry, ...]) -> None:
    """Rows keep their identity while their line stays on the agenda, and with it the answers given to them."""
    rows = {_key(row): row for row in _rows(review)}
    for position, entry in enumerate(agenda):
        row = rows.pop(entry.key, None) or AgendaItem(partner=review.partner, review=review)
        if _brought_in_line(row, _columns(entry, position)):
            row.save()
    for row in rows.values():
        # What somebody answered stays, although the facts no longer ask for it.
        if not _is_spoken_for(row):
            row.delete()


def _is_spoken_for(row: AgendaItem) -> bool:
    """Whether somebody answered it, brought a paper for it or asked somebody to it."""
    return row.answers.exists() or row.papers.exists() or row.guests.exists()


def _rows(review: Review) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(review=review).prefetch_related("answers", "papers", "guests")


def _key(row: AgendaItem) -> tuple[object, ...]:
    subject = subject_of(row)
    if row.is_heading:
        return (row.section, "heading")
    if subject:
        return (subject.kind, subject.id)
    if row.tabled_by_side:
        return ("tabled", Side(row.tabled_by_side))
    return ("carried", row.carried_from_id) if row.carried_from_id else ("said", row.section, row.title)


def _columns(entry: Entry, position: int) -> dict[str, object]:
    columns: dict[str, object] = {
        "section": entry.section, "kind": entry.kind, "title": entry.title, "detail": entry.detail, "why": entry.why,
        "rule": entry.rule, "minutes": entry.minutes, "position": 0 if entry.heading else position,
        "presenter_id": entry.presenter, "tabled_by_side": entry.tabled_by_side, "tabled_by_id": entry.tabled_by,
        "carried_from_id": entry.carried_from,
    }  # fmt: skip
    if entry.subject:
        columns[f"{entry.subject.kind}_id"] = entry.subject.id
    return columns


def _brought_in_line(row: AgendaItem, columns: dict[str, object]) -> bool:
    """Sets `columns` on the row; whether that changed anything."""
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
