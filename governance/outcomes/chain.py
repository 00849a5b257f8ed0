"""The chain from what a business function wants to what a partner answers for, walked both ways."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.models import BusinessOutcome, OutcomeIntent
from partners.finding import in_order
from partners.models import User


@dataclass(frozen=True)
class Chain:
    """Above an outcome: what the business wants, and what our house changes for it, where there is such a link."""

    wanted: BusinessOutcome | None
    changed: BusinessOutcome | None


def chain_above(outcome: OutcomeIntent, reader: User) -> Chain:
    """What an outcome serves, as far as `reader` may see it; nothing where it serves none."""
    pks = [pk for pk in (outcome.serves_above_id, outcome.serves_id) if pk]
    rows = BusinessOutcome.objects.visible_to(reader).select_related("owner").in_bulk(pks) if pks else {}
    found = [rows[pk] for pk in pks if pk in rows]
    return Chain(found[0] if found else None, found[1] if len(found) > 1 else None)


@dataclass(frozen=True)
class Link:
    """A business outcome with what serves it: what our house changes for it, and outcomes of partners."""

    wanted: BusinessOutcome
    changed: tuple["Link", ...]
    intents: tuple[OutcomeIntent, ...]


def links_below(wanted: Iterable[BusinessOutcome], reader: User) -> list[Link]:
    """Each of `wanted` with what serves it, as far as `reader` may see that: of a partner, only their own outcomes."""
    tops = list(wanted)
    visible = BusinessOutcome.objects.visible_to(reader).select_related("owner")
    changed: dict[int, list[BusinessOutcome]] = {}
    for row in visible.filter(serves__in=tops):
        changed.setdefault(row.serves_id or 0, []).append(row)
    every = [*tops, *(row for rows in changed.values() for row in rows)]
    intents: dict[int, list[OutcomeIntent]] = {}
    found = OutcomeIntent.objects.visible_to(reader).filter(serves__in=every).select_related("partner")
    for intent in found.order_by(in_order("partner__name"), "position", "id"):
        intents.setdefault(intent.serves_id or 0, []).append(intent)

    def link(row: BusinessOutcome) -> Link:
        beneath = tuple(map(link, changed.get(row.pk, ())))
        return Link(row, beneath, tuple(intents.get(row.pk, ())))

    return [link(row) for row in tops]
