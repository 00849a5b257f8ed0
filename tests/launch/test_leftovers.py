"""After a kill -9 the next start ends what was left, and nothing else."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from launch import leftovers
from launch.identity import Identity, identify, is_running
from tests.launch.conftest import Installation

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def sleeper() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(SLEEPER, start_new_session=True) as process:
        yield process
        process.kill()


def _identity(process: "subprocess.Popen[bytes]") -> Identity:
    identity = identify(process.pid)
    assert identity
    return identity


def test_a_recorded_process_is_ended_and_forgotten(
    installation: Installation, sleeper: "subprocess.Popen[bytes]"
) -> None:
    installation.records.remember("web", _identity(sleeper))
    leftovers.clean(installation.again().records, installation.places.var)
    assert sleeper.wait(timeout=5) != 0
    assert installation.records.all() == {}


def test_a_process_that_merely_has_the_number_of_ours_is_left_alone(
    installation: Installation, sleeper: "subprocess.Popen[bytes]"
) -> None:
    installation.records.remember("web", Identity(sleeper.pid, "another boot"))
    leftovers.clean(installation.records, installation.places.var)
    assert is_running(_identity(sleeper))


def test_a_torn_record_is_no_record(installation: Installation) -> None:
    (installation.places.running / "processes.json").write_text('{"web": {"pid"')
    assert installation.records.all() == {}


def test_a_process_that_has_ended_is_nobody() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    before = Identity(ended.pid, "then")
    ended.wait()
    assert not is_running(before)


def test_the_same_process_is_recognised_twice(sleeper: "subprocess.Popen[bytes]") -> None:
    assert _identity(sleeper) == _identity(sleeper)
