from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel, RunPython, RunSQL
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from pgtrigger.migrations import AddTrigger

APPS = ("partners", "governance", "dashboards", "reviews")
Key = tuple[str, str]


class Command(BaseCommand):
    help = (
        "For whoever builds Tandem: writes one migration an app that makes every table as all migrations up to now "
        "leave it, and stands in for them (docs/decisions/0003). They themselves stay, for installations half way."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        loader = MigrationLoader(None)
        _refuse_what_no_table_shows(loader)
        state = loader.project_state()
        replaced = {label: _plain(loader, label) for label in APPS}
        names = {label: f"0001_squashed_{replaced[label][-1]}" for label in APPS}
        packages = [key for key in loader.graph.leaf_nodes() if key[0] not in APPS]
        # One with nothing new stays as it is: installations have it on record, and it must not come to depend on what
        # they have still to run.
        due = [label for label in APPS if (label, names[label]) not in loader.disk_migrations]
        written = {label: _text(label, names, replaced, state, packages) for label in due}
        for label in due:
            _take_away_former(loader, label)
        for label, text in written.items():
            file = _folder(label) / f"{names[label]}.py"
            file.write_text(text, encoding="utf-8")
            self.stdout.write(f"{file}: in place of {len(replaced[label])} migrations")


def _refuse_what_no_table_shows(loader: MigrationLoader) -> None:
    for (label, name), migration in loader.disk_migrations.items():
        for step in migration.operations if label in APPS else []:
            if isinstance(step, RunPython | RunSQL) and not step.elidable:
                raise CommandError(
                    f"{label}.{name} runs {type(step).__name__}, which a folded migration would leave out. Where an "
                    "empty database needs none of it, say elidable=True there; else fold by hand."
                )


def _plain(loader: MigrationLoader, label: str) -> list[str]:
    """The migrations of an app that stand in for no other."""
    return sorted(
        name for (app, name), found in loader.disk_migrations.items() if app == label and not found.replaces
    )


def _folder(label: str) -> Path:
    return Path(apps.get_app_config(label).path) / "migrations"


def _take_away_former(loader: MigrationLoader, label: str) -> None:
    for (app, name), former in loader.disk_migrations.items():
        if app != label or not former.replaces:
            continue
        (_folder(label) / f"{name}.py").unlink()
        for migration in (file for other in APPS for file in _folder(other).glob("0*.py")):
            text = migration.read_text(encoding="utf-8")
            migration.write_text(text.replace(f"'{name}'", f"'{former.replaces[-1][1]}'"), encoding="utf-8")


def _text(
    label: str,
    names: dict[str, str],
    replaced: dict[str, list[str]],
    state: ProjectState,
    packages: list[Key],
) -> str:
    models = {key: model for key, model in state.models.items() if key[0] == label}
    pointed_at = {app for model in models.values() for app, _ in _keys(model)} - {label}
    # The people come first, then the packages: each of their steps renders every table made before it.
    before = [(app, names[app]) for app in sorted(pointed_at)] + ([] if label == "partners" else packages)
    facts = {
        "initial": True,
        "replaces": [(label, name) for name in replaced[label]],
        "dependencies": before,
        "operations": [step for key in _in_order(models) for step in _making(models[key])],
    }
    migration: Migration = type("Migration", (Migration,), facts)(names[label], label)
    text = MigrationWriter(migration, include_header=False).as_string().lstrip()
    base = "class Migration(migrations.Migration)"
    assert base in text
    text = text.replace(base, "class Migration(FoldedMigration)")
    return text.replace(
        "\n\n\nclass ", "\nfrom partners.batched_migrations import FoldedMigration\n\n\nclass ", 1
    )


def _making(model: ModelState) -> Iterator[CreateModel | AddTrigger]:
    options = {
        name: value
        for name, value in model.options.items()
        if value or name not in ("indexes", "constraints")
    }
    # A proxy has no table to be made, and its triggers would be forgotten.
    later = options.pop("triggers", []) if options.get("proxy") else []
    yield CreateModel(model.name, list(model.fields.items()), options, model.bases, model.managers)
    yield from (AddTrigger(model.name_lower, trigger) for trigger in later)


def _in_order(models: dict[Key, ModelState]) -> Iterator[Key]:
    """Each after those its keys point at. Of two that point at each other either may come first: keys between tables
    are made when all of them stand.
    """
    met: set[Key] = set()

    def after_others(key: Key) -> Iterator[Key]:
        met.add(key)
        for other in sorted(set(_keys(models[key])) & models.keys()):
            if other not in met:
                yield from after_others(other)
        yield key

    for key in models:
        if key not in met:
            yield from after_others(key)


def _keys(model: ModelState) -> Iterator[Key]:
    """The models that this one points at or is made of."""
    targets = [field.remote_field.model for field in model.fields.values() if field.remote_field]
    for target in map(str, [*targets, *(base for base in model.bases if isinstance(base, str))]):
        app, _, name = target.lower().partition(".")
        yield app, name
