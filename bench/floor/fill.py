"""Fills the floor's database and prints a signed-in session's key."""

from bench.floor import page  # isort: skip  # configures Django, so it comes first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection

from bench.floor.models import Item, Partner, Person

ROWS = """
    INSERT INTO floor_partner (id, name) SELECT n, 'Partner ' || n FROM generate_series(1, 20) n;
    INSERT INTO floor_person (id, name) SELECT n, 'Person ' || n FROM generate_series(1, 50) n;
    INSERT INTO floor_item (id, partner_id, person_id, title, status, due_on)
    SELECT n, 1 + n % 19, 1 + abs(hashint4(n)) % 50, 'Action ' || n || ': provide what was promised for ' || (n % 137),
           CASE WHEN n % 100 < 55 THEN 'open' ELSE 'closed' END,
           CASE WHEN n % 100 < 10 THEN current_date - 1 - (n / 100) % 90 ELSE current_date + 1 + (n / 100) % 180 END
    FROM generate_series(1, 100000) n;
    ANALYZE;
"""


def session_of(user: User) -> str:
    """The key of a session in which `user` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


if __name__ == "__main__":
    assert page.application
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Partner, Person, Item):
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
    print(session_of(User.objects.create_user("reader")))
