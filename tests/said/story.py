"""A partnership with something on each of its pages, told by the verbs up to one Monday morning."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from dashboards import verbs as measuring
from governance import verbs
from governance.models import ActionItem, Ask, OutcomeIntent, RaciMatrix
from governance.raci.content import GridLine
from partners import verbs as people
from partners.isolation.scope import acting_as
from partners.models import User
from reviews import verbs as meeting
from reviews.models import Review
from tests.cast import Cast
from tests.governance.scene import at

TODAY = date(2026, 11, 23)
NOW = at(TODAY)


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


@dataclass
class Told:
    """What the pages are about."""

    cast: Cast
    items: dict[str, ActionItem]
    asks: dict[str, Ask]
    outcome: OutcomeIntent
    matrix: RaciMatrix
    review: Review


@contextmanager
def by(person: User, days: int) -> Iterator[dict[str, object]]:
    """Within the block `person` acts, some days before or after the Monday."""
    with acting_as(person):
        yield {"by": person, "now": at(on(days))}


def tell(cast: Cast) -> Told:
    """Everything happens in the four months before."""
    outcome = _outcome(cast)
    items, asks = _promises(cast, outcome), _asks(cast, outcome)
    _work(cast, outcome, items)
    _figures(cast, outcome)
    _charter(cast)
    return Told(cast, items, asks, outcome, _matrix(cast), _review(cast))


def _outcome(cast: Cast) -> OutcomeIntent:
    with by(cast.manager, -90) as said:
        outcome = verbs.draft_outcome(
            cast.partner,
            statement="Close the books in a day",
            target="One day",
            business_function="Finance",
            vision="Nobody waits",
            baseline="Five days",
            forecast="It will not scale",
            asked_months=9,
            granted_months=6,
            starts_on=on(-90),
            due_on=on(90),
            sponsor=cast.cio,
            owner_ours=cast.manager,
            owner_theirs=cast.lead,
            check_in_every=1,
            benchmark="Banks do it in hours",
            benchmark_source="A survey",
            benchmark_on=on(-100),
            **said,
        )
        verbs.say_on_hand_over(outcome, words="Can you do it in six months?", months=6, **said)
    with by(cast.lead, -88) as said:
        verbs.say_on_hand_over(outcome, words="Six, if the window is longer", **said)
        verbs.agree_outcome(outcome, **said)
    with by(cast.lead, -40) as said:
        verbs.check_in(
            outcome, health="at_risk", progress=30, words="The load grows", confidence="not_sure", **said
        )
    return outcome


def _work(cast: Cast, outcome: OutcomeIntent, items: dict[str, ActionItem]) -> None:
    """What hangs on the outcome: work with milestones of both sides, and other terms that are asked for."""
    with by(cast.lead, -15) as said:
        work = verbs.begin_initiative(outcome, title="Invoices leave the live system", **said)
        for title in ("Archive the invoices", "Rebuild the index"):
            verbs.set_milestone(items[title], initiative=work, **said)
        dropped = verbs.begin_initiative(outcome, title="A second copy at night", **said)
        verbs.end_initiative(dropped, becomes="dropped", words="The first one is fast enough", **said)
    with by(cast.lead, -2) as said:
        outcome.refresh_from_db()
        terms = {"due_on": on(120), "reason": "The window came a month late"}
        verbs.edit_outcome(outcome, version=outcome.version, **terms, **said)
        outcome.refresh_from_db()


def _promises(cast: Cast, outcome: OutcomeIntent) -> dict[str, ActionItem]:
    items = {}
    for title, owner, days, due in (
        ("Archive the invoices", cast.manager, -60, -12), ("Rebuild the index", cast.contributor, -60, -20),
        ("Rotate the keys", cast.lead, -60, -5), ("Give access", cast.teammate, -30, 9),
        ("Test the restore", cast.lead, -30, 5), ("Write the runbook", cast.lead, -40, -10),
        ("Order licences", cast.manager, -20, 20),
    ):  # fmt: skip
        asker = cast.lead if owner.side == "ours" else cast.manager
        with by(asker, days) as said:
            item = verbs.propose(cast.partner, title=title, owner=owner, due_on=on(due), **said)
        with by(owner, days) as said:
            items[title] = verbs.accept(item, **said)
    with by(cast.manager, -50) as said:
        verbs.propose(
            cast.partner,
            title="Share the forecast",
            owner=cast.lead,
            due_on=on(3),
            detail="By product",
            **said,
        )
    with by(cast.lead, -25) as said:
        verbs.move_date(items["Write the runbook"], due_on=on(7), reason="The author was ill", **said)
        verbs.report_done(items["Test the restore"], **{**said, "now": NOW})
        verbs.wait_on(
            items["Rotate the keys"],
            on_side="ours",
            what_for="A window",
            on_person=cast.teammate,
            **{**said, "now": at(on(-9))},
        )
        verbs.add_note(items["Rotate the keys"], text="Tried twice", **said)
        verbs.follow_action(items["Give access"], **said)
        verbs.ask_for_date(items["Order licences"], due_on=on(15), reason="The audit", **{**said, "now": NOW})
    with by(cast.contributor, -21) as said:
        verbs.report_done(items["Rebuild the index"], **said)
    with by(cast.manager, -19) as said:
        verbs.confirm(items["Rebuild the index"], **said)
        verbs.note_privately(items["Rotate the keys"], text="Ask Tom", **said)
    return items


def _asks(cast: Cast, outcome: OutcomeIntent) -> dict[str, Ask]:
    with by(cast.lead, -35) as said:
        decision = verbs.raise_decision(
            cast.partner,
            title="Freeze at year end?",
            on_side="ours",
            needed_by=on(-3),
            detail="For the audit",
            forum_words="Finance board",
            owner=cast.manager,
            outcome=outcome,
            **said,
        )
        advice = verbs.raise_recommendation(
            cast.partner, title="Drop the nightly copy", detail="Twice as fast", **said
        )
    with by(cast.manager, -14) as said:
        way = verbs.raise_impediment(
            cast.partner, title="No telephone list", on_side="theirs", cause="access", **said
        )
        verbs.back(advice, words="It pays", **said)
    with by(cast.lead, -6) as said:
        verbs.clear(way, answer="It is on the wall", **said)
    return {ask.title: ask for ask in (decision, advice, way)}


def _figures(cast: Cast, outcome: OutcomeIntent) -> None:
    with by(cast.manager, -80) as said:
        for name, values in (("Restore", (90, 96)), ("Batch", (99, 98)), ("Silent", ())):
            figure = measuring.define_indicator(
                cast.partner,
                name=name,
                unit="percent",
                direction="higher",
                target=Decimal(95),
                outcome=outcome,
                **said,
            )
            for month, value in enumerate(values):
                measuring.record_reading(
                    figure, month=date(2026, 10 - month, 1), value=Decimal(value), **{**said, "now": NOW}
                )


def _charter(cast: Cast) -> None:
    with by(cast.cio, -70) as said:
        people.add_engagement(
            cast.partner,
            title="Database operations",
            starts_on=on(-300),
            ends_on=on(300),
            scope="Day and night",
            notice_days=90,
            notice_by=on(60),
            **said,
        )
        people.write_note(cast.partner, text="Thank Jonas", **said)
    with by(cast.cio, -3) as said:
        verbs.give_cover(
            cast.partner, words="Give them my number.", until=on(4), number="+44 20 7946 0000", **said
        )
    with by(cast.contributor, -1) as said:
        verbs.be_away(first_on=on(1), last_on=on(5), deputy=cast.lead, **said)


def _matrix(cast: Cast) -> RaciMatrix:
    close = {cast.manager.pk: "A", cast.lead.pk: "R"}
    lines = (GridLine(0, "Close", close), GridLine(0, "Report", {cast.lead.pk: "R"}))
    with by(cast.manager, -50) as said:
        return verbs.draft_matrix(cast.partner, title="Month end", lines=lines, **said)


def _review(cast: Cast) -> Review:
    with by(cast.manager, -14) as said:
        forum = verbs.set_up_forum(cast.partner, chair=cast.cio, place="Room Danube", **said)
        for person in (cast.cio, cast.manager, cast.lead):
            verbs.add_forum_member(forum, person=person, **said)
        starts_at: datetime = NOW + timedelta(days=2, hours=1)
        review = meeting.schedule_review(forum, starts_at=starts_at, **said)
        meeting.table_item(review, title="Year end", detail="Who closes what", **said)
        meeting.say_news(review, text="Audit has a new head", **said)
    with by(cast.lead, -13) as said:
        meeting.refresh_agenda(review, now=NOW - timedelta(days=5))
        line = review.agenda.get(title="Archive the invoices")
        meeting.answer_item(line, text="We need it by then", **said)
        meeting.say_news(review, text="Two people more by night", **said)
    return review
