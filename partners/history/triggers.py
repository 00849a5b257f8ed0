"""Whether what writes the history is in force: every trigger there and firing, and none that can be passed by."""

from collections.abc import Iterator

import pgtrigger

from partners.history.columns import query
from partners.history.tables import histories

CHAIN_TRIGGER = "tandem_chain"
_IGNORES_NOTHING = "SELECT false"


def missing_triggers() -> Iterator[str]:
    """What is missing, as sentences."""
    found = query(
        "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    firing = {(table.strip('"'), name) for table, name, how in found if how in "OA"}
    for table, name, words in sorted(set(_wanted())):
        if (table, name) not in firing:
            yield f"The trigger {name} of {table} ({words}) is gone or switched off."
    bodies = query("SELECT prosrc FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'")
    if [body.strip() for (body,) in bodies] != [_IGNORES_NOTHING]:
        yield "Triggers can be passed by with the setting pgtrigger.ignore: run `manage.py migrate` once more."


def _wanted() -> Iterator[tuple[str, str, str]]:
    for model, trigger in pgtrigger.registered():
        yield model._meta.db_table, trigger.get_pgid(model), str(trigger.name)
    for history in histories():
        yield history._meta.db_table, CHAIN_TRIGGER, "chain"
