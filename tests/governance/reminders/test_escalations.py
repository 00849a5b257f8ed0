"""How far up something late was told: of the date it has now, while it is open, each rung since its first day."""

from datetime import date

import pytest

from governance.ledger.facts import promise_of
from governance.models import ActionItem, Reminder
from governance.reminders.escalations import Escalation, escalation_of, told_to_sponsors
from partners.isolation.scope import SYSTEM, entered
from partners.models import MailLink
from tests.cast import Cast
from tests.governance.scene import NOW, in_days
from tests.reviews.scene import ask, promise

DUE, EARLIER = in_days(-14), in_days(-21)


def late(state: str = "open") -> ActionItem:
    """An action that was first due a week before the day that stands."""
    return ActionItem(state=state, due_on=DUE, first_due_on=EARLIER)


def told(step: str, on: date = DUE, day: int = -3) -> Reminder:
    return Reminder(step=step, on=on, told_on=in_days(day))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([], None),
        ([told("due"), told("weekly"), told("warning")], None),
        ([told("leads")], Escalation("both leads", in_days(-3))),
        ([told("leads", EARLIER)], None),
        ([told("leads"), told("sponsors", day=-1)], Escalation("both sponsors", in_days(-1))),
        ([told("leads"), told("leads", day=-2)], Escalation("both leads", in_days(-3))),
        ([told("leads"), told("sponsors", EARLIER)], Escalation("both leads", in_days(-3))),
    ],
)
def test_the_highest_rung_for_the_date_that_stands_is_said(
    sent: list[Reminder], said: Escalation | None
) -> None:
    assert escalation_of(late(), sent) == said


@pytest.mark.parametrize("state", ["proposed", "reported", "closed", "withdrawn"])
def test_what_is_not_open_is_told_to_nobody(state: str) -> None:
    assert escalation_of(late(state), [told("leads"), told("sponsors")]) is None


def test_the_sponsors_know_of_what_is_still_open_by_the_date_they_were_told_of(cast: Cast) -> None:
    here, lead = cast.partner, cast.lead
    with entered(SYSTEM):
        link = MailLink.objects.create(
            person=cast.manager, page_digest="x", reply_digest="y", issued_at=NOW, expires_at=NOW
        )

        def remind(
            step: str = "sponsors", day: int = -3, on: date = DUE, person: object = cast.cio, **what: object
        ) -> None:
            partner = next(iter(what.values())).partner  # type: ignore[attr-defined]
            Reminder.objects.create(
                partner=partner,
                link=link,
                person=person,
                sent_to=person,
                step=step,
                on=on,
                sent_at=NOW,
                told_on=in_days(day),
                **what,
            )

        known, twice = promise(here, lead, due_on=DUE), promise(here, lead, due_on=DUE)
        decision = ask(here, lead, kind="decision", needed_by=DUE, first_needed_by=DUE)
        remind(action=known)
        remind(action=twice, day=-4)
        remind(action=twice, person=cast.partner_sponsor)
        remind(ask=decision, day=-2)
        remind("leads", action=promise(here, lead, due_on=DUE))
        remind(action=promise(here, lead, due_on=in_days(9), first_due_on=DUE))
        done = {"closed_at": NOW, "closed_on": DUE}
        remind(action=promise(here, lead, due_on=DUE, state="withdrawn", **done))
        remind(ask=ask(here, lead, kind="decision", needed_by=in_days(9), first_needed_by=DUE))
        made = {"answered_on": DUE, "answered_by": cast.manager, "answer": "Yes"}
        remind(ask=ask(here, lead, kind="decision", needed_by=DUE, first_needed_by=DUE, state="made", **made))
        remind(action=promise(cast.rival, cast.rival_lead, due_on=DUE))
        assert told_to_sponsors(here) == {
            ("action", known.pk): in_days(-3), ("action", twice.pk): in_days(-4), ("ask", decision.pk): in_days(-2),
        }  # fmt: skip


def test_what_is_only_proposed_is_no_promise_yet(cast: Cast) -> None:
    with entered(SYSTEM):
        assert promise_of(ActionItem(partner=cast.partner, due_on=DUE, first_due_on=None), []) is None
