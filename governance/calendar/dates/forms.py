"""Every written form of a date, each with its pattern."""

import re

from governance.calendar.dates.named import NAMED
from governance.calendar.dates.spoken import SPOKEN

FORMS = tuple((form, re.compile(form.written)) for form in (*NAMED, *SPOKEN))
