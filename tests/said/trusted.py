"""What both sides trust each other with, page by page: advice and what came of it, contracts, people, the questions."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import time_machine

from dashboards import verbs as measuring
from governance import verbs
from governance.models import OutcomeIntent
from governance.models.pulse import PULSE_QUESTIONS
from partners import verbs as people
from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import Engagement, Membership, Partner
from tests.governance.scene import at
from tests.said.further import HERE
from tests.said.further import Reading as Pages
from tests.said.story import by, on

ADVICE = f"{HERE}asks/recommendations/"


def trusted(pages: Pages) -> Iterator[tuple[str, str]]:
    """The name of a page and its HTML, one after the other as things happen."""
    for group in (_advice, _contracts, _people, _further_trust, _late_outcome, _looked_up, _questions):
        yield from group(pages)


def _advice(pages: Pages) -> Iterator[tuple[str, str]]:
    """Declined, left lying, and in place after some time; on one outcome, which went badly meanwhile, and on none."""
    cast, outcome = pages.told.cast, pages.told.outcome
    advice = {}
    for title, of in (
        ("Buy fewer licences", outcome),
        ("Write less", None),
        ("Rebuild at night", outcome),
        ("Ask first", None),
    ):
        with by(cast.lead, -80) as said:
            advice[title] = verbs.raise_recommendation(cast.partner, title=title, outcome=of, **said)
    with by(cast.manager, -70) as said:
        for title in ("Buy fewer licences", "Write less"):
            verbs.not_now(advice[title], answer="There is no money", **said)
        verbs.back(advice["Rebuild at night"], words="It pays", **said)
        verbs.raise_impediment(
            cast.partner, title="No key", on_side="theirs", cause="access", outcome=outcome, **said
        )
        late = verbs.propose(
            cast.partner, title="Count them", owner=cast.lead, due_on=on(-50), outcome=outcome, **said
        )
    with by(cast.lead, -69) as said:
        verbs.accept(late, **said)
    with by(cast.manager, -55) as said:
        verbs.put_in_place(advice["Rebuild at night"], answer="Since Sunday", **said)
    with by(cast.manager, -75) as said:
        terms = {"unit": "percent", "target": Decimal(95), "outcome": outcome}
        figures = [
            measuring.define_indicator(cast.partner, name=name, direction="higher", **terms, **said)
            for name in ("Used", "Unused", "Unmoved")
        ]
        for figure, values in zip(
            figures, ((60, 50, 70, 80), (97, 96, 92, 90), (96, 96, 96, 96)), strict=True
        ):
            for month, value in enumerate(values, start=7):
                measuring.record_reading(
                    figure, month=date(2026, month, 1), value=Decimal(value), **{**said, "now": at(on(0))}
                )
    yield from pages.both("recommendations not followed", ADVICE)


def _contracts(pages: Pages) -> Iterator[tuple[str, str]]:
    """A contract whose change is proposed, agreed, declined and taken back; papers, one over; a plan to part."""
    cast = pages.told.cast
    with entered(SYSTEM):
        contract = Engagement.objects.filter(partner=cast.partner).earliest("pk")
    place = f"{HERE}charter/engagements/{contract.pk}/"
    with by(cast.cio, -9) as said:
        cost = {"value": Decimal(9000), "currency": "EUR"}
        dear = people.propose_change(contract, words="A third weekend", **cost, **said)
        people.propose_change(contract, words="A fourth one", **said)
    with by(cast.lead, -8) as said:
        people.agree_engagement_change(dear, **said)
        theirs = people.propose_change(contract, words="No weekends", **said)
        people.take_back_engagement_change(people.propose_change(contract, words="No nights", **said), **said)
        people.propose_change(contract, words="Shorter nights", **said)
        people.add_paper(contract, name="Insurance", kind="insurance", expires_on=on(20), **said)
        people.add_paper(contract, name="Certificate", expires_on=on(-1), **said)
    with by(cast.manager, -7) as said:
        people.decline_engagement_change(theirs, answer="The audit is then", **said)
        people.plan_parting(
            cast.partner, plan="Ninety days, both teams", owner=cast.lead, rehearsed_on=on(-40), **said
        )
    for name, reader in (("cio", cast.cio), ("manager", cast.manager), ("lead", cast.lead)):
        yield f"contract that changes, of the {name}", pages.of(reader, place)
        yield f"charter with a plan to part, of the {name}", pages.of(reader, f"{HERE}charter/")


def _people(pages: Pages) -> Iterator[tuple[str, str]]:
    """Somebody promised for an outcome who has not come, and somebody who is not known yet."""
    cast = pages.told.cast
    with by(cast.lead, -3) as said:
        named = {"name": "Nia Obi", "starts_on": on(-2), "outcome": pages.told.outcome}
        promised = verbs.promise_role(cast.partner, role="Owns the restore", **named, **said)
    yield from pages.both("somebody promised for an outcome", promised.get_absolute_url())
    yield from pages.both("people promised days later", f"{HERE}people-promised/")


def _further_trust(pages: Pages) -> Iterator[tuple[str, str]]:
    """The mandate is narrowed; what the partner knows best stands there; a bet in one line; the prompt is put off."""
    cast = pages.told.cast
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(expertise="Databases at bank scale")
    with by(cast.cio, 1) as said:
        verbs.put_off_widening(cast.partner, **said)
    yield "mandate put off", pages.of(cast.cio, f"{HERE}mandate/")
    with by(cast.cio, 2) as said:
        words = {"trusted_with": "What is agreed", "reason": "Two outages"}
        verbs.decide_mandate(cast.partner, step="delivering", **words, **said)
    with by(cast.lead, 2) as said:
        bet = verbs.place_bet(cast.partner, title="Nobody is called at night", look_back_on=on(90), **said)
    yield from pages.both("mandate that was narrowed", f"{HERE}mandate/")
    yield "mandate that was narrowed, of who decides", pages.of(cast.cio, f"{HERE}mandate/")
    yield from pages.both("bet in one line", f"{HERE}mandate/bets/{bet.pk}/")
    yield from pages.both("partnership that knows best", HERE)


def _late_outcome(pages: Pages) -> Iterator[tuple[str, str]]:
    """An outcome that is later than agreed, on track in words and not in figures, and whose benchmark is old."""
    cast = pages.told.cast
    with by(cast.manager, -400) as said:
        late = verbs.draft_outcome(
            cast.partner,
            statement="Nobody waits at the till",
            target="None in a month",
            starts_on=on(-399),
            due_on=on(-20),
            sponsor=cast.cio,
            business_function="Sales",
            benchmark="Retail: four seconds",
            benchmark_source="A study",
            benchmark_on=on(-400),
            **said,
        )
    with by(cast.lead, -399) as said:
        verbs.agree_outcome(late, **said)
    with by(cast.lead, -5) as said:
        late = OutcomeIntent.objects.get(pk=late.pk)
        verbs.check_in(late, health="on_track", progress=40, words="All is well", confidence="sure", **said)
    yield from pages.both("outcome that is late", late.get_absolute_url())
    yield from pages.both("partnership with a late outcome", HERE)
    yield "our house, of a late outcome", pages.of(cast.lead, "/our-house/")
    yield "room of our house, of a late outcome", pages.of(cast.lead, "/our-house/function/?function=Sales")


def _looked_up(pages: Pages) -> Iterator[tuple[str, str]]:
    """Lists in which something is looked for, found or not."""
    cast = pages.told.cast
    with entered(SYSTEM):
        Partner.objects.create(name="Gone by", slug="gone", kind="networks", country="GB", status="ended")
    for name, query in (("found", "?q=meridian"), ("found nowhere", "?q=xyzzy"), ("that ended", "?ended=1")):
        yield f"partnerships {name}", pages.of(cast.cio, f"/partnerships/{query}")
    yield "ended partnerships found nowhere", pages.of(cast.cio, "/partnerships/?q=xyzzy&ended=1")
    yield "search within a partnership", pages.of(cast.manager, "/search/?q=index&partner=meridian")
    yield "search within a partnership in vain", pages.of(cast.manager, "/search/?q=xyzzy&partner=meridian")
    yield "room of our house, of who names", pages.of(cast.cio, "/our-house/function/?function=Sales")
    yield "nothing yet, people promised", pages.of(cast.cio, "/partnerships/gone/people-promised/")
    yield "nothing yet, mandate", pages.of(cast.cio, "/partnerships/gone/mandate/")
    yield "nobody yet", pages.of(cast.cio, "/partnerships/gone/")


def _questions(pages: Pages) -> Iterator[tuple[str, str]]:
    """The five questions while they are open, once answered, and as a sponsor reads them when they are over."""
    cast, place = pages.told.cast, f"{HERE}pulse/"
    opens = at(date(2027, 1, 5))
    with entered(SYSTEM):
        for person, role in ((cast.stranger, Role.OBSERVER), (cast.cio, Role.EXECUTIVE_SPONSOR)):
            Membership.objects.create(partner=cast.partner, person=person, role=role, since=date(2026, 11, 1))
    with time_machine.travel(opens, tick=False):
        again = Pages(pages.told, pages.signed_in)
        yield from again.both("questions that are open", place)
        yield from again.both("partnership that asks its questions", HERE)
        for side, steps in (
            (("cio", "manager", "teammate", "reader"), 5),
            (("lead", "contributor", "observer"), 1),
        ):
            for name in side:
                person = getattr(cast, name)
                with entered(SYSTEM):
                    answers = dict.fromkeys(PULSE_QUESTIONS, steps)
                    verbs.answer_pulse(cast.partner, answers=answers, by=person, now=opens)
        with entered(SYSTEM):
            verbs.answer_pulse(
                cast.partner, answers=dict.fromkeys(PULSE_QUESTIONS, 1), by=cast.partner_sponsor, now=opens
            )
        yield from again.both("questions once answered", place)
    with time_machine.travel(opens + timedelta(days=30), tick=False):
        later = Pages(pages.told, pages.signed_in)
        for name, reader in (
            ("cio", cast.cio),
            ("sponsor of theirs", cast.partner_sponsor),
            ("lead", cast.lead),
        ):
            yield f"questions that are over, of the {name}", later.of(reader, place)
        yield "partnership of a sponsor, questions over", later.of(cast.partner_sponsor, HERE)
