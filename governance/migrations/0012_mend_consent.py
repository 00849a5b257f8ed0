import json

from django.db import migrations
from django.utils import timezone

# An earlier release withdrew what was taken back in the room without writing down when. governance.0008 gave such an action
# the moment it was made, past its history. The history tells when it was: that moment stands now, and joins the history.
_MEND = """
WITH unknown AS (
    SELECT action.id FROM governance_actionitem action
    WHERE action.state = 'withdrawn' AND action.closed_at = action.created_at AND (
        SELECT event.closed_at IS NULL FROM governance_actionitemevent event
        WHERE event.pgh_obj_id = action.id ORDER BY event.pgh_id DESC LIMIT 1
    )
), told AS (
    SELECT DISTINCT ON (event.pgh_obj_id) event.pgh_obj_id AS id,
           coalesce((event.pgh_context ->> 'at')::timestamptz, event.pgh_created_at) AS at
    FROM governance_actionitemevent event JOIN unknown ON unknown.id = event.pgh_obj_id
    WHERE event.state = 'withdrawn' AND event.pgh_id > coalesce((
        SELECT max(before.pgh_id) FROM governance_actionitemevent before
        WHERE before.pgh_obj_id = event.pgh_obj_id AND before.state <> 'withdrawn'
    ), 0)
    ORDER BY event.pgh_obj_id, event.pgh_id
)
UPDATE governance_actionitem action
SET closed_at = told.at, closed_on = (told.at AT TIME ZONE zone.name)::date, version = action.version + 1
FROM told, partners_user owner, LATERAL (
    SELECT CASE WHEN owner.time_zone IN (SELECT name FROM pg_timezone_names) THEN owner.time_zone ELSE %s END
) zone (name)
WHERE told.id = action.id AND owner.id = action.owner_id
"""


def mend(apps, schema_editor):
    context = {"verb": "mend_upgrade", "person": None, "at": timezone.now().isoformat()}
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true),"
            " set_config('pghistory.context_metadata', %s, true)",
            [json.dumps(context)],
        )
        cursor.execute(_MEND, [timezone.get_default_timezone_name()])
        cursor.execute(
            "SELECT set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0011_told_on_their_day'),
        ('partners', '0011_backups'),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop, elidable=True),
    ]
