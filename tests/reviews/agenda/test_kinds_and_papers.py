"""What each line wants of the meeting, the papers that hang on it, and how many working days ahead they go out."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from governance.models import Forum
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from partners.verb import Refused
from reviews.agenda.pages import Agenda
from reviews.clock import freezes_on
from reviews.facts.agenda import AgendaFacts, Subject
from reviews.models import AgendaItem, AgendaPaper
from reviews.sections import ASKS, OUTCOMES, PERFORMANCE
from reviews.sections.exceptions import Exceptional
from reviews.sections.performance import MOST_WENT_WELL, WENT_WELL
from reviews.verbs import bring_paper, open_review, refresh_agenda, remove_paper, table_item
from tests.reviews.agenda import agenda_story
from tests.reviews.scene import EARLIER, MONDAY, TODAY, Scene, ask, promise

LATER = EARLIER + timedelta(days=1)
FACTS = AgendaFacts(on=TODAY, minutes=90, names={"ours": "Northgate", "theirs": "Meridian"})


@pytest.fixture(autouse=True)
def _everywhere(request: pytest.FixtureRequest) -> Iterator[None]:
    if "db" not in request.fixturenames:
        yield
        return
    with entered(SYSTEM):
        yield


class TestKinds:
    def asked(self, number: int, kind: str, state: str = "raised") -> object:
        return agenda_story.waiting(
            number, kind, kind, state, "ours", "theirs", TODAY - timedelta(days=number)
        )

    def test_what_waits_for_a_yes_or_a_no_comes_first_and_the_oldest_of_it(self) -> None:
        asks = (
            self.asked(5, "impediment"), self.asked(4, "risk"), self.asked(3, "recommendation"),
            self.asked(2, "decision", "pending"),
        )  # fmt: skip
        found = ASKS.entries(AgendaFacts(TODAY, 90, FACTS.names, asks=asks), {})
        assert [(entry.title, entry.kind) for entry in found] == [
            ("recommendation", "decide"), ("decision", "decide"), ("impediment", "discuss"), ("risk", "discuss"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "health, kind", [("on_track", "know"), ("at_risk", "discuss"), ("off_track", "discuss")]
    )
    def test_an_outcome_on_track_is_there_to_be_known(self, health: str, kind: str) -> None:
        outcome = agenda_story.agreed(1, "The close", health)
        (entry,) = OUTCOMES.entries(AgendaFacts(TODAY, 90, FACTS.names, outcomes=(outcome,)), {})
        assert entry.kind == kind

    def test_an_exception_is_discussed_although_it_is_on_track(self) -> None:
        outcome = agenda_story.agreed(1, "The close", "on_track")
        why = {Subject("outcome", 1): Exceptional(Subject("outcome", 1), "roles_empty", 70, "Nobody")}
        (entry,) = OUTCOMES.entries(AgendaFacts(TODAY, 90, FACTS.names, outcomes=(outcome,)), why)
        assert entry.kind == "discuss"

    def well(self, count: int) -> tuple[object, ...]:
        return tuple(
            agenda_story.figure(n, f"Figure {n}", "good", "good", in_words=f"{n} against {n}.")
            for n in range(count)
        )

    def test_what_went_well_comes_first_in_one_line(self) -> None:
        bad = agenda_story.figure(9, "Batch", "bad", "bad", in_words="9 against 5.")
        found = PERFORMANCE.entries(AgendaFacts(TODAY, 90, FACTS.names, indicators=(bad, *self.well(2))), {})
        assert [(each.title, each.kind, each.detail) for each in found] == [
            (WENT_WELL, "know", "Figure 0: 0 against 0. Figure 1: 1 against 1."),
            ("Batch", "discuss", "9 against 5."),
        ]

    def test_of_much_that_went_well_three_are_named(self) -> None:
        facts = AgendaFacts(TODAY, 90, FACTS.names, indicators=self.well(MOST_WENT_WELL + 2))
        (entry,) = PERFORMANCE.entries(facts, {})
        assert entry.detail.endswith("Figure 2: 2 against 2. And 2 more on target.")

    def test_nothing_is_said_where_nothing_is_on_target(self) -> None:
        grey = agenda_story.figure(1, "New", "none", "none")
        assert not list(PERFORMANCE.entries(AgendaFacts(TODAY, 90, FACTS.names, indicators=(grey,)), {}))

    def test_whoever_tables_says_what_is_wanted(self, scene: Scene) -> None:
        item = table_item(scene.review, title="A seat", kind="decide", by=scene.cast.lead, now=LATER)
        refresh_agenda(scene.review, now=LATER)
        item.refresh_from_db()
        assert item.kind == "decide"
        assert table_item(scene.review, title="A seat", by=scene.cast.lead, now=LATER).kind == "discuss"
        with pytest.raises(Refused, match="decided, discussed or known"):
            table_item(scene.review, title="A seat", kind="vote", by=scene.cast.lead, now=LATER)

    def test_a_folded_section_counts_what_its_lines_want(self, scene: Scene) -> None:
        ask(scene.cast.partner, scene.cast.lead, kind="decision", title="Window")
        ask(scene.cast.partner, scene.cast.lead)
        refresh_agenda(scene.review, now=LATER)
        page = Agenda(scene.fresh(), scene.cast.lead, LATER)
        assert [section.wanted for section in page.sections if section.lines] == ["1 to decide, 1 to discuss"]


class TestDaysAhead:
    @pytest.mark.parametrize("said, kept", [("5", 5), ("10", 10), ("", 2), ("3", 2), ("many", 2)])
    def test_it_is_a_setting_of_the_forum(self, scene: Scene, said: str, kept: int) -> None:
        client = Client()
        client.force_login(scene.cast.lead)
        people = [scene.cast.cio.pk, scene.cast.manager.pk, scene.cast.lead.pk, scene.cast.contributor.pk]
        typed = {"name": "Review", "cadence": "monthly", "minutes": "90", "at": "10:00", "version": "1"}
        typed |= {"chair": scene.cast.cio.pk, "attends": people, "gets_pack": people, "papers_ahead": said}
        with time_machine.travel(LATER, tick=False):
            answer = client.post(f"/partnerships/meridian/reviews/forum/{scene.forum.pk}/", typed)
        assert Forum.objects.get().papers_ahead == kept
        assert answer.status_code == (422 if said in ("3", "many") else 302)

    @pytest.mark.parametrize(
        "ahead, day", [(2, "Thursday 19 November"), (5, "Monday 16 November"), (10, "Monday 9 November")]
    )
    def test_the_agenda_freezes_as_many_working_days_ahead(self, scene: Scene, ahead: int, day: str) -> None:
        Forum.objects.update(papers_ahead=ahead)
        assert f"{freezes_on(scene.fresh()):%A %-d %B}" == day

    def test_it_goes_out_on_that_day_and_not_before(self, scene: Scene) -> None:
        Forum.objects.update(papers_ahead=5)
        refresh_agenda(scene.fresh(), now=MONDAY - timedelta(days=8))
        assert scene.fresh().agenda_frozen_at is None
        refresh_agenda(scene.fresh(), now=MONDAY - timedelta(days=7))
        assert scene.fresh().agenda_frozen_at == MONDAY - timedelta(days=7)

    def test_the_days_are_those_of_the_chair_s_country(self, scene: Scene) -> None:
        Forum.objects.update(papers_ahead=5)
        User.objects.filter(pk=scene.cast.cio.pk).update(country="JP")
        at_home, abroad = freezes_on(scene.review), freezes_on(scene.fresh())
        assert (at_home.isoformat(), abroad.isoformat()) == ("2026-11-19", "2026-11-16")


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.txt", b"The plan", content_type="text/plain")


class TestPapers:
    @pytest.fixture
    def line(self, scene: Scene) -> AgendaItem:
        promise(scene.cast.partner, scene.cast.lead)
        refresh_agenda(scene.review, now=LATER)
        return AgendaItem.objects.select_related("partner", "review__partner").get(title="Index rebuild")

    def test_either_side_brings_a_file_or_a_link_and_both_read_it(
        self, scene: Scene, line: AgendaItem
    ) -> None:
        bring_paper(line, file=pdf(), by=scene.cast.contributor, now=LATER)
        bring_paper(line, link="https://example.com/plan", by=scene.cast.manager, now=LATER)
        assert [(each.side, each.name) for each in AgendaPaper.objects.all()] == [
            ("theirs", "plan.txt"),
            ("ours", "example.com/plan"),
        ]

    @pytest.mark.parametrize(
        "said, sentence",
        [
            ({}, "one of the two"),
            ({"link": "javascript:alert(1)"}, "whole address"),
            ({"link": "https://"}, "whole address"),
            ({"link": "https://example.com", "file": True}, "one of the two"),
        ],
    )
    def test_what_is_neither_is_refused(
        self, scene: Scene, line: AgendaItem, said: dict, sentence: str
    ) -> None:
        said = {**said, "file": pdf()} if said.get("file") else said
        with pytest.raises(Refused, match=sentence):
            bring_paper(line, **said, by=scene.cast.lead, now=LATER)

    def test_five_are_enough(self, scene: Scene, line: AgendaItem) -> None:
        for number in range(5):
            bring_paper(line, link=f"https://example.com/{number}", by=scene.cast.lead, now=LATER)
        with pytest.raises(Refused, match="5 papers already"):
            bring_paper(line, link="https://example.com/6", by=scene.cast.lead, now=LATER)

    def test_a_heading_carries_none(self, scene: Scene, line: AgendaItem) -> None:
        heading = (
            AgendaItem.objects.filter(review=scene.review, position=0)
            .select_related("partner", "review")
            .first()
        )
        with pytest.raises(Refused, match="one line"):
            bring_paper(heading, link="https://example.com", by=scene.cast.lead, now=LATER)

    def test_once_the_meeting_has_begun_none_is_brought_or_taken_out(
        self, scene: Scene, line: AgendaItem
    ) -> None:
        paper = bring_paper(line, link="https://example.com", by=scene.cast.lead, now=LATER)
        open_review(scene.review, by=scene.cast.cio, now=scene.at())
        line.refresh_from_db()
        for act in (
            lambda: bring_paper(line, link="https://example.com/2", by=scene.cast.lead, now=scene.at(1)),
            lambda: remove_paper(paper, by=scene.cast.lead, now=scene.at(1)),
        ):
            with pytest.raises(Refused, match="begun"):
                act()

    def test_the_side_that_brought_it_takes_it_out_and_its_file_is_gone(
        self, scene: Scene, line: AgendaItem, django_capture_on_commit_callbacks: object
    ) -> None:
        paper = bring_paper(line, file=pdf(), by=scene.cast.lead, now=LATER)
        storage, name = paper.file.storage, paper.file.name
        with pytest.raises(Refused, match="that side takes it out"):
            remove_paper(paper, by=scene.cast.manager, now=LATER)
        with django_capture_on_commit_callbacks(execute=True):
            remove_paper(paper, by=scene.cast.contributor, now=LATER)
        assert not AgendaPaper.objects.exists()
        assert not storage.exists(name)

    def test_a_line_with_a_paper_stays_although_nothing_asks_for_it(
        self, scene: Scene, line: AgendaItem
    ) -> None:
        bring_paper(line, link="https://example.com", by=scene.cast.lead, now=LATER)
        line.action.state = "withdrawn"
        line.action.closed_at, line.action.closed_on = LATER, LATER.date()
        line.action.save()
        refresh_agenda(scene.review, now=LATER)
        assert AgendaItem.objects.filter(pk=line.pk).exists()

    def test_whoever_reads_along_brings_none(self, scene: Scene, line: AgendaItem) -> None:
        with pytest.raises(PermissionDenied):
            bring_paper(line, link="https://example.com", by=scene.cast.observer, now=LATER)

    def test_the_file_is_handed_out_to_be_saved(self, scene: Scene, line: AgendaItem) -> None:
        paper = bring_paper(line, file=pdf(), by=scene.cast.lead, now=LATER)
        address = f"/partnerships/meridian/reviews/{scene.review.pk}/lines/{line.pk}/papers/{paper.pk}/"
        client = Client()
        client.force_login(scene.cast.observer)
        for page in (address.partition("lines/")[0], address.partition("papers/")[0]):
            assert f'href="{address}"' in client.get(page).content.decode()
        answer = client.get(address)
        assert answer.content == b"The plan"
        assert "attachment" in answer["Content-Disposition"]
        assert "sandbox" in answer["Content-Security-Policy"]
        client.force_login(scene.cast.rival_lead)
        assert client.get(address).status_code == 404

    def test_what_was_typed_stays_where_it_is_refused(self, scene: Scene, line: AgendaItem) -> None:
        client = Client()
        client.force_login(scene.cast.lead)
        with time_machine.travel(LATER, tick=False):
            address = f"/partnerships/meridian/reviews/{scene.review.pk}/lines/{line.pk}/papers/"
            answer = client.post(address, {"link": "example.com/plan"})
        assert answer.status_code == 422
        assert 'value="example.com/plan"' in answer.content.decode()
        assert re.search("Give the whole address", answer.content.decode())


def test_the_page_of_a_line_is_read_by_both(scene: Scene) -> None:
    promise(scene.cast.partner, scene.cast.lead)
    refresh_agenda(scene.review, now=LATER)
    line = AgendaItem.objects.get(title="Index rebuild")
    address = f"/partnerships/meridian/reviews/{scene.review.pk}/lines/{line.pk}/"
    for person, writes in ((scene.cast.lead, True), (scene.cast.manager, True), (scene.cast.observer, False)):
        client = Client()
        client.force_login(person)
        with time_machine.travel(LATER, tick=False):
            page = client.get(address).content.decode()
        assert "Index rebuild" in page
        assert ("Bring it" in page) is writes
