"""Everything the room says, section by section, as it is read on the screen of whoever chairs and of a lead."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from dashboards.models import Indicator, Reading
from governance import verbs as agreeing
from governance.models import CheckIn, Cover, DateRequest, WaitingPeriod
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews import verbs
from reviews.models import AgendaAnswer, AgendaItem
from tests.reading import faults_of, read, without_terms
from tests.reviews.scene import EARLIER, TODAY, Scene, ask, outcome, promise, reported

SignedIn = Callable[[User], Client]
A_DAY = timedelta(days=1)


@pytest.fixture
def told(scene: Scene) -> Scene:
    """The room twenty minutes into a meeting with something in each of its sections."""
    cast, here = scene.cast, scene.cast.partner
    with entered(SYSTEM):
        late = promise(
            here, cast.teammate, "Archiving policy", due_on=TODAY - 12 * A_DAY, detail="Since 2019"
        )
        reported(here, cast.contributor, "Index rebuild")
        reported(here, cast.lead, "Load test", returned=1)
        reported(here, cast.lead, "Runbook")
        waits = promise(here, cast.contributor, "Key rotation", due_on=TODAY - A_DAY)
        WaitingPeriod.objects.create(
            partner=here, item=waits, on_side="ours", began_on=TODAY - 4 * A_DAY, said_by=cast.contributor
        )
        soon = promise(here, cast.manager, "Licences", due_on=TODAY + 3 * A_DAY)
        DateRequest.objects.create(
            partner=here,
            item=soon,
            due_on=TODAY + 8 * A_DAY,
            reason="The audit",
            asked_by=cast.lead,
            asked_on=TODAY,
            asked_at=EARLIER,
        )
        Cover.objects.create(
            partner=here,
            words="Give them my number.",
            began_on=TODAY + A_DAY,
            until=TODAY + 9 * A_DAY,
            given_by=cast.cio,
        )
        promise(here, cast.lead, "Root cause", due_on=TODAY + 9 * A_DAY)
        asked = ask(here, cast.lead, kind="decision", title="Freeze from the 12th?", detail="For the audit")
        ask(here, cast.manager, title="No access", cause="access", on_side="theirs")
        intent = outcome(
            here, starts_on=TODAY - 50 * A_DAY, due_on=TODAY + 50 * A_DAY, progress=40, health="at_risk"
        )
        CheckIn.objects.create(
            partner=here,
            outcome=intent,
            by=cast.lead,
            on=TODAY - 5 * A_DAY,
            health="at_risk",
            words="The load grows",
            confidence="not_sure",
        )
        agreed = {"by": cast.lead, "now": EARLIER}
        ended = outcome(here, "Nameless test data")
        for which, said in ((intent, {"target": "Thrice the load"}), (ended, {"becomes": "achieved"})):
            reason = {"reason": "Audit searched."}
            if "becomes" in said:
                agreeing.ask_to_conclude(which, **said, **reason, by=cast.manager, now=EARLIER)
            else:
                agreeing.edit_outcome(
                    which, version=which.version, **said, **reason, by=cast.manager, now=EARLIER
                )
            agreeing.agree_change(which.changes.running().get(), **agreed)
        agreeing.edit_outcome(
            intent, version=intent.version, granted_months=9, reason="It grows", by=cast.lead, now=EARLIER
        )
        work = agreeing.begin_initiative(intent, title="The purge", **agreed)
        for milestone in (late, soon):
            agreeing.set_milestone(milestone, initiative=work, **agreed)
        for name, value in (("Restore", 90), ("Batch", 99)):
            figure = Indicator.objects.create(partner=here, name=name, unit="%", target=95)
            Reading.objects.create(
                partner=here,
                indicator=figure,
                month=TODAY.replace(month=10, day=1),
                value=value,
                recorded_by=cast.lead,
                recorded_at=EARLIER,
            )
        verbs.table_item(scene.review, title="A seat", detail="In planning", by=cast.lead, now=EARLIER)
        verbs.open_review(scene.review, by=cast.cio, now=scene.at())
        verbs.mark_attendance(scene.review, person=cast.lead, state="present", by=cast.cio, now=scene.at(1))
        for about in ({"action": late}, {"ask": asked}):
            line = AgendaItem.objects.get(review=scene.review, **about)
            AgendaAnswer.objects.create(
                partner=here,
                item=line,
                side="theirs",
                text="We need it by then.",
                author=cast.lead,
                written_at=EARLIER,
            )
        said = {"by": cast.cio, "now": scene.at(10)}
        verbs.keep_promise(
            scene.review, title="A new one", owner=cast.manager, due_on=TODAY + 20 * A_DAY, **said
        )
        verbs.note(scene.review, text="The purge took an hour", **said)
        verbs.park(scene.review, text="The long list", **said)
        verbs.decide_aloud(scene.review, text="Freeze on the 12th", **said)
        verbs.thank_in_room(scene.review, names="Mei Chen", words="The purge", **said)
    return scene


def turned(scene: Scene, signed_in: SignedIn, section: int, who: str) -> str:
    """The page of the room at a section, in hand of whoever chairs."""
    with entered(SYSTEM):
        line = AgendaItem.objects.get(review=scene.review, section=section, position=0)
        verbs.take_up(line, by=scene.cast.cio, now=scene.at(15))
    with time_machine.travel(scene.at(20), tick=False):
        page = signed_in(getattr(scene.cast, who)).get(
            f"/partnerships/meridian/reviews/{scene.review.pk}/room/"
        )
    return page.content.decode()


TOP, ASIDE, CAPTURE = 'class="room-top"', 'class="room-aside"', 'class="room-capture"'
EXPECTED = {
    ("cio", 1): """
        Promised last time | J | K | move | D done | N new date | W waiting on | Under cover from 24
        Nov until 2 Dec: “Give them my number.” Anand Kulkarni | We owe | 1 due · 1 missed | 0 kept | TO |
        Archiving policy | Tom Okafor | 12 days late | 11 Nov | We need it by then. Jonas Stein | Done D | New
        date N | Waiting on W | How does it stand? Q | Hand over A | PR | Licences | Priya Raman | in 3 days |
        26 Nov | Jonas Stein asks for 1 Dec: The audit | They owe | 4 due · 1 held up | 3 kept | MC | Key
        rotation | Mei Chen · has waited 4 days for Northgate Group | 1 day late | 22 Nov | MC | Index rebuild |
        Mei Chen · not yet confirmed | reported done | 23 Nov | JS | Load test | Jonas Stein · not yet confirmed
        · given back once | reported done | 23 Nov | JS | Runbook | Jonas Stein · not yet confirmed | reported
        done | 23 Nov | Confirm all except … | Index rebuild Mei Chen | Runbook Jonas Stein | Confirm what is
        ticked | Promised, and not due yet: 2 | JS | Root cause | 2 Dec | PR | A new one | 13 Dec
    """,
    ("cio", 2): """
        Operational performance | Restore | off target | 90% target 95% | Newly red. 90% against a
        target of 95%. | Table | Month | Restore | Remark | Oct 2026 | 90% | Batch | 99% · target 95% | on
        target | Figures up to October 2026.
    """,
    ("cio", 3): """
        Outcomes & initiatives | Databases run at world-class level | at risk | Meridian Systems asked
        Northgate Group for other terms on 9 November. | Jonas Stein agreed to other terms 9 Nov | How
        everyone will know: Thrice the load; it was Twice the load | Jonas Stein asks for other terms: It
        grows Months granted: 9 months | 40 of 100, 50 expected by now | Target | Thrice the load | By | 12
        Jan 2027 | The load grows Jonas Stein, not sure of it · 18 Nov The purge | 12 days late | ours | 12
        days late | 11 Nov | Archiving policy Tom Okafor | in 3 days | 26 Nov | Licences Priya Raman |
        Nameless test data | achieved | Mon 9 Nov: Audit searched. | Target | Twice the load
    """,
    ("cio", 4): """
        Asks: decisions, impediments | J | K | move | D answer | We answer | oldest first | 1 |
        JS | Freeze from the 12th? | Decision · raised by Jonas Stein, 9 Nov | needed today | 23 Nov | For the
        audit | We need it by then. Jonas Stein | In words | Decided | Esc leaves the field |
        They answer | oldest first | 1 | PR | No
        access | Impediment · raised by Priya Raman, 9 Nov · access or people | 14 days | raised
    """,
    ("cio", 5): """
        One item from each side | Northgate Group | Northgate Group put nothing on the agenda this time. | Meridian
        Systems | 5 minutes | A seat | In planning | Put on the agenda by Jonas Stein | Discussed | Next time
    """,
    ("cio", 6): """
        Read back & seal | We owe | promised today, or given a new date | 1 | PR | A new one | Priya Raman |
        Sun 13
        Dec | They owe | promised today, or given a new date | 0 | Nothing new was promised. | Decided |
        Freeze on the 12th
        | Northgate Group | has not said yet | Who says it | Agree | Differ | If you differ, on what (optional)
        | Your sentence for page one (optional) | Save | Meridian Systems | has not said yet | Who says it |
        Agree | Differ | If you differ, on what (optional) | Your sentence for page one (optional) | Save |
        Seal it | Sealing freezes everything discussed today. Nothing in it can be changed afterwards; for two
        working days either side may say beside it that it sees something differently. Where nobody has sealed it by
        Monday 30 November, it is sealed as it stands then. | Tough? Fair? Whoever took
        part says so from now on, on their own phone and without a name: from the page of this review. | Seal and
        send the pack | Then dinner, by default at Northgate Group’s table. Nobody writes anything down.
    """,
    ("lead", 1): """
        Promised last time | You follow Anand Kulkarni, who chairs. | Look around |
        Under cover from 24 Nov until 2 Dec: “Give them my number.” Anand Kulkarni | They
        owe | 1 due · 1 missed | 0 kept | TO | Archiving policy | Tom Okafor | 12 days late | 11 Nov | We need
        it by then. Jonas Stein | PR | Licences | Priya Raman | in 3 days | 26 Nov | Jonas Stein asks for 1 Dec:
        The audit | We owe | 4 due · 1 held up | 3 kept | MC | Key rotation | Mei Chen · has waited 4 days for
        Northgate Group | 1 day late | 22 Nov | MC | Index rebuild | Mei Chen · not yet confirmed | reported
        done | 23 Nov | JS | Load test | Jonas Stein · not yet confirmed · given back once | reported done | 23
        Nov | JS | Runbook | Jonas Stein · not yet confirmed | reported done | 23 Nov | Promised, and not due
        yet: 2 | JS | Root cause | 2 Dec | PR | A new one | 13 Dec
    """,
    ("lead", 4): """
        Asks: decisions, impediments | You follow Anand Kulkarni, who chairs. | Look around |
        They answer | oldest first | 1 | JS | Freeze from the 12th? |
        Decision · raised by Jonas Stein, 9 Nov | needed today | 23 Nov | We need it by then. Jonas Stein | We
        answer | oldest first | 1 | PR | No access | Impediment · raised by Priya Raman, 9 Nov · access or
        people | 14 days | raised
    """,
    ("lead", 6): """
        Read back & seal | You follow Anand Kulkarni, who chairs. | Look around |
        They owe | promised today, or given a new date | 1 | PR | A new one | Priya Raman |
        Sun 13 Dec |
        We owe | promised today, or given a new date | 0 | Nothing new was promised. | Decided | Freeze on the 12th |
        Northgate Group | has not said yet | Meridian Systems | has not said yet | Agree | Differ | If you
        differ, on what (optional) | Your sentence for page one (optional) | Save | Before it is sealed |
        Sealing freezes everything discussed today. Nothing in it can be changed afterwards; for two working
        days either side may say beside it that it sees something differently. Where nobody has sealed it by
        Monday 30 November, it is sealed as it stands then. | Tough? Fair? Whoever took part says
        so from now on, on their own phone and without a name: rate this review | . | Then dinner, by default at
        Northgate Group’s table. Nobody writes anything down.
    """,
}


def test_everything_is_said_and_nothing_else(told: Scene, signed_in: SignedIn) -> None:
    for (who, section), words in EXPECTED.items():
        page = turned(told, signed_in, section, who)
        assert read(without_terms(page)) == " ".join(words.split()), (who, section)
        assert faults_of(page) == [], (who, section)


AROUND = {
    ("cio", TOP, "<main"): """
        Meridian Systems | Monthly review · November 2026 | 2 here | 20:00 | of 90 | Pause | Read back & seal |
        Agenda | 1 | Promised last time | 20:00 | 2 | Operational performance | 15 | 1 new red | 3 | Outcomes &
        initiatives | 25 | change unanswered | 4 | Asks: decisions, impediments | 15 | 1 waits on us | 5 | One
        item from each side | 10 | 6 | Read back & seal | 10
    """,
    ("cio", ASIDE, '<section class="room-capture'): """
        Decided today | Freeze on the 12th | Anand Kulkarni | New today | ours | A new one | Priya Raman · 13
        Dec | Thanks | Mei Chen: The purge | Parked | The long list | Notes | The purge took an hour | In the
        room | All here H | Anand Kulkarni | here | Left | Priya Raman | Here | Jonas Stein | here | Left | Mei
        Chen | Here | Who presents | Hand over | Who writes beside the chair | Save
    """,
    ("cio", CAPTURE, "</body>"): """
        Thanked: Mei Chen: The purge | Undo U | Save the promise | / what, @who, by when | Note | Decision |
        Park | Thank
    """,
    ("lead", TOP, "<main"): """
        Northgate Group | Monthly review · November 2026 | 2 here | 20:00 | of 90 | Read-back | Agenda | 1 |
        Promised last time | 20:00 | 2 | Operational performance | 15 | 1 new red | 3 | Outcomes & initiatives |
        25 | change unanswered | 4 | Asks: decisions, impediments | 15 | 1 waits on us | 5 | One item from each
        side | 10 | 6 | Read back & seal | 10
    """,
    ("lead", ASIDE, '<section class="room-capture'): """
        Decided today | Freeze on the 12th | Anand Kulkarni | New today | theirs | A new one | Priya Raman · 13
        Dec | Thanks | Mei Chen: The purge | Parked | The long list | Notes | The purge took an hour | In the
        room | AK | JS
    """,
    ("lead", CAPTURE, "</body>"): """
        Thanked: Mei Chen: The purge | Anand Kulkarni chairs and writes down what is promised. You say whether
        you agree at the read-back | .
    """,
}


def test_around_the_section_stand_the_agenda_what_was_said_and_who_is_here(
    told: Scene, signed_in: SignedIn
) -> None:
    for (who, start, end), words in AROUND.items():
        assert read(without_terms(turned(told, signed_in, 1, who)), start, end) == " ".join(words.split()), (
            who,
            start,
        )


def test_a_term_leads_nobody_out_of_the_meeting(told: Scene, signed_in: SignedIn) -> None:
    pages = "".join(turned(told, signed_in, section, "lead") for section in range(1, 7))
    terms = re.findall(r'<a class="term"[^>]*>', pages)
    assert terms
    assert all('target="_blank"' in each for each in terms)
    agenda = signed_in(told.cast.lead).get(f"/partnerships/meridian/reviews/{told.review.pk}/")
    assert 'target="_blank"' not in "".join(re.findall(r'<a class="term"[^>]*>', agenda.content.decode()))
