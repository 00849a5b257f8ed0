"""Who knocks at the doors of the demo, and where: one record of every kind in two rival partnerships."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from dashboards.models import ImportedRow, Reading, SheetImport
from governance.asks.options import Option
from governance.mandate.queries import current_step
from governance.models import (
    ActionItem,
    Activity,
    Ask,
    AwaitedAction,
    CapabilityBet,
    CharterAgreement,
    Cover,
    Evidence,
    Forum,
    Initiative,
    MandateStep,
    Opening,
    OutcomeChange,
    OutcomeIntent,
    PromisedRole,
    QuietPeriod,
    RaciMatrix,
    RaciVersion,
    SavedView,
    StandingChange,
    StandingPromise,
    ValueClaim,
)
from governance.verbs import (
    add_evidence,
    agree_standing,
    ask_for_standing,
    ask_to_conclude,
    back,
    be_away,
    begin_initiative,
    change_standing,
    claim_value,
    decide_mandate,
    draft_outcome,
    place_bet,
    promise_role,
    put_off_widening,
    raise_decision,
    raise_recommendation,
    raise_risk,
    record_advocacy,
    say_on_hand_over,
    serve,
    set_up_forum,
    want_business_outcome,
    write_brief,
)
from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import (
    AuditEvent,
    Engagement,
    EngagementChange,
    EngagementPaper,
    Invitation,
    MailAttachment,
    Membership,
    OutgoingMail,
    Partner,
    SideRequest,
    User,
)
from partners.verbs import add_paper, deactivate, invite, plan_parting, propose_change
from reviews.models import (
    AgendaItem,
    AgendaPaper,
    Excerpt,
    ItemGuest,
    Review,
    ReviewPack,
    RoomMove,
    SideNews,
    Supersession,
)
from reviews.record.pack.mailing import mail_pack
from reviews.record.pack.making import sealed_of
from reviews.room.verbs.meeting import mark_attendance
from reviews.sections import PROMISED
from reviews.verbs import open_review, park
from tests.tampering import as_the_owner
from tests.templates import NOW

NOWHERE = 987654321
"""The number of no row."""
MERIDIAN, HALDEN = "meridian-systems", "halden-roy"

COSTS = Decimal("8675309.00")
"""What a change of each contract costs: ours alone (conftest.OUR_TERMS)."""

LETTERS = {
    "a": "administrator", "c": "CIO", "m": "relationship manager", "l": "partner lead", "k": "contributor",
    "o": "observer", "r": "executive reader",
}  # fmt: skip
"""How the table calls the people; all but the administrator and the CIO take part in Meridian alone."""
OUR_LETTERS = frozenset("acmor")
"""Those of our own house."""


@dataclass(frozen=True)
class World:
    """The people, by letter and by name, and the numbers of a record of every kind in each partnership."""

    people: dict[str, User]
    rival: User
    deactivated: User
    ours: dict[str, int]
    rivals: dict[str, int]


def build() -> World:
    """Takes the demo as it stands, opens both partnerships' reviews, and adds whom the demo has not."""
    with entered(SYSTEM):
        meridian, halden = (Partner.objects.get(slug=slug) for slug in (MERIDIAN, HALDEN))
    people = {
        "a": _named("Ada Lund"), "c": _named("Anand Kulkarni"), "m": _newcomer("Mona Manager", meridian, "m"),
        "l": _named("Jonas Stein"), "k": _named("Mei Chen"), "o": _newcomer("Olga Observer", meridian, "o"),
        "r": _newcomer("Rita Reader", meridian, "r"),
    }  # fmt: skip
    rival = _named("Callum Reid")
    gone = _newcomer("Dora Deactivated", meridian, "k")
    with acting_as(people["a"]):
        deactivate(gone, by=people["a"], now=NOW)
    for partner in (meridian, halden):
        _open_its_review(partner, people["c"])
        _invite_somebody(partner, people["c"])
        _set_up_another_forum(partner, people["c"])
        _bring_evidence(partner, people["c"])
        _have_brought_a_list(partner, people["c"])
        _have_something_wait(partner, people["c"])
        _have_decided_otherwise(partner, people["c"])
        _work_on_an_outcome(partner, people["c"], people["l"] if partner == meridian else rival)
        _owe_again_and_again(partner, people["c"])
        _ask_in_depth(partner, people["c"])
        _trust(partner, people["c"])
        _change_a_contract(partner, people["c"])
    for lead in (people["l"], rival):
        _be_away_in_march(lead)
    _have_the_latest_packs((meridian, halden))
    return World(people, rival, gone, _numbers(meridian, people["l"]), _numbers(halden, rival))


def _have_decided_otherwise(partner: Partner, person: User) -> None:
    """As if their latest decision had taken the place of one of before."""
    with entered(SYSTEM):
        made = Ask.objects.filter(partner=partner, kind="decision", state="made").order_by(
            "answered_on", "pk"
        )
        Supersession.objects.create(
            partner=partner, old_ask=made.first(), new_ask=made.last(), said_by=person, said_on=NOW.date()
        )


def _change_a_contract(partner: Partner, person: User) -> None:
    """A change of their latest engagement, which costs what stands out, and a paper that expires."""
    with acting_as(person):
        contract = Engagement.objects.filter(partner=partner).latest("pk")
        said = {"words": f"What {partner.name} runs besides", "value": COSTS, "currency": "EUR"}
        propose_change(contract, **said, by=person, now=NOW)
        paper = {"name": f"Insurance of {partner.name}", "expires_on": NOW.date() + timedelta(days=9)}
        add_paper(contract, **paper, by=person, now=NOW)
        plan_parting(partner, plan=f"What {partner.name} hands over", by=person, now=NOW)


def _ask_in_depth(partner: Partner, person: User) -> None:
    """A risk of theirs, a decision with options, and advice of either side that the other backs and argues for."""
    with entered(SYSTEM):
        lead = Membership.objects.filter(partner=partner, role=Role.PARTNER_LEAD).latest("pk").person
    later, said = NOW.date() + timedelta(days=60), {"by": person, "now": NOW}
    with acting_as(lead):
        advice = raise_recommendation(partner, title=f"What {partner.name} advises", by=lead, now=NOW)
    brief = {"what": "All of it", "why": "It pays", "benefit": "Time", "we_ask": "A yes"}
    with acting_as(person):
        ours = raise_recommendation(partner, title=f"What {partner.name} is advised", **said)
        back(advice, words="Right", **said)
        write_brief(advice, **brief, **said)
        record_advocacy(advice, kind="argued", words="We spoke for it", **said)
        raise_risk(
            partner,
            title=f"What {partner.name} may lose",
            on_side=lead.side,
            owner=lead,
            needed_by=later,
            risk_cause="One copy",
            risk_consequence="A day is gone",
            **said,
        )
        options = [Option("At once"), Option("Later")]
        raise_decision(
            partner,
            title=f"When {partner.name} begins",
            on_side=lead.side,
            needed_by=later,
            options=options,
            **said,
        )
    with acting_as(lead):
        back(ours, words="Right", by=lead, now=NOW)
        write_brief(ours, **brief, by=lead, now=NOW)


def _work_on_an_outcome(partner: Partner, person: User, lead: User) -> None:
    """An initiative beneath their latest outcome, what it has brought, the question whether it is achieved, and a draft
    of another.
    """
    with acting_as(person):
        outcome = OutcomeIntent.objects.filter(partner=partner).latest("pk")
        drafted = {"statement": f"What {partner.name} may reach", "target": "Twice as much"}
        draft = draft_outcome(partner, **drafted, by=person, now=NOW)
        say_on_hand_over(draft, words=f"What {partner.name} says to it.", by=person, now=NOW)
        begin_initiative(outcome, title=f"What {partner.name} works on", by=person, now=NOW)
        said = {"statement": f"What the business wants of {partner.slug}", "function": "Finance"}
        wanted = want_business_outcome(**said, owner=person, by=person, now=NOW)
        serve(outcome, wanted=wanted, by=person, now=NOW)
        asked = {
            "becomes": "achieved",
            "reason": f"What {partner.name} has reached.",
            "by": person,
            "now": NOW,
        }
        ask_to_conclude(outcome, **asked)
        outcome.business_owner = lead
        outcome.save()
        claim_value(outcome, words=f"What {partner.name} has brought.", by=person, now=NOW)
    for by, name in ((person, "the enterprise"), (lead, partner.name)):
        with acting_as(by):
            role = {
                "role": f"What {partner.name} was promised",
                "name": f"Whom {name} promised {partner.name}",
            }
            promise_role(partner, **role, starts_on=NOW.date(), outcome=outcome, by=by, now=NOW)


def _owe_again_and_again(partner: Partner, person: User) -> None:
    """A standing promise of their first contributor, of which the enterprise asks for other terms. Not due yet."""
    with entered(SYSTEM):
        role = {"partner": partner, "role": Role.CONTRIBUTOR, "person__employer": partner}
        owner = Membership.objects.current().filter(**role).earliest("pk").person
    terms = {"title": f"What {partner.name} owes each month", "kind": "day", "number": 5}
    with acting_as(person):
        later = NOW.date() + timedelta(days=60)
        standing = ask_for_standing(partner, owner=owner, **terms, begins_on=later, by=person, now=NOW)
    with acting_as(owner):
        agree_standing(standing, by=owner, now=NOW)
    with acting_as(person):
        other = {**terms, "number": 8, "reason": f"What {partner.name} would rather owe"}
        change_standing(standing, **other, by=person, now=NOW)


def _trust(partner: Partner, person: User) -> None:
    """A mandate, where none is decided yet, with what was opened up for it; a wider one put off; and a bet."""
    later, said = NOW.date() + timedelta(days=60), {"by": person, "now": NOW}
    with acting_as(person):
        if current_step(partner) is None:
            decide_mandate(
                partner,
                step="trusted",
                trusted_with=f"What {partner.name} is trusted with",
                reason=f"Why {partner.name} is trusted",
                kind="seat",
                title=f"What is opened up for {partner.name}",
                owner=person,
                due_on=later,
                **said,
            )
        place_bet(partner, title=f"What {partner.name} could learn", look_back_on=later, **said)
        put_off_widening(partner, **said)


def _have_brought_a_list(partner: Partner, person: User) -> None:
    """An import, as if it had written the latest action."""
    with acting_as(person):
        action = ActionItem.objects.filter(partner=partner, state="open").latest("pk")
        found = SheetImport.objects.create(
            partner=partner,
            kind="actions",
            batch=uuid4(),
            filename=f"{partner.code} list.csv",
            imported_by=person,
            imported_at=NOW,
            added=1,
        )
        ImportedRow.objects.create(
            partner=partner, sheet_import=found, line=2, action=action, version=action.version
        )


def _have_something_wait(partner: Partner, person: User) -> None:
    """A row of a list, for whoever they have invited."""
    with acting_as(person):
        invitation = Invitation.objects.filter(partner=partner).latest("pk")
        AwaitedAction.objects.create(
            partner=partner,
            invitation=invitation,
            title=f"What {partner.name} keeps for a newcomer",
            due_on=NOW.date(),
            created_by=person,
            created_at=NOW,
        )


def address(written: str, name: str, slug: str, numbers: Mapping[str, object]) -> str:
    """The address of a route, filled with a partnership and the numbers of its records."""
    filled = "/" + written
    for blank, value in _values(name, slug, numbers):
        for converter in ("slug", "int", "str", "month"):
            filled = filled.replace(f"<{converter}:{blank}>", str(value))
    assert "<" not in filled, (
        f"{written}: what stands in the blank is not known; add it to tests/demo/rivals/places.py"
    )
    return filled


def _values(name: str, slug: str, numbers: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    yield "partner", slug
    yield "pk", numbers[_record_of(name)]
    yield from ((blank, number) for blank, number in numbers.items())
    yield "kind", "decision" if name == "ask_new" else "actionitem"
    yield "move", "decision" if name == "reviews_room_answer" else "report"
    yield "key", f"ask-{numbers['decided']}"
    yield from (("edition", "partner"), ("token", "nowhere"), ("ending", "csv"), ("what", "action"))


_RECORDS = {
    "tracker_awaited": "awaited",
    "tracker": "action", "desk": "action", "record_history": "action",
    "ask_brief": "backed", "ask_advocacy": "backed", "ask": "ask", "outcome": "outcome",
    "mandate_bet": "bet", "mandate_opening": "opening", "mandate": "mandate",
    "initiative": "outcome", "promised": "named", "standing": "standing", "business": "business",
    "raci": "matrix", "performance": "indicator", "reviews_record": "sealed", "reviews_reply": "sealed",
    "sheet_import": "sheet_import", "reviews_forum": "forum", "reviews_send": "sealed", "reviews_pack": "sealed",
    "reviews_excerpt": "sealed", "reviews": "review",
    "partnerships_engagement": "engagement",
}  # fmt: skip


def _record_of(name: str) -> str:
    """Which record a route's `pk` is the number of."""
    return next((record for start, record in _RECORDS.items() if name.startswith(start)), "action")


def _numbers(partner: Partner, lead: User) -> dict[str, int]:
    with acting_as(lead):
        view = SavedView.objects.filter(partner=partner).latest("pk").pk  # what their lead alone reads
    with entered(SYSTEM):
        mine = {"partner": partner}
        opened = Review.objects.get(**mine, state="open")
        sealed = Review.objects.filter(**mine, state="sealed").latest("pk")
        reading = Reading.objects.filter(**mine).latest("month")
        to_us = {"mail__partner": partner, "mail__person__employer": None}
        attachment = MailAttachment.objects.filter(**to_us).latest("pk")
        promised = ActionItem.objects.filter(**mine, state="open")
        of_section_one = {"review": opened, "section": PROMISED.number, "position": 0}
        members = Membership.objects.filter(**mine)
        return {
            "mandate": MandateStep.objects.filter(**mine).latest("pk").pk,
            "opening": Opening.objects.filter(**mine).latest("pk").pk,
            "bet": CapabilityBet.objects.filter(**mine).latest("pk").pk,
            "action": promised.latest("pk").pk,
            "reported": ActionItem.objects.filter(**mine, state="reported").latest("pk").pk,
            "decided": Ask.objects.filter(**mine, kind="decision", state="made").latest("pk").pk,
            "ask": Ask.objects.filter(**mine, kind="decision").latest("pk").pk,
            "backed": Ask.objects.filter(**mine, state="backed", on_side="ours").latest("pk").pk,
            "outcome": OutcomeIntent.objects.filter(**mine, state="agreed").latest("pk").pk,
            "business": OutcomeIntent.objects.filter(**mine).exclude(serves=None).latest("pk").serves_id,
            "initiative": Initiative.objects.filter(**mine).latest("pk").pk,
            "change": OutcomeChange.objects.filter(**mine).latest("pk").pk,
            "named": PromisedRole.objects.filter(**mine, side="ours").latest("pk").pk,
            "worth": OutcomeIntent.objects.filter(**mine, state="agreed").earliest("pk").pk,
            "claim": ValueClaim.objects.filter(**mine).latest("pk").pk,
            "drafted": OutcomeIntent.objects.filter(**mine, state="draft").latest("pk").pk,
            "standing": StandingPromise.objects.filter(**mine).latest("pk").pk,
            "wanted": StandingChange.objects.filter(**mine).latest("pk").pk,
            "cover": Cover.objects.filter(**mine).latest("pk").pk,
            "matrix": RaciMatrix.objects.filter(**mine).latest("pk").pk,
            "activity": Activity.objects.filter(**mine).latest("pk").pk,
            "version": RaciVersion.objects.filter(**mine).latest("pk").pk,
            "indicator": reading.indicator_id,
            "reading": reading.pk,
            "sheet_import": SheetImport.objects.filter(**mine).latest("pk").pk,
            "review": opened.pk,
            "item": AgendaItem.objects.filter(**mine, review=opened).latest("pk").pk,
            "promised": AgendaItem.objects.get(**mine, **of_section_one).pk,
            "last_move": RoomMove.objects.filter(**mine, review=opened).latest("pk").pk,
            "line": AgendaItem.objects.filter(**mine, review=opened, position__gt=0).earliest("pk").pk,
            "brought": AgendaPaper.objects.filter(**mine, item__review=opened).latest("pk").pk,
            "guest": ItemGuest.objects.filter(**mine, item__review=opened).latest("pk").pk,
            "sealed_item": AgendaItem.objects.filter(**mine, review=sealed, position__gt=0).latest("pk").pk,
            "forum": Forum.objects.filter(**mine).latest("pk").pk,
            "sealed": sealed.pk,
            "membership": Membership.objects.filter(**mine).latest("pk").pk,
            "person": Membership.objects.filter(**mine, person__employer=partner).latest("pk").person_id,
            "lead": members.filter(role=Role.PARTNER_LEAD).latest("pk").person_id,
            "manager": members.filter(role=Role.RELATIONSHIP_MANAGER).latest("pk").person_id,
            "proposed": EngagementChange.objects.filter(**mine).latest("pk").pk,
            "paper": EngagementPaper.objects.filter(**mine).latest("pk").pk,
            "engagement": Engagement.objects.filter(**mine).latest("pk").pk,
            "invitation": Invitation.objects.filter(**mine).latest("pk").pk,
            "asked": SideRequest.objects.filter(**mine).latest("pk").pk,
            "mail": attachment.mail_id,
            "envelope": attachment.mail_id,
            "attachment": attachment.pk,
            "awaited": AwaitedAction.objects.filter(**mine).latest("pk").pk,
            "evidence": Evidence.objects.filter(**mine).latest("pk").pk,
            "view": view,
            "quiet": QuietPeriod.objects.filter(person=lead).latest("pk").pk,
            "session": NOWHERE,
            "sequence": AuditEvent.objects.filter(partner_id=partner.pk, side=None).latest("pk").pk,
            "month": 0,
        }


def nowhere(numbers: dict[str, int]) -> dict[str, int]:
    """The same places, with the numbers of no rows."""
    return dict.fromkeys(numbers, NOWHERE)


def _named(full_name: str) -> User:
    return User.objects.get(full_name=full_name)


_ROLES = {
    "m": Role.RELATIONSHIP_MANAGER,
    "o": Role.OBSERVER,
    "r": Role.EXECUTIVE_READER,
    "k": Role.CONTRIBUTOR,
}


def _newcomer(full_name: str, partner: Partner, letter: str) -> User:
    first, _, last = full_name.lower().partition(" ")
    with entered(SYSTEM):
        person = User.objects.create(email=f"{first}.{last}@northgate.example", full_name=full_name)
        Membership.objects.create(partner=partner, person=person, role=_ROLES[letter], since=date(2026, 1, 5))
    return person


def _open_its_review(partner: Partner, chair: User) -> None:
    with acting_as(chair):
        review = Review.objects.filter(partner=partner, state="scheduled").earliest("starts_at")
        Review.objects.filter(pk=review.pk).update(starts_at=NOW)
        review = open_review(Review.objects.get(pk=review.pk), by=chair, now=NOW)
        lead = (
            Membership.objects.current().filter(partner=partner, role=Role.PARTNER_LEAD).latest("pk").person
        )
        mark_attendance(review, person=lead, state="present", by=chair, now=NOW)  # whose word is written down
        park(review, text="Travel", by=chair, now=NOW)  # which can be taken back
        line = AgendaItem.objects.filter(review=review, position__gt=0).earliest("pk")
        of_line: dict[str, object] = {"partner": partner, "item": line, "side": "ours"}
        paper = AgendaPaper(
            **of_line, name="plan.txt", content_type="text/plain", added_by=chair, added_at=NOW
        )
        paper.file.save("plan.txt", ContentFile(b"The plan"))
        ItemGuest.objects.create(**of_line, person=lead, asked_by=chair, asked_at=NOW)
        of_review: dict[str, object] = {"partner": partner, "review": review}
        said = {"side": "theirs", "defaults": {"text": "Two people more", "author": lead, "written_at": NOW}}
        SideNews.objects.get_or_create(**of_review, **said)
        CharterAgreement.objects.create(
            partner=partner, side="ours", sha256="0" * 64, by=chair, on=NOW.date()
        )
    with entered(SYSTEM):
        went = {
            "item": line.pk,
            "title": line.title,
            "text": "Said",
            "name": "Guest",
            "address": "g@elsewhere.example",
        }
        mail = OutgoingMail.objects.filter(partner=partner).earliest("pk")
        Excerpt.objects.create(**of_review, **went, mail=mail, sent_by=chair, sent_at=NOW)


def _invite_somebody(partner: Partner, by: User) -> None:
    """One of their own side, and one of the other side, who waits for its yes."""
    with acting_as(by):
        for host, theirs in (("advice", False), (partner.slug, True)):
            invite(
                partner,
                email=f"newcomer@{host}.example",
                full_name="Nina Newcomer",
                role=Role.OBSERVER,
                theirs=theirs,
                by=by,
                now=NOW,
            )


def _set_up_another_forum(partner: Partner, by: User) -> None:
    with acting_as(by):
        set_up_forum(partner, name="Steering board", chair=by, by=by, now=NOW)


def _be_away_in_march(person: User) -> None:
    with acting_as(person):
        be_away(first_on=date(2027, 3, 1), last_on=date(2027, 3, 5), by=person, now=NOW)


def _bring_evidence(partner: Partner, by: User) -> None:
    with acting_as(by):
        item = ActionItem.objects.filter(partner=partner, state="open").latest("pk")
        file = SimpleUploadedFile("protocol.txt", f"What {partner.name} has measured.".encode())
        add_evidence(item, file=file, by=by, now=NOW)


def _have_the_latest_packs(partners: tuple[Partner, ...]) -> None:
    """The packs of the review sealed last in each, as files that say nothing: to set them takes half a minute, and only
    test_packs.py reads them."""
    with entered(SYSTEM), as_the_owner():
        latest = [Review.objects.filter(partner=partner, state="sealed").latest("pk") for partner in partners]
        ReviewPack.objects.exclude(review__in=latest).delete()
        for pack in ReviewPack.objects.select_related("partner", "review__forum"):
            pack.file.save("pack.pdf", ContentFile(b"%PDF-1.7"), save=False)
            pack.state, pack.sha256, pack.pages, pack.built_at = ReviewPack.State.BUILT, "0" * 64, 1, NOW
            pack.save()
            mail_pack(pack, sealed_of(pack), b"%PDF-1.7", now=NOW)
