"""A partnership that has just begun."""

from datetime import datetime

import pytest

from partners.isolation.scope import acting_as
from partners.models import Partner
from partners.verbs import (
    start_partnership,
)
from tests.cast import Cast


@pytest.fixture
def fresh(cast: Cast, now: datetime) -> Partner:
    """A partnership nobody of the partner takes part in yet."""
    with acting_as(cast.cio):
        return start_partnership("Öresund Data", by=cast.cio, now=now)
