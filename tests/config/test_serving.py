"""How the web is started: what its processes share, and how PostgreSQL is told to plan for the serving role."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from launch import parts

ROOT = Path(__file__).resolve().parents[2]
SHARED = """
import json, threading
import config.wsgi
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.urls import get_resolver
opened = [each.connection is not None for each in connections.all()]
print(json.dumps([opened, len(DatabaseWrapper._connection_pools), threading.active_count(), get_resolver()._populated]))
"""
SERVED = """
import json, django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT current_user, current_setting('jit'), current_setting('enable_mergejoin')")
    print(json.dumps(cursor.fetchone()))
"""


def told(code: str) -> list[object]:
    """What a process says that runs `code` as the web does, outside of the tests."""
    at = connection.settings_dict
    url = (
        f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/postgres"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DATABASE_SERVING_URL": "",
        "SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    said: list[object] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_what_is_read_before_the_processes_part_opens_nothing_that_they_would_share() -> None:
    """A connection, or a thread that keeps a pool, is no good to a process that did not open it."""
    assert "--preload" in parts.web(sys.executable, "127.0.0.1:1")
    assert told(SHARED) == [[False], 0, 1, True]


def test_the_serving_role_is_planned_for_as_it_asks(db: None) -> None:
    assert told(SERVED) == [settings.SERVING_ROLE, "off", "off"]
