"""`make bench`: pages of Tandem against the floor. Exits with 1 when a figure misses its bar."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping

from bench.databases import database
from bench.measuring import Figure, Rate, Span
from bench.pages import TOKEN, cookies_of, figures
from bench.serving import served
from bench.telling import progress


def main() -> int:
    owner = os.environ.get("DATABASE_URL")
    if not owner:
        print(
            "DATABASE_URL is not set. `make bench` sets it; or name a PostgreSQL whose user may create databases."
        )
        return 2
    found = []
    for figure in _measured(owner):
        found.append(figure)
        print(figure, flush=True)
    missed = [figure.work for figure in found if not figure.held]
    print(
        f"{len(found) - len(missed)} of {len(found)} figures hold." + (f" Missed: {missed}" if missed else "")
    )
    return 1 if missed else 0


def _measured(owner: str) -> Iterator[Figure | Rate | Span]:
    with (
        tempfile.TemporaryDirectory(prefix="tandem-bench-") as var,
        database(owner, "tandem_bench") as tandem_url,
        database(owner, "tandem_floor") as floor_url,
    ):
        floor = {"FLOOR_DATABASE_URL": floor_url}
        tandem = {
            "DATABASE_URL": tandem_url,
            "DATABASE_SERVING_URL": "",
            "DEBUG": "false",
            "DATABASE_POOL": "2",
            "TANDEM_VAR": var,
        }
        progress("the floor's database")
        session = _last_line("bench.floor.fill", floor)
        progress("Tandem's database")
        facts = json.loads(_last_line("bench.fill", {**tandem, "TANDEM_DATABASE_ROLE": "owner"}))
        progress("pages")
        with (
            served(
                "bench.floor.page:application", floor, f"sessionid={session}; csrftoken={TOKEN}"
            ) as bottom,
            served("config.wsgi:application", tandem, cookies_of(facts["session"])) as top,
        ):
            yield from figures(top, bottom, facts)
        progress("the pack")
        yield Figure(**json.loads(_last_line("bench.printing", tandem)))
        progress("mails")
        yield Figure(
            **json.loads(_last_line("bench.mailing", {**tandem, "DATABASE_POOL": "0", "REDIS_URL": ""}))
        )
        progress("eight writers")
        for rate in json.loads(_last_line("bench.writing", {**tandem, "DATABASE_POOL": "0"})):
            yield Rate(**rate)
        progress("the chain they wrote")
        _last_line("manage", {**tandem, "TANDEM_DATABASE_ROLE": "owner"}, "verify_audit", "--links-only")
        progress("a morning of reminders")
        for span in json.loads(_last_line("bench.reminding", {**tandem, "TANDEM_DATABASE_ROLE": "owner"})):
            yield Span(**span)


def _last_line(module: str, environment: Mapping[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main())
