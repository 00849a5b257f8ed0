"""Reviews as lists, and one before it begins: what belongs, what just does not, and who may what when."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from governance.models import ActionItem, Ask, Forum
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from reviews.agenda import review_lists
from reviews.agenda.pages import Agenda, Line, SectionLines
from reviews.agenda.review_lists import Listed, Lists
from reviews.models import AgendaAnswer, AgendaItem, Attendance, Review
from reviews.sections import PROMISED, STANDING
from reviews.verbs import refresh_agenda, table_item
from tests.reviews.scene import EARLIER, MONDAY, TODAY, Scene, ask, promise, reported

A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "state, days, standing",
    [
        ("open", 3, ("good", "under way")),
        ("sealed", 3, ("none", "sealed")),
        ("scheduled", -1, ("bad", "not held yet")),
        ("scheduled", 0, ("warn", "today")),
        ("scheduled", 1, ("none", "tomorrow")),
        ("scheduled", 2, ("none", "in 2 days")),
    ],
)
def test_how_a_review_stands_in_a_list(state: str, days: int, standing: tuple[str, str]) -> None:
    listed = Listed(Review(state=state, starts_at=MONDAY + days * A_DAY), User(), MONDAY)
    assert listed.standing == standing


def review_of(partner: Partner, forum: Forum, days: int, state: str, chair: User) -> Review:
    sealed = {"sealed_at": MONDAY, "sealed_by": chair} if state == "sealed" else {}
    why = {"cancelled_reason": "Snow"} if state == "cancelled" else {}
    starts_at = MONDAY + days * A_DAY
    return Review.objects.create(
        partner=partner, forum=forum, starts_at=starts_at, chair=chair, state=state, **sealed, **why
    )


def days_of(listed: list[Listed]) -> list[int]:
    return [(each.on - TODAY).days for each in listed]


def test_what_comes_soonest_first_and_what_was_held_latest_first_a_page_at_a_time(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = scene.cast
    with entered(SYSTEM):
        rivals = Forum.objects.create(partner=cast.rival, chair=cast.cio, minutes=60)
        for days, state in (
            (9, "scheduled"),
            (-1, "open"),
            (3, "cancelled"),
            (-90, "sealed"),
            (-60, "sealed"),
        ):
            review_of(cast.partner, scene.forum, days, state, cast.cio)
        review_of(cast.partner, scene.forum, -30, "sealed", cast.cio)
        review_of(cast.rival, rivals, 5, "scheduled", cast.cio)
    monkeypatch.setattr(review_lists, "PAST_SHOWN", 2)
    with acting_as(cast.lead):
        lists = Lists(cast.lead, MONDAY)
        assert days_of(lists.coming) == [-1, 0, 9]
        assert days_of(lists.shown_held) == [-30, -60]
        older = Lists(cast.lead, MONDAY, before=lists.older)
        assert (days_of(older.shown_held), older.older) == ([-90], 0)
        monkeypatch.setattr(review_lists, "PAST_SHOWN", 3)
        assert Lists(cast.lead, MONDAY).older == 0, "three fit on a page of three"
    with acting_as(cast.cio):
        assert days_of(Lists(cast.cio, MONDAY).coming) == [-1, 0, 5, 9]
        assert days_of(Lists(cast.cio, MONDAY, partner=cast.rival).coming) == [5]


def test_what_is_without_a_day_is_what_the_reader_may_schedule_and_is_under_way(scene: Scene) -> None:
    cast = scene.cast
    with entered(SYSTEM):
        for status in Partner.Status.values:
            Partner.objects.create(name=f"A {status}", slug=status, status=status)

    def without(reader: User, **only: Any) -> list[str]:
        with acting_as(reader):
            return [partner.slug for partner in Lists(reader, MONDAY, **only).to_schedule]

    assert sorted(without(cast.cio)) == ["active", "halden"]
    assert without(cast.rival_lead) == ["halden"]
    assert without(cast.lead) == []
    with entered(SYSTEM):
        Review.objects.update(state="cancelled", cancelled_reason="Snow")
    assert without(cast.lead) == without(cast.lead, partner=cast.partner) == ["meridian"]
    assert without(cast.observer) == without(cast.observer, partner=cast.partner) == []
    with acting_as(cast.lead):
        assert not Lists(cast.lead, MONDAY).coming


# --- one before it begins ---------------------------------------------------------------------------------------------


def line(*answered: str, tabled: str = "", action: ActionItem | None = None, of: Ask | None = None) -> Line:
    item = AgendaItem(action=action, ask=of, tabled_by_side=tabled)
    return Line(item, None, tuple(AgendaAnswer(side=side) for side in answered), "")


def a_report(**fields: Any) -> ActionItem:
    return ActionItem(**{"side": "ours", "state": "reported", **fields})


@pytest.mark.parametrize(
    "found, side, consent",
    [
        (line(action=a_report()), "ours", True),
        (line("ours", action=a_report()), "ours", True),
        (line("theirs", action=a_report()), "ours", False),
        (line("ours", "theirs", action=a_report()), "ours", False),
        (line("ours", action=a_report(side="theirs")), "theirs", False),
        (line(action=a_report(returned=1)), "ours", False),
        (line(action=a_report(state="open")), "ours", False),
        (line(of=Ask(on_side="theirs")), "theirs", False),
        (line(tabled="ours"), "ours", False),
        (line(), "", False),
    ],
)
def test_the_consent_list_is_what_is_reported_and_nobody_of_the_other_side_questions(
    found: Line, side: str, consent: bool
) -> None:
    section = SectionLines(PROMISED, 1, AgendaItem(), (found,))
    assert found.side == side
    assert (section.consent, section.to_talk_about) == (([found], []) if consent else ([], [found]))


def agenda(scene: Scene, reader: User, now: datetime = MONDAY) -> Agenda:
    return Agenda(scene.fresh(), reader, now)


def test_each_section_has_its_lines_and_each_side_s_are_counted(scene: Scene) -> None:
    cast = scene.cast
    with entered(SYSTEM):
        for days in (1, 2):
            promise(cast.partner, cast.lead, f"Theirs {days}", due_on=TODAY - days * A_DAY)
        promise(cast.partner, cast.manager, "Ours", due_on=TODAY - A_DAY)
        reported(cast.partner, cast.lead, "Done")
        ask(cast.partner, cast.lead)
        table_item(scene.review, title="A seat", by=cast.lead, now=EARLIER)
        refresh_agenda(scene.review, now=EARLIER)
        item = AgendaItem.objects.get(title="Ours")
        for side, author in (("ours", cast.manager), ("theirs", cast.lead)):
            AgendaAnswer.objects.create(
                partner=cast.partner, item=item, side=side, text=side, author=author, written_at=EARLIER
            )
    with acting_as(cast.lead):
        page = agenda(scene, cast.lead)
        assert [section.section for section in page.sections] == list(STANDING)
        assert [len(section.lines) for section in page.sections] == [4, 0, 0, 1, 1, 0]
        assert [each.item.title for each in page.sections[0].consent] == ["Done"]
        assert [line.side for line in page.sections[0].to_talk_about] == ["ours", "theirs", "theirs"]
        answered = page.sections[0].lines[0]
        assert (answered.item.title, answered.mine and answered.mine.text, len(answered.answers)) == (
            "Ours", "theirs", 2,
        )  # fmt: skip
        assert page.sections[4].lines[0].tabled_by_name == "Meridian Systems"
        assert page.my_item is not None
        assert page.my_item.title == "A seat"
        assert page.other_name == "Northgate Group"
    with acting_as(cast.manager):
        assert agenda(scene, cast.manager).my_item is None


@pytest.mark.parametrize("count, words", [
    (0, ""), (1, "One line was added automatically."), (2, "Two lines were added automatically."),
    (3, "Three lines were added automatically."),
])  # fmt: skip
def test_how_many_exceptions_there_are_is_said_in_words(count: int, words: str) -> None:
    page = Agenda(Review(), User(), MONDAY)
    lines = [Line(AgendaItem(rule=rule), None, (), "") for rule in ["", *["new_red"] * count]]
    page.__dict__["sections"] = [SectionLines(PROMISED, 1, AgendaItem(), tuple(lines))]
    assert page.exceptions_in_words == words


def test_who_may_what_before_the_meeting_and_when(scene: Scene) -> None:
    """prepare, answer, table, run, and whether it may be opened: by role, the day before and on the day."""
    cast = scene.cast
    expected = {
        "cio": (True, True, True, True), "manager": (True, True, True, True), "lead": (True, True, True, False),
        "contributor": (False, True, False, False), "observer": (False, False, False, False),
    }  # fmt: skip

    def may(who: str, **at: datetime) -> tuple[bool, ...]:
        reader = getattr(cast, who)
        with acting_as(reader):
            page = agenda(scene, reader, **at)
            return page.may_prepare, page.may_answer, page.may_table, page.may_run, page.is_due

    for who, rights in expected.items():
        assert may(who) == (*rights, True), who
        assert may(who, now=MONDAY - A_DAY) == (*rights, False), who
        assert may(who, now=MONDAY + A_DAY) == (*rights, True), who
    with entered(SYSTEM):
        table_item(scene.review, title="A seat", by=cast.lead, now=EARLIER)
    assert may("lead")[2]
    with entered(SYSTEM):
        Review.objects.update(agenda_frozen_at=EARLIER)
    assert (may("lead")[2], may("manager")[2]) == (False, True), "whoever tabled nothing still may"
    with entered(SYSTEM):
        Review.objects.update(state="open", opened_at=MONDAY)
    assert may("cio") == (False, False, False, True, False)


def test_seats_stand_with_our_side_first_by_name(scene: Scene) -> None:
    with entered(SYSTEM):
        for person in (scene.cast.observer, scene.cast.teammate, scene.cast.reader):
            Attendance.objects.create(partner=scene.cast.partner, review=scene.review, person=person)
    with acting_as(scene.cast.cio):
        page = agenda(scene, scene.cast.cio)
        assert [seat.person.full_name for seat in page.seats] == [
            "Anand Kulkarni", "Lena Moser", "Priya Raman", "Tom Okafor", "Jonas Stein", "Mei Chen", "Ravi Desai",
        ]  # fmt: skip
        assert all(isinstance(seat, Attendance) for seat in page.seats)
        assert [forum.pk for forum in review_lists.forums_of(scene.cast.partner)] == [scene.forum.pk]
