"""The data of one PostgreSQL: made whole or not at all, never removed while worth something."""

import locale
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from launch.commands import Outcome, Runner, trouble
from launch.console import Trouble, quick_step
from launch.identity import Identity, command_line, identify
from launch.postgres.programs import Programs
from launch.postgres.residence import Residence

OWNER = "tandem_owner"
DATABASE = "tandem"
SUPERUSER = "postgres"
NEUTRAL = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
"""The environment of PostgreSQL's programs: nothing of the user's settings reaches them."""
ONLY_WITH_PASSWORD = "host all all 127.0.0.1/32 scram-sha-256\n"


@dataclass(frozen=True)
class Cluster:
    """A data directory and where it lives. A disposable one (the tests') is made anew when it is broken."""

    residence: Residence
    runner: Runner
    disposable: bool = False

    @property
    def data(self) -> Path:
        return self.residence.data

    @property
    def major(self) -> int | None:
        """The version that made the data, or None without data. Raises Trouble when they are incomplete."""
        if not self.data.exists() or not any(self.data.iterdir()):
            return None
        if (self.data / "PG_VERSION").is_file() and (self.data / "global" / "pg_control").is_file():
            return int((self.data / "PG_VERSION").read_text().split(".")[0])
        if self.disposable:
            self.remove()
            return None
        raise Trouble(
            f"The database folder {self.data} is incomplete, so PostgreSQL cannot use it. "
            "Restore it from a back-up; if nothing in it is needed, remove it and start again: "
            f"rm -r {self.data}"
        )

    def make(self, programs: Programs, password: str) -> None:
        """Makes the data with the owner and the database in them, under another name until they are whole."""
        draft = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        self.residence.account.own(draft)
        with quick_step(f"Making a database with PostgreSQL {programs.major}"):
            self._initdb(programs, draft)
            self._without_server(programs, draft, _first_statements(password))
            (draft / "pg_hba.conf").write_text(ONLY_WITH_PASSWORD)
        if self.data.exists():
            self.data.rmdir()
        draft.rename(self.data)

    def set_password(self, programs: Programs, password: str) -> None:
        """Gives the owner this password; for data whose password was lost. No server may be running."""
        self._without_server(programs, self.data, [f"ALTER ROLE {OWNER} PASSWORD '{password}'"])

    def remove(self) -> None:
        shutil.rmtree(self.data)

    def stray(self) -> Identity | None:
        """A server that still runs on these data though no record names it, or None.

        A number in `postmaster.pid` that now belongs to something else is removed, because PostgreSQL would
        take it for a server.
        """
        file = self.data / "postmaster.pid"
        try:
            pid = int(file.read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None
        words = command_line(pid)
        if str(self.data) in words:
            return identify(pid)
        if words and "postgres" not in words:
            file.unlink()
        return None

    def is_ready(self, pid: int | None) -> bool:
        """Whether the server `pid` accepts connections. A file left by a killed one names another number."""
        try:
            lines = (self.data / "postmaster.pid").read_text().split()
        except OSError:
            return False
        return bool(lines) and lines[0] == str(pid) and lines[-1] == "ready"

    def _initdb(self, programs: Programs, draft: Path) -> None:
        words = ["--pgdata", str(draft), "--username", SUPERUSER, "--encoding", "UTF8", "--locale", _locale()]
        words += ["--auth", "trust"]  # nobody can connect before pg_hba.conf is replaced: no server runs yet
        words += ["--no-sync"] if self.disposable else ["--data-checksums"]
        outcome = self._as_account("initdb", [programs.initdb, *words])
        if outcome.code != 0:
            raise trouble(f"PostgreSQL could not make its data in {draft}; its words are above.", outcome)

    def _without_server(self, programs: Programs, data: Path, statements: list[str]) -> None:
        """PostgreSQL's single-user mode: one statement a line, no connection and no password needed."""
        command = [programs.postgres, "--single", "-D", str(data), "template1"]
        outcome = self._as_account("initdb", command, "".join(f"{statement}\n" for statement in statements))
        if outcome.code != 0 or "ERROR:" in outcome.output:
            raise trouble(
                "PostgreSQL could not make Tandem's role and database; its words are above.", outcome
            )

    def _as_account(self, name: str, command: list[str], typed: str = "") -> Outcome:
        return self.runner.run(name, command, NEUTRAL, account=self.residence.account, typed=typed)


def _first_statements(password: str) -> list[str]:
    return [
        f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE PASSWORD '{password}'",
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
    ]


def _locale() -> str:
    """C.UTF-8 where the system has it: the same order of names on every machine."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8" if os.name == "posix" else "C"
