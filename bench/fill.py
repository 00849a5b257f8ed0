"""Size M for Tandem: the demo, and beside it load.sql and content.sql. Prints the CIO's session key and what is
to be measured.

Written in bulk: the history of invented load is not worth the time, so the history triggers rest meanwhile, and the
foreign keys look only at what comes after.
"""

import json
import os
from importlib import resources
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import override_settings
from django.utils import timezone

from bench.telling import progress
from demo.cast import CIO
from governance.ledger.rollup import close_books
from governance.local_day import day_of
from governance.models import ActionItem
from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, Side, User
from reviews.models import Review
from reviews.verbs import follow, open_review

TABLES = [
    "partners_partner", "partners_user", "partners_membership", "partners_partnerstanding",
    "governance_actionitem", "governance_actiondate", "governance_waitingperiod", "governance_forum",
    "governance_forummember", "governance_outcomeintent", "governance_checkin", "governance_ask", "governance_askdate",
    "dashboards_indicator", "dashboards_reading", "reviews_review", "reviews_agendaitem", "reviews_attendance",
]  # fmt: skip
_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
"""
_PLAIN_NOTES = f"""
    CREATE TABLE bench_plainnote (LIKE partners_partnernote INCLUDING ALL);
    GRANT SELECT, INSERT ON bench_plainnote TO {settings.SERVING_ROLE};
"""
"""What bench/writing.py writes to as the floor: the table of notes, with its indexes and nothing that watches it."""


def fill() -> dict[str, str]:
    """Fills the database of DATABASE_URL. Returns the session and the addresses."""
    progress("static files")
    every = [*settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS, "css", "js", "svg", "json", "txt", "map", "html"]
    with override_settings(WHITENOISE_SKIP_COMPRESS_EXTENSIONS=every):
        call_command("collectstatic", interactive=False, verbosity=0)
    progress("tables")
    call_command("migrate", verbosity=0)
    progress("the demo")
    call_command("demo", verbosity=0)
    return prepare(
        partners=int(os.environ.get("BENCH_PARTNERS", "100")),
        history=int(os.environ.get("BENCH_HISTORY", "1")),
    )


def prepare(*, partners: int, history: int = 1) -> dict[str, str]:
    """Writes `partners` with 1,000 actions each and all that belongs to them beside a demo that was told, and opens the
    next review. `history`: how many times as much was done before.

    Returns the session and the addresses of what is measured.
    """
    progress(f"{partners * 1000:,} actions")
    load("load.sql", partners=partners)
    progress("outcomes, indicators, asks and reviews")
    load("content.sql", history=history)
    if history > 1:
        progress(f"{history} times the history")
        load("history.sql", history=history)
    progress("closed books")
    close_books(now=timezone.now())  # as background work does within minutes
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN_NOTES)
    cio = User.objects.get(full_name=CIO)
    review = _opened(cio)
    place = f"/partnerships/{review.partner.slug}"
    actions = ActionItem.objects.filter(partner=review.partner).order_by("pk")
    return {
        "session": _session_of(cio),
        "follower": _session_of(_follower(review)),
        "review": f"{place}/reviews/{review.pk}/",
        "version": str(review.version),
        "partnership": f"{place}/",
        "action": f"{place}/actions/{actions[0].pk}/",
        "open_action": f"{place}/actions/{actions.to_do().owed_by(Side.OURS)[0].pk}/",
        "overdue": str(ActionItem.objects.overdue(day_of(cio, timezone.now())).count()),
    }


def load(name: str, **sizes: int) -> None:
    """Writes what stands in bench/`name`, as the owner of the tables; `sizes` are what it asks for by `bench.…`."""
    with transaction.atomic(), connection.cursor() as cursor:
        for what, size in sizes.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"bench.{what}", str(size)])
        _write_unwatched(cursor, resources.files("bench").joinpath(name).read_text())


def _write_unwatched(cursor: CursorWrapper, rows: str) -> None:
    tables = [table for table in TABLES if f"INTO {table} " in rows or f"UPDATE {table} " in rows]
    cursor.execute(_KEYS, [tables])
    keys: list[Any] = cursor.fetchall()
    for table, name, _ in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(rows)
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table, name, definition in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID")


def _opened(cio: User) -> Review:
    """The next review, open, with the CIO in its room."""
    review = Review.objects.filter(state=Review.State.SCHEDULED).order_by("starts_at").first()
    assert review is not None
    with acting_as(cio, review.partner):
        open_review(review, by=cio, now=timezone.now())
        follow(review, cio)
    review.refresh_from_db()
    return review


def _follower(review: Review) -> User:
    """The partner's lead, in the room as well."""
    with entered(SYSTEM):
        lead = Membership.objects.current().filter(partner=review.partner, role=Role.PARTNER_LEAD)[0].person
    with acting_as(lead, review.partner):
        follow(review, lead)
    review.refresh_from_db(fields=["version"])
    return lead


def _session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    print(json.dumps(fill()))
