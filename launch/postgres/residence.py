"""Under which account and in which folder PostgreSQL lives, also when root starts it."""

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from launch.account import Account, own_account, serving_account
from launch.console import Trouble
from launch.places import Places
from launch.postgres.programs import Programs


@dataclass(frozen=True)
class Residence:
    """The account PostgreSQL runs under and the folder that holds its data."""

    account: Account
    data: Path
    home: Path | None
    """A folder outside VAR, when VAR is out of the account's reach."""

    def within_reach(self, programs: Programs) -> Programs:
        """The same programs where the account can run them: copied when they lie under a private folder."""
        if self.account.reaches(programs.folder):
            return programs
        home = self.home or self.data.parent
        copy = home / f"programs-{programs.major}"
        if not (copy / "bin" / "postgres").exists():
            draft = home / "programs.new"
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(programs.folder.parent, draft, symlinks=True)
            draft.rename(copy)
        return Programs(copy / "bin", programs.major)


def choose(places: Places) -> Residence:
    """The residence of this installation. Raises Trouble when its data belong to somebody else."""
    account = serving_account()
    inside, outside = places.cluster, places.cluster_elsewhere
    if inside.exists():
        return Residence(_owner(inside), inside, None)
    if not outside.exists() and account.reaches(places.var):
        return Residence(account, inside, None)
    _make_reachable(outside)
    data = outside / "postgres"
    return Residence(_owner(data) if data.exists() else account, data, outside)


def _make_reachable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    except OSError as problem:
        raise Trouble(
            f"PostgreSQL may not run as root, its own account cannot read VAR, and {folder} cannot be made "
            f"({problem.strerror}). Choose a VAR that others may enter: make run VAR=/srv/tandem"
        ) from problem


def _owner(data: Path) -> Account:
    """Whoever owns the data must run them; root may do so on their behalf."""
    uid = data.stat().st_uid
    me = os.geteuid()
    if uid == me != 0:
        return own_account()
    if me != 0:
        raise Trouble(
            f"The database in {data} belongs to another user of this machine. "
            "Start as that user, or choose another place: make run VAR=some/dir"
        )
    if uid == 0:  # an empty folder somebody made; PostgreSQL never wrote here
        return serving_account()
    entry = pwd.getpwuid(uid)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, other=True)
