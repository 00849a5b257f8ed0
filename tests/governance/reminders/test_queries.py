"""Whom reminders find and of what: for each condition a row that belongs and one that just does not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from governance.counting.covered_days import CoveredDays
from governance.models import (
    ActionItem,
    Cover,
    DateRequest,
    Forum,
    QuietPeriod,
    Reminded,
    Reminder,
    WaitingPeriod,
)
from governance.reminders import Absence, EscalationsSent, Matter, Need, Policy
from governance.reminders.facts import SILENT
from governance.reminders.queries import matters, parts, people, policies
from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import MailLink, Membership, Partner, User
from partners.time_zones import zone_named
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days
from tests.reviews.scene import ask, outcome, promise, reported

A_DAY = timedelta(days=1)


def joined(partner: Partner, person: User, role: Role, **fields: Any) -> None:
    Membership.objects.create(partner=partner, person=person, role=role, since=date(2026, 1, 1), **fields)


def employee(name: str, **fields: Any) -> User:
    return User.objects.create(email=f"{name}@example.com", full_name=name, **fields)


# --- who --------------------------------------------------------------------------------------------------------------


def test_parts_are_those_of_people_who_are_there_now(cast: Cast) -> None:
    with entered(SYSTEM):
        reader = employee("reader", internal_role=InternalRole.PORTFOLIO_READER)
        employee("gone", internal_role=InternalRole.CIO, is_active=False)
        joined(cast.partner, cast.stranger, Role.RELATIONSHIP_MANAGER, until=TODAY)
        joined(cast.rival, cast.cio, Role.EXECUTIVE_SPONSOR)
        found = parts()
    assert found.across == {cast.cio.pk, reader.pk}
    assert dict(found.leads) == {
        (cast.partner.pk, "ours"): [cast.manager.pk],
        (cast.partner.pk, "theirs"): [cast.lead.pk],
        (cast.rival.pk, "theirs"): [cast.rival_lead.pk],
        (cast.rival.pk, "ours"): [cast.cio.pk],  # nobody leads there day to day
    }
    assert dict(found.led_by) == {
        cast.manager.pk: {cast.partner.pk}, cast.lead.pk: {cast.partner.pk}, cast.rival_lead.pk: {cast.rival.pk},
        cast.cio.pk: {cast.rival.pk},
    }  # fmt: skip
    assert dict(found.sponsored_by) == {
        cast.partner_sponsor.pk: {cast.partner.pk},
        cast.cio.pk: {cast.rival.pk},
    }
    assert cast.leaver.pk not in found.of_person
    assert cast.stranger.pk not in found.of_person
    assert found.of_person[cast.observer.pk] == {cast.partner.pk}

    ours = (cast.partner.pk, "ours")
    assert found.responsible(cast.teammate.pk, *ours) == (cast.teammate.pk,)
    assert found.responsible(reader.pk, *ours) == (reader.pk,)
    for nobody in (None, cast.stranger.pk, cast.leaver.pk):
        assert list(found.responsible(nobody, *ours)) == [cast.manager.pk]
    assert not found.responsible(None, 0, "ours")


def test_people_have_their_days_their_absences_and_their_parts(cast: Cast) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.lead.pk).update(country="IN", time_zone="Asia/Kolkata")
        Reminded.objects.create(person=cast.lead, through=TODAY - A_DAY)
        for first, last, deputy in ((-9, -2, None), (-9, -1, cast.contributor), (1, 5, None), (2, 5, None)):
            QuietPeriod.objects.create(
                person=cast.lead, first_on=in_days(first), last_on=in_days(last), deputy=deputy
            )
        found = {person.id: person for person in people(parts(), now=NOW)}
    assert cast.administrator.pk not in found
    assert cast.leaver.pk not in found
    lead = found[cast.lead.pk]
    assert (lead.country, lead.time_zone, lead.through) == ("IN", "Asia/Kolkata", TODAY - A_DAY)
    assert lead.absences == (
        Absence(in_days(-9), in_days(-1), cast.contributor.pk),
        Absence(in_days(1), in_days(5), None),
    )
    assert (lead.partners, lead.leads, lead.sponsors) == ({cast.partner.pk}, {cast.partner.pk}, frozenset())
    assert found[cast.partner_sponsor.pk].sponsors == {cast.partner.pk}
    cio = found[cast.cio.pk]
    assert (cio.partners, cio.through, cio.absences) == (None, None, ())


def test_the_foremost_forum_that_keeps_a_ledger_says_how(cast: Cast) -> None:
    with entered(SYSTEM):
        alone = Partner.objects.create(name="Alone", slug="alone")
        for partner, tier, day in (
            (cast.partner, "operational", 0), (cast.partner, "tactical", 2), (cast.partner, "strategic", 3),
            (cast.partner, "strategic", 4), (cast.rival, "tactical", 1), (alone, "operational", 2),
        ):  # fmt: skip
            Forum.objects.create(
                partner=partner, tier=tier, weekly_list_on=day, escalates=tier == "strategic"
            )
        assert policies() == {
            cast.partner.pk: Policy(3, True, True), cast.rival.pk: Policy(1, True, False), alone.pk: SILENT,
        }  # fmt: skip


# --- of what ----------------------------------------------------------------------------------------------------------


def found_by_title() -> dict[str, list[Matter]]:
    titles = {("action", pk): title for pk, title in ActionItem.objects.values_list("pk", "title")}
    found: dict[str, list[Matter]] = {}
    for matter in matters(parts(), now=NOW):
        found.setdefault(titles.get((matter.kind, matter.id), matter.kind), []).append(matter)
    return found


def test_what_is_due_within_a_fortnight_or_waits_for_somebody_is_found_with_what_it_needs(cast: Cast) -> None:
    here, me = cast.partner, cast.teammate
    over = {"state": "withdrawn", "closed_at": NOW, "closed_on": TODAY}
    with entered(SYSTEM):
        promise(here, me, "in 14", due_on=in_days(14))
        promise(here, me, "in 15", due_on=in_days(15))
        promise(here, me, "asked", due_on=in_days(99), state="proposed")
        reported(here, me, "reported", due_on=in_days(99))
        promise(here, me, "over", **over)
        held = promise(here, me, "held", due_on=in_days(99))
        let_go = promise(here, me, "let go", due_on=in_days(99))
        side = promise(here, me, "held by a side", due_on=in_days(3))
        for item, person, ended_on in (
            (held, cast.contributor, None), (let_go, cast.contributor, TODAY), (side, None, None),
        ):  # fmt: skip
            WaitingPeriod.objects.create(
                partner=here,
                item=item,
                on_side="theirs",
                on_person=person,
                began_on=TODAY,
                ended_on=ended_on,
                said_by=me,
            )
        promise(here, cast.leaver, "left behind", due_on=in_days(3))
        found = found_by_title()
    assert {title: [(each.need, each.person) for each in of] for title, of in found.items()} == {
        "in 14": [(Need.DO, me.pk)],
        "asked": [(Need.ACCEPT, me.pk)],
        "reported": [(Need.CONFIRM, cast.lead.pk)],
        "held": [(Need.MOVE_ON, cast.contributor.pk)],
        "held by a side": [(Need.MOVE_ON, cast.lead.pk)],
        "left behind": [(Need.DO, cast.manager.pk)],
    }
    assert found["in 14"][0] == Matter("action", found["in 14"][0].id, here.pk, me.pk, Need.DO, in_days(14))


def test_only_an_outcome_or_a_decision_ties_and_only_what_is_to_be_done(cast: Cast) -> None:
    here, me = cast.partner, cast.teammate
    with entered(SYSTEM):
        served = outcome(here, free_hand_until=in_days(9))
        decision = ask(here, cast.lead, kind="decision", state="made", answer="Yes.", answered_on=TODAY)
        impediment = ask(here, cast.lead, state="cleared", answered_on=TODAY)
        promise(here, me, "of an outcome", outcome=served)
        promise(here, me, "of a decision", ask=decision)
        promise(here, me, "of an impediment", ask=impediment)
        promise(here, me, "of nothing")
        promise(here, me, "asked of an outcome", outcome=served, state="proposed")
        reported(here, me, "reported of an outcome", outcome=served)
        Cover.objects.create(
            partner=here, words="Let them.", began_on=in_days(-9), until=in_days(-2), given_by=cast.cio
        )
        found = {title: of[0] for title, of in found_by_title().items()}
    assert {title for title, matter in found.items() if matter.tied} == {"of an outcome", "of a decision"}
    assert {title for title, matter in found.items() if matter.hands_off_until} == {
        "of an outcome", "asked of an outcome", "reported of an outcome",
    }  # fmt: skip
    assert found["of nothing"].covers == (CoveredDays(in_days(-9), in_days(-2)),)


def test_what_waits_and_is_asked_for_another_day_is_to_be_agreed_without_a_day_or_a_ladder(
    cast: Cast,
) -> None:
    here, me = cast.partner, cast.teammate
    with entered(SYSTEM):
        served = outcome(here)
        waits = promise(here, me, "waits", outcome=served, due_on=in_days(3))
        plain = promise(here, me, "plain", outcome=served, due_on=in_days(3))
        WaitingPeriod.objects.create(
            partner=here, item=waits, on_side="theirs", began_on=TODAY, ended_on=None, said_by=me
        )
        for item, state, more in (
            (waits, "asked", {}), (plain, "asked", {}),
            (plain, "taken_back", {"answered_by": cast.lead, "answered_on": TODAY, "answered_at": NOW}),
        ):  # fmt: skip
            DateRequest.objects.create(
                partner=here,
                item=item,
                due_on=in_days(9),
                reason="x",
                asked_by=cast.lead,
                asked_on=TODAY,
                asked_at=NOW,
                state=state,
                **more,
            )
        found = found_by_title()
    assert {
        title: [(each.need, each.person, each.due_on, each.tied, each.news_on) for each in of]
        for title, of in found.items()
    } == {
        "waits": [
            (Need.MOVE_ON, cast.lead.pk, in_days(3), True, None),
            (Need.AGREE, me.pk, None, False, TODAY),
        ],
        "plain": [(Need.AGREE, me.pk, in_days(3), True, TODAY)],
    }


def test_asks_without_an_answer_are_found_and_a_decision_ties(cast: Cast) -> None:
    here = cast.partner
    with entered(SYSTEM):
        ask(here, cast.lead, kind="decision", title="d", needed_by=in_days(40), owner=cast.teammate)
        ask(here, cast.lead, title="i")
        ask(here, cast.manager, kind="recommendation", title="r", state="backed")
        ask(here, cast.lead, title="cleared", state="cleared", answered_on=TODAY)
        found = found_by_title()["ask"]
    assert [(each.person, each.need, each.due_on, each.tied) for each in found] == [
        (cast.teammate.pk, Need.ANSWER, in_days(40), True), (cast.manager.pk, Need.ANSWER, None, False),
        (cast.lead.pk, Need.ANSWER, None, False),
    ]  # fmt: skip


def told(person: User, step: str, on: date, sent_at: datetime, **about: Any) -> None:
    partner = next(iter(about.values())).partner
    digest = MailLink.objects.count()
    link = MailLink.objects.create(
        person=person,
        page_digest=f"page {digest}",
        reply_digest=f"reply {digest}",
        issued_at=sent_at,
        expires_at=sent_at + 9 * A_DAY,
    )
    zone = User.objects.get(pk=person.pk).time_zone
    Reminder.objects.create(
        partner=partner,
        link=link,
        person=person,
        sent_to=person,
        step=step,
        on=on,
        sent_at=sent_at,
        told_on=sent_at.astimezone(zone_named(zone)).date(),
        **about,
    )


def test_what_was_told_is_of_the_date_that_stands_first_and_on_the_day_it_was_there(cast: Cast) -> None:
    evening = datetime(2026, 11, 19, 20, tzinfo=UTC)
    with entered(SYSTEM):
        User.objects.filter(pk=cast.lead.pk).update(time_zone="Pacific/Auckland")
        item = promise(cast.partner, cast.teammate, "late", due_on=in_days(-20))
        again = promise(cast.partner, cast.teammate, "moved", due_on=in_days(-20))
        asked = ask(cast.partner, cast.lead, kind="decision", needed_by=in_days(-20))
        told(cast.teammate, "warning", item.due_on, evening, action=item)
        told(cast.lead, "leads", item.due_on, evening, action=item)
        told(cast.manager, "leads", item.due_on, evening + 3 * A_DAY, action=item)
        told(cast.teammate, "due", item.due_on, evening - 9 * A_DAY, action=item)
        told(cast.teammate, "warning", again.due_on - A_DAY, evening, action=again)
        told(cast.manager, "sponsors", asked.needed_by, evening, ask=asked)
        found = {title: of[0].heard for title, of in found_by_title().items()}
    assert found == {
        "late": EscalationsSent(warned_on=date(2026, 11, 19), leads_on=date(2026, 11, 20)),
        "moved": EscalationsSent(),
        "ask": EscalationsSent(sponsors_on=date(2026, 11, 19)),
    }
