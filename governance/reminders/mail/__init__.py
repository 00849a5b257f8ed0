"""The reminder as a letter: what each named thing is called, in which order, and in which words."""

from governance.reminders.mail.letter import letter_of, ordered
from governance.reminders.mail.lines import LetterReader
from governance.reminders.mail.subjects import SideStanding, Subject, standings, subjects

__all__ = ["LetterReader", "SideStanding", "Subject", "letter_of", "ordered", "standings", "subjects"]
