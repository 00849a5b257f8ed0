"""Tandem itself on this machine: the environment it reads, its preparation, its processes."""

import hashlib
import http.client
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from launch import parts
from launch.child import Plan
from launch.commands import Outcome, Runner
from launch.console import Step, quick_step, say
from launch.keys import Kept
from launch.libraries import linker_variables
from launch.options import Options
from launch.places import Places
from launch.ports import LOOPBACK

SERVING_LOGIN = "tandem_serving"
DEMO_ENTERPRISE = "Northgate Group"
APPLIED = re.compile(r"^\s*Applying (\S+?)\.\.\. OK")


def serving_url(owner_url: str, password: str) -> str:
    """The same database for the login that web and workers use; `migrate` makes that login."""
    address = urlsplit(owner_url)
    host = address.netloc.rpartition("@")[2]
    return urlunsplit(address._replace(netloc=f"{SERVING_LOGIN}:{quote(password, safe='')}@{host}"))


def environment(
    given: Mapping[str, str],
    places: Places,
    options: Options,
    kept: Kept,
    *,
    database: str,
    redis: str | None,
) -> dict[str, str]:
    """What every process of Tandem reads; a value the person has set is kept."""
    own = {
        "SECRET_KEY": given.get("SECRET_KEY") or kept.secret("secret_key"),
        "BASE_URL": given.get("BASE_URL") or f"http://{LOOPBACK}:{options.port}",
        "ENTERPRISE_NAME": given.get("ENTERPRISE_NAME") or (DEMO_ENTERPRISE if options.demo else ""),
        "DATABASE_SERVING_URL": given.get("DATABASE_SERVING_URL")
        or serving_url(database, kept.secret("serving_password")),
        "DATABASE_URL": database,
        "REDIS_URL": redis or "",
        "TANDEM_VAR": str(places.var),
        "DEMO": "true" if options.demo else "false",
        "PATH": os.pathsep.join([str(places.venv / "bin"), given.get("PATH", os.defpath)]),
        "VIRTUAL_ENV": str(places.venv),
        "PYTHONUNBUFFERED": "1",
    }
    merged = {**given, **linker_variables(), **own}
    return {name: value for name, value in merged.items() if value}


@dataclass(frozen=True)
class Application:
    """Runs Tandem's own commands in that environment."""

    places: Places
    runner: Runner
    environment: Mapping[str, str]

    def manage(
        self,
        *words: str,
        sentence: str,
        on_line: Callable[[str], None] = lambda line: None,
        secret: bool = False,
    ) -> Outcome:
        """Runs `manage.py …` to its end. Raises Trouble with `sentence` when it fails."""
        command = parts.manage(str(self.places.python), *words)
        return self.runner.must(words[0], command, self.environment, sentence, on_line=on_line, secret=secret)

    def back_up_before_update(self) -> None:
        """Data that an older Tandem made are backed up before this one changes them. Raises Trouble when not."""
        sentence = (
            "These data were made by an older Tandem, and they could not be backed up before the update; the words "
            "above say why. Nothing was changed. Make room or correct it, then start again."
        )
        with quick_step("Looking whether the data are older than this Tandem"):
            outcome = self.manage("backup", "--before-update", sentence=sentence)
        for line in outcome.output.splitlines():
            if line.startswith(("Backed up before", "A restore that was cut off")):
                say(f"  {line}")

    def migrate(self) -> None:
        with Step("Bringing the database up to date") as step:
            sentence = (
                "The database could not be brought up to date; its words are above, and nothing was lost."
            )
            done: list[str] = []

            def follow(line: str) -> None:
                if found := APPLIED.match(line):
                    done.append(found[1])
                    step.note(f"{len(done)} migrations done, {found[1]} the last")

            self.manage("migrate", "--noinput", sentence=sentence, on_line=follow)

    def collect_static(self, kept: Kept) -> None:
        """Gathers style sheets, scripts and fonts, when any of them has changed."""
        mark = _mark(self.places)
        if kept.get("static") == mark and (self.places.var / "static").is_dir():
            return
        with quick_step("Gathering style sheets, scripts and fonts"):
            self.manage(
                "collectstatic", "--noinput", sentence="Style sheets and scripts could not be gathered."
            )
        kept.put("static", mark)

    def fill_demo(self) -> None:
        with Step("Looking after the demo: on the first start it plays fourteen months") as step:
            sentence = "The demo could not be filled; the words above say why."
            self.manage("demo", "--if-empty", sentence=sentence, on_line=step.note)

    def web(self, port: int) -> Plan:
        plan = self._plan("web", parts.web(str(self.places.python), f"{LOOPBACK}:{port}"), parts.GRACE + 5)
        return replace(plan, environment=parts.pooled(self.environment))

    def worker(self) -> Plan:
        return self._plan("worker", parts.worker(str(self.places.python)), 30)

    def beat(self) -> Plan:
        return self._plan("beat", parts.beat(str(self.places.python), self.places.var), 10)

    def backups(self) -> Plan:
        return self._plan("backups", parts.backups(str(self.places.python)), 30)

    def _plan(self, name: str, command: list[str], stop_within: float) -> Plan:
        return Plan(name, command, self.environment, self.places.checkout, stop_within=stop_within)


def is_healthy(port: int) -> bool:
    """Whether every part of Tandem is up: web, worker and clock."""
    return _answers(port, "/healthz")


def is_ready(port: int) -> bool:
    """Whether the web can serve people."""
    return _answers(port, "/readyz")


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": LOOPBACK})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _mark(places: Places) -> str:
    """Changes when a static file of ours or of an installed package does."""
    files = sorted((places.checkout / "static").rglob("*"))
    facts = [f"{file}:{file.stat().st_mtime_ns}:{file.stat().st_size}" for file in files if file.is_file()]
    facts.append(_digest(places.checkout / "requirements" / "base.txt"))
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
