"""Migrations that make many tables at once: docs/decisions/0003 says why, `manage.py fold_migrations` writes them."""

from typing import Any

from django.db import migrations
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class FoldedMigration(migrations.Migration):
    """Every operation makes a model or a trigger. The state is rendered once, with all of them, and not for each."""

    def apply(
        self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False
    ) -> ProjectState:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        project_state.__dict__.pop("apps", None)  # what was rendered; Django drops it in the same way
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            assert isinstance(operation, CreateModel | AddTrigger), "what needs no state but the last"
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
