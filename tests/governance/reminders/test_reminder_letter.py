"""What one person's letter says of each thing: by its need, on the day before its own, on it and after it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from governance.models import DateRequest
from governance.reminders import Matter, Need, PlannedReminder
from governance.reminders.ladder import Rung
from governance.reminders.mail import standings, subjects
from governance.reminders.mail.letter import letter_of, ordered
from governance.reminders.mail.lines import LetterReader, Line, heading_of, line_of
from governance.reminders.mail.subjects import AnotherDate, SideStanding, Subject
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days
from tests.reviews.scene import ask, promise

MERIDIAN, HALDEN = 1, 2
SIDES = {
    (partner, side): f"{side} of {partner}" for partner in (MERIDIAN, HALDEN) for side in ("ours", "theirs")
}
PRIYA = LetterReader(10, "Priya Raman", Side.OURS, TODAY, SIDES, {10: "Priya Raman", 20: "Tom Okafor"})
PLAIN = Subject("Index rebuild", "Jonas Stein", "theirs", asked_by="Anand Kulkarni", due_on=in_days(3))
WISH = AnotherDate(in_days(9), "Jonas Stein", "The board meets", False, "Priya Raman", "It stands")


def named(
    need: Need = Need.DO, due: int | None = 3, *, step: str = "due", number: int = 1, **facts: object
) -> PlannedReminder:
    on = None if due is None else in_days(due)
    said = {
        "kind": "action",
        "id": number,
        "partner_id": MERIDIAN,
        "person": PRIYA.id,
        "need": need,
        "due_on": on,
    }
    return PlannedReminder(Matter(**said | facts), facts.get("person", PRIYA.id), step, TODAY)  # type: ignore[arg-type]


def line(
    each: PlannedReminder,
    subject: Subject = PLAIN,
    *,
    number: int = 1,
    is_one: bool = False,
    several: bool = False,
) -> Line:
    return line_of(number, each, "https://here/1/", PRIYA, subject, is_one=is_one, several=several)


@pytest.mark.parametrize(
    ("due", "facts", "is_late"),
    [
        (1, "by Tue 24 Nov", False), (0, "today", False), (-1, "Sun 22 Nov, 1 day late", True),
        (-2, "Sat 21 Nov, 2 days late", True), (60, "by Fri 22 Jan 2027", False), (None, "", False),
    ],
)  # fmt: skip
def test_it_stands_by_its_day(due: int | None, facts: str, is_late: bool) -> None:
    found = line(named(due=due))
    assert (found.facts, found.is_late) == (facts, is_late)


@pytest.mark.parametrize(
    ("need", "subject", "heading", "facts"),
    [
        (Need.MOVE_ON, PLAIN._replace(waits_since=in_days(-5), waits_for="Access"), "They wait for you",
         "Jonas Stein waits since Wed 18 Nov: Access"),
        (Need.MOVE_ON, PLAIN, "They wait for you", "Jonas Stein waits"),
        (Need.ANSWER, PLAIN._replace(kind="decision"), "Your answer is needed",
         "Jonas Stein needs a decision by Thu 26 Nov"),
        (Need.ANSWER, PLAIN._replace(kind="impediment"), "Your answer is needed",
         "Jonas Stein reports this impediment by Thu 26 Nov"),
        (Need.ANSWER, PLAIN._replace(kind="recommendation"), "Your answer is needed",
         "Jonas Stein recommends this by Thu 26 Nov"),
        (Need.ACCEPT, PLAIN, "You are asked to promise", "Anand Kulkarni asks for it by Thu 26 Nov"),
        (Need.CONFIRM, PLAIN, "Reported done: is it?", "Jonas Stein reports it done"),
        (Need.AGREE, PLAIN, "Another date is asked for", "by Thu 26 Nov"),
        (Need.AGREE, PLAIN._replace(another_date=WISH), "Another date is asked for",
         "by Thu 26 Nov · Jonas Stein asks for Wed 2 Dec: The board meets"),
        (Need.KNOW, PLAIN, "The date you asked for", ""),
        (Need.KNOW, PLAIN._replace(another_date=WISH), "The date you asked for",
         "Priya Raman stays with Thu 26 Nov: It stands"),
        (Need.KNOW, PLAIN._replace(another_date=WISH._replace(is_granted=True)), "The date you asked for",
         "Priya Raman says yes to Wed 2 Dec"),
    ],
)  # fmt: skip
def test_each_need_is_said_in_its_own_words(need: Need, subject: Subject, heading: str, facts: str) -> None:
    found = line(named(need), subject)
    assert (found.heading, found.facts, found.warning) == (heading, facts, "")


def test_what_nobody_can_be_late_with_is_not_called_late() -> None:
    late = {need for need in Need if line(named(need, -1)).is_late}
    assert late == {Need.DO, Need.MOVE_ON, Need.ANSWER, Need.AGREE}


def test_a_rung_of_the_ladder_is_said_as_one_and_only_the_warning_warns() -> None:
    assert heading_of(named(step=Rung.WARNING)) == Need.DO
    assert "both leads hear of it" in line(named(step=Rung.WARNING)).warning
    for rung, whom in ((Rung.LEADS, "both leads"), (Rung.SPONSORS, "both sponsors")):
        found = line(named(due=-14, step=rung))
        assert whom in found.heading
        assert (found.facts, found.warning) == ("theirs of 1 (Jonas Stein) · Mon 9 Nov, 14 days late", "")


def test_whom_it_is_for_and_with_whom_stand_beside_it_where_that_is_not_plain() -> None:
    stood_in_for = named(person=20)
    assert line(stood_in_for).facts == "for Tom Okafor, who is away · by Thu 26 Nov"
    assert line(named(), several=True).facts == "by Thu 26 Nov · theirs of 1"


def test_a_line_in_text_is_numbered_where_there_is_more_than_one() -> None:
    assert line(named(), number=7).in_text == "7  Index rebuild\n   by Thu 26 Nov\n   https://here/1/"
    assert line(named(), is_one=True).in_text == "Index rebuild\nby Thu 26 Nov\nhttps://here/1/"
    assert "■" in line(named(due=-1)).in_html
    assert "■" not in line(named(due=0)).in_html


def letter(
    *things: PlannedReminder,
    owed: SideStanding | None = None,
    reply_to: str = "",
    reader: LetterReader = PRIYA,
) -> tuple[str, str, dict]:
    asked = PLAIN._replace(kind="decision")
    of = {
        (each.matter.kind, each.matter.id): PLAIN if each.matter.kind == "action" else asked
        for each in things
    }
    stand = {(MERIDIAN, "theirs"): owed, (MERIDIAN, "ours"): SideStanding(99, 99)} if owed else {}
    urls = [f"https://here/{number}/" for number in range(len(things))]
    found = letter_of(
        things, urls, reader, subjects=of, standings=stand, page="https://here/", reply_to=reply_to
    )
    return found.subject, found.text, found.headers


@pytest.mark.parametrize(
    ("due", "subject"),
    [
        ([3], "theirs of 1: 1 action for you"), ([-1], "theirs of 1: 1 action for you, late"),
        ([3, 3], "theirs of 1: 2 actions for you"), ([-1, -1], "theirs of 1: 2 actions for you, all late"),
        ([-1, 3, 3], "theirs of 1: 3 actions for you, 1 late"),
    ],
)  # fmt: skip
def test_the_subject_counts_what_is_named(due: list[int], subject: str) -> None:
    assert letter(*(named(due=each, number=number) for number, each in enumerate(due)))[0] == subject


def test_actions_and_asks_are_counted_apart() -> None:
    subject, _, _ = letter(named(), named(number=2), named(Need.KNOW, kind="ask", number=3))
    assert subject == "theirs of 1: 2 actions, 1 ask for you"


@pytest.mark.parametrize(
    ("decisions", "others", "subject"),
    [
        ([14], 0, "1 decision for you by 7 Dec"), ([60, 14], 0, "2 decisions for you by 7 Dec"),
        ([14, None], 1, "2 decisions for you by 7 Dec, and 1 action"),
        ([None], 2, "1 decision for you, and 2 actions"),
        ([-1, 14], 0, "2 decisions for you, late"), ([0], 0, "1 decision for you by 23 Nov"),
        ([60], 0, "1 decision for you by 22 Jan 2027"),
    ],
)  # fmt: skip
def test_the_subject_names_the_reader_s_own_decisions(
    decisions: list[int | None], others: int, subject: str
) -> None:
    asked = [named(Need.ANSWER, due=due, kind="ask", number=100 + at) for at, due in enumerate(decisions)]
    said, text, _ = letter(*asked, *(named(number=at) for at in range(others)))
    assert said == f"theirs of 1: {subject}"
    assert " for you" in text.partition("\n")[0]


@pytest.mark.parametrize(
    ("owed", "words"),
    [
        (None, "theirs of 1 owes you nothing right now; the same rule reminds both sides."),
        (SideStanding(1, 0), "theirs of 1 owes you 1 action, none late, and is reminded by the same rule."),
        (SideStanding(2, 1), "theirs of 1 owes you 2 actions, 1 late, and is reminded by the same rule."),
    ],
)
def test_it_says_what_the_other_side_owes(owed: SideStanding | None, words: str) -> None:
    assert words in letter(named(), owed=owed)[1]
    other = replace(PRIYA, side=Side.THEIRS)
    assert "ours of 1 owes you" in letter(named(), owed=owed, reader=other)[1]


def test_of_several_partnerships_it_says_how_many_and_names_each() -> None:
    subject, text, _ = letter(named(), named(number=2, partner_id=HALDEN), owed=SideStanding(2, 0))
    assert subject == "2 partnerships: 2 actions for you"
    assert "The other sides owe you 2 actions, none late, and are reminded by the same rule." in text
    assert "theirs of 1" in text
    assert "theirs of 2" in text


def test_a_reply_is_offered_where_it_is_read_with_the_number_where_there_are_several() -> None:
    assert letter(named())[2] == {}
    assert "Or reply" not in letter(named())[1]
    _, text, headers = letter(named(), reply_to="reply@here")
    assert headers == {"Reply-To": "reply@here"}
    assert "begin with “done”" in text
    assert "The link opens it" in text
    text = letter(named(), named(number=2), reply_to="reply@here")[1]
    assert "begin with the number and “done”" in text
    assert "The links open them" in text


def test_what_is_to_be_done_comes_in_the_letter_s_own_order() -> None:
    things = [named(need, number=number) for number, need in enumerate(Need)]
    things += [named(step=Rung.SPONSORS, number=90), named(step=Rung.LEADS, number=91)]
    assert [heading_of(each) for each in ordered(reversed(things))] == [
        Need.DO, Need.MOVE_ON, Need.ANSWER, Need.ACCEPT, Need.CONFIRM, Need.AGREE, Need.KNOW, Rung.LEADS,
        Rung.SPONSORS,
    ]  # fmt: skip


def test_a_side_s_standing_counts_what_is_open_there_and_what_of_it_is_past_its_day(cast: Cast) -> None:
    here, them = cast.partner, cast.lead
    with entered(SYSTEM):
        for due in (-1, 0, 1):
            promise(here, them, due_on=in_days(due))
        promise(here, cast.manager, due_on=in_days(-1))
        promise(here, them, due_on=in_days(-1), state="proposed")
        promise(here, them, due_on=in_days(-1), state="withdrawn", closed_at=NOW, closed_on=TODAY)
        promise(cast.rival, cast.rival_lead, due_on=in_days(-1))
        assert standings([here.pk], TODAY) == {
            (here.pk, "theirs"): SideStanding(3, 1),
            (here.pk, "ours"): SideStanding(1, 1),
        }


def test_a_subject_has_the_wait_that_runs_and_the_last_date_that_was_not_taken_back(cast: Cast) -> None:
    here = cast.partner
    with entered(SYSTEM):
        item, plain = promise(here, cast.lead, due_on=in_days(3)), promise(here, cast.lead, "Archive")
        other = ask(here, cast.lead, kind="decision", title="Window")
        for began, ended, what in ((-9, -5, "A key"), (-4, None, "Access")):
            item.waits.create(
                partner=here,
                on_side="ours",
                began_on=in_days(began),
                ended_on=ended and in_days(ended),
                what_for=what,
                said_by=cast.lead,
            )
        asked = {"partner": here, "item": item, "asked_by": cast.manager, "asked_on": TODAY, "asked_at": NOW}
        over = {"answered_by": cast.lead, "answered_on": TODAY, "answered_at": NOW}
        for state, due, more in (
            ("declined", 7, {**over, "answer": "No " * 99}), ("accepted", 8, over), ("taken_back", 9, over),
            ("over", 10, over),
        ):  # fmt: skip
            DateRequest.objects.create(**asked, due_on=in_days(due), reason="Because", state=state, **more)
        found = subjects([item.pk, plain.pk], [other.pk])
    assert found["action", item.pk] == Subject(
        "Index rebuild",
        "Jonas Stein",
        "theirs",
        "action",
        "Jonas Stein",
        "Access",
        in_days(-4),
        in_days(3),
        AnotherDate(in_days(8), "Priya Raman", "Because", True, "Jonas Stein", ""),
    )
    assert found["action", plain.pk].another_date is None
    assert (found["action", plain.pk].waits_for, found["action", plain.pk].waits_since) == ("", None)
    assert found["ask", other.pk] == Subject("Window", "Jonas Stein", "ours", "decision")
    assert len(found) == 3


def test_long_words_of_an_answer_are_shortened(cast: Cast) -> None:
    day: date = TODAY + timedelta(days=1)
    with entered(SYSTEM):
        item = promise(cast.partner, cast.lead)
        DateRequest.objects.create(
            partner=cast.partner,
            item=item,
            asked_by=cast.manager,
            asked_on=TODAY,
            asked_at=NOW,
            due_on=day,
            reason="word " * 60,
        )
        why = subjects([item.pk], [])["action", item.pk].another_date.why  # type: ignore[union-attr]
    assert 190 < len(why) <= 200
    assert why.endswith("word …")
