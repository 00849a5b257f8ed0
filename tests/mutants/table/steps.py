"""Steps: what is offered to whom, on which surface, and what they do."""

from tests.mutants.planting import Mutant

ASKING = ("tests/governance/tracker/test_asking_how.py",)
FORMER = ("tests/governance/test_former_addresses.py",)
ROOM = ("tests/reviews/room/test_consent_in_the_room.py",)

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
        ("tests/reviews/room/meeting/test_moves.py",),
    ),
    Mutant(
        "The chair decides alone what the other side was asked to decide.",
        "reviews/room/verbs/steps.py",
        "            return voice_of(side, review, by, Permission.DECIDE)",
        "            return by",
        ("tests/reviews/room/test_asks_in_room.py", "tests/reviews/room/meeting/test_moves.py"),
    ),
    Mutant(
        "Advice is declined in the room by nobody of the side that was advised.",
        "governance/asks/steps.py",
        'InRoom("decided", "Decline it", NotNowInRoom, goes_on=True, said_by=SaidBy.WHO_DECIDES)',
        'InRoom("decided", "Decline it", NotNowInRoom, goes_on=True, said_by=SaidBy.CHAIR)',
        ("tests/reviews/room/test_asks_in_room.py", "tests/reviews/room/meeting/test_moves.py"),
    ),
    Mutant(
        "Undo in the room gives back no date.",
        "reviews/room/verbs/steps.py",
        "return kept_as_json(change.before) if change else {}",
        "return {}",
        ("tests/reviews/room/meeting/test_taken_back.py",),
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
        (
            "tests/governance/by_mail/replying/test_steps_by_reply.py",
            "tests/governance/by_mail/replying/test_replying.py",
        ),
    ),
    Mutant(
        "The question of who is asked is no news of the mail.",
        "governance/reminders/queries/waiting.py",
        "self.question_on if need is Need.DO else None",
        "None",
        ASKING,
    ),
    Mutant(
        "A form that was open at an upgrade is led on without what it holds.",
        "partners/former_addresses.py",
        ", preserve_request=True",
        "",
        FORMER,
    ),
    Mutant(
        "Words sent to a former address are judged there, where nobody knows whose they are.",
        "partners/former_addresses.py",
        "    @csrf_exempt\n",
        "",
        FORMER,
    ),
    Mutant(
        "A former address forgets what is asked of it.",
        "partners/former_addresses.py",
        "{mark}{query}",
        "",
        FORMER,
    ),
)
