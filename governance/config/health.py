"""Signs of life: what /healthz reads."""

from datetime import datetime, timedelta

from django.utils import timezone

from partners.models import Heartbeat

ALIVE_FOR = timedelta(minutes=3)
EXPECTED = ("worker", "tick")


def beat(name: str) -> None:
    """Notes that the process `name` is alive now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def missing(now: datetime) -> list[str]:
    """The processes that have shown no sign of life for three minutes."""
    alive = Heartbeat.objects.filter(beat_at__gte=now - ALIVE_FOR).values_list("name", flat=True)
    return [name for name in EXPECTED if name not in set(alive)]
