"""Faults of who meets: the forum, the invitations, and the answers that come back from calendars."""

from tests.mutants.planting import Mutant

FORUM = ("tests/reviews/agenda/test_forum_changes.py",)

MUTANTS = (
    Mutant(
        "Whoever leaves a forum is not told so.",
        "reviews/agenda/verbs/forums.py",
        "send_invitations(review, News.LEFT_OUT, now, to=left)",
        "pass",
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
        "reviews/agenda/invitations.py",
        "        invited = [seat for seat in invited if seat not in left]",
        "        invited = list(invited)",
        ("tests/reviews/agenda/test_coming.py",),
    ),
)
