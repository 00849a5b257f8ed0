"""People stand in a seal by id alone; their names are kept beside it."""

from typing import NewType

PersonId = NewType("PersonId", int)
