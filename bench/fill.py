"""Size M for Tandem: the demo, and beside it 100 partners with 100,000 actions, a tenth of them overdue.

Prints the CIO's session key and the addresses to be measured. Written in bulk: the history of invented load is not
worth the time, so the history triggers rest meanwhile.
"""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.config.settings")

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from governance.config.demo.cast import CIO
from governance.models import ActionItem
from partners.models import User
from partners.scope import acting_as
from reviews.actions import open_review
from reviews.models import Review

TABLES = (
    "partners_partner",
    "partners_user",
    "partners_membership",
    "governance_actionitem",
    "governance_actiondate",
)
LOAD = """
    INSERT INTO partners_partner (name, slug, kind, expertise, status, country, time_zone, code, created_at)
    SELECT 'Load ' || n, 'load-' || n, 'load', '', 'active', 'DE', '', '', now() FROM generate_series(1, 100) n;

    INSERT INTO partners_user (password, email, full_name, employer_id, internal_role, job_title, business_function,
                               country, time_zone, is_active, invented, joined_at)
    SELECT '', 'load-' || p.id || '-' || n || '@load.example', 'Person ' || n || ' of ' || p.name, p.id, '', '', '',
           'DE', '', true, true, now()
    FROM partners_partner p, generate_series(1, 20) n WHERE p.slug LIKE 'load-%';

    INSERT INTO partners_membership (partner_id, person_id, role, since)
    SELECT employer_id, id, 'contributor', current_date - 400 FROM partners_user WHERE email LIKE 'load-%';

    INSERT INTO governance_actionitem (partner_id, owner_id, created_by_id, title, detail, side, state, first_due_on,
                                       due_on, promised_at, reported_at, closed_at, confirmed_by_id, returned,
                                       reference, created_at, version)
    SELECT u.employer_id, u.id, u.id, 'Action ' || u.id || '-' || n || ': what was promised for the review', '',
           'theirs', CASE WHEN n <= 10 THEN 'open' ELSE 'closed' END,
           day, day, now() - interval '60 days', CASE WHEN n > 10 THEN now() - interval '9 days' END,
           CASE WHEN n > 10 THEN now() - interval '7 days' END, CASE WHEN n > 10 THEN %(confirmer)s END, 0, '',
           now() - interval '60 days', 1
    FROM partners_user u, generate_series(1, 50) n,
         LATERAL (SELECT current_date - 1 - ((u.id * 7 + n * 13) %% 360)::int AS day) d
    WHERE u.email LIKE 'load-%%';

    INSERT INTO governance_actiondate (partner_id, item_id, due_on, given_on, given_by_id, reason, with_notice)
    SELECT partner_id, id, first_due_on, first_due_on - 30, owner_id, '', false
    FROM governance_actionitem WHERE title LIKE 'Action %%';
    ANALYZE;
"""


def fill() -> dict[str, str]:
    """Fills the database of DATABASE_URL. Returns the session and the addresses."""
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("demo", verbosity=0)
    cio = User.objects.get(full_name=CIO)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        statements, confirmer = LOAD.replace("LIKE 'load-%'", "LIKE 'load-%%'"), cio.pk
        cursor.execute(statements.replace("%%%%", "%%"), {"confirmer": confirmer})
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    review = Review.objects.filter(state=Review.State.SCHEDULED).order_by("starts_at").first()
    assert review is not None
    with acting_as(cio, review.partner):
        open_review(review, by=cio, now=timezone.now())
    action = ActionItem.objects.filter(partner=review.partner).order_by("pk")[0]
    place = f"/partnerships/{review.partner.slug}"
    return {
        "session": _session_of(cio),
        "review": f"{place}/reviews/{review.pk}/",
        "partnership": f"{place}/",
        "action": f"{place}/actions/{action.pk}/",
    }


def _session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    print(json.dumps(fill()))
