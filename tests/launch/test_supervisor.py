"""Children are kept running, shown when they complain, and ended when they will not stay up."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from launch.child import Child, Plan
from launch.console import Trouble
from launch.identity import identify, is_running
from tests.launch.conftest import Installation

STAYS = "import time\nwhile True: time.sleep(60)"
LEAVES_A_CHILD = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(60)"
)


def _plan(name: str, program: str, **more: object) -> Plan:
    environment = {"PATH": os.defpath, "PYTHONUNBUFFERED": "1"}
    return Plan(name, [sys.executable, "-c", program], environment, Path("/"), **more)  # type: ignore[arg-type]


def _until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        os.sched_yield()


def _ended(child: Child) -> Callable[[], bool]:
    gone = identify(child.pid or 0)
    assert gone
    return lambda: not is_running(gone)


@pytest.mark.faults
def test_a_child_that_dies_is_started_again(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    child = installation.supervisor.start(_plan("worker", STAYS))
    first, ended = child.pid, _ended(child)
    os.kill(first or 0, signal.SIGKILL)
    _until(ended)
    installation.supervisor.look(100.0)
    installation.supervisor.look(101.0)
    assert child.pid != first
    assert "[worker] ended unexpectedly (signal 9); starting it again" in capsys.readouterr().out


def test_a_child_that_keeps_dying_stops_everything_and_quotes_its_log(installation: Installation) -> None:
    child = installation.supervisor.start(_plan("web", "print('the reason'); raise SystemExit(3)"))
    moments = (float(second) for second in range(1000, 1100, 2))

    def look_until_it_gives_up() -> None:
        for moment in moments:
            _until(lambda: child.died() is not None)
            installation.supervisor.look(moment)

    with pytest.raises(Trouble, match="web ended 6 times within a minute") as trouble:
        look_until_it_gives_up()
    assert "the reason" in trouble.value.details


def test_a_child_that_ends_before_it_is_ready_is_reported_at_once(installation: Installation) -> None:
    child = installation.supervisor.start(_plan("web", "raise SystemExit('no such module')"))
    with pytest.raises(Trouble, match="Web ended at once") as trouble:
        installation.supervisor.wait_until(lambda: False, child, within=30, what="Web")
    assert "no such module" in trouble.value.details


@pytest.mark.faults
def test_what_a_killed_child_leaves_in_its_session_ends_too(installation: Installation) -> None:
    child = installation.supervisor.start(_plan("worker", LEAVES_A_CHILD))
    _until(lambda: child.log.read_text().strip())
    grandchild = identify(int(child.log.read_text()))
    assert grandchild
    os.kill(child.pid or 0, signal.SIGKILL)
    _until(lambda: child.died() is not None)
    _until(lambda: not is_running(grandchild))


def test_children_stop_in_the_reverse_order_of_their_start(installation: Installation, folder: Path) -> None:
    diary = folder / "diary"
    for name in ("postgres", "worker", "web"):
        program = (
            "import signal, sys\n"
            f"def stop(*_): open({str(diary)!r}, 'a').write('{name} '); sys.exit()\n"
            "signal.signal(signal.SIGTERM, stop)\n"
            "print('ready', flush=True)\n"
            "signal.pause()"
        )
        child = installation.supervisor.start(_plan(name, program))
        _until(lambda log=child.log: log.read_text())
    installation.supervisor.stop()
    assert diary.read_text() == "web worker postgres "


def test_a_child_that_ignores_the_request_is_ended_after_its_time(installation: Installation) -> None:
    stubborn = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint(1, flush=True)\n"
    child = installation.supervisor.start(_plan("worker", f"{stubborn}time.sleep(60)", stop_within=0.1))
    _until(lambda: child.log.read_text())
    ended = _ended(child)
    installation.supervisor.stop()
    assert ended()


def test_complaints_are_shown_with_their_name_and_the_rest_is_not(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "print('INFO all is well'); print('ERROR mail was refused', flush=True)"
    child = installation.supervisor.start(_plan("worker", f"{said}\n{STAYS}"))
    _until(lambda: "ERROR" in child.log.read_text())
    installation.supervisor.look(1.0)
    shown = capsys.readouterr().out
    assert "[worker] ERROR mail was refused" in shown
    assert "all is well" not in shown
