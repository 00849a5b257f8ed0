"""Every line of the pack, of both editions, as a PDF reader reads it, on a review with at least two of everything.

What a chapter says is compared whole: a line too few, one too many and one beside the wrong thing all show.
"""

import io
import re

import pytest
from django.conf import settings
from pypdf import PdfReader

from reviews.record.pack.rendering import printed
from tests.reviews.record.pack_of_two import REPLIES, pack_of_two
from tests.reviews.record.pack_story import sealed

EDITIONS = ("ours", "partner")
NAMED = ("our edition", "partner edition")
FOOT = "amends no contract, waives no right"
LETTERING = re.compile(
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)( ’\d\d)?|[\d.]+( h|%)?|(target|amber) [\d.]+|no readings"
    r"|\d of 5|\d\."
)
WHOSE = re.compile(r"We|They|Northgate Group|Meridian Systems")
"""What stands by itself in a chart, or before a line of a list; a reader finds it at the end of its page."""
AS_MUCH_AS_FITS = re.compile(r"[●■▲○] Change number \d\.|And \d more inside\.")
"""On page one, whose lists are as long as the page allows."""

OURS = {
    "Page one": """\
MONTHLY REVIEW · FOR EXECUTIVES
Meridian Systems
23 November 2026
chaired by Anand Kulkarni
next review 21 December
The databases can grow. Month-end close still takes 6.4 hours against a target of 5, and waits on us: two of
Meridian’s items need our archiving policy.
WHAT YOU ARE ASKED TO DECIDE
Change window. By 20 November. They have waited 13 days. 3 days late.
Archiving policy: Older than three years leaves. Finance board, by 2 December. They have waited 19 days.
MERIDIAN SYSTEMS IS ASKED TO DECIDE
Test data: Two copies a year. By 1 December. We have waited 14 days.
We promised
4 of 9 kept · 2 moved with notice · 1 held up · 2 missed · 3 under cover
Over twelve months 33 of 58 kept, steady
They promised
5 of 8 kept · 2 held up · 1 missed
Over twelve months 41 of 56 kept, steady
Under cover from 2 November to 16 November: “Reports can wait.” Anand Kulkarni
Under cover from 9 November to 12 November: “Audits can wait.” Hanna Weiss
Performance
■ 1 of 3 red
Outcomes on track
■ 1 of 3
Oldest ask
■ 34 days, on us
Read back
▲ They differ
What changed since October
What is red, and why
Close is red ours
Data grows.
Traces are red theirs
Nobody sent them.
“We know it.”
Northgate Group · Anand Kulkarni
“Under five hours.”
Meridian Systems · Hanna Weiss
Thanks to Ines and Farid for quarter-end night.
Thanks to Mei
Promises 2 Performance 3 Outcomes 3 Tracker 5 Asks 5 Who does what 6 Minutes 6 Seal 8
""",
    "Promises, both sides by one rule": """\
A promise counts once, when it falls due: kept, moved with notice, held up by the other side, or missed. What
fell due under cover is counted apart.
Due Kept Moved with notice Held up Missed Under cover
Northgate Group, since the last review 9 4 2 1 2 3
Northgate Group, over twelve months 58 33 9 4 12 6
Meridian Systems, since the last review 8 5 0 2 1 0
Meridian Systems, over twelve months 56 41 6 5 4 7
Everything that changed since October
● Change number 1.
■ Change number 2.
▲ Change number 3.
○ Change number 4.
● Change number 5.
■ Change number 6.
▲ Change number 7.
○ Change number 8.
""",
    "Operational performance": """\
Period close
■ off target 6.4 h
November 2026: 6.4 h, off target. Target at most 5 h. Source: batch scheduler.
March 2026 is disputed: two closes were counted
October 2026 is disputed: the scheduler stood still
Restore test
○ missing
No readings from September 2026 to November 2026.
Availability in business hours
● on target 99.97%
November 2026: 99.97%, on target. Target at least 99.9%. Source: the monitor.
""",
    "Outcome intents": """\
World-class databases
● on track · 71% of the way, 62% of its time gone
Reached when: Twice the load. By 31 Mar 2027. For Lena Moser.
Free hand until 30 Jun 2027. No change in quarter-end week.
18 Nov, Jonas Stein, on track, sure of it: Order entry is fast.
18 Oct, Mei Chen, at risk: Order entry was slow.
Close never waits
■ off track · 34% of the way, 60% of its time gone
Reached when: Five hours or less. By 31 Dec. For Priya Raman.
It comes 41 days later than first agreed: 29 ours, 12 theirs.
29 days Archiving policy First needed by 22 Oct, not decided yet. Priya Raman
12 days Nine tables, nine owners First promised for 9 Oct, done 21 Oct.
17 Nov, Jonas Stein, off track: Data grows.
Bank-grade releases
○ no check-in yet
Reached when: No night lost.
Priya Raman agreed to other terms 3 Nov
Due: 28 Jan 2027; it was 18 Dec
Jonas Stein did not agree that it is no longer wanted: Sales needs it. 4 Nov
Jonas Stein did not agree to other terms: Not safely. 5 Nov
Mei Chen asks whether it is achieved: Nothing was lost.
Lena Moser asks for other terms: For the auditors.
Baseline: none
Releases of one hour
● done 10 Nov
One script
Mei Chen
○ in 8 days 1 Dec
A window on Sunday
Priya Raman
Names for services ● done 14 Nov
Every one has an owner.
A release train ○ dropped 15 Nov
Small releases need none.
One sign-in
achieved on 12 Nov
Everybody signs in with one key.
Reached when: One key for all.
Worth, as expected: No calls for lost keys.
Brought, says Jonas Stein, 12 Nov: Half the calls.
Lena Moser, 16 Nov: Part of it is there. Half are gone.
A second data centre
no longer wanted on 13 Nov
The cloud made it needless.
Reached when: Two sites.
Serves: Results on day three → No night shift
Brought, says Priya Raman, 13 Nov: One site less to pay.
""",
    "The tracker": """\
Promised in this review
We owe They owe
Fresh one of ours
○ in 22 days · Priya Raman · 15 Dec
Fresh one of theirs
○ proposed · Mei Chen · 3 Dec
Fresh two of ours
○ in 53 days · Lena Moser · 15 Jan 2027
Open
We owe They owe
Late one of ours
■ 3 days late · Lena Moser · 20 Nov
Waiting one of theirs
■ 3 days late · waits on us, 11 days · Jonas Stein · 30 Nov, first 20 Nov
Waits for: production traces
The other side sees it differently: they were sent on Monday
Later still of ours
■ 1 day late · Lena Moser · 22 Nov
Waiting two of theirs
○ in 15 days · waits on us, 1 day · Mei Chen · 8 Dec
Waits for: a test account
Reported of ours
○ reported done · Lena Moser · 13 Nov · reported 19 Nov
Proposed of theirs
○ proposed · Mei Chen · 9 Dec
Due later of ours
○ in 8 days · Priya Raman · 1 Dec, first 6 Nov · for Period close never waits
Settled since the last review
We owe They owe
Closed of ours
● kept · Priya Raman · 13 Nov · confirmed 11 Nov
Closed early of theirs
● kept · Jonas Stein · 13 Nov · confirmed 10 Nov
Withdrawn of ours
○ withdrawn · Priya Raman · 13 Nov
Closed late of theirs
● kept · Mei Chen · 13 Nov · confirmed 16 Nov
""",
    "Asks of both sides": """\
Decisions
Archiving policy ○ needed in 9 days with Northgate Group
Older than three years leaves.
Raised by Hanna Weiss on 4 Nov, 19 days. Finance board. Needed by 2 Dec.
Change window ■ 3 days late with Northgate Group
Raised by Jonas Stein on 10 Nov, 13 days. Needed by 20 Nov.
Night shift ● decided was with Meridian Systems
Raised by Priya Raman on 16 Nov, 1 day until answered. Needed by 19 Nov.
Answer of 17 Nov: Two people, until January.
Test data ○ needed in 8 days with Meridian Systems
Two copies a year.
Raised by Priya Raman on 9 Nov, 14 days. Needed by 1 Dec.
Impediments
Approvals take weeks ■ 34 days with Northgate Group
Raised by Jonas Stein on 20 Oct, 34 days. In the hands of Priya Raman.
No badge ○ 1 day with Meridian Systems
Raised by Priya Raman on 22 Nov, 1 day.
Recommendations
The bank’s checklist ● in place was with Northgate Group
Raised by Hanna Weiss on 3 Dec 2025, 106 days until answered.
Answer of 19 Mar: 14 of 20 points in force.
Fewer reports ▲ 21 days with Northgate Group
Nobody reads the weekly one.
Raised by Mei Chen on 2 Nov, 21 days.
""",
    "Who does what": """\
Running the databases
Version 3; agreed by Northgate Group and Meridian Systems. Meridian Systems has proposed another one.
Activity Responsible Accountable Consulted Informed
Standard change Mei Chen, Lena Moser Jonas Stein – Priya Raman
Restore test Mei Chen ▲ nobody Priya Raman –
Capacity plan ▲ nobody Priya Raman – –
Releasing
Draft; agreed by Meridian Systems.
Activity Responsible Accountable Consulted Informed
Night release ▲ nobody ▲ nobody – –
""",
    "What was said and decided": """\
Done in the room
DECIDED The window opens · Anand Kulkarni
PROMISED Archive 2019 invoices by 15 December · Priya Raman
The agenda
1 · Promised last time
Discussed, 15 min
2 · Operational performance
Open
3 · Outcomes & initiatives
Discussed, 5 min
Close never waits
Discussed, 25 min · Green service, red outcome.
Since August.
Meridian Systems: Under five by January.
Northgate Group: With the policy.
note: Audit wants ten years.
parked: Finance asks for three.
4 · Asks
Discussed, 7 min
Archiving policy
Deferred · carried over
Fewer reports
Dropped · carried over · It waited too long.
5 · One item from each side
Discussed
Year-end freeze
Discussed, 1 min · put on the agenda by Northgate Group
A second reader
Discussed, 7 min · put on the agenda by Meridian Systems
Also noted
note, Priya Raman: Licences wait for procurement.
parked, Jonas Stein: Dinner in spring.
Who was there
Anand Kulkarni Northgate Group, in the room
Priya Raman Northgate Group, following
Hanna Weiss Meridian Systems, in the room
Jonas Stein Meridian Systems, excused
""",
    "For our side alone": """\
The partner’s edition has no such page.
We hold Meridian Systems as Strategic.
Notice dates
Database operations: notice by 30 Jun 2027, ends 31 Dec 2027
Basis work
Our notes
23 Nov 2026, Priya Raman: Meet the successor early.
23 Nov 2026, Lena Moser: Ask for Mei.
""",
    "The seal": """\
Sealed on 23 November 2026, 11:32 UTC by Anand Kulkarni. Everything in this pack stands as it stood then;
nothing said or changed later alters it.
SHA-256 of this edition
9f2c 41aa e07b 5d1c 9f2c 41aa e07b 5d1c 9f2c 41aa e07b 5d1c 9f2c 41aa e07b 5d1c
What each side said
Northgate Group agrees with the promises read back · Anand Kulkarni
Meridian Systems differs: the date of the policy · Hanna Weiss
“We see it differently”
The traces came late.
Jonas Stein, 24 November 2026, 09:05 UTC · abab abab abab abab abab abab abab abab abab abab abab abab abab
abab abab abab
“We see it differently”
They came on the day.
Priya Raman, 25 November 2026, 16:40 UTC · cdcd cdcd cdcd cdcd cdcd cdcd cdcd cdcd cdcd cdcd cdcd cdcd cdcd
cdcd cdcd cdcd
The review in Tandem: BASE_URL/partnerships/meridian/reviews/14/record/
""",
}
PARTNER = {
    "FOR EXECUTIVES\nMeridian Systems": "PARTNER EDITION\nNorthgate Group",
    """WHAT YOU ARE ASKED TO DECIDE
Change window. By 20 November. They have waited 13 days. 3 days late.
Archiving policy: Older than three years leaves. Finance board, by 2 December. They have waited 19 days.
MERIDIAN SYSTEMS IS ASKED TO DECIDE
Test data: Two copies a year. By 1 December. We have waited 14 days.
""": """WHAT YOU ARE ASKED TO DECIDE
Test data: Two copies a year. By 1 December. Northgate Group has waited 14 days.
NORTHGATE GROUP IS ASKED TO DECIDE
Change window. By 20 November. Meridian Systems has waited 13 days. 3 days late.
Archiving policy: Older than three years leaves. Finance board, by 2 December. Meridian Systems has waited 19 days.
""",
    "Minutes 6 Seal 8": "Minutes 6 Seal 7",
    "29 ours, 12 theirs": "29 Northgate Group’s, 12 Meridian Systems’",
    "We promised": "Northgate Group promised",
    "They promised": "Meridian Systems promised",
    "34 days, on us": "34 days, on Northgate Group",
    "▲ They differ": "▲ Meridian Systems differs",
    "Close is red ours": "Close is red Northgate Group",
    "Traces are red theirs": "Traces are red Meridian Systems",
    "We owe They owe": "Northgate Group owes Meridian Systems owes",
    "· waits on us,": "· waits on Northgate Group,",
    "8 Dec Waits for: a test": "8 Waits for: a test",  # its month stands alone on a line, as those of a chart do
}
"""Where the partner's edition says something else; it has all chapters but the one for our side alone."""
CHARTS = {
    "Promises, both sides by one rule": ["Dec", "Nov", "3 of 5", "4 of 5"],
    "Operational performance": [
        "6.4 h", "target 5", "amber 5.5", "no readings", "target 4", "99.97%", "target 99.9", "amber 99.8",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def read() -> dict[str, list[list[str]]]:
    """The lines of each page, by edition."""
    return {edition: _pages(printed(sealed(pack_of_two(edition), REPLIES)).content) for edition in EDITIONS}


def _pages(pdf: bytes) -> list[list[str]]:
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return [[line for each in text.splitlines() if (line := " ".join(each.split()))] for text in texts]


def chapters(pages: list[list[str]]) -> dict[str, str]:
    """What each chapter says, on one line, without the foot of the page and the lettering of the charts."""
    said: dict[str, list[str]] = {"Page one": []}
    here = said["Page one"]
    for line in (line for page in pages for line in page if FOOT not in line and line not in NAMED):
        if line in OURS and line not in said:
            here = said.setdefault(line, [])
        elif not LETTERING.fullmatch(line) and (here is said["Page one"] or not WHOSE.fullmatch(line)):
            here.append(line)
    said["Page one"] = [line for line in said["Page one"] if not AS_MUCH_AS_FITS.fullmatch(line)]
    return {heading: " ".join(lines) for heading, lines in said.items()}


def expected(edition: str) -> dict[str, str]:
    whole = {
        heading: " ".join(text.replace("BASE_URL", settings.BASE_URL).split())
        for heading, text in OURS.items()
    }
    if edition == "ours":
        return whole
    del whole["For our side alone"]
    for ours, partner in PARTNER.items():
        ours = " ".join(ours.split())
        assert any(ours in text for text in whole.values()), ours
        whole = {heading: text.replace(ours, " ".join(partner.split())) for heading, text in whole.items()}
    return whole


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_chapters_come_in_their_order(read: dict[str, list[list[str]]], edition: str) -> None:
    assert list(chapters(read[edition])) == list(expected(edition))


@pytest.mark.parametrize(
    ("edition", "heading"), [(edition, heading) for edition in EDITIONS for heading in expected(edition)]
)
def test_a_chapter_says_this_and_nothing_else(
    read: dict[str, list[list[str]]], edition: str, heading: str
) -> None:
    assert chapters(read[edition])[heading] == expected(edition)[heading]


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_has_no_room_on_page_one_is_counted_there(
    read: dict[str, list[list[str]]], edition: str
) -> None:
    listed = [line for line in read[edition][0] if AS_MUCH_AS_FITS.fullmatch(line)]
    *changes, more = listed
    assert changes == [
        f"{sign} Change number {number}."
        for number, sign in zip(range(1, len(listed)), "●■▲○●■▲○", strict=False)
    ]
    assert changes
    assert more == f"And {8 - len(changes)} more inside."


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("heading", CHARTS)
def test_its_charts_are_lettered(read: dict[str, list[list[str]]], edition: str, heading: str) -> None:
    (page,) = [page for page in read[edition][1:] if heading in page]
    missing = [word for word in CHARTS[heading] if word not in page]
    assert not missing


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_ends_with_its_seal_and_its_number(read: dict[str, list[list[str]]], edition: str) -> None:
    pages = read[edition]
    foot = (
        f"Northgate Group · Meridian Systems · November 2026 · sealed 23 Nov 2026 · 9f2c 41aa e07b · {FOOT}"
    )
    feet = [next(line for line in page if FOOT in line) for page in pages]
    named = "our edition" if edition == "ours" else "partner edition"
    assert [named in page for page in pages] == [True] * len(pages)
    assert not any(other in page for page in pages for other in NAMED if other != named)
    assert feet == [f"{foot} {number} / {len(pages)}" for number in range(1, len(pages) + 1)]
