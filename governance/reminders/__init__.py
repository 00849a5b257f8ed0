"""Who is reminded of what this morning: the same rule for both sides. Pure: facts and a moment in, mails out.

`facts` says what the rule looks at, `mornings` when somebody's day begins, `ladder` how lateness is escalated, and
`plan` puts them together. docs/reminders.md says it in words.
"""

from governance.reminders.facts import Absence, EscalationsSent, Matter, Need, Person, Policy
from governance.reminders.mornings import is_awake
from governance.reminders.plan import Key, Mailing, Plan, PlannedReminder, plan

__all__ = [
    "Absence",
    "EscalationsSent",
    "Key",
    "Mailing",
    "Matter",
    "Need",
    "Person",
    "Plan",
    "PlannedReminder",
    "Policy",
    "is_awake",
    "plan",
]
