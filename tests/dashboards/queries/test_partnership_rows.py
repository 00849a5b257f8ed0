"""What the page of a partnership, the desk and the ledger's list read: for each condition one row in and one out."""

from datetime import date, timedelta
from typing import Any

import pytest

from dashboards.models import Indicator, Reading
from dashboards.queries.desk import FOLLOWED_SHOWN, desk
from dashboards.queries.directory import directory
from dashboards.queries.ledger import has_older, ledger, months_of
from dashboards.queries.ledger_asked import Asked
from dashboards.queries.partnership import NOTES_SHOWN, Grid, partnership
from governance.models import (
    ActionWatcher,
    Ask,
    Cover,
    Forum,
    OutcomeIntent,
    RaciAgreement,
    RaciMatrix,
    WaitingPeriod,
)
from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Engagement, EngagementTerms, Membership, Partner, PartnerNote, Side, User
from tests.cast import Cast
from tests.reviews.scene import EARLIER, TODAY, ask, outcome, promise, reported

A_DAY = timedelta(days=1)


def joined(partner: Partner, person: User, role: Role, until: date | None = None) -> None:
    Membership.objects.create(partner=partner, person=person, role=role, since=date(2026, 1, 1), until=until)


# --- the partnership --------------------------------------------------------------------------------------------------


def test_people_stand_by_their_role_and_name_and_only_while_they_take_part(cast: Cast) -> None:
    with entered(SYSTEM):
        joined(cast.partner, cast.stranger, Role.CONTRIBUTOR, until=TODAY)
        joined(cast.partner, cast.cio, Role.EXECUTIVE_SPONSOR)
        joined(cast.rival, cast.administrator, Role.CONTRIBUTOR)
    with acting_as(cast.manager):
        people = partnership(cast.partner, reader=cast.manager, today=TODAY).people
    assert [person.full_name for person in people.sponsors] == ["Anand Kulkarni", "Hanna Weiss"]
    assert [person.full_name for person in people.day_to_day] == ["Priya Raman", "Jonas Stein"]
    (_, ours, _), (_, theirs, _) = people.sides
    assert [member.person.full_name for member in ours] == [
        "Anand Kulkarni", "Priya Raman", "Gone Away", "Tom Okafor", "Lena Moser",
    ]  # fmt: skip
    assert [member.person.full_name for member in theirs] == [
        "Hanna Weiss", "Jonas Stein", "Mei Chen", "Ravi Desai",
    ]  # fmt: skip


def test_outcomes_asks_grids_and_forums_are_live_and_of_this_partnership(cast: Cast) -> None:
    here = cast.partner
    with entered(SYSTEM):
        for state in OutcomeIntent.State.values:
            outcome(here, state, state=state)
        outcome(cast.rival, "A rival's")
        for title, days in (("Younger", 2), ("Older", 9)):
            ask(here, cast.lead, title=title, raised_on=TODAY - days * A_DAY)
        ask(here, cast.lead, title="Answered", state="cleared", answered_on=TODAY)
        ask(cast.rival, cast.rival_lead, title="A rival's")
        for state in RaciMatrix.State.values:
            RaciMatrix.objects.create(partner=here, title=state, state=state)
        RaciMatrix.objects.create(partner=cast.rival, title="A rival's")
        said = RaciMatrix.objects.get(title="draft")
        RaciAgreement.objects.create(partner=here, matrix=said, side="theirs", by=cast.lead, at=EARLIER)
        for partner, days in ((here, 9), (here, 3), (here, None), (cast.rival, 1)):
            day = None if days is None else TODAY + days * A_DAY
            Forum.objects.create(partner=partner, name=f"In {days}", next_review_on=day)
    with acting_as(cast.cio):
        page = partnership(here, reader=cast.cio, today=TODAY)
    assert [each.intent.statement for each in page.outcomes] == ["draft", "agreed", "achieved", "missed"]
    assert [each.ask.title for each in page.asks] == ["Older", "Younger"]
    assert {grid.matrix.title: grid.agreed_by for grid in page.grids} == {"draft": ["theirs"], "agreed": []}
    assert sorted(forum.name for forum in page.forums) == ["In 3", "In 9", "In None"]
    assert page.next_review_on == TODAY + 3 * A_DAY


@pytest.mark.parametrize(
    ("agreed", "ours", "theirs"),
    [
        ((), "", ""),
        (
            ("ours",),
            "We have said yes; the other side has not.",
            "They have said yes; the other side has not.",
        ),
        (
            ("theirs",),
            "They have said yes; the other side has not.",
            "We have said yes; the other side has not.",
        ),
        (("ours", "theirs"), "Both sides have said yes.", "Both sides have said yes."),
    ],
)
def test_who_has_said_yes_to_a_draft_is_said_once(
    cast: Cast, agreed: tuple[str, ...], ours: str, theirs: str
) -> None:
    with entered(SYSTEM):
        matrix = RaciMatrix.objects.create(partner=cast.partner, title="Month end")
        for side in agreed:
            by = cast.lead if side == "theirs" else cast.manager
            RaciAgreement.objects.create(partner=cast.partner, matrix=matrix, side=side, by=by, at=EARLIER)
        assert [Grid(matrix, reader).said_yes for reader in Side] == [ours, theirs]
        matrix.state = RaciMatrix.State.AGREED
        assert Grid(matrix, Side.OURS).said_yes == ""


def test_waits_run_beneath_what_is_open_also_where_they_are_seen_differently(cast: Cast) -> None:
    here = cast.partner
    with entered(SYSTEM):
        for words, item, fields in (
            ("Runs", promise(here, cast.lead), {}),
            ("Ended", promise(here, cast.lead), {"ended_on": TODAY}),
            ("Disputed", promise(here, cast.lead), {"disputed_by": cast.manager}),
            ("Reported", reported(here, cast.lead), {}),
            ("A rival's", promise(cast.rival, cast.rival_lead), {}),
        ):
            WaitingPeriod.objects.create(
                partner=item.partner,
                item=item,
                on_side="ours",
                what_for=words,
                began_on=TODAY,
                said_by=cast.lead,
                **fields,
            )
    with acting_as(cast.cio):
        waits = partnership(here, reader=cast.cio, today=TODAY).waits
    assert sorted(wait.what_for for wait in waits) == ["Disputed", "Runs"]


def test_the_next_notice_our_notes_and_the_cover_are_those_that_still_matter(cast: Cast) -> None:
    here = cast.partner
    with acting_as(cast.cio):
        for partner, days in ((here, 9), (here, -1), (here, 0), (cast.rival, 0)):
            contract = Engagement.objects.create(
                partner=partner, title="C", starts_on=date(2025, 1, 1), state="active"
            )
            EngagementTerms.objects.create(
                partner=partner, engagement=contract, notice_by=TODAY + days * A_DAY
            )
        for number in range(NOTES_SHOWN + 1):
            PartnerNote.objects.create(
                partner=here,
                side="ours",
                author=cast.cio,
                text=f"{number}",
                written_at=EARLIER + number * A_DAY,
            )
    with entered(SYSTEM):
        for first, last in ((-9, -1), (2, 4)):
            Cover.objects.create(
                partner=here,
                words=f"{last}",
                began_on=TODAY + first * A_DAY,
                until=TODAY + last * A_DAY,
                given_by=cast.cio,
            )
    with acting_as(cast.cio):
        page = partnership(here, reader=cast.cio, today=TODAY)
        assert page.notice_by == TODAY
        assert [note.text for note in page.notes] == ["5", "4", "3", "2", "1"]
        assert page.cover is not None
        assert page.cover.words == "4"
        later = partnership(here, reader=cast.cio, today=TODAY + A_DAY)
        assert later.notice_by == TODAY + 9 * A_DAY
    with acting_as(cast.lead):
        theirs = partnership(here, reader=cast.lead, today=TODAY)
        assert (theirs.notice_by, theirs.notes, theirs.segment) == (None, (), "")


# --- the desk and the directory ---------------------------------------------------------------------------------------


def test_one_follows_what_others_still_have_to_do_the_soonest_first(cast: Cast) -> None:
    here, me = cast.partner, cast.manager
    over = {"state": "withdrawn", "closed_at": EARLIER, "closed_on": TODAY}
    with entered(SYSTEM):
        for item in (
            *(promise(here, cast.lead, f"{days}", due_on=TODAY + days * A_DAY) for days in range(8, 0, -1)),
            promise(here, cast.lead, "Too late to be shown", due_on=TODAY + 99 * A_DAY),
            reported(here, cast.lead, "Reported", due_on=TODAY - A_DAY),
            promise(here, me, "My own", due_on=TODAY), promise(here, cast.lead, "Over", due_on=TODAY, **over),
        ):  # fmt: skip
            ActionWatcher.objects.create(partner=here, item=item, person=me, since=EARLIER)
        other = promise(here, cast.lead, "Somebody else's", due_on=TODAY)
        ActionWatcher.objects.create(partner=here, item=other, person=cast.teammate, since=EARLIER)
    with acting_as(me):
        followed = [row.item.title for row in desk(me, today=TODAY).followed]
    assert followed == ["Reported", *(str(days) for days in range(1, FOLLOWED_SHOWN))]
    assert len(followed) == FOLLOWED_SHOWN == 8


def test_one_s_own_year_is_of_one_s_own_promises_of_twelve_months(cast: Cast) -> None:
    with entered(SYSTEM):
        for owner, due_on in (
            (cast.manager, date(2025, 11, 30)), (cast.manager, date(2025, 12, 1)), (cast.manager, TODAY - A_DAY),
            (cast.teammate, TODAY - A_DAY), (cast.manager, TODAY + A_DAY),
        ):  # fmt: skip
            made = {"promised_at": EARLIER - timedelta(days=700)}
            promise(cast.partner, owner, due_on=due_on, **made)
    with acting_as(cast.manager):
        assert desk(cast.manager, today=TODAY).year.due == 2


def test_the_directory_is_found_in_by_name_kind_expertise_and_code_a_page_at_a_time(cast: Cast) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(expertise="Old mainframes", code="ME-1")
        Partner.objects.create(name="Over", slug="over", status="ended", kind="databases")
        Forum.objects.create(partner=cast.partner, name="F", next_review_on=TODAY)

    def found(**asked: Any) -> list[str]:
        with acting_as(cast.cio):
            return [entry.partner.slug for entry in directory(cast.cio, **asked).entries]

    assert found() == ["halden", "meridian"]
    assert found(ended=True) == ["over"]
    for words in ("merid", "DATABASES", "mainframe", "me-1"):
        assert found(words=words) == ["meridian"], words
    assert found(words="me-") == []
    assert found(after="Halden & Roy") == ["meridian"]
    with acting_as(cast.cio):
        (_, entry) = directory(cast.cio).entries
    assert [person.full_name for person in entry.people] == ["Priya Raman", "Jonas Stein"]
    assert entry.next_review_on == TODAY


# --- the ledger -------------------------------------------------------------------------------------------------------


def test_older_is_what_was_promised_or_needed_before_the_twelve_months(cast: Cast) -> None:
    period = Asked().period(TODAY)
    with entered(SYSTEM):
        item = promise(cast.partner, cast.lead, due_on=period.first)
        decision = ask(
            cast.rival, cast.rival_lead, kind="decision", needed_by=period.first, first_needed_by=period.first
        )

    def older() -> tuple[bool, ...]:
        with acting_as(cast.cio):
            return has_older(cast.cio, period), *(
                has_older(cast.cio, period, partner) for partner in (cast.partner, cast.rival)
            )

    assert older() == (False, False, False)
    eve = period.first - A_DAY
    with entered(SYSTEM):
        type(item).objects.filter(pk=item.pk).update(first_due_on=eve)
    assert older() == (True, True, False)
    with entered(SYSTEM):
        type(item).objects.filter(pk=item.pk).update(first_due_on=period.first)
        type(decision).objects.filter(pk=decision.pk).update(first_needed_by=eve)
    assert older() == (True, False, True)


def test_the_list_has_its_months_and_sides_and_the_disputes_there_were(cast: Cast) -> None:
    with entered(SYSTEM):
        for title, owner, due_on in (
            ("Ours in November", cast.manager, TODAY - A_DAY), ("Theirs in November", cast.lead, TODAY - 2 * A_DAY),
            ("Ours in October", cast.manager, date(2026, 10, 31)),
        ):  # fmt: skip
            promise(cast.partner, owner, title, due_on=due_on, promised_at=EARLIER - timedelta(days=60))
        late = reported(cast.partner, cast.manager, "Disputed", due_on=date(2026, 10, 30), reported_on=TODAY)
        for number, (disputed_by, began_on) in enumerate(
            ((cast.lead, TODAY), (None, TODAY - A_DAY), (cast.lead, TODAY + A_DAY))
        ):
            WaitingPeriod.objects.create(
                partner=cast.partner,
                item=late,
                on_side="theirs",
                what_for=f"{number}",
                began_on=began_on,
                ended_on=began_on,
                said_by=cast.manager,
                disputed_by=disputed_by,
            )
    with acting_as(cast.lead):
        found = ledger(cast.partner, Asked(), today=TODAY)
        shown, _ = found.page("")
        months = months_of(found, shown, partner=cast.partner, reader=cast.lead)
        assert [(month.month, [(of.side, of.count) for of in month.sides]) for month in months] == [
            (date(2026, 11, 1), [("ours", 1), ("theirs", 1)]),
            (date(2026, 10, 1), [("ours", 2), ("theirs", 0)]),
        ]
        october = months[1].sides[0].lines
        assert [line.title for line in october] == ["Ours in October", "Disputed"]
        assert [[wait.what_for for wait in line.disputed] for line in october] == [[], ["0"]]
        narrowed = ledger(cast.partner, Asked(side="theirs"), today=TODAY)
        (month,) = months_of(narrowed, narrowed.page("")[0], partner=cast.partner, reader=cast.lead)
        assert [(of.side, of.count) for of in month.sides] == [("theirs", 1)]


def looked_at(cast: Cast) -> tuple[str, str]:
    with acting_as(cast.manager):
        look = partnership(cast.partner, reader=cast.manager, today=TODAY).look
    return look.state, look.word


def test_it_looks_as_the_heaviest_of_its_outcomes_indicators_and_oldest_ask(cast: Cast) -> None:
    here = cast.partner
    assert looked_at(cast) == ("none", "too early to say")
    with entered(SYSTEM):
        outcome(here, state="draft", health="off_track")
        outcome(here, state="missed", health="off_track")
        ask(here, cast.lead, raised_on=TODAY)
    assert looked_at(cast)[0] == "none"
    with entered(SYSTEM):
        intent = outcome(here, health="off_track")
    assert looked_at(cast) == ("bad", "look here first")
    with entered(SYSTEM):
        OutcomeIntent.objects.filter(pk=intent.pk).update(health="on_track")
    assert looked_at(cast) == ("none", "too early to say")
    with entered(SYSTEM):
        old = ask(here, cast.lead, raised_on=TODAY - timedelta(days=14))
    assert looked_at(cast) == ("warn", "look here")
    with entered(SYSTEM):
        Ask.objects.filter(pk=old.pk).update(raised_on=TODAY)
        indicator = Indicator.objects.create(
            partner=here, name="Close", unit="h", direction="lower", target=5, amber=6
        )
        for month in (9, 10):
            Reading.objects.create(
                partner=here,
                indicator=indicator,
                month=date(2026, month, 1),
                value=9,
                recorded_by=cast.lead,
                recorded_at=EARLIER,
            )
    assert looked_at(cast) == ("warn", "look here")
