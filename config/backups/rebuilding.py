"""The tables as the release that made the back-up had them: by our own migrations, as far as they had been applied."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from config.backups import tables
from config.backups.manifest import Manifest
from config.backups.trouble import BackupTrouble
from partners.database.setup import prepare_roles


def require_known(manifest: Manifest) -> None:
    """Raises BackupTrouble when a migration in it is not of this release: then it was made by a newer one."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    unknown = sorted({(app, name) for app, name in manifest.migrations} - known)
    if unknown:
        raise BackupTrouble(
            f"This back-up was made by another release of Tandem, which knows of {'.'.join(unknown[0])}: a newer one, "
            "or one much older. Nothing was touched. Install the release that made it and restore with that."
        )


def rebuild(manifest: Manifest) -> None:
    """Makes the tables in Django's database, which is empty. Raises BackupTrouble when they come out otherwise."""
    prepare_roles()
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in manifest.migrations:
        recorder.record_applied(app, name)
    # From what was applied Django decides which of those that were folded into one stand for themselves.
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    state = ProjectState(real_apps=executor.loader.unmigrated_apps)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True):
        if (migration.app_label, migration.name) in applied:
            state = executor.apply_migration(state, migration)
    with tables.connected() as own:
        found = tables.differences(own, manifest)
    if found:
        names = ", ".join(difference.table for difference in found[:5])
        raise BackupTrouble(
            f"This release cannot make the tables of this back-up as they were ({names}). Nothing was touched. "
            "Install the release that made it, restore with that, then update."
        )
