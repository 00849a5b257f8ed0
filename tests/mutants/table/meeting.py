"""Faults of who meets: the forum, the invitations, and the answers that come back from calendars."""

from tests.mutants.planting import Mutant

FORUM = ("tests/reviews/agenda/test_forum_changes.py",)
ONE_MAIL = ("tests/reviews/agenda/test_one_mail.py",)
PRESENTING = ("tests/reviews/room/meeting/test_presenting.py",)
MANY = ("tests/reviews/room/screen/test_many_people.py",)
TWICE = ("tests/reviews/room/screen/test_captured_already.py",)
SAMENESS = ("tests/governance/capture/test_sameness.py",)
LENGTH = ("tests/reviews/agenda/test_length.py",)

MUTANTS = (
    Mutant(
        "Everyone turns the agenda for everyone.",
        "reviews/room/verbs/meeting.py",
        "    if by.pk != review.presenter_id:\n",
        "    if False:\n",
        PRESENTING,
    ),
    Mutant(
        "Whoever leaves goes on presenting.",
        "reviews/room/verbs/meeting.py",
        "    if state == Attendance.State.EXCUSED:\n        _take_back_parts",
        "    if False:\n        _take_back_parts",
        PRESENTING,
    ),
    Mutant(
        "Everyone writes beside the chair.",
        "reviews/room/verbs/moving.py",
        "    if by.pk != review.scribe_id:\n",
        "    if False:\n",
        MANY,
    ),
    Mutant(
        "A scribe takes back what the chair wrote.",
        "reviews/room/verbs/undoing.py",
        "if in_name_of.pk != by.pk != move.by_id:",
        "if False:",
        PRESENTING,
    ),
    Mutant(
        "Two who write down one promise at once make two.",
        "reviews/room/verbs/steps.py",
        "    if twins and twins[0].item.pk != other_than:\n",
        "    if False:\n",
        TWICE,
    ),
    Mutant(
        "A promise that was taken back is still said to be captured.",
        "reviews/room/captured_already.py",
        "promised.exclude(action__state=ActionItem.State.WITHDRAWN)",
        "promised",
        TWICE,
    ),
    Mutant(
        "The line is thrown away although what it was the same as is gone.",
        "reviews/room/views/capturing.py",
        "return None if stands else (understood, _GONE_SINCE)",
        "return None",
        TWICE,
    ),
    Mutant(
        "What somebody else owes is taken for the same promise.",
        "governance/capture/sameness.py",
        "len(owners) < 2 and ",
        "",
        SAMENESS,
    ),
    Mutant(
        "Of two who write one sentence the second overwrites the first.",
        "reviews/room/verbs/closing.py",
        "if version is not None and version != stands:",
        "if False:",
        PRESENTING,
    ),
    Mutant(
        "Who has gone is still shown as looking on.",
        "reviews/room/presence.py",
        "for who, when in seen.items() if at - when < SECONDS_SEEN) |",
        "for who, when in seen.items()) |",
        MANY,
    ),
    Mutant(
        "Screens are not told that somebody came or went.",
        "reviews/room/views/room.py",
        'if request.GET.get("here", seen.mark) == seen.mark:',
        "if True:",
        MANY,
    ),
    Mutant(
        "An agenda is too long by what is tabled within its section.",
        "reviews/agenda/timetable.py",
        "max(0, tabled - set_aside)",
        "tabled",
        LENGTH,
    ),
    Mutant(
        "What was carried over takes no time.",
        "reviews/agenda/timetable.py",
        "set_aside) + carried\n",
        "set_aside)\n",
        LENGTH,
    ),
    Mutant(
        "Whoever leaves a forum is not told so.",
        "reviews/agenda/verbs/forums.py",
        "joined=joined, left=left)",
        "joined=joined)",
        FORUM,
    ),
    Mutant(
        "A review that is under way follows its forum.",
        "reviews/agenda/verbs/forums.py",
        "forum=forum, state=Review.State.SCHEDULED)",
        "forum=forum)",
        FORUM,
    ),
    Mutant(
        "The chair who was chosen for one review gives way to the forum's.",
        "reviews/agenda/verbs/forums.py",
        " and review.chair in (None, usual)",
        "",
        FORUM,
    ),
    Mutant(
        "One side takes the other's people off the forum.",
        "governance/forums.py",
        "if person.side != by.side and can(",
        "if False and can(",
        FORUM,
    ),
    Mutant(
        "Of two who change a forum at once the second overwrites the first.",
        "governance/forums.py",
        'lock(forum, "chair", "deputy_chair", version=version)',
        'lock(forum, "chair", "deputy_chair")',
        FORUM,
    ),
    Mutant(
        "A forum with a review under way can end.",
        "reviews/agenda/verbs/forums.py",
        "if forum.reviews.filter(state=Review.State.OPEN).exists():",
        "if False:",
        FORUM,
    ),
    Mutant(
        "An invitation that was passed on is answered by whoever has it.",
        "reviews/agenda/verbs/coming.py",
        "if seat is None or not holds_secret(secrets, seat.review_id, seat.person_id):",
        "if seat is None:",
        ("tests/reviews/agenda/test_coming.py",),
    ),
    Mutant(
        "A yes to the day before a move counts for the day after it.",
        "reviews/agenda/verbs/coming.py",
        "    if sequence < seat.asked_at_sequence:",
        "    if sequence < 0:",
        ("tests/reviews/agenda/test_coming.py",),
    ),
    Mutant(
        "Whoever left stands in later files of the calendar.",
        "reviews/agenda/telling.py",
        " and seat not in without]",
        "]",
        ("tests/reviews/agenda/test_coming.py",),
    ),
    Mutant(
        "What changes within minutes leaves as several mails.",
        "partners/mail/quiet.py",
        "state=State.WITHDRAWN, settled_at=now",
        "settled_at=now",
        ONE_MAIL,
    ),
    Mutant(
        "A mail that somebody is sending is taken back.",
        "partners/mail/quiet.py",
        "attempts=0, leased_until=None, ",
        "",
        ONE_MAIL,
    ),
    Mutant(
        "A mail about a review leaves without waiting for what comes next.",
        "partners/mail/outbox.py",
        "outgoing.quiet.until if outgoing.quiet else now",
        "now",
        ONE_MAIL,
    ),
    Mutant(
        "A mail waits for as long as something changes.",
        "partners/mail/quiet.py",
        "min(now + QUIET, since + LONGEST)",
        "now + QUIET",
        ONE_MAIL,
    ),
    Mutant(
        "Who was told of nothing yet is told that they are no longer invited.",
        "reviews/agenda/telling.py",
        "        if not known.invited:\n            return None\n        letter",
        "        letter",
        ONE_MAIL,
    ),
    Mutant(
        "A mail says what changed since the last change and not since its reader knew.",
        "reviews/agenda/telling.py",
        "            known = Known.from_json(waiting[seat.person_id])",
        "            Known.from_json(waiting[seat.person_id])",
        ONE_MAIL,
    ),
    Mutant(
        "A review that begins within the hour is told of minutes later.",
        "reviews/agenda/telling.py",
        "self._now if self._is_soon else ",
        "",
        ONE_MAIL,
    ),
    Mutant(
        "A review that was moved and moved back tells nobody, whom it asks anew.",
        "reviews/agenda/news.py",
        "    if reasons:",
        "    if reasons and before.starts_at != now.starts_at:",
        ONE_MAIL,
    ),
)
