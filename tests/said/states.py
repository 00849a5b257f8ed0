"""What pages say before there is anything, and of things in states that the story does not come to."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.test import Client

from governance import verbs
from governance.charter.verbs import agree_charter
from governance.charter.words import charter_words
from governance.models import OutcomeIntent
from partners import verbs as people
from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import Engagement, Membership, OutgoingMail, PartingPlan, Partner, User
from reviews import verbs as meeting
from reviews.models import AgendaItem
from tests.cast import Cast
from tests.said.further import HERE, whole
from tests.said.further import Reading as Pages
from tests.said.story import by, on

LISTS = {
    "partnership": "", "charter": "charter/", "ledger": "ledger/", "performance": "performance/", "tracker": "tracker/",
    "tracker done": "tracker/?show=done", "asks": "asks/", "raci": "raci/", "standing": "standing/",
    "decisions": "decisions/", "reminders": "reminders/", "cover": "cover/", "reviews": "reviews/",
    "imports": "imports/",
    "next agenda": "reviews/next/", "forum": "reviews/forum/", "new review": "reviews/new/",
}  # fmt: skip
OWN = {
    "desk": "/", "tracker": "/tracker/", "decisions": "/decisions/", "reviews": "/reviews/", "house": "/our-house/",
    "ledger": "/ledger/", "performance": "/performance/", "partnerships": "/partnerships/",
    "business outcomes": "/business-outcomes/", "mails": "/settings/mail/", "functions": "/settings/functions/",
    "people": "/settings/people/", "away": "/settings/away/", "history": "/settings/history/",
}  # fmt: skip


def nothing_yet(pages: Pages) -> Iterator[tuple[str, str]]:
    """Every list of a partnership that has just begun, as both sides see it, and of the two who are in nothing else."""
    cast = _begun(pages.told.cast)
    new = Pages(replace(pages.told, cast=cast), pages.signed_in)
    for name, place in LISTS.items():
        yield from new.both(f"nothing yet, {name}", f"/partnerships/calder/{place}")
    for name, place in OWN.items():
        for reader in (cast.manager, cast.lead):
            if place not in ("/ledger/", "/performance/", "/partnerships/") or reader is cast.manager:
                yield f"nothing yet, own {name} of {reader.side}", new.of(reader, place)
    yield "nothing at all, desk", new.of(cast.stranger, "/")


def _begun(cast: Cast) -> Cast:
    with entered(SYSTEM):
        partner = Partner.objects.create(name="Calder", slug="calder", kind="networks", country="GB")
        manager = User.objects.create(email="maud@example.com", full_name="Maud Frost")
        lead = User.objects.create(email="lars@example.com", full_name="Lars Calder", employer=partner)
        for person, role in ((manager, Role.RELATIONSHIP_MANAGER), (lead, Role.PARTNER_LEAD)):
            Membership.objects.create(partner=partner, person=person, role=role, since=date(2026, 11, 1))
    return replace(cast, partner=partner, manager=manager, lead=lead)


def other_states(pages: Pages) -> Iterator[tuple[str, str]]:
    """Outcomes, covers, contracts, absences and reviews, one state after the other."""
    yield from _outcomes(pages)
    yield from _covers(pages)
    yield from _absent(pages)
    yield from _meetings(pages)
    yield from _contracts(pages)


def _outcomes(pages: Pages) -> Iterator[tuple[str, str]]:
    """A draft that says how instead of what, one with a free hand, one that both end."""
    cast = pages.told.cast
    owner = {"owner_ours": cast.manager, "owner_theirs": cast.lead, "sponsor": cast.cio}
    terms = {
        "business_owner": cast.teammate,
        "business_function": "Finance",
        "due_on": on(200),
        "check_in_every": 1,
    }
    with by(cast.manager, 9) as said:
        how = {"statement": "Migrate to version 19 with the vendor's tool", "target": "Use Oracle 19"}
        draft = verbs.draft_outcome(cast.partner, **how, **owner, **terms, **said)
        other = verbs.draft_outcome(
            cast.partner, statement="Half the tickets", target="200 a month", **owner, **terms, **said
        )
    yield from pages.both("outcome that is a draft", f"{HERE}outcomes/{draft.pk}/")
    yield "outcome that is a draft, changed", pages.of(cast.lead, f"{HERE}outcomes/{draft.pk}/edit/")
    for person in (cast.lead, cast.manager):
        with by(person, 9) as said:
            other.refresh_from_db()
            if other.state == "draft":
                verbs.agree_outcome(other, **said)
    with by(cast.manager, 9) as said:
        verbs.give_free_hand(_fresh(other), until=on(60), guardrails="No new licences", **said)
    with by(cast.lead, 9) as said:
        verbs.check_in(_fresh(other), health="on_track", progress=20, words="Calm", confidence="sure", **said)
    yield from pages.both("outcome with a free hand", f"{HERE}outcomes/{other.pk}/")
    with by(cast.lead, 9) as said:
        change = verbs.ask_to_conclude(_fresh(other), becomes="achieved", reason="190 a month", **said)
    yield from pages.both("outcome that would end", f"{HERE}outcomes/{other.pk}/")
    with by(cast.manager, 9) as said:
        verbs.agree_change(change, **said)
    yield from pages.both("outcome that ended", f"{HERE}outcomes/{other.pk}/")
    yield from pages.both("partnership with outcomes", HERE)


def _fresh(row: object) -> object:
    with entered(SYSTEM):
        return type(row)._default_manager.get(pk=row.pk)  # type: ignore[attr-defined]


def _covers(pages: Pages) -> Iterator[tuple[str, str]]:
    """One that stands with its cause and concession, as whoever gave it and others see it."""
    cast = pages.told.cast
    with by(cast.partner_sponsor, 9) as said:
        cover = verbs.give_cover(cast.partner, words="Ask me first.", until=on(20), **said)
    for name, reader in (
        ("giver", cast.partner_sponsor),
        ("cio", cast.cio),
        ("manager", cast.manager),
        ("observer", cast.observer),
    ):
        yield f"cover given, of the {name}", pages.of(reader, f"{HERE}cover/")
    with by(cast.partner_sponsor, 9) as said:
        cover = _fresh(cover)
        verbs.add_to_cover(
            cover, cause="Three audits at once", concession="Two weeks", version=cover.version, **said
        )  # type: ignore[attr-defined]
    for name, reader in (("giver", cast.partner_sponsor), ("manager", cast.manager)):
        yield f"cover with its cause, of the {name}", pages.of(reader, f"{HERE}cover/")
        yield f"cover with its cause, desk of the {name}", pages.of(reader, "/")


def _absent(pages: Pages) -> Iterator[tuple[str, str]]:
    """Somebody who is away without anybody in their place, and who steps in for whom."""
    cast = pages.told.cast
    with by(cast.lead, 9) as said:
        verbs.be_away(first_on=on(9), last_on=on(12), **said)
    with by(cast.teammate, 9) as said:
        verbs.be_away(first_on=on(9), last_on=on(12), deputy=cast.manager, **said)
    for name, reader in (("lead", cast.lead), ("manager", cast.manager), ("teammate", cast.teammate)):
        yield f"away, of the {name}", pages.of(reader, "/settings/away/")


def _meetings(pages: Pages) -> Iterator[tuple[str, str]]:
    """One that is frozen, one that is under way, as who may prepare and who reads along see them."""
    cast = pages.told.cast
    with by(cast.manager, 9) as said:
        forum = verbs.set_up_forum(cast.partner, name="Monthly", chair=cast.manager, minutes=60, **said)
        for person in (cast.manager, cast.lead, cast.observer):
            verbs.add_forum_member(forum, person=person, **said)
        review = meeting.schedule_review(forum, starts_at=said["now"] + timedelta(days=6), **said)
    with by(cast.lead, 10) as said:
        line = meeting.table_item(review, title="Licences", detail="Which ones", kind="decide", **said)
        meeting.say_news(review, text="Two architects more", **said)
        meeting.bring_paper(line, link="https://example.com/licences", **said)
        meeting.ask_to_item(line, person=cast.teammate, why="You order them", **said)
    with entered(SYSTEM):
        meeting.refresh_agendas(now=review.starts_at - timedelta(days=4))
    place = f"{HERE}reviews/{review.pk}/"
    yield from pages.both("agenda that is frozen", place)
    yield "agenda that is frozen, of an observer", pages.of(cast.observer, place)
    yield from pages.both("line of an agenda", f"{place}lines/{line.pk}/")
    yield "line of an agenda, of an observer", pages.of(cast.observer, f"{place}lines/{line.pk}/")
    yield "one item behind its mail", _one_item()
    with entered(SYSTEM):
        bare = (
            AgendaItem.objects.filter(review=review, position__gt=0)
            .exclude(pk=line.pk)
            .exclude(why="")
            .first()
        )
    assert bare is not None
    yield "line of an agenda that carries nothing", pages.of(cast.observer, f"{place}lines/{bare.pk}/")
    answer = pages.browser(cast.lead).post(f"{place}news/", {"text": "It goes on"})
    assert answer.status_code == 422
    yield "news that came too late", whole(answer.content.decode())
    with entered(SYSTEM):
        meeting.open_review(review, by=cast.manager, now=review.starts_at)
    yield from pages.both("agenda that is under way", place)
    yield from pages.both("reviews while one is under way", f"{HERE}reviews/")


def _one_item() -> str:
    with entered(SYSTEM):
        mail = OutgoingMail.objects.select_related("content").get(kind="item")
        (address,) = set(re.findall(r"/one-item/[a-z2-7]+/", mail.content.text))
    return Client().get(address).content.decode().replace(address, "/one-item/…/")


def _charter(pages: Pages) -> Iterator[tuple[str, str]]:
    """With nothing but what there is, agreed by one side; whole, agreed by both; then in other words."""
    cast, place = pages.told.cast, f"{HERE}charter/page/"

    def agree(person: User) -> None:
        with by(person, 10) as said:
            agree_charter(cast.partner, sha256=charter_words(cast.partner, person).sha256, **said)

    agree(cast.manager)
    yield from pages.both("charter on one page", place)
    answer = pages.browser(cast.lead).post(f"{HERE}charter/agreement/", {"sha256": "0"})
    assert answer.status_code == 409
    yield "charter that was read too late", whole(answer.content.decode())
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(expertise="Archives of banks")
        cast.partner.refresh_from_db()
        agreed = OutcomeIntent.objects.filter(partner=cast.partner, state="agreed")
        agreed.update(free_hand_until=on(90), guardrails="No weekend")
        PartingPlan.objects.update_or_create(
            partner=cast.partner, defaults={"plan": "Ninety days, both teams"}
        )
    for person in (cast.manager, cast.lead):
        agree(person)
    yield from pages.both("charter agreed by both", place)
    with entered(SYSTEM):
        agreed.update(guardrails="No night")
    yield from pages.both("charter in other words", place)


def _contracts(pages: Pages) -> Iterator[tuple[str, str]]:
    """One that is worth something, one that is renewed, one that was ended; then the partnership ends."""
    cast = pages.told.cast
    with by(cast.cio, 9) as said:
        worth = {"value": 120_000, "currency": "EUR", "notice_days": 30}
        first = people.add_engagement(
            cast.partner, title="Licences", starts_on=on(-400), ends_on=on(30), **worth, **said
        )
        people.renew_engagement(first, title="Licences again", starts_on=on(31), **said)
        over = people.add_engagement(cast.partner, title="Training", starts_on=on(-50), **said)
        people.end_engagement(over, on=on(-1), **said)
    yield from pages.both("charter with contracts", f"{HERE}charter/")
    yield from _charter(pages)
    with entered(SYSTEM):
        contracts = list(Engagement.objects.filter(partner=cast.partner).order_by("pk"))
    for contract in contracts:
        yield (
            f"contract {contract.title.lower()}",
            pages.of(cast.cio, f"{HERE}charter/engagements/{contract.pk}/"),
        )
    yield (
        "contract to be renewed",
        pages.of(cast.cio, f"{HERE}charter/engagements/{contracts[0].pk}/renewal/"),
    )
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(status="ended")
    for name in (
        "partnership",
        "charter",
        "tracker",
        "asks",
        "reviews",
        "raci",
        "standing",
        "performance",
        "cover",
    ):
        yield from pages.both(f"partnership that ended, {name}", f"{HERE}{LISTS[name]}")
