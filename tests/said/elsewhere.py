"""Days later: risks, briefs, what the business wants, people on their way in, what is refused, page by page."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dashboards import verbs as measuring
from dashboards.models import Indicator, Reading, SheetImport
from governance import verbs
from governance.asks.options import Option
from governance.models import ActionItem, Ask, DecisionOption, Forum, WaitingPeriod
from governance.raci.content import GridLine
from governance.tracker.filters import Filters
from partners import verbs as people
from partners.isolation.scope import SYSTEM, entered
from partners.mail.outbox import Attachment
from partners.models import Invitation, OutgoingMail
from reviews import verbs as meeting
from tests.said.further import _SECRET, BEGINS, HERE, whole
from tests.said.further import Reading as Pages
from tests.said.states import nothing_yet, other_states
from tests.said.steps import what_steps_say
from tests.said.story import by, on
from tests.said.trusted import trusted

LATER = BEGINS + timedelta(days=7)
PEOPLE = """Name,E-mail,Role,Company
Nina Roth,nina.roth@example.com,Observer,Northgate
Omar Vance,omar.vance@example.com,team member,
Jonas Neu,jonas.neu@example.org,Lead,Meridian Systems
Broken,not an address,,
,nobody@example.com,,
Tom Okafor,tom.okafor@example.com,Observer,
"""
MINUTES = """Minutes of the database round
Jonas will order the disks by 15 December
Priya to send the list by Friday
We talked about the weather
"""


def elsewhere(pages: Pages) -> Iterator[tuple[str, str]]:
    """The name of a page and its HTML, one after the other as things happen."""
    with time_machine.travel(LATER, tick=False):
        pages = Pages(pages.told, pages.signed_in)
        for group in GROUPS:
            yield from group(pages)


def _risks(pages: Pages) -> Iterator[tuple[str, str]]:
    """One of each side, one that is treated, one that happened, one that both would live with, and the looks."""
    cast, risks = pages.told.cast, {}
    for title, owner, treatment in (
        ("The licence server stops", cast.lead, "A second one"), ("A migration fails", cast.contributor, ""),
        ("The auditor comes early", cast.manager, "Ready by May"), ("The room is too small", cast.lead, ""),
    ):  # fmt: skip
        with by(cast.manager if owner.side == "ours" else cast.lead, 3) as said:
            why = {
                "risk_cause": "It is old",
                "risk_consequence": "Nobody can work",
                "risk_treatment": treatment,
            }
            side = {"on_side": owner.side, "owner": owner, "needed_by": on(20), "outcome": pages.told.outcome}
            risks[title] = verbs.raise_risk(cast.partner, title=title, **why, **side, **said)
    with by(cast.lead, 8) as said:
        verbs.look_at_risk(risks["The licence server stops"], answer="It is slower", needed_by=on(40), **said)
        verbs.treat_risk(risks["The room is too small"], answer="We took another", **said)
        verbs.ask_to_live_with(_fresh(risks["The licence server stops"]), reason="It costs too much", **said)
    with by(cast.contributor, 8) as said:
        verbs.risk_happened(risks["A migration fails"], answer="On Sunday", cause="access", **said)
    for title, risk in risks.items():
        yield from pages.both(f"risk {title.lower()}", f"{HERE}asks/{risk.pk}/")
    with by(cast.manager, 9) as said:
        verbs.agree_to_live_with(_fresh(risks["The licence server stops"]), answer="We know", **said)
    yield from pages.both(
        "risk once both live with it", f"{HERE}asks/{risks['The licence server stops'].pk}/"
    )
    with entered(SYSTEM):
        came = Ask.objects.get(came_of=risks["A migration fails"])
    yield from pages.both("what came of a risk", f"{HERE}asks/{came.pk}/")
    with by(cast.manager, 9) as said:
        options = (Option("Tape", "Cheap"), Option("Disk", "Fast"))
        days = {"needed_by": on(30), "worked_due_on": on(60), "detail": "For ten years"}
        chosen = verbs.raise_decision(
            cast.partner, title="Which store?", on_side="theirs", options=options, **days, **said
        )
    yield from pages.both("decision with options", f"{HERE}asks/{chosen.pk}/")
    with by(cast.lead, 9) as said:
        option = DecisionOption.objects.filter(ask=chosen).latest("pk")
        verbs.decide(_fresh(chosen), answer="For ten years", option=option, worked_due_on=on(40), **said)
    yield from pages.both("decision that is to be looked back at", f"{HERE}asks/{chosen.pk}/")
    with by(cast.lead, 41) as said:
        verbs.look_back(_fresh(chosen), worked="yes", answer="It holds", **said)
    yield from pages.both("decision that worked", f"{HERE}asks/{chosen.pk}/")
    yield from pages.both("asks with risks", f"{HERE}asks/")
    yield "new risk", pages.of(cast.lead, f"{HERE}asks/new/risk/")


def _fresh(ask: Ask) -> Ask:
    with entered(SYSTEM):
        return Ask.objects.get(pk=ask.pk)


def _advocacy(pages: Pages) -> Iterator[tuple[str, str]]:
    """A recommendation that is backed, as both sides see it; its brief is of the side that backs it."""
    cast, told = pages.told.cast, pages.told
    advice = told.asks["Drop the nightly copy"]
    place = f"{HERE}asks/{advice.pk}/"
    yield "brief to be written", pages.of(cast.manager, f"{place}brief/")
    with by(cast.manager, 9) as said:
        objection = {"objection": "It is risky", "objection_answer": "Two weeks of trial"}
        words = {"what": "One copy less", "why": "It is slow", "benefit": "Two hours", "we_ask": "Ten days"}
        verbs.write_brief(advice, **words, **objection, **said)
        for kind, whom in (("argued", "Finance"), ("objected", "Audit"), ("answered", ""), ("won", "")):
            told_of = {"words": f"They {kind} it", "whom": whom, "on": on(8)}
            verbs.record_advocacy(_fresh(advice), kind=kind, **told_of, **said)
    yield "brief that is written", pages.of(cast.manager, f"{place}brief/")
    file = Attachment("brief.pdf", "application/pdf", b"%PDF-1.7")
    with by(cast.manager, 9) as said:
        verbs.send_brief(advice, pdf=file, person=cast.cio, **said)
        verbs.send_brief(
            advice, pdf=file, forum=Forum.objects.filter(partner=cast.partner).earliest("pk"), **said
        )
    yield from pages.both("recommendation argued for", place)


def _business(pages: Pages) -> Iterator[tuple[str, str]]:
    """One that is under way with what serves it, one that is reached, as who keeps it and who reads it see them."""
    cast, outcome = pages.told.cast, pages.told.outcome
    with by(cast.cio, 3) as said:
        what = {"function": "Finance", "owner": cast.teammate, **said}
        facts = {"target": "Two months in a row", "stands": "day five today", "due_on": on(90)}
        top = verbs.want_business_outcome(statement="Results on day three", **facts, **what)
        change = verbs.want_business_outcome(statement="No night shift", serves=top, **what)
        reached = verbs.want_business_outcome(statement="One chart of accounts", **what)
        verbs.end_business_outcome(reached, becomes="reached", words="It is in use", **said)
        outcome.refresh_from_db()
        verbs.serve(outcome, wanted=change, version=outcome.version, **said)
    yield from pages.both("business outcomes", "/business-outcomes/")
    for wanted in (top, change, reached):
        for name, reader in (("cio", cast.cio), ("manager", cast.manager), ("lead", cast.lead)):
            if reader is not cast.lead or wanted is not reached:
                yield (
                    f"business outcome {wanted.statement.lower()} of the {name}",
                    pages.of(reader, f"/business-outcomes/{wanted.pk}/"),
                )
    yield "business outcome changed", pages.of(cast.cio, f"/business-outcomes/{change.pk}/edit/")
    yield "new business outcome", pages.of(cast.manager, "/business-outcomes/new/")
    yield from pages.both("outcome that serves", f"{HERE}outcomes/{outcome.pk}/")


def _on_the_way_in(pages: Pages) -> Iterator[tuple[str, str]]:
    """Who is invited, by either side; what is kept for them; and the page that lets them in."""
    cast = pages.told.cast
    with by(cast.manager, 9) as said:
        ours = {"email": "vera@northgate.example", "full_name": "Vera Lind", "role": "contributor"}
        people.invite(cast.partner, theirs=False, **ours, **said)
        invitation = Invitation.objects.get(full_name="Vera Lind")
        for title, days in (("Label the racks", 20), ("Count the keys", 30)):
            verbs.await_owner(cast.partner, title=title, invitation=invitation, due_on=on(days), **said)
    with by(cast.lead, 9) as said:
        theirs = {
            "email": "kim@meridian.example",
            "full_name": "Kim Berg",
            "role": "contributor",
            "theirs": True,
        }
        people.invite(cast.partner, **theirs, **said)
        other = Invitation.objects.get(full_name="Kim Berg")
    yield from pages.both("people on their way in", "/settings/people/?partner=meridian")
    yield from pages.both("tracker with what is kept for somebody", f"{HERE}tracker/")
    answer = pages.browser(cast.manager).post(f"/settings/invitations/{other.pk}/objection/", {"reason": ""})
    assert answer.status_code == 422
    yield "objection without a reason", _SECRET.sub("…", answer.content.decode())
    with by(cast.manager, 9) as said:
        people.object_to_invitation(other, reason="He left us for you", **said)
    yield from pages.both("people once somebody objects", "/settings/people/?partner=meridian")
    with entered(SYSTEM):
        mail = OutgoingMail.objects.select_related("content").get(address="vera@northgate.example")
    (link,) = set(re.findall(r"/invitations/[^/\s]+/", mail.content.text))
    yield "invitation", whole(_SECRET.sub("…", Client().get(link).content.decode()))
    yield "invitation over", whole(Client().get("/invitations/nothing-of-that-name/").content.decode())


def _lists(pages: Pages) -> Iterator[tuple[str, str]]:
    """People and minutes that are brought in, and what came of a list."""
    cast = pages.told.cast
    yield "people import", pages.of(cast.manager, f"{HERE}import/people/")
    client = pages.browser(cast.manager)
    place = client.post(f"{HERE}import/people/", {"pasted": PEOPLE})["Location"]
    yield "list of people described", _SECRET.sub("…", client.get(place).content.decode())
    yield "list of people seen", _SECRET.sub("…", client.get(f"{place}preview/").content.decode())
    yield "list of people brought in", _brought(pages, place)
    place = client.post(f"{HERE}import/tracker/", {"pasted": MINUTES})["Location"]
    yield "minutes described", _SECRET.sub("…", client.get(place).content.decode())
    rows = "No\tAction\tWho\tDue\nB-1\tOrder disks\tJonas\t2026-12-25\nB-2\tCall them\tPriya\t2026-12-26"
    place = client.post(f"{HERE}import/tracker/", {"pasted": rows})["Location"]
    yield "tracker brought in", _brought(pages, place)
    figures = "Month,KPI,Value,Unit\n2026-08,Batch,95,percent\n2026-09,Batch,96.5,percent\n2026-08,Silent,90,percent\n"
    place = client.post("/import/readings/", {"pasted": figures})["Location"]
    yield "readings that differ", _SECRET.sub("…", client.get(f"{place}preview/").content.decode())
    yield "readings brought in", _brought(pages, place)
    yield from pages.both("all that was brought in", f"{HERE}imports/")
    yield "tracker import begun", pages.of(cast.manager, f"{HERE}import/tracker/")


def _brought(pages: Pages, place: str) -> str:
    """Where it leads once it came in."""
    client = pages.browser(pages.told.cast.manager)
    answer = client.post(f"{place}preview/", {"shown": [], "take": []}, follow=True)
    assert answer.status_code == 200, (place, answer.status_code)
    return _SECRET.sub("…", answer.content.decode())


def _more_of_an_action(pages: Pages) -> Iterator[tuple[str, str]]:
    """Evidence, a wait that is seen differently, one that is withdrawn, several that are handed over."""
    cast, items = pages.told.cast, pages.told.items
    given = items["Give access"]
    with by(cast.manager, 9) as said:
        verbs.add_evidence(given, link="https://files.example/list.txt", **said)
        verbs.add_evidence(given, file=SimpleUploadedFile("list.txt", b"one\ntwo\n", "text/plain"), **said)
        verbs.note_privately(given, text="Ask Ada first", **said)
    yield from pages.both("action with evidence", f"{HERE}actions/{given.pk}/")
    waiting = items["Rotate the keys"]
    with entered(SYSTEM):
        wait = WaitingPeriod.objects.filter(item=waiting).latest("pk")
    with by(cast.teammate, 9) as said:
        verbs.dispute_wait(wait, words="It was open on Friday", **said)
    yield from pages.both("action with a wait in dispute", f"{HERE}actions/{waiting.pk}/")
    with by(cast.lead, 9) as said:
        verbs.promise(
            cast.partner, title="Draw the map", owner=cast.lead, due_on=on(50), detail="Of all", **said
        )
        mine = ActionItem.objects.get(title="Draw the map")
        verbs.withdraw(mine, reason="It was drawn", **said)
        verbs.keep_view(cast.partner, name="Late ones", filters=Filters(show="overdue"), **said)
    yield from pages.both("action that is withdrawn", f"{HERE}actions/{mine.pk}/")
    yield "tracker with a view of one's own", pages.of(cast.lead, f"{HERE}tracker/?show=overdue")
    yield "tracker narrowed", pages.of(cast.manager, f"{HERE}tracker/?text=keys")


def _figures(pages: Pages) -> Iterator[tuple[str, str]]:
    """A figure that is seen differently, one that is retired."""
    cast = pages.told.cast
    with entered(SYSTEM):
        figures = {figure.name: figure for figure in Indicator.objects.filter(partner=cast.partner)}
        reading = Reading.objects.filter(indicator=figures["Restore"]).earliest("month")
    place = f"{HERE}performance/{figures['Restore'].pk}/"
    yield "reading to be disputed", pages.of(cast.lead, f"{place}readings/{reading.pk}/dispute/")
    with by(cast.lead, 9) as said:
        measuring.dispute_reading(reading, words="It was 91", **said)
    with by(cast.manager, 9) as said:
        measuring.record_reading(figures["Silent"], month=on(-50), value=Decimal(3), provisional=True, **said)
        measuring.retire_indicator(figures["Batch"], **said)
    for name, figure in figures.items():
        yield from pages.both(f"figure {name.lower()}", f"{HERE}performance/{figure.pk}/")
    yield from pages.both("performance with one in dispute", f"{HERE}performance/")
    yield "figure changed", pages.of(cast.manager, f"{place}edit/")


def _grid(pages: Pages) -> Iterator[tuple[str, str]]:
    """A grid that both agreed on, and a change of it that waits."""
    cast, matrix = pages.told.cast, pages.told.matrix
    first = {cast.manager.pk: "A", cast.lead.pk: "R"}
    second = {cast.manager.pk: "A", cast.contributor.pk: "R", cast.lead.pk: "C"}
    place = f"{HERE}raci/{matrix.pk}/"
    with by(cast.manager, 9) as said:
        verbs.record_matrix(matrix, lines=(GridLine(0, "Close", first),), propose=True, **said)
    yield from pages.both("grid that is proposed", place)
    with by(cast.lead, 9) as said:
        verbs.agree_matrix(matrix, **said)
    yield from pages.both("grid that stands", place)
    with by(cast.lead, 9) as said:
        lines = (GridLine(0, "Close", second), GridLine(0, "Tell the board", first))
        verbs.record_matrix(matrix, lines=lines, propose=True, **said)
    yield from pages.both("grid with a change that waits", place)
    yield from pages.both("grids", f"{HERE}raci/")
    with by(cast.manager, 9) as said:
        verbs.send_back_matrix(matrix, words="Not Mei alone", **said)
    yield from pages.both("grid that was sent back", place)


def _reviews(pages: Pages) -> Iterator[tuple[str, str]]:
    """One that is planned, moved, cancelled; its agenda behind a mail; the forms that lead there."""
    cast, first = pages.told.cast, pages.told.review
    with by(cast.manager, 9) as said:
        forum = verbs.set_up_forum(cast.partner, name="Steering", chair=None, minutes=60, **said)
        for person in (cast.manager, cast.lead):
            verbs.add_forum_member(forum, person=person, **said)
        review = meeting.schedule_review(forum, starts_at=LATER + timedelta(days=30), **said)
        meeting.table_item(review, title="The budget", detail="For the year", minutes=15, **said)
    place = f"{HERE}reviews/{review.pk}/"
    yield from pages.both("agenda without a chair", place)
    yield "chair to be chosen", pages.of(cast.manager, f"{place}chair/")
    yield "review to be moved", pages.of(cast.manager, f"{place}move/")
    yield "review to be cancelled", pages.of(cast.manager, f"{place}cancellation/")
    with by(cast.manager, 9) as said:
        meeting.move_review(review, starts_at=LATER + timedelta(days=31), reason="The hall is taken", **said)
        meeting.cancel_review(review, reason="Nothing to say", **said)
    yield from pages.both("agenda that is cancelled", place)
    yield from pages.both("agenda that is sealed", f"{HERE}reviews/{first.pk}/")
    yield "forum to be set up", pages.of(cast.manager, f"{HERE}reviews/forum/")
    with entered(SYSTEM):
        mails = OutgoingMail.objects.select_related("content").filter(kind="agenda").order_by("pk")
        found = [re.findall(r"/agenda/[a-z2-7]+/", mail.content.text) for mail in mails]
    for number, link in enumerate(dict.fromkeys(each for links in found for each in links)):
        yield f"agenda from mail {number}", whole(_SECRET.sub("…", Client().get(link).content.decode()))


def _refused(pages: Pages) -> Iterator[tuple[str, str]]:
    """What is said to whoever may not, who is signed out with words in hand, and whose form lacks something."""
    cast = pages.told.cast
    answer = pages.browser(cast.observer).get(f"{HERE}actions/new/")
    assert answer.status_code == 403
    yield "not one's own to do", whole(answer.content.decode())
    answer = Client().post(f"{HERE}notes/", {"text": "They fear the audit"})
    yield "words that could not be taken", whole(_SECRET.sub("…", answer.content.decode()))
    for name, address in {
        "new action": f"{HERE}actions/new/", "new outcome": f"{HERE}outcomes/new/",
        "new decision": f"{HERE}asks/new/decision/", "new impediment": f"{HERE}asks/new/impediment/",
        "new risk": f"{HERE}asks/new/risk/", "new grid": f"{HERE}raci/new/", "new indicator": f"{HERE}performance/new/",
        "new standing promise": f"{HERE}standing/new/", "new partnership": "/settings/partnerships/new/",
        "new engagement": f"{HERE}charter/engagements/new/", "new business outcome": "/business-outcomes/new/",
        "inviting": "/settings/people/invitations/?partner=meridian", "new review": f"{HERE}reviews/new/",
        "cover": f"{HERE}cover/", "account": "/settings/account/", "charter": f"{HERE}charter/",
    }.items():  # fmt: skip
        answer = pages.browser(cast.cio).post(address, {"x": "y"}, follow=True)
        yield f"refused {name}", _SECRET.sub("…", answer.content.decode())
    for name, address in {"login": "login", "code": "login/code", "forgotten": "password/reset"}.items():
        yield f"signing in {name}", whole(Client().get(f"/accounts/{address}/").content.decode())


def _operated(pages: Pages) -> Iterator[tuple[str, str]]:
    """What an administrator looks at, and the mails somebody got."""
    cast = pages.told.cast
    yield "desk of an administrator", pages.of(cast.administrator, "/")
    for name, reader in (("manager", cast.manager), ("lead", cast.lead), ("observer", cast.observer)):
        yield f"desk days later of the {name}", pages.of(reader, "/")
        yield f"partnership days later of the {name}", pages.of(reader, HERE)
    yield "portfolio days later", pages.of(cast.cio, "/portfolio/")
    yield "our house days later", pages.of(cast.lead, "/our-house/")
    yield from pages.both("charter of", f"{HERE}charter/")
    yield "search for a person", pages.of(cast.manager, "/search/?q=Jonas")
    yield "search for nothing", pages.of(cast.manager, "/search/?q=xyzzy")
    yield "sign-ins", pages.of(cast.administrator, "/settings/sign-ins/")
    for name, reader in (("lead", cast.lead), ("observer", cast.observer)):
        yield f"reminders of the {name}", pages.of(reader, f"{HERE}reminders/")
    held = [item.pk for item in pages.told.items.values() if item.side == "theirs"]
    answer = pages.browser(cast.lead).post("/tracker/hand-over/", {"item": held})
    yield "selected to be handed over", answer.content.decode()


def _rated(pages: Pages) -> Iterator[tuple[str, str]]:
    """What both sides said of a review, as each reads it."""
    cast, review = pages.told.cast, pages.told.review
    for person, steps, better in (
        (cast.manager, (4, 3), "Fewer slides"),
        (cast.lead, (2, 4), "Come on time"),
    ):
        tough, fair = steps
        with by(person, 0) as said:
            soon = {**said, "now": BEGINS + timedelta(hours=20)}
            meeting.rate_review(review, tough=tough, fair=fair, better=better, **soon)
    for name, reader in (("manager", cast.manager), ("lead", cast.lead), ("observer", cast.observer)):
        yield f"rating found by the {name}", pages.of(reader, f"{HERE}reviews/{review.pk}/rating/")
        yield (
            f"record once it is rated, of the {name}",
            pages.of(reader, f"{HERE}reviews/{review.pk}/record/"),
        )


def _taken_back(pages: Pages) -> Iterator[tuple[str, str]]:
    """A list that was brought in and is taken back as a whole."""
    with entered(SYSTEM):
        found = SheetImport.objects.filter(partner=pages.told.cast.partner).order_by("pk")
        places = [f"{HERE}imports/{each.pk}/" for each in found]
    client = pages.browser(pages.told.cast.manager)
    for number, place in enumerate(places):
        answer = client.post(f"{place}withdrawal/", {"sure": "on"}, follow=True)
        yield f"list {number} being taken back", _SECRET.sub("…", answer.content.decode())
        yield f"list {number} taken back", pages.of(pages.told.cast.lead, place)


GROUPS = (
    _risks, _advocacy, _business, _on_the_way_in, _lists, _more_of_an_action, _figures, _grid, _reviews, _refused,
    _operated, nothing_yet, what_steps_say, trusted, other_states, _rated,
    _taken_back,
)  # fmt: skip
