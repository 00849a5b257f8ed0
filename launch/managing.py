"""`make manage ARGS="…"`: a command of manage.py in the environment of the Tandem that runs from this VAR."""

import os
from collections.abc import Mapping

from launch import parts, redis
from launch.application import environment
from launch.console import Trouble
from launch.keys import Kept
from launch.options import Options, again
from launch.places import Places
from launch.postgres.server import owner_url
from launch.records import Records


def manage(places: Places, options: Options, given: Mapping[str, str]) -> None:
    """Becomes `manage.py` with ARGS. Raises Trouble when our own database is needed and does not run."""
    kept = Kept(places.var / "keys.json")
    if not given.get("DATABASE_URL") and "postgres" not in Records(places.running).still_running():
        raise Trouble(
            f"The database of this VAR does not run. Start it in another terminal with: {again('run', given)}"
        )
    merged = environment(
        given,
        places,
        options,
        kept,
        database=given.get("DATABASE_URL") or owner_url(kept),
        redis=given.get("REDIS_URL") or _own_redis(kept),
    )
    command = parts.manage(str(places.python), *options.arguments)
    os.chdir(places.checkout)
    os.execve(command[0], command, merged)


def _own_redis(kept: Kept) -> str | None:
    port, password = kept.get("redis_port"), kept.get("redis_password")
    return redis.url(port, password) if port and password and redis.answers(port, password) else None
