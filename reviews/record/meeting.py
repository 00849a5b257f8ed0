"""The meeting itself: what was on the agenda, who was there, what was done and said."""

from datetime import date

from governance.models import Thanks
from partners.finding import plain
from reviews.facts import (
    AgendaItemFacts,
    AnswerFacts,
    MinuteFacts,
    MoveFacts,
    NewsFacts,
    PersonId,
    PresenceFacts,
    StatementFacts,
    ThanksFacts,
)
from reviews.meeting.overtaken import overtaken
from reviews.models import AgendaItem, Attendance, Minute, Review, RoomMove, SideNews, SideStatement
from reviews.sections import in_order

NOT_REACHED = "not reached"
"""How an item stands in a seal that nobody came to."""


def agenda(review: Review) -> tuple[AgendaItemFacts, ...]:
    rows = in_order(AgendaItem.objects.filter(review=review).prefetch_related("answers"))
    reached = {row.section for row in rows if row.is_heading and row.state == AgendaItem.State.DISCUSSED}
    return tuple(
        AgendaItemFacts(
            id=row.pk,
            section=row.section,
            title=row.title,
            state=_outcome_of(row, reached),
            detail=row.detail,
            why=row.why,
            heading=row.is_heading,
            kind="" if row.is_heading else row.kind,
            tabled_by_side=row.tabled_by_side,
            carried=row.carried_from_id is not None,
            spent_seconds=row.spent_seconds,
            answers=tuple(
                AnswerFacts(answer.side, answer.text)
                for answer in sorted(row.answers.all(), key=lambda answer: answer.side)
            ),
        )
        for row in rows
    )


def _outcome_of(row: AgendaItem, reached: set[int]) -> str:
    """In words: a section gone through counts for every line in it that nobody set aside."""
    if row.state != AgendaItem.State.OPEN:
        return row.get_state_display()
    return AgendaItem.State.DISCUSSED.label if row.section in reached else NOT_REACHED


def moves(review: Review) -> tuple[MoveFacts, ...]:
    """What was done in the room and not taken back."""
    rows = RoomMove.objects.filter(review=review, undone_at=None).exclude(
        kind__in=[RoomMove.Kind.DISCUSSED, RoomMove.Kind.THANKED, RoomMove.Kind.NOTED, RoomMove.Kind.PARKED]
    )
    return tuple(
        MoveFacts(row.get_kind_display(), row.words, PersonId(row.by_id), row.at)
        for row in rows.select_related("action", "ask")
    )


def minutes(review: Review) -> tuple[MinuteFacts, ...]:
    taken_back = RoomMove.objects.filter(review=review).exclude(undone_at=None).exclude(minute=None)
    rows = Minute.objects.filter(review=review).exclude(pk__in=taken_back.values("minute_id"))
    return tuple(
        MinuteFacts(row.kind, row.text, PersonId(row.author_id), row.written_at, row.item_id) for row in rows
    )


def attendance(review: Review) -> tuple[PresenceFacts, ...]:
    """Our side first, each by name."""
    rows = Attendance.objects.filter(review=review).select_related("person")
    ordered = sorted(rows, key=lambda row: (row.person.side, plain(row.person.full_name)))
    return tuple(
        PresenceFacts(PersonId(row.person_id), row.person.side.value, row.get_state_display())
        for row in ordered
    )


def statements(review: Review) -> tuple[StatementFacts, ...]:
    rows = list(SideStatement.objects.filter(review=review).order_by("side"))
    late = overtaken(review, rows)
    return tuple(
        StatementFacts(
            row.side,
            PersonId(row.by_id),
            row.stance,
            row.differs_on,
            row.sentence,
            PersonId(row.sentence_by_id) if row.sentence_by_id else None,
            row.side in late,
        )
        for row in rows
    )


def news(review: Review) -> tuple[NewsFacts, ...]:
    """What each side said had changed with it, ours first."""
    rows = SideNews.objects.filter(review=review).order_by("side")
    return tuple(NewsFacts(row.side, row.text, PersonId(row.author_id)) for row in rows)


def thanks(review: Review, on: date, before: date) -> tuple[ThanksFacts, ...]:
    """Whoever was thanked since the review before, in the room or elsewhere."""
    taken_back = RoomMove.objects.filter(review=review).exclude(undone_at=None).exclude(thanks=None)
    rows = Thanks.objects.filter(partner=review.partner, on__gt=before, on__lte=on).order_by("on", "id")
    return tuple(
        ThanksFacts(row.names, row.words) for row in rows.exclude(pk__in=taken_back.values("thanks_id"))
    )
