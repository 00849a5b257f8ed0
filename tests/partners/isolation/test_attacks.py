"""Somebody with SQL as the serving role, by a login of its own: each way past the history is refused, leaves its trace,
or is found by `verify`. What is left to them is said in docs/security.md.
"""

import json
from collections.abc import Iterator
from urllib.parse import urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from partners.database.setup import prepare_roles
from partners.history.chain import head, verify
from partners.isolation.scope import SYSTEM, entered
from reviews.record.verbs.sealing import seal_review
from reviews.verbs import open_review
from tests.cast import assemble
from tests.reviews.scene import BOTH, promise, set_the_scene

pytestmark = pytest.mark.django_db(transaction=True)

LOGIN, PASSWORD = "tandem_test_serving", "only for tests"
IGNORED = "{%s}"
FIRST_DATE = "UPDATE governance_actionitem SET first_due_on = first_due_on + 30"


@pytest.fixture
def attacker() -> Iterator[psycopg.Connection]:
    """A connection as web and workers have it, after a review was sealed; it has given itself every scope."""
    scene = set_the_scene(assemble())
    with entered(SYSTEM):
        promise(scene.cast.partner, scene.cast.lead)
        open_review(scene.review, by=scene.cast.cio, now=scene.at())
        seal_review(scene.review, by=scene.cast.cio, now=scene.at(80), although_silent=BOTH)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    facts = connection.get_connection_params()
    host = f"{facts['host']}:{facts['port']}" if facts.get("port") else facts["host"]
    address = urlunsplit(
        ("postgres", f"{LOGIN}:{PASSWORD.replace(' ', '%20')}@{host}", f"/{facts['dbname']}", "", "")
    )
    with override_settings(DATABASE_SERVING_URL=address):
        prepare_roles()
    with psycopg.connect(address, options=f"-c role={settings.SERVING_ROLE}", autocommit=True) as attack:
        for name, value in {"side": "system", "partners": "{0}", "directory": "{0}", "person": "1"}.items():
            attack.execute("SELECT set_config(%s, %s, false)", [f"tandem.{name}", value])
        yield attack


def everything_is_ignored(attack: psycopg.Connection) -> None:
    found = attack.execute("SELECT string_agg(tgname, ',') FROM pg_trigger WHERE NOT tgisinternal").fetchone()
    attack.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [IGNORED % found[0]])


REFUSED = """
UPDATE reviews_seal SET content = '{}'
UPDATE reviews_seal SET names = '{}'
DELETE FROM reviews_seal
MERGE INTO reviews_seal s USING (SELECT 1) x ON true WHEN MATCHED THEN DELETE
INSERT INTO reviews_seal SELECT * FROM reviews_seal ON CONFLICT (id) DO UPDATE SET content = '{}'
SELECT 1 FROM reviews_seal FOR UPDATE
UPDATE partners_accountevent SET what = 'refused'
DELETE FROM partners_incomingmail
UPDATE partners_mailcontent SET text = ''
DELETE FROM partners_mailattachment
UPDATE governance_reminder SET step = 1
UPDATE governance_askdate SET due_on = '2030-01-01'
DELETE FROM governance_actionitem
DELETE FROM partners_outgoingmail
DELETE FROM partners_user
INSERT INTO partners_auditevent SELECT * FROM partners_auditevent LIMIT 1
UPDATE partners_auditevent SET person_id = 1
DELETE FROM partners_eventshape
UPDATE partners_eventshape SET columns = '[]'
INSERT INTO governance_actionitemevent SELECT * FROM governance_actionitemevent LIMIT 1
DELETE FROM governance_actionitemevent
TRUNCATE governance_actionitem CASCADE
TRUNCATE partners_auditevent
COPY partners_auditevent FROM PROGRAM 'true'
COPY partners_partnerevent TO PROGRAM 'true'
SELECT setval('governance_actionitem_id_seq', 1)
SELECT nextval('governance_actionitemevent_pgh_id_seq')
SET session_replication_role = replica
SET LOCAL session_replication_role = replica
ALTER TABLE governance_actionitem DISABLE TRIGGER ALL
ALTER TABLE governance_actionitem DISABLE TRIGGER pgtrigger_update_update_3c9d3
ALTER TABLE governance_actionitem DISABLE ROW LEVEL SECURITY
ALTER TABLE governance_actionitem ENABLE REPLICA TRIGGER tandem_chain
DROP TRIGGER tandem_chain ON governance_actionitemevent
UPDATE pg_catalog.pg_trigger SET tgenabled = 'D'
ALTER FUNCTION tandem_chain_event() SECURITY INVOKER
DROP FUNCTION tandem_chain_event() CASCADE
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS bool LANGUAGE sql AS 'SELECT true'
CREATE FUNCTION public.tandem_digest(payload json) RETURNS bytea LANGUAGE sql AS 'SELECT null::bytea'
CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT null::timestamptz'
CREATE TABLE public.governance_actionitem_shadow (id int)
CREATE TEMP TABLE governance_actionitemevent (id int)
CREATE TEMP VIEW partners_auditevent AS SELECT 1
CREATE SCHEMA elsewhere
CREATE VIEW public.looks AS SELECT 1
CREATE RULE nothing AS ON INSERT TO governance_actionitem DO INSTEAD NOTHING
CREATE TRIGGER more AFTER INSERT ON governance_actionnote FOR EACH ROW EXECUTE FUNCTION tandem_chain_event('', '')
CREATE EXTENSION dblink
SELECT tandem_chain_event()
SELECT tandem_digest('{}')
LOCK TABLE tandem_chain_turn IN ACCESS SHARE MODE
LOCK TABLE partners_auditevent IN EXCLUSIVE MODE
SELECT 1 FROM partners_auditevent FOR UPDATE
SET ROLE THE_OWNER
SET SESSION AUTHORIZATION THE_OWNER
GRANT THE_OWNER TO CURRENT_USER
ALTER ROLE THE_ROLE SUPERUSER
ALTER ROLE THE_ROLE SET pgtrigger.ignore = '{}'
ALTER ROLE THE_LOGIN SET tandem.partners = '{0}'
ALTER DATABASE THE_DATABASE SET session_replication_role = replica
ALTER SYSTEM SET session_replication_role = replica
DO $$ BEGIN UPDATE reviews_seal SET content = '{}'; END $$
""".strip().splitlines()


def test_what_would_change_the_past_is_refused(attacker: psycopg.Connection) -> None:
    everything_is_ignored(attacker)
    facts = connection.settings_dict
    names = {"OWNER": facts["USER"], "ROLE": settings.SERVING_ROLE, "LOGIN": LOGIN, "DATABASE": facts["NAME"]}
    known = head()
    for begin in ("SELECT 1", "SET ROLE NONE"):  # the login itself has no more rights than the role
        attacker.execute(begin)
        for words in REFUSED:
            statement = words
            for name, value in names.items():
                statement = statement.replace(f"THE_{name}", value)
            with pytest.raises(psycopg.Error), attacker.transaction():
                attacker.execute(statement)
                pytest.fail(f"not refused: {statement}")
    assert head() == known
    assert verify(known=known) == []


PRETENDED = {"person": 7, "verb": "thank", "at": "2020-01-01"}
LEAVING_A_TRACE = [
    FIRST_DATE,
    f"SET LOCAL search_path = pg_catalog; {FIRST_DATE.replace('governance_', 'public.governance_')}",
    f"SET CONSTRAINTS ALL IMMEDIATE; {FIRST_DATE}",
    f"SET CONSTRAINTS ALL DEFERRED; {FIRST_DATE}; SET CONSTRAINTS ALL IMMEDIATE",
    f"SAVEPOINT a; {FIRST_DATE}; ROLLBACK TO a; {FIRST_DATE}",
    "SET LOCAL timezone = 'Asia/Kolkata'; SET LOCAL datestyle = 'German'; SET LOCAL bytea_output = 'escape'; "
    f"SET LOCAL extra_float_digits = -15; SET LOCAL intervalstyle = 'sql_standard'; {FIRST_DATE}",
    "SET LOCAL row_security = off; SET LOCAL standard_conforming_strings = off; SET LOCAL check_function_bodies = off; "
    f"SET LOCAL transform_null_equals = on; SET LOCAL row_security = on; {FIRST_DATE}",
    "MERGE INTO governance_actionitem a USING (SELECT 1) x ON true WHEN MATCHED THEN UPDATE SET first_due_on = "
    "first_due_on + 30",
    "WITH gone AS (DELETE FROM governance_actiondate RETURNING *) INSERT INTO governance_actiondate SELECT * FROM gone",
    f"""SELECT set_config('pghistory.context_metadata', '{json.dumps(PRETENDED)}', true); {FIRST_DATE}""",
]


@pytest.mark.parametrize("ignoring", [False, True], ids=["", "ignoring every trigger"])
def test_what_changes_the_present_leaves_its_trace(attacker: psycopg.Connection, ignoring: bool) -> None:
    if ignoring:
        everything_is_ignored(attacker)
    for statement in LEAVING_A_TRACE:
        before = head()
        with attacker.transaction():
            attacker.execute(statement)
        assert head().sequence > before.sequence, statement
        assert verify(known=before) == [], statement


def test_a_row_that_is_given_another_number_is_found(attacker: psycopg.Connection) -> None:
    everything_is_ignored(attacker)
    attacker.execute("UPDATE governance_forummember SET id = id + 100000")
    assert any("is gone, and no event says that it was deleted" in problem for problem in verify())


def test_nobody_keeps_others_from_the_chain_with_an_advisory_lock(attacker: psycopg.Connection) -> None:
    attacker.execute("SELECT pg_advisory_lock(7468616, 1), pg_advisory_lock(7468616)")
    before = head()
    with entered(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute(FIRST_DATE)
    assert head().sequence > before.sequence


def test_an_old_snapshot_forks_nothing(attacker: psycopg.Connection) -> None:
    attacker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    attacker.execute("SELECT 1 FROM partners_auditevent LIMIT 1")
    with entered(SYSTEM), connection.cursor() as cursor:
        cursor.execute(FIRST_DATE)
    attacker.execute("UPDATE governance_forum SET name = 'Another'")
    with pytest.raises(psycopg.errors.UniqueViolation):
        attacker.execute("COMMIT")
    assert verify() == []
