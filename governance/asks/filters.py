"""Which asks of a partnership are listed: filters that are addresses."""

from dataclasses import dataclass
from urllib.parse import urlencode

from governance.models import Ask
from governance.models.asks import AskQuerySet
from partners.models import Partner, User

ASK_KINDS = {
    "": "All",
    "decision": "Decisions",
    "impediment": "Impediments",
    "recommendation": "Recommendations",
    "risk": "Risks",
}


@dataclass(frozen=True)
class AskFilters:
    """What is asked for: one kind or all of them; those that are open, or those answered."""

    kind: str = ""
    answered: bool = False

    @classmethod
    def read(cls, asked: dict[str, str]) -> "AskFilters":
        """From the query of an address; what makes no sense is left out."""
        kind = asked.get("kind", "")
        return cls(kind if kind in ASK_KINDS else "", asked.get("answered") == "1")

    def query(self) -> str:
        """The query of the address that shows this."""
        kept = {"kind": self.kind, "answered": "1" if self.answered else ""}
        return urlencode({name: value for name, value in kept.items() if value})


def listed_asks(reader: User, partner: Partner, filters: AskFilters) -> AskQuerySet:
    """Those that fit: the open ones oldest first, the answered ones newest first."""
    asks = Ask.objects.visible_to(reader).filter(partner=partner)
    if filters.kind:
        asks = asks.filter(kind=filters.kind)
    if filters.answered:
        return asks.exclude(state__in=Ask.OPEN_STATES).order_by("-answered_on", "-id")
    return asks.open().order_by("raised_on", "id")
