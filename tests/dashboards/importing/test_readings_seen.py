"""What is imported is what was looked at."""

from datetime import timedelta

import pytest

from dashboards.importing.readings_file import read_readings
from dashboards.importing.readings_plan import plan_import
from dashboards.models import Reading
from dashboards.verbs import import_readings
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.verb import Stale
from tests.cast import Cast
from tests.governance.scene import NOW

TEXT = "Month,Partner,Metric,Value\nAug 2026,Meridian Systems,Calls,{}\n"


def test_readings_that_changed_since_they_were_looked_at_are_looked_at_again(cast: Cast) -> None:
    file = read_readings(TEXT.format(12))
    with acting_as(cast.manager):
        seen = plan_import(file, by=cast.manager, today=NOW.date()).fingerprint
        import_readings(read_readings(TEXT.format(11)), by=cast.lead, now=NOW)
        with pytest.raises(Stale):
            import_readings(file, by=cast.manager, now=NOW + timedelta(minutes=1), seen=seen)
        again = plan_import(file, by=cast.manager, today=NOW.date()).fingerprint
        import_readings(file, by=cast.manager, now=NOW + timedelta(minutes=2), seen=again)
    with entered(SYSTEM):
        assert Reading.objects.get().value == 12
