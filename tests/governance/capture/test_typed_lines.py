"""Lines as they are typed in a room, each with what whoever chairs would expect of it, and why.

They are said on Saturday, 28 November 2026: title, owner, day, and what is asked with the answers that are offered.
"""

from datetime import date

import pytest

from governance.capture.lines import Captured, capture
from governance.sheets.people_matching import Candidate

TODAY = date(2026, 11, 28)
PEOPLE = [
    Candidate(name, name, side, (f"{alias}@{house}.example", alias))
    for name, side, alias, house in (
        ("Anand Kulkarni", "ours", "anand.kulkarni", "northgate"),
        ("Priya Raman", "ours", "priya.raman", "northgate"),
        ("Tom Okafor", "ours", "tom.okafor", "northgate"),
        ("Hanna Weiss", "theirs", "hanna.weiss", "meridian"),
        ("Jonas Stein", "theirs", "jonas.stein", "meridian"),
        ("Mei Chen", "theirs", "mei.chen", "meridian"),
        ("Ravi Desai", "theirs", "ravi.desai", "meridian"),
    )
]

EXPECTED = [
    ("Archive 2019 invoices @priya 15 Dec", "Archive 2019 invoices", "Priya", "Tue 15 Dec 2026", ""),
    # “next Friday” is the one of the coming calendar week.
    ("Archive the orders next Friday @tom", "Archive the orders", "Tom", "Fri 4 Dec 2026", ""),
    # Nobody needs an @ whom “to” makes the subject.
    ("Tom to order the volume by end of month", "Order the volume", "Tom", "Mon 30 Nov 2026", ""),
    # The order of the figures is nobody's to guess.
    ("Order volume @tom 4/12", "Order volume", "Tom", "",
     "4/12: is that 4 December 2026 or 12 April 2027? [Fri 4 Dec] [Mon 12 Apr 2027]"),
    ("Order volume @tom by 4/12", "Order volume", "Tom", "",
     "4/12: is that 4 December 2026 or 12 April 2027? [Fri 4 Dec] [Mon 12 Apr 2027]"),
    # And the answer that was read first stands first.
    ("Order volume @tom by 12/4", "Order volume", "Tom", "",
     "12/4: is that 12 April 2027 or 4 December 2026? [Mon 12 Apr 2027] [Fri 4 Dec]"),
    # There is no such day.
    ("Order volume @tom 31 Feb", "Order volume", "Tom", "",
     "There is no 31 February 2027: February 2027 has 28 days."),
    # There is no such day either way, and that is said.
    ("Order volume @tom 31/11", "Order volume", "Tom", "",
     "There is no 31 November 2026: November 2026 has 30 days."),
    # “we” names nobody: it is asked who.
    ("We deliver the paper by 15 Dec", "We deliver the paper", "", "Tue 15 Dec 2026",
     "“We” names nobody: write @ and the name of the one who owes it."),
    # Nor does “they”.
    ("They send the logs by Friday", "They send the logs", "", "Fri 4 Dec 2026",
     "“They” names nobody: write @ and the name of the one who owes it."),
    # Nor with an @: Hanna Weiss is not meant by “we”.
    ("@we deliver the paper 15 Dec", "We deliver the paper", "", "Tue 15 Dec 2026",
     "“we” names nobody: write @ and the name of the one who owes it."),
    # A promise has one owner.
    ("@priya and @tom order the disks 15 Dec", "Priya and @tom order the disks", "", "Tue 15 Dec 2026",
     "A promise has one owner, and several people are named: choose Priya Raman or Tom Okafor."),
    # Also without the @, with each of them to choose.
    ("Priya and Tom order the disks 15 Dec", "Order the disks", "", "Tue 15 Dec 2026",
     "A promise has one owner, and several people are named: choose Priya Raman or Tom Okafor. [Priya Raman] [Tom "
     "Okafor]"),
    # The same with a stroke.
    ("Priya/Tom: order the disks 15 Dec", "Order the disks", "", "Tue 15 Dec 2026",
     "A promise has one owner, and several people are named: choose Priya Raman or Tom Okafor. [Priya Raman] [Tom "
     "Okafor]"),
    # 12 Dec is a Saturday: what is counted moves to the working day before.
    ("@jonas write the RCA in two weeks", "Write the RCA", "Jonas", "Fri 11 Dec 2026", ""),
    # On a Saturday the week people speak of is the coming one.
    ("@Jonas, write the RCA, EOW", "Write the RCA", "Jonas", "Fri 4 Dec 2026", ""),
    ("Mei will run the purge on Monday", "Run the purge", "Mei", "Mon 30 Nov 2026", ""),
    # Weekday and day agree.
    ("Mei Chen will run the purge on Monday 30 Nov", "Run the purge", "Mei", "Mon 30 Nov 2026", ""),
    # A week behind the coming Monday.
    ("@mei run the purge Monday week", "Run the purge", "Mei", "Mon 7 Dec 2026", ""),
    # A week behind the coming Friday, not that Friday.
    ("@mei run the purge a week on Friday", "Run the purge", "Mei", "Fri 11 Dec 2026", ""),
    # The same in fewer words.
    ("@mei run the purge Friday week", "Run the purge", "Mei", "Fri 11 Dec 2026", ""),
    # 12 Dec is a Saturday.
    ("@mei purge in a fortnight", "Purge", "Mei", "Fri 11 Dec 2026", ""),
    # The day before it, a Thursday.
    ("@mei purge before Christmas", "Purge", "Mei", "Thu 24 Dec 2026", ""),
    ("@mei purge by mid December", "Purge", "Mei", "Tue 15 Dec 2026", ""),
    # Early is Tuesday at the latest, not Friday.
    ("@mei purge early next week", "Purge", "Mei", "Tue 1 Dec 2026", ""),
    ("@mei purge by end of next week", "Purge", "Mei", "Fri 4 Dec 2026", ""),
    # Tomorrow is a Sunday: asked, and can be kept.
    ("@mei purge by close of business tomorrow", "Purge", "Mei", "Sun 29 Nov 2026",
     "29 Nov is a Sunday: Monday 30 Nov? [Mon 30 Nov] [Stay with Sun 29 Nov]"),
    # Today is Saturday, and whoever says so knows.
    ("@mei purge today", "Purge", "Mei", "Sat 28 Nov 2026", ""),
    ("@mei purge tonight", "Purge", "Mei", "Sat 28 Nov 2026", ""),
    # Nobody promises what has gone by.
    ("@mei purge yesterday", "Purge", "Mei", "", "27 November 2026 has already gone by: give a date from today on."),
    ("@mei purge 27 Nov", "Purge", "Mei", "", "27 November 2026 has already gone by: give a date from today on."),
    # A promise has a day; the hour stays in the title.
    ("@mei purge 1 Dec at 10:00", "Purge at 10:00", "Mei", "Tue 1 Dec 2026", ""),
    # So does an hour before the day.
    ("@mei purge by 10am Tuesday", "Purge by 10am", "Mei", "Tue 1 Dec 2026", ""),
    # Of two days the later.
    ("@mei purge Tue/Wed", "Purge", "Mei", "Wed 2 Dec 2026", ""),
    ("@mei purge Tuesday or Wednesday", "Purge", "Mei", "Wed 2 Dec 2026", ""),
    # The later day, a Saturday: asked.
    ("@mei purge between 1 Dec and 5 Dec", "Purge", "Mei", "Sat 5 Dec 2026",
     "5 Dec is a Saturday: Friday 4 Dec or Monday 7 Dec? [Fri 4 Dec] [Mon 7 Dec] [Stay with Sat 5 Dec]"),
    # A range is its later day.
    ("@mei purge 1-5 Dec", "Purge", "Mei", "Sat 5 Dec 2026",
     "5 Dec is a Saturday: Friday 4 Dec or Monday 7 Dec? [Fri 4 Dec] [Mon 7 Dec] [Stay with Sat 5 Dec]"),
    # A number before a dash with blanks may end the title: it is kept there.
    ("@mei purge 1 - 5 December", "Purge 1", "Mei", "Sat 5 Dec 2026",
     "5 Dec is a Saturday: Friday 4 Dec or Monday 7 Dec? [Fri 4 Dec] [Mon 7 Dec] [Stay with Sat 5 Dec]"),
    # A calendar week is its Friday.
    ("@mei purge week 50", "Purge", "Mei", "Fri 11 Dec 2026", ""),
    ("@mei purge by CW50", "Purge", "Mei", "Fri 11 Dec 2026", ""),
    # A quarter is its end.
    ("@mei purge Q1", "Purge", "Mei", "Wed 31 Mar 2027", ""),
    # Before it begins, or before it ends? asked.
    ("@mei purge by Q1", "Purge", "Mei", "",
     "By Q1: is that 31 December 2026 or 31 March 2027? [Thu 31 Dec] [Wed 31 Mar 2027]"),
    ("@mei purge end of Q1", "Purge", "Mei", "Wed 31 Mar 2027", ""),
    # A month is its last working day: the 31st is a Sunday.
    ("@mei purge January", "Purge", "Mei", "Fri 29 Jan 2027", ""),
    ("@mei purge in January", "Purge", "Mei", "Fri 29 Jan 2027", ""),
    # Before it begins, or before it ends? asked.
    ("@mei purge by January", "Purge", "Mei", "",
     "By January: is that 31 December 2026 or 29 January 2027? [Thu 31 Dec] [Fri 29 Jan 2027]"),
    ("@mei purge by Jan 2027", "Purge", "Mei", "",
     "By January: is that 31 December 2026 or 29 January 2027? [Thu 31 Dec] [Fri 29 Jan 2027]"),
    # With dots the day stands first everywhere.
    ("@mei purge by 15.12", "Purge", "Mei", "Tue 15 Dec 2026", ""),
    ("@mei purge 15.12.", "Purge", "Mei", "Tue 15 Dec 2026", ""),
    ("@mei purge 15.12.26", "Purge", "Mei", "Tue 15 Dec 2026", ""),
    # There is no fifteenth month.
    ("@mei purge 12-15-2026", "Purge", "Mei", "Tue 15 Dec 2026", ""),
    ("@mei purge 2026/12/15", "Purge", "Mei", "Tue 15 Dec 2026", ""),
    # Year, month, day without marks.
    ("@mei purge 20261215", "Purge", "Mei", "Tue 15 Dec 2026", ""),
    # The coming one.
    ("@mei purge the 15th", "Purge", "Mei", "Tue 15 Dec 2026", ""),
    ("@mei purge by the 15th", "Purge", "Mei", "Tue 15 Dec 2026", ""),
    # By then at the latest; Tuesday is three days away.
    ("@mei purge within 3 days", "Purge", "Mei", "Tue 1 Dec 2026", ""),
    # Mon 30, Tue 1, Wed 2.
    ("@mei purge in 3 business days", "Purge", "Mei", "Wed 2 Dec 2026", ""),
    # The weekend between them is not counted.
    ("@mei purge in 10 working days", "Purge", "Mei", "Fri 11 Dec 2026", ""),
    # 12 Dec is a Saturday.
    ("@mei purge 2 weeks from now", "Purge", "Mei", "Fri 11 Dec 2026", ""),
    # Its end, as next week is its Friday.
    ("@mei purge next month", "Purge", "Mei", "Thu 31 Dec 2026", ""),
    ("@mei purge end of the year", "Purge", "Mei", "Thu 31 Dec 2026", ""),
    ("@mei purge year end", "Purge", "Mei", "Thu 31 Dec 2026", ""),
    ("@mei purge next week Wednesday", "Purge", "Mei", "Wed 2 Dec 2026", ""),
    # The Wednesday, not the Friday of that week.
    ("@mei purge Wednesday next week", "Purge", "Mei", "Wed 2 Dec 2026", ""),
    ("@mei purge this Friday", "Purge", "Mei", "Fri 4 Dec 2026", ""),
    ("@mei purge on the first Monday of January", "Purge", "Mei", "Mon 4 Jan 2027", ""),
    # No day anybody can be held to, and it is said what to write.
    ("@mei purge ASAP", "Purge ASAP", "Mei", "",
     "“ASAP” is no day anybody can be held to: write the one it will be done by, such as 15 Dec."),
    # Figures within the title stay there.
    ("@mei answer the 9/11 report by Friday", "Answer the 9/11 report", "Mei", "Fri 4 Dec 2026", ""),
    # So do ordinals.
    ("@mei write the 5th wave plan by Friday", "Write the 5th wave plan", "Mei", "Fri 4 Dec 2026", ""),
    # And versions.
    ("@mei upgrade to 12.1 by Friday", "Upgrade to 12.1", "Mei", "Fri 4 Dec 2026", ""),
    ("@mei May release notes 15 Dec", "May release notes", "Mei", "Tue 15 Dec 2026", ""),
    ("@mei the March invoices 15 Dec", "The March invoices", "Mei", "Tue 15 Dec 2026", ""),
    # The last day a line names counts.
    ("@mei call March 1 Consulting 15 Dec", "Call March 1 Consulting", "Mei", "Tue 15 Dec 2026", ""),
    ("@mei test the Sunday job 15 Dec", "Test the Sunday job", "Mei", "Tue 15 Dec 2026", ""),
    # “Friday” is what the job is called: asked for the day.
    ("@mei fix the Friday job", "Fix the Friday job", "Mei", "",
     "No date yet: add one such as 15 Dec, Friday or in 2 weeks."),
    ("@mei prepare the December 2026 forecast 15 Jan",
     "Prepare the December 2026 forecast", "Mei", "Fri 15 Jan 2027", ""),
    # The last day, a Sunday: asked.
    ("@mei prepare forecast for 15 Dec, deliver 20 Dec",
     "Prepare forecast for 15 Dec, deliver", "Mei", "Sun 20 Dec 2026",
     "20 Dec is a Sunday: Friday 18 Dec or Monday 21 Dec? [Fri 18 Dec] [Mon 21 Dec] [Stay with Sun 20 Dec]"),
    # A Saturday said outright may not have been looked up.
    ("@mei report 1 Dec figures by 5 Dec", "Report 1 Dec figures", "Mei", "Sat 5 Dec 2026",
     "5 Dec is a Saturday: Friday 4 Dec or Monday 7 Dec? [Fri 4 Dec] [Mon 7 Dec] [Stay with Sat 5 Dec]"),
    ("@mei 15 Dec: report figures, final 20 Dec", "15 Dec: report figures, final", "Mei", "Sun 20 Dec 2026",
     "20 Dec is a Sunday: Friday 18 Dec or Monday 21 Dec? [Fri 18 Dec] [Mon 21 Dec] [Stay with Sun 20 Dec]"),
    # Tom is met; Mei, with the @, owes it.
    ("@mei meet Tom 15 Dec", "Meet Tom", "Mei", "Tue 15 Dec 2026", ""),
    ("Send the plan to Tom @mei 15 Dec", "Send the plan to Tom", "Mei", "Tue 15 Dec 2026", ""),
    # To Tom, by Mei? or by Tom? asked.
    ("Send the plan to @tom Mei 15 Dec", "Send the plan to @tom Mei", "", "Tue 15 Dec 2026",
     "A promise has one owner, and several people are named: choose Tom Okafor or Mei Chen."),
    # The @ says who owes it; the echo shows it before Enter.
    ("Ask @tom for the figures by Friday", "Ask for the figures", "Tom", "Fri 4 Dec 2026", ""),
    ("@zoe do it 15 Dec", "Do it", "", "Tue 15 Dec 2026",
     "Nobody called “zoe” can own this here: choose one of the people of this partnership."),
    # Nobody is guessed from a slip, but offered.
    ("@mai do it 15 Dec", "Do it", "", "Tue 15 Dec 2026",
     "Nobody called “mai” can own this here: did you mean Mei Chen? [Mei Chen]"),
    ("@m do it 15 Dec", "Do it", "", "Tue 15 Dec 2026",
     "Nobody called “m” can own this here: choose one of the people of this partnership."),
    ("@MEI.CHEN do it 15 Dec", "Do it", "Mei", "Tue 15 Dec 2026", ""),
    ("@mei.chen@meridian.example do it 15 Dec", "Do it", "Mei", "Tue 15 Dec 2026", ""),
    # Accents do not count, and a full name at the beginning owes it.
    ("Mëi Chén do it 15 Dec", "Do it", "Mei", "Tue 15 Dec 2026", ""),
    # Ravi's report is owed by Ravi.
    ("@Ravi’s report 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("@ravi's report 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("(ravi) report 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report — Ravi — 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Ravi: report – 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    # A first name that begins what is promised needs no @.
    ("15 Dec Ravi report", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    # The same behind a day that heads the line.
    ("Friday: Ravi sends the report", "Sends the report", "Ravi", "Fri 4 Dec 2026", ""),
    ("Report @ravi Dec 15 – draft only", "Report – draft only", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi by 30/02/2027", "Report", "Ravi", "", "There is no 30 February 2027: February 2027 has 28 days."),
    # The coming February has 28 days.
    ("Report @ravi by 29 Feb", "Report", "Ravi", "", "There is no 29 February 2027: February 2027 has 28 days."),
    ("Report @ravi 29 Feb 2028", "Report", "Ravi", "Tue 29 Feb 2028", ""),
    ("Report @ravi 15 Dec 2016", "Report", "Ravi", "",
     "15 December 2016 has already gone by: give a date from today on."),
    # A slip of the century.
    ("Report @ravi 15 Dec 2226", "Report", "Ravi", "",
     "15 December 2226 is more than 10 years away: check the year."),
    ("Report @ravi 15 Dec '26", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    # Weekday and day do not agree: which is right is not guessed.
    ("Report @ravi Fri 15 Dec", "Report", "Ravi", "",
     "15 December 2026 is a Tuesday, not a Friday: correct the day or leave the weekday out."),
    ("Report @ravi Tue 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi 🎉 15 Dec", "Report 🎉", "Ravi", "Tue 15 Dec 2026", ""),
    ("دفتر الحسابات @ravi 15 Dec", "دفتر الحسابات", "Ravi", "Tue 15 Dec 2026", ""),
    # Wide figures are figures.
    ("Report @ravi １５ Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi 15 Dec.", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi 15 Dec!", "Report!", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi 15 Dec (draft)", "Report (draft)", "Ravi", "Tue 15 Dec 2026", ""),
    # What is said besides stays.
    ("Report @ravi 15 Dec, please", "Report, please", "Ravi", "Tue 15 Dec 2026", ""),
    # What stands behind the day goes with it.
    ("Report @ravi 15 Dec at the latest", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi no later than 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi latest 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi due 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi → 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report @ravi: 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report by Ravi by 15 Dec", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report by 15 Dec by Ravi", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    ("Report (owner: Ravi, due: 15 Dec)", "Report", "Ravi", "Tue 15 Dec 2026", ""),
    # Who and when are no promise yet.
    ("Ravi Desai 15 Dec", "", "Ravi", "Tue 15 Dec 2026", "What is promised is missing: say it in a few words."),
    ("@ravi 15 Dec", "", "Ravi", "Tue 15 Dec 2026", "What is promised is missing: say it in a few words."),
    ("15 Dec", "", "", "Tue 15 Dec 2026",
     "What is promised is missing: say it in a few words. | Nobody is named yet: add the owner with an @, such as "
     "@anand."),
    ("@ravi", "", "Ravi", "",
     "What is promised is missing: say it in a few words. | No date yet: add one such as 15 Dec, Friday or in 2 "
     "weeks."),
]  # fmt: skip


def captured(line: str) -> Captured:
    return capture(line, people=PEOPLE, today=TODAY)


def asked(found: Captured) -> str:
    questions = (
        [problem.sentence, *(f"[{answer.label}]" for answer in problem.answers)] for problem in found.problems
    )
    return " | ".join(" ".join(question) for question in questions)


@pytest.mark.parametrize(("line", "title", "owner", "due", "question"), EXPECTED)
def test_a_line_is_understood_as_whoever_chairs_expects(
    line: str, title: str, owner: str, due: str, question: str
) -> None:
    found = captured(line)
    day = f"{found.due:%a} {found.due.day} {found.due:%b %Y}" if found.due else ""
    first_name = found.owner.first_name if found.owner else ""
    assert (found.title, first_name, day, asked(found)) == (title, owner, due, question)
    assert found.is_complete == (not question)
    assert found.line == line


@pytest.mark.parametrize("line", [row[0] for row in EXPECTED if "[" in row[4]])
def test_each_answer_leaves_nothing_to_ask(line: str) -> None:
    for problem in captured(line).problems:
        for answer in problem.answers:
            found = captured(answer.line)
            assert problem.field not in [left.field for left in found.problems]
            if problem.field == "owner":
                assert found.owner is not None
                assert found.owner.full_name == answer.label
            else:
                assert found.due is not None
                assert f"{found.due:%a} {found.due.day} {found.due:%b}" in answer.label


MORE = [
    # With a country its holidays count: 25 Dec is none in which anybody works.
    ("Send the list @tom 25 Dec", "DE", "25 Dec is no working day: Thursday 24 Dec or Monday 28 Dec?"),
    ("Send the list @tom 25 Dec", "", ""),
    # Where the week begins on a Sunday, a Friday is asked about and a Sunday is not.
    ("Send the list @tom 20 Dec", "IL", ""),
    ("Send the list @tom 18 Dec", "IL", "18 Dec is no working day: Thursday 17 Dec or Sunday 20 Dec?"),
    # Whoever writes the weekday beside it has looked it up.
    ("Send the list @tom Sat 5 Dec", "", ""),
    ("Send the list @tom on Saturday", "", ""),
    # Of two readings one has gone by: it is asked all the same, and only the other can be chosen.
    ("Send the list @tom 12/11", "", "12/11: is that 12 November or 11 December?"),
    # A weekday settles the order.
    ("Send the list @tom Fri 4/12", "", ""),
    # A year that follows is no year of the day that is chosen.
    ("@tom by 4/12, 2019 invoices", "", "4/12: is that 4 December 2026 or 12 April 2027?"),
    # A first name with which an order may begin is asked about (nobody here is called so).
    ("Mark the invoices @tom 15 Dec", "", ""),
]


@pytest.mark.parametrize(("line", "country", "question"), MORE)
def test_a_free_day_said_outright_is_asked_about(line: str, country: str, question: str) -> None:
    found = capture(line, people=PEOPLE, today=TODAY, country=country)
    assert [problem.sentence for problem in found.problems if problem.field == "date"] == [question] * bool(
        question
    )
    for problem in found.problems:
        for answer in problem.answers:
            again = capture(answer.line, people=PEOPLE, today=TODAY, country=country)
            assert [left.field for left in again.problems if left.field == problem.field] == []


def test_of_two_days_only_one_that_is_to_come_can_be_chosen() -> None:
    [problem] = captured("Send the list @tom 12/11").problems
    assert [(answer.label, answer.line) for answer in problem.answers] == [
        ("Fri 11 Dec", "Send the list @tom Fri 11 Dec")
    ]


def test_a_name_that_is_a_verb_as_well_is_asked_about() -> None:
    people = [*PEOPLE, Candidate("Mark Lee", "Mark Lee", "ours")]
    [problem] = capture("Mark the invoices 15 Dec", people=people, today=TODAY).problems
    assert problem.sentence == "Is Mark Lee the owner? Then write @Mark."
    [answer] = problem.answers
    found = capture(answer.line, people=people, today=TODAY)
    assert (found.title, found.owner) == ("The invoices", people[-1])
    assert capture("Mark the invoices @tom 15 Dec", people=people, today=TODAY).is_complete


def test_somebody_who_is_really_called_so_is_somebody() -> None:
    people = [*PEOPLE, Candidate("We", "Li We", "theirs")]
    assert capture("@we deliver the paper 15 Dec", people=people, today=TODAY).owner == people[-1]


@pytest.mark.parametrize(
    "line",
    [
        "Team to deliver the paper by Friday",
        "All: read the paper by Friday",
        "Wir liefern das Papier bis Freitag",
    ],
)
def test_everybody_is_nobody(line: str) -> None:
    assert "names nobody" in asked(captured(line))


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("Tom's plan is checked 15 Dec", None),
        ("Mei and I send the paper 15 Dec", None),
        ("ravi sends the report 15 Dec", "Ravi Desai"),
        ("Stein sends the report 15 Dec", None),
        ("To order the volume 15 Dec", None),
        ("Send the plan for @tom, Mei 15 Dec", None),
        ("Send the plan to @tom 15 Dec", "Tom Okafor"),
    ],
)
def test_a_line_that_begins_with_a_name(line: str, owner: str | None) -> None:
    found = captured(line).owner
    assert (found and found.full_name) == owner
