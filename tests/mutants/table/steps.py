"""Steps: what is offered to whom, on which surface, and what they do."""

from tests.mutants.planting import Mutant

ASKING = ("tests/governance/test_asking_how.py",)
ROOM = ("tests/reviews/test_consent_in_the_room.py",)

MUTANTS = (
    Mutant(
        "What was said in a review is taken back on the action's page.",
        "governance/undoing.py",
        ' or said.get("review") != review',
        "",
        ROOM,
    ),
    Mutant(
        "The chair confirms in the other side's name what that side owes.",
        "reviews/room/verbs/steps.py",
        "voice_of(side.other, review, by, Permission.PROMISE)",
        "voice_of(side, review, by, Permission.PROMISE)",
        ("tests/reviews/test_room.py",),
    ),
    Mutant(
        "The chair decides alone what the other side was asked to decide.",
        "reviews/room/verbs/steps.py",
        "            return voice_of(side, review, by, Permission.DECIDE)",
        "            return by",
        ("tests/reviews/test_asks_in_room.py", "tests/reviews/test_room.py"),
    ),
    Mutant(
        "Advice is declined in the room by nobody of the side that was advised.",
        "governance/asks/steps.py",
        'InRoom("decided", "Not now", NotNowInRoom, goes_on=True, said_by=SaidBy.WHO_DECIDES)',
        'InRoom("decided", "Not now", NotNowInRoom, goes_on=True, said_by=SaidBy.CHAIR)',
        ("tests/reviews/test_asks_in_room.py", "tests/reviews/test_room.py"),
    ),
    Mutant(
        "Undo in the room gives back no date.",
        "reviews/room/verbs/steps.py",
        "return kept_as_json(change.before) if change else {}",
        "return {}",
        ("tests/reviews/test_room.py",),
    ),
    Mutant(
        "A row asks after whatever is far off.",
        "governance/tracker/steps/asking_how.py",
        "return hurts and self.stands(thing, today)",
        "return self.stands(thing, today)",
        ASKING,
    ),
    Mutant(
        "Somebody with a free hand is asked how it stands.",
        "governance/tracker/verbs/asking_how.py",
        "if has_free_hand(item, today):",
        "if False:",
        ASKING,
    ),
    Mutant(
        "Somebody with a free hand may be asked on its last day.",
        "governance/models/outcomes.py",
        "self.free_hand_until >= today",
        "self.free_hand_until > today",
        ASKING,
    ),
    Mutant(
        "Whoever asks has answered with their next word.",
        "governance/tracker/verbs/notes.py",
        "if by.side == item.side:",
        "if by.side:",
        ASKING,
    ),
    Mutant(
        "A new date leaves the question standing.",
        "governance/tracker/verbs/changing.py",
        "    item.answered()\n",
        "",
        ASKING,
    ),
    Mutant(
        "The other side's date in a reply moves the promise instead of being asked for.",
        "governance/tracker/steps/dates.py",
        "not (thing.state == State.OPEN and writer.side != thing.side)",
        "True",
        ("tests/governance/replying/test_deeds.py", "tests/governance/replying/test_replying.py"),
    ),
    Mutant(
        "The question of who is asked is no news of the mail.",
        "governance/reminders/queries.py",
        "self.question_on if need is Need.DO else None",
        "None",
        ASKING,
    ),
)
