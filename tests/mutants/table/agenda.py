"""Faults of what the agenda carries, of excerpts and of the charter."""

from tests.mutants.planting import Mutant

NEWS = ("tests/reviews/agenda/test_news.py",)
KINDS = ("tests/reviews/agenda/test_kinds_and_papers.py",)
ONE_ITEM = ("tests/reviews/agenda/test_one_item.py",)
EXCERPTS = ("tests/reviews/record/test_excerpts.py",)
CHARTER = ("tests/dashboards/views/test_charter_page.py",)

MUTANTS = (
    Mutant(
        "The last day for notice stands in the partner's next ninety days.",
        "reviews/facts/ahead.py",
        "today <= each.on <= until and reader in each.what.readers",
        "today <= each.on <= until",
        NEWS,
    ),
    Mutant(
        "What comes on the ninetieth day is left out.",
        "reviews/facts/ahead.py",
        "today <= each.on <= until",
        "today <= each.on < until",
        NEWS,
    ),
    Mutant(
        "What changed with a side is said otherwise after the freeze.",
        "reviews/agenda/verbs/news.py",
        "if said and review.agenda_frozen_at:",
        "if False:",
        NEWS,
    ),
    Mutant(
        "A review that was never sealed is the last time.",
        "reviews/since.py",
        "forum=review.forum_id, state=Review.State.SEALED",
        "forum=review.forum_id",
        NEWS,
    ),
    Mutant(
        "The agenda freezes two working days ahead whatever its forum says.",
        "reviews/clock.py",
        "-review.forum.papers_ahead",
        "-2",
        KINDS,
    ),
    Mutant(
        "A line that a paper hangs on leaves the agenda.",
        "reviews/agenda/verbs/preparing.py",
        "or row.papers.exists()",
        "",
        KINDS,
    ),
    Mutant(
        "A paper's file stays in the storage once it is taken out.",
        "reviews/agenda/verbs/papers.py",
        "transaction.on_commit(lambda: storage.delete(kept))",
        "pass",
        KINDS,
    ),
    Mutant(
        "The paper of another line opens from the mail of one item.",
        "reviews/agenda/views/one_item.py",
        "_guest(link).item.papers, pk=brought",
        "_guest(link).item.papers.model, pk=brought",
        ONE_ITEM,
    ),
    Mutant(
        "Who comes to the whole review is asked to one item.",
        "reviews/agenda/verbs/guests.py",
        "if review.attendance.filter(person=person).exists():",
        "if False:",
        ONE_ITEM,
    ),
    Mutant(
        "Somebody asked to one item hears nothing of a move.",
        "reviews/agenda/verbs/scheduling.py",
        'tell_guests(review, now=now, heading="The review has moved")',
        "pass",
        ONE_ITEM,
    ),
    Mutant(
        "A note on another item goes out with an excerpt.",
        "reviews/record/excerpt.py",
        "for minute in snapshot.minutes if minute.item == item",
        "for minute in snapshot.minutes",
        EXCERPTS,
    ),
    Mutant(
        "An excerpt goes to a rival's people.",
        "reviews/record/verbs/excerpts.py",
        "    _require_no_rival(review, address)\n    if",
        "    if",
        EXCERPTS,
    ),
    Mutant(
        "A yes is given to words that nobody has read.",
        "governance/charter/verbs.py",
        "if sha256 != charter_words(partner, by).sha256:",
        "if False:",
        CHARTER,
    ),
)
