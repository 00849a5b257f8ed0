"""Migrations of many steps that take seconds, not minutes: docs/decisions/0003 says why.

Django renders every related model again for each step that touches a state already rendered, and all our models are
related.
"""

from itertools import groupby
from typing import Any

from django.db import migrations
from django.db.migrations.operations import CreateModel, DeleteModel, RunPython, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class BatchedMigration(migrations.Migration):
    """Steps of one kind that follow each other run together, between the state before them and the one after.

    A model is made, and its triggers go, as the state after the batch knows it: so models come and go in batches of
    their own. No field may be changed twice in one. Steps that run code or SQL run alone.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False
    ) -> ProjectState:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for _, steps in groupby(enumerate(self.operations), lambda numbered: self.batch_of(*numbered)):
            before, together = project_state.clone(), [step for _, step in steps]
            _forget_what_was_rendered(project_state)
            for step in together:
                step.state_forwards(self.app_label, project_state)
            for step in together:
                step.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state

    def batch_of(self, number: int, step: Operation) -> object:
        """The same for steps that may run together."""
        alone = isinstance(step, RunPython | RunSQL)
        return isinstance(step, CreateModel | DeleteModel), alone and number


class FoldedMigration(BatchedMigration):
    """Every step makes a model or a trigger, for which nothing need be known of the state before."""

    def batch_of(self, number: int, step: Operation) -> object:
        """All of them are one."""
        assert isinstance(step, CreateModel | AddTrigger), "what needs no state but the last"
        return None


def _forget_what_was_rendered(state: ProjectState) -> None:
    state.__dict__.pop("apps", None)  # Django drops it in the same way
