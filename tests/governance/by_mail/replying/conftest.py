"""A reminder that was sent, to be replied to."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from governance.models import ActionItem
from partners.isolation.scope import acting_as
from tests.cast import Cast
from tests.governance.by_mail.postbag import REPLY_ADDRESS, Reminded, reminded
from tests.governance.scene import promised


@pytest.fixture(autouse=True)
def reply_address(settings: Settings, tmp_path: Path) -> None:
    settings.REPLY_ADDRESS = REPLY_ADDRESS
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    """What the partner's lead has promised."""
    with acting_as(cast.manager):
        return promised(cast, cast.lead)


@pytest.fixture
def reminder(cast: Cast, item: ActionItem) -> Reminded:
    return reminded(cast.lead, item)


@pytest.fixture
def two(cast: Cast) -> tuple[ActionItem, ActionItem]:
    with acting_as(cast.manager):
        return promised(cast, cast.lead, title="Rebuild the index"), promised(
            cast, cast.lead, title="Train the shift leads"
        )
