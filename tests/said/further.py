"""The story goes on: what is owed again and again, decided, brought in, said in the room and sealed, page by page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import time_machine
from django.db import connection
from django.test import Client

from governance import verbs
from governance.models import Ask, StandingPromise
from governance.standing.clock import make_standing_promises
from partners import verbs as people
from partners.authentication.account_log import What, note_account
from partners.isolation.scope import SYSTEM, entered
from partners.models import AuditEvent, Partner, User
from reviews import verbs as meeting
from reviews.decisions.decision import RegisteredDecision, found
from reviews.models import AgendaItem, Review
from reviews.record.verbs.excerpts import send_excerpt
from reviews.record.verbs.sealing import seal_review
from tests.governance.mails import mail_to
from tests.governance.scene import at
from tests.reviews.room.room_steps import decide
from tests.said.story import NOW, TODAY, Told, by, on

HERE = "/partnerships/meridian/"
_SECRET = re.compile(
    r"\b[0-9a-f]{64}\b|(?<=/)[\w-]{22,}(?=/)|(?<=Link )[0-9]+"
    r"|(?<=[?;&]item=)[0-9]+|(?<=at=action-)[0-9]+|(?<=at=ask-)[0-9]+"
)
"""What is drawn by lot, and what is counted through all tests."""
BEGINS = NOW + timedelta(days=2, hours=1)


@dataclass
class Reading:
    """Pages as people open them: name → what a browser was given."""

    told: Told
    signed_in: Callable[[User], Client]
    browsers: dict[int, Client] = field(default_factory=dict)

    def browser(self, reader: User) -> Client:
        """Signed in once each: to sign in costs more than a page."""
        if reader.pk not in self.browsers:
            self.browsers[reader.pk] = self.signed_in(reader)
        return self.browsers[reader.pk]

    def of(self, reader: User, address: str, **form: object) -> str:
        """A page, or what comes of a form; without what is drawn by lot and what is counted through all tests."""
        client = self.browser(reader)
        answer = client.post(address, form, follow=True) if form else client.get(address, follow=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return _SECRET.sub("…", answer.content.decode())

    def both(self, name: str, address: str) -> Iterator[tuple[str, str]]:
        for reader in (self.told.cast.manager, self.told.cast.lead):
            yield f"{name} of {reader.side}", self.of(reader, address)


def further(reading: Reading) -> Iterator[tuple[str, str]]:
    """The name of a page and its HTML, one after the other as things happen."""
    yield from _standing(reading)
    yield from _decisions(reading)
    yield from _forms(reading)
    yield from _looked_up(reading)
    yield from _from_mail(reading)
    yield from _brought_in(reading)
    yield from _what_it_brought(reading)
    yield from _mandate(reading)
    yield from _promised(reading)
    with time_machine.travel(BEGINS + timedelta(minutes=20), tick=False):
        yield from _in_the_room(reading)
    with time_machine.travel(BEGINS + timedelta(minutes=80), tick=False):
        yield from _sealed(reading)


def _what_it_brought(reading: Reading) -> Iterator[tuple[str, str]]:
    """Of an outcome beside the others: before it is said, while its business owner is asked, and answered."""
    cast = reading.told.cast
    terms = {"statement": "No invoice by hand", "target": "None in a month", "business_owner": cast.reader}
    with by(cast.manager, -40) as said:
        outcome = verbs.draft_outcome(
            cast.partner, **terms, value_expected="Four people less at night", **said
        )
    with by(cast.lead, -39) as said:
        verbs.agree_outcome(outcome, **said)
    page = outcome.get_absolute_url()
    yield from reading.both("outcome worth something", page)
    with by(cast.lead, -2) as said:
        claim = verbs.claim_value(outcome, words="Two of them work by day", **said)
    yield from reading.both("outcome that has brought something", page)
    yield "desk of a business owner", reading.of(cast.reader, "/")
    yield "what it has brought", reading.of(cast.reader, claim.get_absolute_url())
    with by(cast.reader, -1) as said:
        verbs.answer_value(claim, verdict="part", words="Two are still there at night", **said)
    yield "outcome of its business owner", reading.of(cast.reader, page)


def _promised(reading: Reading) -> Iterator[tuple[str, str]]:
    """Each side promises the other somebody: one is to come, of the others one came instead and nobody came for one."""
    cast = reading.told.cast
    for who, person in ((cast.manager, cast.teammate), (cast.lead, cast.contributor)):
        with by(who, -30) as said:
            named = {"name": "Ida Roth", "starts_on": on(-20)}
            verbs.promise_role(cast.partner, role="Leads the nights", **named, **said)
            came = verbs.promise_role(cast.partner, role="Keeps the keys", **named, **said)
            verbs.promise_role(cast.partner, role="Leads days", **(named | {"starts_on": on(20)}), **said)
        with by(who, -5) as said:
            verbs.say_who_came(came, person=person, on=on(-9), **said)
    yield from reading.both("people promised", f"{HERE}people-promised/")
    yield from reading.both("who came", came.get_absolute_url())
    with by(cast.lead, -1) as said:
        verbs.end_promised(came, why="There are no keys any more", **said)
    yield from reading.both("promised no longer", came.get_absolute_url())


def _standing(reading: Reading) -> Iterator[tuple[str, str]]:
    """One of each side that was kept and missed, one asked for, one that ended, and other terms that are asked for."""
    cast = reading.told.cast
    asked = {}
    for title, owner, number in (
        ("Capacity forecast", cast.contributor, 5), ("Order book", cast.teammate, 20), ("Licence list", cast.lead, 9)
    ):  # fmt: skip
        asker, other = (cast.manager, cast.lead) if owner.side == "theirs" else (cast.lead, cast.manager)
        with by(asker, -120) as said:
            terms = {"kind": "day", "number": number, "detail": f"{title}, in figures"}
            asked[title] = verbs.ask_for_standing(cast.partner, title=title, owner=owner, **terms, **said)
        with by(other, -119) as said:
            verbs.agree_standing(asked[title], **said)
    for days in (-90, -60, -30, 0):
        make_standing_promises(now=at(on(days)))
    forecast = asked["Capacity forecast"]
    with by(cast.contributor, -80) as said:
        verbs.report_done(forecast.occurrences.earliest("due_on"), **said)
    with by(cast.manager, -79) as said:
        verbs.confirm(forecast.occurrences.earliest("due_on"), **said)
    with by(cast.lead, -60) as said:
        moved = forecast.occurrences.order_by("due_on")[2]
        verbs.move_date(moved, due_on=moved.due_on + timedelta(3), reason="The feed was late", **said)
    with by(cast.manager, -2) as said:
        verbs.release_standing(_fresh(asked["Licence list"]), reason="Nobody reads it", **said)
        terms = {"title": "Order book by product", "kind": "working_day", "number": 3, "every": 3}
        verbs.change_standing(_fresh(asked["Order book"]), **terms, reason="One list is enough", **said)
        owed = {"title": "Rota of the night", "owner": cast.lead, "kind": "day", "number": 1}
        new = verbs.ask_for_standing(cast.partner, **owed, **said)
    yield from reading.both("standing promises", f"{HERE}standing/")
    for standing in (*asked.values(), new):
        yield from reading.both(f"standing {standing.title.lower()}", f"{HERE}standing/{standing.pk}/")
    yield "standing asked for", reading.of(cast.lead, f"{HERE}standing/new/")


def _mandate(reading: Reading) -> Iterator[tuple[str, str]]:
    """Delivering, then trusted, with something opened up for it; a bet of each side, one of which paid off."""
    cast = reading.told.cast
    words = {"trusted_with": "What is agreed", "reason": "It begins"}
    with by(cast.cio, -100) as said:
        verbs.decide_mandate(cast.partner, step="delivering", **words, **said)
    with by(cast.cio, -2) as said:
        words = {"trusted_with": "The ERP basis\nForty databases", "reason": "Nine good months"}
        opened = {"kind": "seat", "title": "A seat in planning", "owner": cast.manager, "due_on": on(40)}
        verbs.decide_mandate(cast.partner, step="trusted", **words, **opened, **said)
    bets = []
    for who, title in ((cast.manager, "They run the night"), (cast.lead, "They rebuild an index")):
        with by(who, -90) as said:
            terms = {"title": title, "look_back_on": on(9), "detail": f"{title}, alone"}
            bets.append(verbs.place_bet(cast.partner, **terms, **said))
    with by(cast.manager, -1) as said:
        verbs.say_what_became(bets[1], becomes="paid_off", words="Two Sundays", **said)
    yield from reading.both("mandate", f"{HERE}mandate/")
    yield "mandate of who decides", reading.of(cast.cio, f"{HERE}mandate/")
    yield "mandate decided", reading.of(cast.cio, f"{HERE}mandate/decision/")
    for number, bet in enumerate(bets, start=1):
        yield from reading.both(f"bet {number}", f"{HERE}mandate/bets/{bet.pk}/")
    yield "bet placed", reading.of(cast.lead, f"{HERE}mandate/bets/new/")


def _fresh(standing: StandingPromise) -> StandingPromise:
    return StandingPromise.objects.get(pk=standing.pk)


def _decisions(reading: Reading) -> Iterator[tuple[str, str]]:
    """Both sides have decided, one decision took another's place."""
    cast, made = reading.told.cast, []
    for days, title, answer in (
        (-9, "A window on Sundays?", "Yes, two hours"),
        (-4, "A longer one?", "Four hours"),
    ):
        with by(cast.manager, days) as said:
            where = {"on_side": "theirs", "needed_by": on(days + 3), "forum_words": "Change board"}
            ask = verbs.raise_decision(cast.partner, title=title, **where, **said)
            verbs.move_needed_by(ask, needed_by=on(days + 4), reason="The board meets later", **said)
        with by(cast.lead, days + 1) as said:
            verbs.move_needed_by(ask, needed_by=on(days + 30), reason="After the freeze", **said)
            made.append(verbs.decide(ask, answer=answer, **said))
    with by(cast.manager, 0) as said:
        old, new = (_decided(ask, cast.partner, cast.manager) for ask in made)
        meeting.supersede(old, new=new, **said)
    yield "a decision that was moved", reading.of(cast.observer, f"{HERE}asks/{made[0].pk}/")
    yield "decisions", reading.of(cast.reader, f"{HERE}decisions/")
    yield "decisions of whoever decides", reading.of(cast.manager, f"{HERE}decisions/")
    yield "decisions across", reading.of(cast.cio, "/decisions/")
    yield "decisions sought in vain", reading.of(cast.cio, "/decisions/?q=nothing")
    yield "what took its place", reading.of(cast.lead, f"{HERE}decisions/ask-{made[1].pk}/")


def _decided(ask: Ask, partner: Partner, reader: User) -> RegisteredDecision:
    decision = found(f"ask-{ask.pk}", reader, partner)
    assert decision is not None
    return decision


def _forms(reading: Reading) -> Iterator[tuple[str, str]]:
    """Where something begins or is changed."""
    told, cast = reading.told, reading.told.cast
    outcome = told.outcome
    for person in (cast.manager, cast.lead):
        yield from reading.both(
            f"handing over of {person.first_name}", f"{HERE}people/{person.pk}/hand-over/"
        )
    for name, address in {
        "new action": f"{HERE}actions/new/", "new outcome": f"{HERE}outcomes/new/",
        "new decision": f"{HERE}asks/new/decision/",
        "new impediment": f"{HERE}asks/new/impediment/",
        "new recommendation": f"{HERE}asks/new/recommendation/",
        "outcome changed": f"{HERE}outcomes/{outcome.pk}/edit/", "new grid": f"{HERE}raci/new/",
        "new review": f"{HERE}reviews/new/", "forum": f"{HERE}reviews/forum/{told.review.forum_id}/",
        "new partnership": "/settings/partnerships/new/", "new engagement": f"{HERE}charter/engagements/new/",
        "new indicator": f"{HERE}performance/new/", "targets": f"{HERE}performance/targets/",
        "where to begin": "/new/action/?title=Rotate", "tracker import": f"{HERE}import/tracker/",
        "readings import": "/import/readings/",
    }.items():  # fmt: skip
        yield name, reading.of(cast.cio, address)


def _looked_up(reading: Reading) -> Iterator[tuple[str, str]]:
    """What is asked for now and then: history, signing in, an earlier year, words."""
    connection.check_constraints()
    told, cast = reading.told, reading.told.cast
    moved = told.items["Write the runbook"]
    with entered(SYSTEM):
        deed = AuditEvent.objects.filter(verb="move_date").earliest("sequence").sequence
        figure = told.outcome.indicators.earliest("pk")
    yield "history", reading.of(cast.cio, "/settings/history/")
    yield (
        "history of one",
        reading.of(cast.cio, f"/settings/history/?person={cast.teammate.pk}&until={TODAY}"),
    )
    yield "deed", reading.of(cast.lead, f"/settings/history/{deed}/")
    yield "history of an action", reading.of(cast.observer, f"{HERE}history/actionitem/{moved.pk}/")
    yield "ledger of an earlier year", reading.of(cast.lead, f"{HERE}ledger/?until=2026-09")
    yield "ledger narrowed", reading.of(cast.lead, f"{HERE}ledger/?side=theirs&verdict=kept")
    yield "indicator of an observer", reading.of(cast.observer, f"{HERE}performance/{figure.pk}/")
    yield "indicator", reading.of(cast.manager, f"{HERE}performance/{figure.pk}/")
    yield "found", reading.of(cast.manager, "/search/?q=index")
    for name in ("account", "sign-in", "enterprise", "sign-ins", "mail/replies"):
        yield f"settings {name.replace('/', ' ')}", reading.of(cast.administrator, f"/settings/{name}/")
    with by(cast.administrator, 0) as said:
        people.reactivate(cast.leaver, **said)
        for person, what in ((cast.administrator, What.FACTOR_REMOVED), (cast.leaver, What.PASSWORD)):
            note_account(cast.leaver, what=what, how="a code of the app", **{**said, "by": person})
    yield "signing in of somebody who is back", reading.of(cast.leaver, "/settings/sign-in/")
    with by(cast.manager, 0) as said:
        asked = {
            "email": "nina@meridian.example",
            "full_name": "Nina New",
            "role": "contributor",
            "theirs": True,
        }
        people.invite(cast.partner, **asked, **said)
        people.set_business_function(cast.teammate, function="Finance", **said)
    yield from reading.both("people while one is asked for", "/settings/people/?partner=meridian")
    yield "functions with one of us", reading.of(cast.manager, "/settings/functions/")
    yield "how it is counted", reading.of(cast.observer, "/how-it-is-counted/")
    yield "words", reading.of(cast.observer, "/words/")


def _from_mail(reading: Reading) -> Iterator[tuple[str, str]]:
    """What a mail opens, for whoever owes it and for whoever waits for it."""
    told = reading.told
    titles = ("Rotate the keys", "Order licences", "Test the restore", "Rebuild the index")
    things = [*(told.items[title] for title in titles), *told.asks.values()]
    for reader in (told.cast.manager, told.cast.lead):
        mailed = mail_to(reader, *things, now=NOW - timedelta(hours=1))
        yield f"mail of {reader.side}", _opened(mailed.all_of_it)
        own = told.items["Archive the invoices" if reader.side == "ours" else "Write the runbook"]
        one = mail_to(reader, own, told.items["Give access"], now=NOW - timedelta(hours=1))
        yield f"mail of {reader.side} in which one thing waits", _opened(one.all_of_it)
        for place, thing in enumerate(things):
            name = f"mail of {reader.side} about {thing.title.rstrip('?').lower()}"
            yield name, _opened(mailed.at(place))


def _opened(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return _SECRET.sub("…", answer.content.decode())


def _brought_in(reading: Reading) -> Iterator[tuple[str, str]]:
    """A list and a file of readings, with rows of each kind, up to what would come in."""
    cast = reading.told.cast
    rows = ("No\tAction\tWho\tDue\tStatus\tComment", "A-1\tOrder disks\tJonas\t2026-12-15\tWIP\tUrgent",
            "A-2\tRotate the keys\tJonas\t2026-12-20\topen\t", "A-3\tClean up\tWalter\t2026-12-18\tWIP\t",
            "A-4\tCall them\tPriya\tsoon\tdone\t", "A-5\tPay\tPriya\t2026-12-19\tparked\t")  # fmt: skip
    client = reading.browser(cast.manager)
    place = client.post(f"{HERE}import/tracker/", {"pasted": "\n".join(rows)})["Location"]
    yield "tracker described", _SECRET.sub("…", client.get(place).content.decode())
    yield "tracker seen", _SECRET.sub("…", client.get(f"{place}preview/").content.decode())
    figures = "Month,KPI,Value,Unit\n2026-09,Restore,0.97,percent\n2026-09,Batch,97,percent\nsoon,Batch,97,percent\n"
    place = client.post("/import/readings/", {"pasted": figures})["Location"]
    yield "readings described", _SECRET.sub("…", client.get(place).content.decode())
    yield "readings seen", _SECRET.sub("…", client.get(f"{place}preview/").content.decode())
    yield "what was brought in", reading.of(cast.manager, f"{HERE}imports/")


def _in_the_room(reading: Reading) -> Iterator[tuple[str, str]]:
    """Each section on the chair's screen, on the scribe's and on theirs, a line that is typed, and the read-back."""
    cast, review = reading.told.cast, reading.told.review
    room, chair = f"{HERE}reviews/{review.pk}/room/", {"by": cast.cio, "now": BEGINS}
    yield "agenda on its day", reading.of(cast.lead, f"{HERE}reviews/{review.pk}/")
    with entered(SYSTEM):
        meeting.open_review(review, **chair)
        for person in (cast.manager, cast.lead):
            meeting.mark_attendance(review, person=person, state="present", **chair)
        meeting.name_scribe(review, person=cast.lead, **chair)
        meeting.note(review, text="Audit wants ten years", **chair)
        meeting.park(review, text="Dinner in spring", **chair)
        meeting.decide_aloud(review, text="The window opens", **chair)
        meeting.thank_in_room(review, names="Mei", words="for the purge", **chair)
        due = (BEGINS + timedelta(days=9)).date()
        meeting.keep_promise(review, title="Send the traces", owner=cast.lead, due_on=due, **chair)
        sections = list(AgendaItem.objects.filter(review=review, position=0).order_by("section"))
    for name, reader in (("chair", cast.cio), ("scribe", cast.lead), ("observer", cast.observer)):
        yield f"around the room of the {name}", whole(reading.of(reader, room))
    for line in sections:
        for name, reader in (("chair", cast.cio), ("scribe", cast.lead), ("observer", cast.observer)):
            yield f"room {line.section} of the {name}", reading.of(reader, f"{room}?item={line.pk}")
    for title, does in (
        ("Rotate the keys", "resumption"),
        ("Give access", "due-date"),
        ("Archive the invoices", "report"),
    ):
        at_row = f"{room}?item={sections[0].pk}&at=action-{reading.told.items[title].pk}&do={does}"
        yield f"room with {title.lower()} in hand", reading.of(cast.cio, at_row)
    with entered(SYSTEM):
        decide(review, reading.told.asks["Freeze at year end?"], answer="Yes, two weeks", **chair)
    yield "room 4 once one is answered", reading.of(cast.cio, f"{room}?item={sections[3].pk}")
    for name, reader in (("chair", cast.cio), ("scribe", cast.lead)):
        for typed in ("Order disks @tom 15 Dec", "Order disks"):
            said = reading.of(reader, f"{room}lines/preview/", line=typed)
            yield f"{typed.lower().replace('@', '')} typed by the {name}", f"<main>{said}</main>"
    for name, reader in (("chair", cast.cio), ("lead", cast.lead), ("observer", cast.observer)):
        yield f"read-back of the {name}", reading.of(reader, f"{room}close/")
    with entered(SYSTEM):
        meeting.say(review, stance="agree", sentence="We know it.", by=cast.manager, now=BEGINS)
        differs = {"stance": "differ", "differs_on": "the date", "sentence": "Too late."}
        meeting.say(review, **differs, by=cast.lead, now=BEGINS)
    yield "read-back once both have spoken", reading.of(cast.cio, f"{room}close/")


def whole(html: str) -> str:
    """The page with all that stands around its middle."""
    inner = (
        html.partition("<body")[2]
        .partition("</body>")[0]
        .replace("<main", "<div")
        .replace("</main>", "</div>")
    )
    return f"<main{inner}</main>"


def _sealed(reading: Reading) -> Iterator[tuple[str, str]]:
    """The record for whoever may do more with it and for whoever reads it, and how the review is rated."""
    cast, review = reading.told.cast, reading.told.review
    end: datetime = BEGINS + timedelta(minutes=80)
    with entered(SYSTEM):
        seal_review(review, by=cast.cio, now=end)
        kept = Review.objects.get(pk=review.pk)
    place = f"{HERE}reviews/{kept.pk}/"
    for name, reader in (("chair", cast.cio), ("lead", cast.lead), ("observer", cast.observer)):
        yield f"record of the {name}", reading.of(reader, f"{place}record/")
    with entered(SYSTEM):
        item = AgendaItem.objects.get(review=kept, title="Year end").pk
    yield "excerpt to be sent", reading.of(cast.cio, f"{place}record/items/{item}/")
    with by(cast.cio, 2) as said:
        guest = {"name": "Head of audit", "email": "audit@elsewhere.example"}
        send_excerpt(kept, item=item, **guest, **said)
    yield "record with an excerpt", reading.of(cast.lead, f"{place}record/")
    yield "rating", reading.of(cast.lead, f"{place}rating/")
    yield "five questions", reading.of(cast.lead, f"{HERE}pulse/")
    yield "reviews once one is sealed", reading.of(cast.manager, f"{HERE}reviews/")
    with by(cast.manager, 0) as said:
        verbs.set_up_forum(cast.partner, name="Weekly round", chair=None, minutes=30, **said)
    yield "reviews without a chair", reading.of(cast.observer, f"{HERE}reviews/")
    yield "the next agenda", reading.of(cast.lead, f"{HERE}reviews/next/")
