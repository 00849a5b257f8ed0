"""What a mail to the partner's lead names."""

import pytest
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem
from partners.isolation.scope import acting_as
from tests.cast import Cast
from tests.governance.mails import Mailed, mail_to
from tests.governance.scene import promised_now


@pytest.fixture
def owed(cast: Cast) -> ActionItem:
    """A promise of the partner's lead, due in three weeks."""
    with acting_as(cast.manager):
        return promised_now(cast, cast.lead)


@pytest.fixture
def mail(cast: Cast, owed: ActionItem) -> Mailed:
    """The lead's mail, which names it."""
    return mail_to(cast.lead, owed)


@pytest.fixture
def reported(cast: Cast, owed: ActionItem) -> ActionItem:
    with acting_as(cast.lead):
        return verbs.report_done(owed, word="Ran twice", by=cast.lead, now=timezone.now())
