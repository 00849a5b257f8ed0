"""How the two sides meet: scheduled, prepared, held in the room, sealed; and the coming reviews."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from demo.clock import HOME, Timeline, Told
from demo.opening import Stage
from demo.script import Coming, Meeting
from governance.models import ActionItem
from partners.models import User
from reviews.models import AgendaItem, Attendance, Review
from reviews.record.verbs.excerpts import send_excerpt
from reviews.record.verbs.sealing import reply, seal_review
from reviews.sections import ASKS, OUTCOMES, PERFORMANCE, PROMISED, READ_BACK, TABLED
from reviews.sections.section import Section
from reviews.verbs import (
    answer_item,
    ask_to_item,
    bring_paper,
    confirm_list,
    mark_attendance,
    note,
    open_review,
    park,
    rate_review,
    refresh_agenda,
    say,
    say_news,
    schedule_review,
    set_aside,
    table_item,
    take_up,
)

BEGINS = {
    PROMISED: (14, 1), PERFORMANCE: (14, 22), OUTCOMES: (14, 35), ASKS: (14, 50),
    TABLED: (15, 12), READ_BACK: (15, 25),
}  # fmt: skip
"""When each section of a review that begins at two is turned to."""
SAID, SEALED = (15, 45), (15, 52)


def hold(timeline: Timeline, stage: Stage, meeting: Meeting) -> None:
    """A review of the past, from its invitation to its seal."""
    review = _schedule(timeline, stage, timeline.working_day(meeting.days_ago), 14, meeting.planned)
    stage.meetings[meeting.days_ago] = review
    _prepare(timeline, stage, review, meeting.days_ago, meeting.preparation)
    _in_the_room(timeline, stage, review, meeting)


def plan(timeline: Timeline, stage: Stage, coming: Coming) -> None:
    """The coming review, scheduled in the last one; its agenda grows with what happens until it is frozen."""
    # Today's review is today, whatever the day of the week: a newcomer runs it at once.
    day = timeline.working_day(-coming.days_ahead) if coming.days_ahead else timeline.today
    review = _schedule(timeline, stage, day, coming.hour, coming.planned)
    _prepare(timeline, stage, review, 0, coming.preparation)


def _schedule(timeline: Timeline, stage: Stage, day: date, hour: int, planned: int) -> Told:
    return timeline.tell(
        timeline.working_day(planned),
        stage.manager,
        schedule_review,
        stage.forum,
        starts_at=datetime.combine(day, time(hour), HOME),
        hour=10,
    )


def _prepare(timeline: Timeline, stage: Stage, review: Told, days_ago: int, preparation: Any) -> None:
    for who, title, detail in preparation.tabled:
        day = timeline.working_day(days_ago + 6)
        timeline.tell(day, stage.people[who], table_item, review, title=title, detail=detail, hour=16)
    for who, text in preparation.news:
        day = timeline.working_day(days_ago + 5)
        timeline.tell(day, stage.people[who], say_news, review, text=text, hour=15)
    timeline.tell(timeline.working_day(days_ago + 1), stage.manager, _refresh, review, hour=17)
    for who, title, link in preparation.papers:
        day = timeline.working_day(days_ago + 1)
        timeline.tell(day, stage.people[who], _bring, review, title=title, link=link, hour=17, minute=30)
    for who, title, whom, why in preparation.asked:
        day, person = timeline.working_day(days_ago + 1), stage.people[whom]
        about: dict[str, Any] = {"title": title, "person": person, "why": why}
        timeline.tell(day, stage.people[who], _ask_to, review, **about, hour=17, minute=40)
    for who, title, text in preparation.answers:
        day = timeline.working_day(days_ago + 1)
        timeline.tell(day, stage.people[who], _answer, review, title=title, text=text, hour=18)


def _in_the_room(timeline: Timeline, stage: Stage, review: Told, meeting: Meeting) -> None:
    def told(when: tuple[int, int], who: User, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Told:
        hour, minute = when
        day = timeline.working_day(meeting.days_ago)
        return timeline.tell(day, who, verb, *args, hour=hour, minute=minute, **kwargs)

    chair = stage.cio
    told((14, 0), chair, open_review, review)
    told((14, 0), chair, _seat_everyone, review, absent=meeting.absent)
    for section, when in BEGINS.items():
        told(when, chair, _turn_to, review, section=section)
        if section is PROMISED:
            told(when, chair, _confirm_what_nobody_questions, review)
        for about, write, text in meeting.minutes:
            if about is section:
                told(when, chair, _WRITTEN[write], review, text=text)
        told(when, chair, _go_through, review, section=section)
    for title in meeting.deferred:
        told(BEGINS[TABLED], chair, _defer, review, title=title)
    for said in meeting.said:
        told(
            SAID,
            stage.people[said.who],
            say,
            review,
            stance=said.stance,
            differs_on=said.differs_on,
            sentence=said.sentence,
        )
    told(SEALED, chair, seal_review, review)
    for who, text in meeting.replies:
        told((18, 0), stage.people[who], reply, review, text=text)
    for title, name, email in meeting.excerpts:
        told((17, 0), chair, _send_excerpt, review, title=title, name=name, email=email)
    for one in meeting.found:
        rated = {"tough": one.tough, "fair": one.fair, "better": one.better}
        told((18, 30), stage.people[one.who], rate_review, review, **rated)


_WRITTEN = {"note": note, "park": park}


def _refresh(review: Review, *, by: User, now: datetime) -> None:
    """Nobody does this: the agenda keeps itself current, every morning."""
    refresh_agenda(review, now=now)


def _answer(review: Review, *, title: str, text: str, by: User, now: datetime) -> None:
    answer_item(_line(review, title), text=text, by=by, now=now)


def _bring(review: Review, *, title: str, link: str, by: User, now: datetime) -> None:
    bring_paper(_line(review, title), link=link, by=by, now=now)


def _ask_to(review: Review, *, title: str, person: User, why: str, by: User, now: datetime) -> None:
    ask_to_item(_line(review, title), person=person, why=why, by=by, now=now)


def _send_excerpt(review: Review, *, title: str, name: str, email: str, by: User, now: datetime) -> None:
    send_excerpt(review, item=_line(review, title).pk, name=name, email=email, by=by, now=now)


def _defer(review: Review, *, title: str, by: User, now: datetime) -> None:
    set_aside(_line(review, title), state=AgendaItem.State.DEFERRED, by=by, now=now)


def _line(review: Review, title: str) -> AgendaItem:
    return AgendaItem.objects.filter(review=review, title=title).latest("id")


def _turn_to(review: Review, *, section: Section, by: User, now: datetime) -> None:
    headings = (
        item for item in AgendaItem.objects.filter(review=review, section=section.number) if item.is_heading
    )
    take_up(next(headings), by=by, now=now)


def _go_through(review: Review, *, section: Section, by: User, now: datetime) -> None:
    lines = [
        item
        for item in AgendaItem.objects.filter(review=review, section=section.number)
        if not item.is_heading
    ]
    for number, item in enumerate(lines, start=1):
        take_up(item, by=by, now=now + timedelta(seconds=90 * number))


def _confirm_what_nobody_questions(review: Review, *, by: User, now: datetime) -> None:
    reported = ActionItem.objects.filter(partner=review.partner, state=ActionItem.State.REPORTED)
    if items := list(reported.order_by("id")):
        confirm_list(review, items, by=by, now=now)


def _seat_everyone(review: Review, *, absent: tuple[str, ...], by: User, now: datetime) -> None:
    for seat in Attendance.objects.filter(review=review).select_related("person").order_by("id"):
        excused = seat.person.full_name in absent
        state = Attendance.State.EXCUSED if excused else Attendance.State.PRESENT
        mark_attendance(review, person=seat.person, state=state, by=by, now=now)
