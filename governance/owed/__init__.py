"""What one side owes the other, and how it stands: one type, one status, one voice for every surface."""

from governance.ledger.entries import Level
from governance.owed.status import Status, as_said, by_its_day, status_of
from governance.owed.thing import Owed, What, owed_of

__all__ = ["Level", "Owed", "Status", "What", "as_said", "by_its_day", "owed_of", "status_of"]
