"""`make backup` and `make restore`: the commands of manage.py on the database of this VAR, whether it runs or not."""

import json
from collections.abc import Mapping
from pathlib import Path

from launch import backing, parts
from launch.application import Application, environment
from launch.beginning import Ground, begin
from launch.commands import trouble
from launch.console import Trouble, say
from launch.managing import manage
from launch.options import YES, Options, again
from launch.places import Places
from launch.records import Records


def backup(places: Places, options: Options, given: Mapping[str, str]) -> None:
    """Backs up into TO, else where BACKUP_TO says, else into VAR/backups. Raises Trouble."""
    words = ("backup", "--to", _kept_in(places, given), *options.arguments)
    if given.get("DATABASE_URL") or "postgres" in Records(places.running).still_running():
        manage(places, Options(options.port, options.demo, words), given)
    with begin(places, given, "backup") as ground:
        _run(ground, options, *words)


def restore(places: Places, options: Options, given: Mapping[str, str]) -> None:
    """Restores FILE while Tandem is stopped; OVER=1 also where somebody works already. Raises Trouble."""
    file = given.get("FILE", "")
    if not file:
        raise Trouble(
            f"Name the back-up: make restore FILE=the-file.tar.gz, one that lies in {_kept_in(places, given)}"
        )
    over = ["--over"] if given.get("OVER") and given["OVER"].lower() in YES else []
    keys = places.var / "keys-restored.json"
    with begin(places, given, "restore") as ground:
        try:
            _run(
                ground,
                options,
                "restore",
                _named(file, places, given),
                *over,
                "--by-make",
                "--keys-into",
                str(keys),
                *options.arguments,
            )
            _take_over(ground, keys)
        finally:
            keys.unlink(missing_ok=True)
    say(f"Start it with: {again('run', given)}")


def _run(ground: Ground, options: Options, *words: str) -> None:
    ground.furnish("base")
    database = backing.database(ground)
    merged = environment(ground.given, ground.places, options, ground.kept, database=database, redis=None)
    application = Application(ground.places, ground.runner, merged)
    command = parts.manage(str(application.places.python), *words)
    outcome = ground.runner.run(words[0], command, merged, on_line=lambda line: say(f"  {line}"))
    if outcome.code != 0:
        said = [line for line in outcome.output.splitlines() if line.startswith("CommandError: ")]
        sentence = said[-1].removeprefix("CommandError: ") if said else "That failed; its words are above."
        raise Trouble(sentence) if said else trouble(sentence, outcome)


def _take_over(ground: Ground, keys: Path) -> None:
    """The key that signs sessions and reads second factors comes with the data; the one before is kept beside it."""
    if not keys.exists():
        return
    restored = json.loads(keys.read_text(encoding="utf-8"))["SECRET_KEY"]
    if given := ground.given.get("SECRET_KEY"):
        if given != restored:
            say("  SECRET_KEY is set to another than the back-up's: second factors cannot be read with it.")
    elif ground.kept.get("secret_key") != restored:
        ground.kept.put("secret_key_before", ground.kept.get("secret_key"))
        ground.kept.put("secret_key", restored)


def _kept_in(places: Places, given: Mapping[str, str]) -> str:
    """Where back-ups of this VAR go, and are looked for."""
    return _absolute(given.get("TO") or given.get("BACKUP_TO") or str(places.var / "backups"))


def _named(file: str, places: Places, given: Mapping[str, str]) -> str:
    """The back-up that is meant: from where the person stands; else by its name, where back-ups go."""
    if "://" in file or "/" in file or Path(file).exists():
        return _absolute(file)
    return f"{_kept_in(places, given)}/{file}"


def _absolute(place: str) -> str:
    """As the person means it who types it: from where they stand."""
    return place if "://" in place else str(Path(place).expanduser().absolute())
