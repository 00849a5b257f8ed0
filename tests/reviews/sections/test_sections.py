"""The standing agenda as a list: what each section declares, and that a new one stands where the list puts it."""

import inspect
from collections.abc import Callable, Iterator, Mapping

import pytest
import time_machine
from django.template.loader import get_template
from django.test import Client

from partners.history.row_history import values_between
from partners.history.tables import history_of_rows
from partners.isolation.scope import SYSTEM, entered
from partners.models import OutgoingMail, User
from reviews import sections, verbs
from reviews.agenda import standing, timetable
from reviews.agenda.pages import Agenda
from reviews.facts.agenda import AgendaFacts, Subject
from reviews.facts.seal import names_of, snapshot_of
from reviews.meeting.place import Place
from reviews.meeting.shown import Shown
from reviews.models import AgendaItem, Review, Seal
from reviews.record.pack import page_one
from reviews.record.verbs.sealing import seal_review
from reviews.room import sections_shown
from reviews.sections import CHAPTERS, READ_BACK, STANDING, TABLED, exceptions
from reviews.sections.chapters import MinutesChapter
from reviews.sections.exceptions import Exceptional
from reviews.sections.section import _RULE_WORDS, Entry, Section
from tests.reviews.scene import BOTH, EARLIER, Scene


class Risks(Section):
    number = 7
    title = "Risks we share"
    minutes = 5
    nothing = "Nobody sees a risk."
    in_room = Shown

    def entries(self, facts: AgendaFacts, exceptions: Mapping[Subject, Exceptional]) -> Iterator[Entry]:
        yield Entry(self.number, "One person knows the archive", detail="Ines")
        yield Entry(self.number, "The year-end freeze")


BEFORE_THE_LAST_TWO = (*STANDING[:4], Risks(), *STANDING[4:])


@pytest.fixture
def with_risks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A seventh section by its number, the fifth by its place."""
    for module in (sections, standing, timetable, sections_shown, page_one):
        monkeypatch.setattr(module, "STANDING", BEFORE_THE_LAST_TWO)


def test_each_section_has_a_number_of_its_own_and_says_what_every_page_asks_for() -> None:
    assert len({section.number for section in STANDING}) == len(STANDING)
    for section in STANDING:
        assert section.title
        assert section.nothing
        assert section.minutes > 0
        get_template(section.in_room.template)


def test_the_last_one_closes_the_meeting_and_no_other_does() -> None:
    assert [section for section in STANDING if section.in_room.closes] == [READ_BACK] == [STANDING[-1]]


def test_chapters_are_found_from_page_one_each_under_an_anchor_of_its_own() -> None:
    named = [chapter.anchor for chapter in CHAPTERS if chapter.title]
    assert len(set(named)) == len(named) > 5
    assert "" not in named
    for chapter in CHAPTERS:
        get_template(chapter.template)


@pytest.mark.usefixtures("with_risks", "everywhere")
def test_a_new_section_stands_in_its_place_from_the_agenda_to_the_pack(scene: Scene) -> None:
    cast = scene.cast
    verbs.table_item(scene.review, title="A seat", by=cast.lead, now=EARLIER)
    verbs.refresh_agenda(scene.review, now=EARLIER)
    page = Agenda(scene.fresh(), cast.cio, EARLIER)
    assert [(each.number, each.heading.title) for each in page.sections[4:]] == [
        (5, "Risks we share"), (6, TABLED.title), (7, READ_BACK.title),
    ]  # fmt: skip
    assert [line.item.title for line in page.sections[4].lines] == [
        "One person knows the archive",
        "The year-end freeze",
    ]
    assert page.sections[4].nothing == "Nobody sees a risk."

    verbs.open_review(scene.review, by=cast.cio, now=scene.at())
    mail = OutgoingMail.objects.filter(kind="agenda").earliest("pk").content.text
    said = [
        mail.index(words)
        for words in ("5  Risks we share", "The year-end freeze", "6  One item from each side", "7  Read")
    ]
    assert said == sorted(said)

    room = sections_shown.look_in(scene.fresh(), reader=cast.cio, now=scene.at(1), place=Place())
    assert [line.item.title for line in room.sections[4:]] == [
        "Risks we share",
        TABLED.title,
        READ_BACK.title,
    ]
    assert room.read_back.title == READ_BACK.title

    seal_review(scene.review, by=cast.cio, now=scene.at(80), although_silent=BOTH)
    seal = Seal.objects.get(review=scene.review, edition="partner", kind="review")
    discussed = MinutesChapter(snapshot_of(seal), names_of(seal)).discussed
    assert [(each.number, each.item.title) for each in discussed if each.number > 4] == [
        (5, "Risks we share"), (5, "One person knows the archive"), (5, "The year-end freeze"), (6, TABLED.title),
        (6, "A seat"), (7, READ_BACK.title),
    ]  # fmt: skip


@pytest.mark.usefixtures("with_risks")
def test_a_line_about_nothing_that_is_kept_stays_itself_and_is_not_doubled_when_it_is_carried_over(
    scene: Scene,
) -> None:
    def lines(review: Review) -> list[tuple[int, str]]:
        found = AgendaItem.objects.filter(review=review, section=7, position__gt=0)
        return list(found.order_by("position").values_list("pk", "title"))

    with entered(SYSTEM):
        verbs.refresh_agenda(scene.review, now=EARLIER)
        first = lines(scene.review)
        verbs.refresh_agenda(scene.review, now=EARLIER)
        assert lines(scene.review) == first
        assert [title for _, title in first] == ["One person knows the archive", "The year-end freeze"]
        verbs.open_review(scene.review, by=scene.cast.cio, now=scene.at())
        seal_review(scene.review, by=scene.cast.cio, now=scene.at(80), although_silent=BOTH)
        following = Review.objects.get(state="scheduled")
        verbs.refresh_agenda(following, now=scene.at(90))
        assert [title for _, title in lines(following)] == [title for _, title in first]
        assert not AgendaItem.objects.filter(review=following, section=7, carried_from=None).exclude(
            position=0
        )


def test_an_old_agenda_is_read_although_one_of_its_sections_is_listed_no_more(
    scene: Scene, signed_in: Callable[[User], Client]
) -> None:
    cast = scene.cast
    with entered(SYSTEM):
        mine = {"partner": cast.partner, "review": scene.review, "section": 99}
        heading = AgendaItem.objects.create(title="Risks we shared", position=0, minutes=5, **mine)
        AgendaItem.objects.create(title="The archive", position=40, **mine)
        page = Agenda(scene.fresh(), cast.cio, EARLIER)
        assert [(each.number, each.heading.title, each.nothing) for each in page.sections[5:]] == [
            (6, "Risks we shared", ""),
            (7, READ_BACK.title, READ_BACK.nothing),
        ]
        room = sections_shown.look_in(
            scene.fresh(), reader=cast.cio, now=EARLIER, place=Place(item=str(heading.pk))
        )
        assert (room.sections[5].note, type(sections_shown.section_of(room))) == ("", Shown)
        assert room.read_back.title == READ_BACK.title
    with time_machine.travel(EARLIER, tick=False):
        page = signed_in(cast.lead).get(f"/partnerships/meridian/reviews/{scene.review.pk}/")
    assert "The archive" in page.content.decode()


def test_the_history_calls_a_section_by_its_title(scene: Scene) -> None:
    with entered(SYSTEM):
        events = history_of_rows(AgendaItem)
        (event,) = events._base_manager.filter(section=4, position=0)[:1]
        (values,) = values_between([(None, event)], events)
    assert {value.field: value.after for value in values}["section"] == "Asks: decisions, impediments"


def test_what_puts_itself_on_the_agenda_is_looked_out_for_in_the_room_by_its_own_words() -> None:
    """Asks say how many wait; every other rule has words, and nothing else has."""
    rules = {
        name
        for name, rule in vars(exceptions).items()
        if inspect.isfunction(rule)
        and inspect.signature(rule).return_annotation == exceptions.Finding
        and name
        not in (
            "advice_untouched",
            "decision_late",
            "impediment_stands",
            "risk_unlooked",
            "risk_to_live_with",
        )
    }
    assert rules == set(_RULE_WORDS)
    assert len(set(_RULE_WORDS.values())) == len(rules)
