"""The verbs about how a partnership performs: indicators defined, readings recorded, accepted, disputed, imported."""

from dashboards.verbs.importing import (
    ImportResult,
    import_readings,
    import_tracker,
)
from dashboards.verbs.importing_people import import_people
from dashboards.verbs.indicators import define_indicator, edit_indicator, retire_indicator, set_targets
from dashboards.verbs.readings import accept_reading, dispute_reading, record_reading
from dashboards.verbs.taking_back import take_back_import

__all__ = [
    "ImportResult",
    "accept_reading",
    "define_indicator",
    "dispute_reading",
    "edit_indicator",
    "import_people",
    "import_readings",
    "import_tracker",
    "record_reading",
    "retire_indicator",
    "set_targets",
    "take_back_import",
]
