"""What each person of a grid carries, in it and in the other grids of the partnership.

Whoever speaks for a side there sees it, of both sides: it says nothing that the letters do not say to everybody. What
somebody carries in other partnerships is no business of this one, and the database's scope does not reach it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from governance.models import RaciAssignment, RaciMatrix
from partners.models import User
from partners.numbers import number_in_words

SHOWN = 6


@dataclass(frozen=True)
class Load:
    """How many activities somebody does and answers for, here and elsewhere."""

    person: User
    here: Counter[str]
    elsewhere: Counter[str]
    activities: int

    @property
    def weight(self) -> int:
        return sum(self.here[letter] + self.elsewhere[letter] for letter in "AR")

    @property
    def words(self) -> str:
        """ "does six of eight here, and two elsewhere; accountable for one here"."""
        said = []
        for letter, verb in (("A", "accountable for"), ("R", "does")):
            here, other = self.here[letter], self.elsewhere[letter]
            if here or other:
                of = f" of {number_in_words(self.activities)}" if letter == "R" and here else ""
                beside = f" and {number_in_words(other)} elsewhere" if other else ""
                said.append(f"{verb} {number_in_words(here)}{of} here{beside}")
        return "; ".join(said)


def load_of(matrix: RaciMatrix, people: Sequence[User], reader: User, activities: int) -> list[Load]:
    """The people of a grid who carry most, the heaviest first; one query."""
    visible = (
        RaciAssignment.objects.visible_to(reader)
        .filter(partner=matrix.partner)
        .exclude(activity__matrix__state=RaciMatrix.State.SUPERSEDED)
    )
    rows = visible.filter(person__in=[person.pk for person in people], letter__in="AR")
    here: dict[int, Counter[str]] = {person.pk: Counter() for person in people}
    other: dict[int, Counter[str]] = {person.pk: Counter() for person in people}
    for person, letter, where in rows.values_list("person", "letter", "activity__matrix"):
        (here if where == matrix.pk else other)[person][letter] += 1
    found = [Load(person, here[person.pk], other[person.pk], activities) for person in people]
    carrying = [load for load in found if load.here.total()]
    return sorted(carrying, key=lambda load: -load.weight)[:SHOWN]
