"""Faults of what is answered before a session is opened, and of what is handed on from one screen to the next."""

from tests.mutants.planting import Mutant

DOOR = ("tests/reviews/room/screen/test_nothing_moved.py",)
HANDED_ON = ("tests/demo/rivals/test_handed_on.py",)

MUTANTS = (
    Mutant(
        "A session that is over is answered quickly.",
        "partners/quick_door.py",
        "            and not is_over(session, now.timestamp())\n",
        "",
        DOOR,
    ),
    Mutant(
        "Who must set up a second factor is answered quickly.",
        "partners/quick_door.py",
        "            and is_settled(user, session)\n",
        "",
        DOOR,
    ),
    Mutant(
        "The guess whose session it is decides.",
        "partners/quick_door.py",
        "session.get(SESSION_KEY) == str(user.pk)\n        and ",
        "",
        DOOR,
    ),
    Mutant(
        "A sign-in that was ended is answered quickly.",
        "partners/quick_door.py",
        '\n        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())',
        "",
        DOOR,
    ),
    Mutant(
        "What a person asks for is no use of their session.",
        "partners/quick_door.py",
        "            and POLL in request.headers\n",
        "",
        DOOR,
    ),
    Mutant(
        "A part that has ended is answered quickly.",
        "partners/quick_door.py",
        "WHERE person_id = %(person)s AND until IS NULL",
        "WHERE person_id = %(person)s",
        DOOR,
    ),
    Mutant(
        "A review that is sealed is answered quickly.",
        "reviews/room/nothing_moved.py",
        "if state != Review.State.OPEN:",
        "if False:",
        DOOR,
    ),
    Mutant(
        "Who follows is handed what was drawn for the other side.",
        "reviews/room/handed_on.py",
        "employer=reader.employer_id,",
        "employer=None,",
        HANDED_ON,
    ),
    Mutant(
        "Who could chair is handed what was drawn for others.",
        "reviews/room/handed_on.py",
        " or can(reader, Permission.RUN_REVIEW, partner)",
        "",
        HANDED_ON,
    ),
    Mutant(
        "A form is handed on, with the token of whoever it was drawn for.",
        "reviews/room/handed_on.py",
        "if _A_FORM in drawn.regions:",
        "if False:",
        HANDED_ON,
    ),
    Mutant(
        "Whoever is in the room is offered to come in.",
        "reviews/room/handed_on.py",
        "if seat != Attendance.State.PRESENT:",
        "if True:",
        HANDED_ON,
    ),
    Mutant(
        "What is handed on is of the moment in which it is handed on.",
        "reviews/room/handed_on.py",
        "answer.headers[AGE] = str(",
        "answer.headers[AGE] = str(0 * ",
        ("tests/reviews/room/screen/test_handed_on.py",),
    ),
    Mutant(
        "Page one is fuller than fits before it gives way.",
        "reviews/record/pack/rendering.py",
        "least, step = step + 1, 2 * step + 1",
        "least, step = step + 2, 2 * step + 1",
        ("tests/reviews/record/test_pack_fits.py",),
    ),
)
