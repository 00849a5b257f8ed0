"""Rows → the facts of the reminders: whom to remind, and of what. Read within the scope SYSTEM.

The number of queries does not grow with what they find.
"""

from governance.reminders.queries.recipients import Parts, parts, people, policies
from governance.reminders.queries.waiting import matters

__all__ = ["Parts", "matters", "parts", "people", "policies"]
