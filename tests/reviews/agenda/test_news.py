"""What each side said last time, what changed with each of them, and what comes in the next ninety days."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Engagement, EngagementPaper, EngagementTerms, Side, User
from partners.verb import Refused
from reviews.agenda.coming_up import coming_up
from reviews.agenda.last_time import last_time
from reviews.facts.ahead import AT_MOST, Ahead, Coming, ahead
from reviews.facts.seal import snapshot_of
from reviews.models import Review, Seal, SideNews, SideStatement
from reviews.record.verbs.sealing import seal_review
from reviews.verbs import open_review, say_news
from tests.reviews.scene import BOTH, EARLIER, TODAY, Scene, one_before, outcome

LATER = EARLIER + timedelta(days=1)
AGENDA = "/partnerships/meridian/reviews/{}/"


@pytest.fixture
def scope(scene: Scene):
    with entered(SYSTEM):
        yield


def page_of(scene: Scene, person: User) -> str:
    client = Client()
    client.force_login(person)
    with time_machine.travel(LATER, tick=False):
        return client.get(AGENDA.format(scene.review.pk)).content.decode()


class TestLastTime:
    def test_nothing_is_said_where_there_was_no_last_time(self, scene: Scene, scope: None) -> None:
        assert last_time(scene.review) is None

    def test_a_review_that_was_not_sealed_is_no_last_time(self, scene: Scene, scope: None) -> None:
        before = one_before(scene)
        Review.objects.filter(pk=before.pk).update(state="open", sealed_at=None, sealed_by=None)
        assert last_time(scene.review) is None

    @pytest.mark.parametrize(
        "ours, theirs, we_read, they_read",
        [
            ("agree", "agree", "both sides agreed", "both sides agreed"),
            ("agree", "differ", "we agreed, they differed", "we differed, they agreed"),
            ("", "differ", "we did not say, they differed", "we differed, they did not say"),
        ],
    )
    def test_each_side_reads_itself_first(
        self, scene: Scene, scope: None, ours: str, theirs: str, we_read: str, they_read: str
    ) -> None:
        before = one_before(scene)
        for side, stance, by in (("ours", ours, scene.cast.manager), ("theirs", theirs, scene.cast.lead)):
            if stance:
                said = {"stance": stance, "differs_on": "The date" if stance == "differ" else ""}
                SideStatement.objects.create(
                    partner=scene.cast.partner, review=before, side=side, by=by, at=EARLIER, **said
                )
        found = last_time(scene.fresh())
        assert found is not None
        assert (found.words(Side.OURS), found.words(Side.THEIRS)) == (we_read, they_read)

    def test_the_line_leads_to_the_record(self, scene: Scene) -> None:
        with entered(SYSTEM):
            before = one_before(scene)
        page = page_of(scene, scene.cast.lead)
        assert f'href="/partnerships/meridian/reviews/{before.pk}/record/">Record of 26 October</a>' in page


class TestNews:
    @pytest.mark.parametrize("who", ["manager", "lead"])
    def test_either_side_says_its_own_and_corrects_it_until_the_freeze(
        self, scene: Scene, scope: None, who: str
    ) -> None:
        by = getattr(scene.cast, who)
        say_news(scene.review, text="A new head of audit", by=by, now=LATER)
        say_news(scene.review, text="A new  head of\naudit since May", by=by, now=LATER)
        said = SideNews.objects.get()
        assert (said.side, said.text, said.author) == (by.side, "A new head of audit since May", by)
        Review.objects.update(agenda_frozen_at=LATER)
        with pytest.raises(Refused, match="frozen"):
            say_news(scene.review, text="Nobody", by=by, now=LATER)
        assert SideNews.objects.get().text == "A new head of audit since May"

    def test_who_said_nothing_may_still_say_it_after_the_freeze(self, scene: Scene, scope: None) -> None:
        Review.objects.update(agenda_frozen_at=LATER)
        assert say_news(scene.review, text="Two people more", by=scene.cast.lead, now=LATER)

    def test_an_empty_sentence_takes_it_back(self, scene: Scene, scope: None) -> None:
        say_news(scene.review, text="Two people more", by=scene.cast.lead, now=LATER)
        assert say_news(scene.review, text=" ", by=scene.cast.lead, now=LATER) is None
        assert not SideNews.objects.exists()

    def test_it_is_one_sentence(self, scene: Scene, scope: None) -> None:
        say_news(scene.review, text="x" * 240, by=scene.cast.lead, now=LATER)
        with pytest.raises(Refused, match="241"):
            say_news(scene.review, text="x" * 241, by=scene.cast.lead, now=LATER)

    def test_who_does_not_lead_does_not_say_it(self, scene: Scene, scope: None) -> None:
        with pytest.raises(PermissionDenied):
            say_news(scene.review, text="Hello", by=scene.cast.contributor, now=LATER)

    def test_what_cannot_be_kept_stays_on_the_page(self, scene: Scene) -> None:
        client = Client()
        client.force_login(scene.cast.lead)
        with time_machine.travel(LATER, tick=False):
            answer = client.post(AGENDA.format(scene.review.pk) + "news/", {"text": "y" * 300})
        assert answer.status_code == 422
        assert "y" * 300 in answer.content.decode()

    def test_what_comes_after_the_freeze_is_refused_and_stays_on_the_page(self, scene: Scene) -> None:
        with entered(SYSTEM):
            say_news(scene.review, text="Two people more", by=scene.cast.lead, now=LATER)
            Review.objects.update(agenda_frozen_at=LATER)
        client = Client()
        client.force_login(scene.cast.lead)
        with time_machine.travel(LATER, tick=False):
            answer = client.post(AGENDA.format(scene.review.pk) + "news/", {"text": "Three people more"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert ">Three people more</textarea>" in page
        assert "The agenda is frozen, and what you said on it stays." in page
        assert "“Two people more”" in page

    def test_both_sides_read_both_and_write_their_own(self, scene: Scene) -> None:
        with entered(SYSTEM):
            say_news(scene.review, text="Audit has a new head", by=scene.cast.manager, now=LATER)
        ours, theirs = page_of(scene, scene.cast.manager), page_of(scene, scene.cast.lead)
        assert "“Audit has a new head”" in ours
        assert "“Audit has a new head”" in theirs
        assert ">Change it</summary>" in ours
        assert ">Write ours</summary>" in theirs
        assert ">Change it</summary>" not in theirs

    def test_the_seal_and_page_one_keep_it(self, scene: Scene, scope: None, untypeset: None) -> None:
        say_news(scene.review, text="Audit has a new head", by=scene.cast.manager, now=LATER)
        say_news(scene.review, text="Two people more", by=scene.cast.lead, now=LATER)
        open_review(scene.review, by=scene.cast.cio, now=scene.at())
        seal_review(scene.fresh(), by=scene.cast.cio, now=scene.at(80), although_silent=BOTH)
        seals = list(Seal.objects.filter(review=scene.review))
        assert len(seals) == 2
        for seal in seals:
            assert [(each.side, each.text) for each in snapshot_of(seal).news] == [
                ("ours", "Audit has a new head"),
                ("theirs", "Two people more"),
            ]


class TestAhead:
    def found(self, *days: int, what: Coming = Coming.MILESTONE) -> list[Ahead]:
        return [Ahead(TODAY + timedelta(days=count), what, f"In {count}") for count in days]

    def test_the_next_ninety_days_today_among_them(self) -> None:
        shown = ahead(self.found(91, 90, 0, -1), today=TODAY, reader=Side.OURS)
        assert [each.title for each in shown.shown] == ["In 0", "In 90"]
        assert shown.more == 0

    def test_five_at_most_the_nearest_first_and_a_count_of_the_rest(self) -> None:
        shown = ahead(self.found(7, 6, 5, 4, 3, 2, 1), today=TODAY, reader=Side.THEIRS)
        assert [each.title for each in shown.shown] == [f"In {count}" for count in (1, 2, 3, 4, 5)]
        assert (len(shown.shown), shown.more) == (AT_MOST, 2)

    @pytest.mark.parametrize("what", Coming)
    def test_the_days_of_notice_are_ours_alone_and_everything_else_is_for_both(self, what: Coming) -> None:
        read = {side for side in Side if ahead(self.found(5, what=what), today=TODAY, reader=side).shown}
        assert read == ({Side.OURS} if what is Coming.NOTICE else set(Side))

    def test_of_same_day_the_order_is_that_of_the_kinds(self) -> None:
        found = [*self.found(5, what=Coming.PAPER), *self.found(5, what=Coming.MILESTONE)]
        shown = ahead(found, today=TODAY, reader=Side.OURS).shown
        assert [each.what for each in shown] == [Coming.MILESTONE, Coming.PAPER]

    def contract(self, scene: Scene) -> Engagement:
        contract = Engagement.objects.create(
            partner=scene.cast.partner,
            title="Databases",
            starts_on=date(2025, 1, 1),
            ends_on=TODAY + timedelta(days=80),
            state="active",
        )
        EngagementTerms.objects.create(
            partner=scene.cast.partner, engagement=contract, notice_by=TODAY + timedelta(days=20)
        )
        EngagementPaper.objects.create(
            partner=scene.cast.partner,
            engagement=contract,
            name="Insurance",
            expires_on=TODAY + timedelta(days=10),
        )
        return contract

    def titles(self, scene: Scene, reader: User) -> list[str]:
        with acting_as(reader):
            return [
                f"{each.what.label}: {each.title}"
                for each in coming_up(scene.cast.partner, reader, TODAY).shown
            ]

    def test_a_contract_with_all_that_comes_of_it(self, scene: Scene) -> None:
        with acting_as(scene.cast.manager):
            self.contract(scene)
            outcome(scene.cast.partner, next_check_in_on=TODAY + timedelta(days=30))
        both = [
            "Paper expires: Insurance",
            "Check-in: Databases run at world-class level",
            "Contract ends: Databases",
        ]
        assert self.titles(scene, scene.cast.manager) == [
            both[0],
            "Last day for notice: Databases",
            *both[1:],
        ]
        assert self.titles(scene, scene.cast.lead) == both

    def test_a_contract_that_is_followed_by_another_does_not_end(self, scene: Scene) -> None:
        with acting_as(scene.cast.manager):
            contract = self.contract(scene)
            Engagement.objects.create(
                partner=scene.cast.partner,
                title="Databases II",
                starts_on=TODAY + timedelta(days=81),
                renews=contract,
            )
        assert "Contract ends: Databases" not in self.titles(scene, scene.cast.lead)

    def test_their_page_never_names_the_day_of_notice(self, scene: Scene) -> None:
        with acting_as(scene.cast.manager):
            self.contract(scene)
        assert "Last day for notice" in page_of(scene, scene.cast.manager)
        assert "Last day for notice" not in page_of(scene, scene.cast.lead)
