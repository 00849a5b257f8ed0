"""The chair's brief: for each condition a row that belongs and one that just does not, and the sentences on top."""

from datetime import date, timedelta

import pytest

from governance.counting.formula import Tally
from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Engagement, EngagementTerms, Partner, PartnerNote, PartnerStanding, Side, User
from reviews.agenda.brief import Brief
from reviews.models import Review
from tests.cast import Cast
from tests.reviews.scene import EARLIER, MONDAY, TODAY, Scene, one_before, promise, reported

A_DAY = timedelta(days=1)
LAST_TIME = TODAY - 28 * A_DAY


def brief(scene: Scene) -> Brief:
    return Brief(scene.fresh(), scene.cast.cio, scene.at())


@pytest.fixture
def sealed_before(scene: Scene) -> Scene:
    """The review before was held four weeks ago."""
    with entered(SYSTEM):
        one_before(scene)
    return scene


def test_without_a_review_before_it_looks_five_weeks_back(scene: Scene) -> None:
    with acting_as(scene.cast.cio):
        assert brief(scene).since == TODAY - 35 * A_DAY


def test_it_counts_what_fell_due_since_the_last_review_and_was_not_counted_there(
    sealed_before: Scene,
) -> None:
    cast = sealed_before.cast
    with entered(SYSTEM):
        for due_on in (LAST_TIME, LAST_TIME + A_DAY, TODAY - A_DAY, TODAY, TODAY + A_DAY):
            promise(cast.partner, cast.teammate, due_on=due_on, promised_at=MONDAY - 60 * A_DAY)
        done_then = {"reported_at": MONDAY - 28 * A_DAY, "reported_on": LAST_TIME}
        reported(cast.partner, cast.teammate, due_on=LAST_TIME, promised_at=MONDAY - 60 * A_DAY, **done_then)
        promise(cast.partner, cast.lead, due_on=TODAY - 2 * A_DAY)
        promise(cast.rival, cast.rival_lead, due_on=TODAY - 2 * A_DAY)
    with acting_as(cast.cio):
        found = brief(sealed_before)
        assert [(side, tally.due, tally.missed) for side, tally in found.counted] == [
            (Side.OURS, 3, 3),
            (Side.THEIRS, 1, 1),
        ]
        assert next(found.first_words) == "Since 26 October we kept 0 of 3 promises."


def test_the_most_overdue_of_each_side_stand_there_the_latest_first(scene: Scene) -> None:
    cast = scene.cast
    with entered(SYSTEM):
        for days in (3, 9, 1, 0, -1):
            promise(cast.partner, cast.teammate, f"Ours {days}", due_on=TODAY - days * A_DAY)
        reported(cast.partner, cast.teammate, "Reported", due_on=TODAY - 5 * A_DAY)
        for days in range(1, 8):
            promise(cast.partner, cast.lead, f"Theirs {days}", due_on=TODAY - days * A_DAY)
        promise(cast.rival, cast.rival_lead, "A rival's", due_on=TODAY - 20 * A_DAY)
    with acting_as(cast.cio):
        found = brief(scene)
        assert [item.title for item in found.our_late] == ["Ours 9", "Ours 3", "Ours 1"]
        assert [item.title for item in found.their_late] == [f"Theirs {days}" for days in (7, 6, 5, 4, 3)]


def done(
    cast: Cast, owner: User, title: str, early: int, reported_on: date = TODAY, **fields: object
) -> None:
    first = reported_on + early * A_DAY
    reported(cast.partner, owner, title, due_on=first, first_due_on=first, reported_on=reported_on, **fields)


def test_whom_to_thank_are_those_who_were_early_since_the_last_review_the_earliest_first(
    sealed_before: Scene,
) -> None:
    cast = sealed_before.cast
    with entered(SYSTEM):
        done(cast, cast.lead, "A day", 1)
        done(cast, cast.lead, "Ten days", 10)
        done(cast, cast.contributor, "Five days", 5, reported_on=LAST_TIME + A_DAY)
        closed = {"state": "closed", "closed_at": MONDAY, "closed_on": TODAY, "confirmed_by": cast.lead}
        done(cast, cast.teammate, "Seven days, confirmed", 7, **closed)
        done(cast, cast.partner_sponsor, "On its day", 0)
        done(cast, cast.observer, "At the last review", 30, reported_on=LAST_TIME)
        done(cast, cast.manager, "Late", -2)
        done(cast, cast.reader, "Given back since", 3, state="open")
    with acting_as(cast.cio):
        thanked = [item.title for item in brief(sealed_before).to_thank]
    assert thanked == ["Ten days", "Seven days, confirmed", "Five days"]


def test_early_is_before_the_first_date_and_four_are_thanked(sealed_before: Scene) -> None:
    cast = sealed_before.cast
    with entered(SYSTEM):
        done(cast, cast.lead, "Moved away", 0)
        ActionItem.objects.update(due_on=TODAY + 9 * A_DAY)
        for owner in (cast.contributor, cast.teammate, cast.manager, cast.reader, cast.partner_sponsor):
            done(cast, owner, owner.full_name, 2)
    with acting_as(cast.cio):
        thanked = [item.title for item in brief(sealed_before).to_thank]
    assert thanked == ["Mei Chen", "Tom Okafor", "Priya Raman", "Lena Moser"]


def test_notices_notes_and_segment_are_of_this_partnership_and_of_the_next_four_months(scene: Scene) -> None:
    cast = scene.cast

    def contract(partner: Partner, days: int | None) -> None:
        signed = Engagement.objects.create(
            partner=partner, title=f"In {days}", starts_on=date(2025, 1, 1), state="active"
        )
        notice_by = None if days is None else TODAY + days * A_DAY
        EngagementTerms.objects.create(partner=partner, engagement=signed, notice_by=notice_by)

    def note(partner: Partner, side: str, author: User, days: int) -> None:
        PartnerNote.objects.create(
            partner=partner, side=side, author=author, text=f"{days} ago", written_at=EARLIER - days * A_DAY
        )

    with acting_as(cast.cio):
        for days in (-1, 120, 0, 121, None):
            contract(cast.partner, days)
        contract(cast.rival, 5)
        for days in (3, 1, 7, 5, 2, 6, 4):
            note(cast.partner, "ours", cast.manager, days)
        note(cast.rival, "ours", cast.cio, 0)
        PartnerStanding.objects.create(partner=cast.rival, segment="commodity")
    with acting_as(cast.lead):
        note(cast.partner, "theirs", cast.lead, 0)
    with acting_as(cast.cio):
        found = brief(scene)
        assert [terms.engagement.title for terms in found.notices] == ["In 0", "In 120"]
        assert [note.text for note in found.notes] == [f"{days} ago" for days in range(1, 7)]
        assert found.segment == ""
        PartnerStanding.objects.create(partner=cast.partner, segment="strategic")
        assert brief(scene).segment == "Strategic"


@pytest.mark.parametrize(
    "ours, theirs, last_words",
    [
        (Tally(4, 4), Tally(2, 2), []),
        (Tally(4, 2, 0, 0, 2), Tally(2, 1, 0, 0, 1), ["Begin with ours: we missed more than they did."]),
        (Tally(4, 3, 0, 0, 1), Tally(2, 1, 0, 0, 1), ["Both sides missed as many: begin with ours."]),
        (Tally(4, 4), Tally(2, 1, 0, 0, 1), ["We can ask: they missed more than we did."]),
        (Tally(4, 4, covered=1), Tally(2, 2), ["1 fell due under cover and is counted apart."]),
        (Tally(4, 4, covered=1), Tally(2, 2, covered=1), ["2 fell due under cover and are counted apart."]),
    ],
)
def test_the_first_sentences(ours: Tally, theirs: Tally, last_words: list[str]) -> None:
    found = Brief(Review(), User(), MONDAY)
    found.__dict__.update({"tallies": {Side.OURS: ours, Side.THEIRS: theirs}, "since": date(2026, 10, 19)})
    assert list(found.first_words) == [
        f"Since 19 October we kept {ours.kept} of 4 promises.", f"They kept {theirs.kept} of 2.", *last_words,
    ]  # fmt: skip
