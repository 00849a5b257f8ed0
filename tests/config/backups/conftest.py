from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.cast import assemble
from tests.config.backups.installations import Installation, made_installation


@pytest.fixture
def installation(
    tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> Iterator[Installation]:
    """Two partnerships, the people in them, and two files."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files"},
    }
    settings.STORAGES = {**django_settings.STORAGES, "default": storage}
    settings.BACKUP_KEY = ""
    name = f"{django_settings.DATABASES['default']['TEST']['NAME']}_kept"
    with django_db_blocker.unblock(), made_installation(name, tmp_path) as installation:
        assemble()
        (installation.files / "evidence").mkdir()
        (installation.files / "evidence" / "one").write_bytes(b"what shows that it is done\0" * 1000)
        (installation.files / "packs").mkdir()
        (installation.files / "packs" / "größe.pdf").write_bytes(b"%PDF")
        yield installation
