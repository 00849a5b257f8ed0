"""What is asked each quarter, in fixed words, and the steps of an answer. Pure."""

from enum import IntEnum
from typing import NamedTuple

from governance.models.pulse import PULSE_QUESTIONS, PULSE_STEPS


class PulseStep(IntEnum):
    """What can be answered, of each question alike."""

    NOT_AT_ALL = 1
    RATHER_NOT = 2
    IN_PART = 3
    RATHER = 4
    FULLY = 5

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()


class PulseQuestion(NamedTuple):
    """`says` is what is agreed to or not; {them} is what the other side is called. `found` is how a side is told of."""

    name: str
    about: str
    says: str
    found: str


QUESTIONS = (
    PulseQuestion("trust", "Trust", "What {them} says can be relied on.", "found that the other can be relied on"),
    PulseQuestion("free_hand", "Free hand", "Whoever delivers chooses how.", "found that whoever delivers chooses how"),
    PulseQuestion(
        "responsiveness", "Responsiveness", "What is asked of {them} is answered in time.",
        "found that what was asked was answered in time",
    ),
    PulseQuestion("clear_roles", "Clear roles", "It is clear who does what.", "found it clear who does what"),
    PulseQuestion(
        "change", "Willingness to change", "{them} changes what has to change.", "found the other ready to change",
    ),
)  # fmt: skip

assert tuple(question.name for question in QUESTIONS) == PULSE_QUESTIONS
assert len(PulseStep) == PULSE_STEPS
