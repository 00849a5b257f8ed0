"""`make bench`: pages of Tandem against the floor. Exits with 1 when a figure misses its bar."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping

from bench.databases import database
from bench.measuring import Figure, compare
from bench.serving import Server, served


def main() -> int:
    owner = os.environ.get("DATABASE_URL")
    if not owner:
        print(
            "DATABASE_URL is not set. `make bench` sets it; or name a PostgreSQL whose user may create databases."
        )
        return 2
    with database(owner, "tandem_bench") as tandem_url, database(owner, "tandem_floor") as floor_url:
        floor = {"FLOOR_DATABASE_URL": floor_url}
        tandem = {
            "DATABASE_URL": tandem_url,
            "DATABASE_SERVING_URL": "",
            "DEBUG": "false",
            "DATABASE_POOL": "2",
        }
        floor_session = _filled("bench.floor.fill", floor)
        facts = json.loads(_filled("bench.fill", {**tandem, "TANDEM_DATABASE_ROLE": "owner"}))
        with (
            served("bench.floor.page:application", floor, f"sessionid={floor_session}") as bottom,
            served("governance.config.wsgi:application", tandem, f"tandem={facts['session']}") as top,
        ):
            figures = list(_measured(top, bottom, facts))
    for figure in figures:
        verdict = "held" if figure.held else "MISSED"
        print(
            f"{figure.work:<44} {figure.milliseconds:7.1f} ms  floor {figure.floor:6.1f} ms  "
            f"{figure.ratio:5.2f} × floor  bar {figure.bar:.1f}  {verdict}"
        )
    missed = [figure.work for figure in figures if not figure.held]
    print(
        f"{len(figures) - len(missed)} of {len(figures)} figures hold."
        + (f" Missed: {missed}" if missed else "")
    )
    return 1 if missed else 0


def _filled(module: str, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1]


def _measured(top: Server, bottom: Server, facts: Mapping[str, str]) -> list[Figure]:
    def page(path: str, **headers: str) -> None:
        status = top.request("GET", path, headers=headers)
        if status not in (200, 204):
            raise RuntimeError(f"{path} answered {status}: there is nothing to measure.")

    def rows() -> None:
        if bottom.request("GET", "/rows") != 200:
            raise RuntimeError("The floor does not answer.")

    works = (
        ("action tracker, overdue, 50 rows", "/tracker/?show=overdue", {}, 2.5),
        ("the same as a fragment", "/tracker/?show=overdue", {"HX-Request": "true"}, 1.5),
        ("one action with its history", facts["action"], {}, 2.0),
        ("review room, full agenda", facts["review"] + "room/", {}, 4.0),
        ("partnership", facts["partnership"], {}, 4.0),
        ("portfolio of 100 partners", "/portfolio/", {}, 6.0),
    )
    return [
        compare(work, lambda p=path, h=headers: page(p, **h), rows, bar=bar)  # type: ignore[misc]  # bound per turn
        for work, path, headers, bar in works
    ]


if __name__ == "__main__":
    sys.exit(main())
