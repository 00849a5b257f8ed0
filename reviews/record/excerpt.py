"""One item of a sealed review as somebody reads it who takes no part: from the seal of the partner's edition. Pure."""

from dataclasses import dataclass

from reviews.facts import AgendaItemFacts, Snapshot


@dataclass(frozen=True)
class ItemTold:
    """What an excerpt says: nothing but this item. `answers` are who answered beforehand and what."""

    item: AgendaItemFacts
    answers: tuple[tuple[str, str], ...]
    minutes: tuple[str, ...]

    @property
    def text(self) -> str:
        """As plain text: what is kept of it on the record."""
        said = [f"{who}: {words}" for who, words in self.answers]
        lines = [
            self.item.title,
            self.item.detail,
            *said,
            *self.minutes,
            f"In the review: {self.item.state}.",
        ]
        return "\n".join(filter(None, lines))


def items_told(snapshot: Snapshot) -> list[AgendaItemFacts]:
    """The items an excerpt can be sent of: every line, and no heading."""
    return [item for item in snapshot.agenda if not item.heading]


def item_told(snapshot: Snapshot, item: int) -> ItemTold | None:
    """None where the seal has no such item."""
    found = next((each for each in items_told(snapshot) if each.id == item), None)
    if found is None:
        return None
    answers = tuple((snapshot.organisation(answer.side), answer.text) for answer in found.answers)
    minutes = tuple(minute.text for minute in snapshot.minutes if minute.item == item)
    return ItemTold(found, answers, minutes)
