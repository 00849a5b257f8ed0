"""Keeps the children running: starts them, restarts one that dies, stops all in the right order."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from launch import interrupt
from launch.child import Child, Plan
from launch.console import Trouble, last_lines, say
from launch.echo import Echo
from launch.places import Places
from launch.records import Records

DEATHS_TOLERATED = 5
"""Deaths of one child within `DEATHS_COUNTED` seconds after which restarting it is no help."""
DEATHS_COUNTED = 60.0
LONGEST_PAUSE = 10.0
LOOK_EVERY = 0.25


@dataclass
class _Watched:
    child: Child
    echo: Echo
    deaths: deque[float] = field(default_factory=deque)
    due: float | None = None

    def count_death(self, now: float) -> int:
        self.deaths.append(now)
        while self.deaths[0] < now - DEATHS_COUNTED:
            self.deaths.popleft()
        return len(self.deaths)


class Supervisor:
    """Children in the order they were started; `stop` ends them in the reverse order."""

    def __init__(self, places: Places, records: Records) -> None:
        self._places = places
        self._records = records
        self._watched: list[_Watched] = []

    def start(self, plan: Plan) -> Child:
        """Starts a child and watches it from now on. Raises Trouble when it cannot be started."""
        child = Child(plan, self._places.logs, self._records)
        echo = Echo(plan.name, child.log)
        child.start()
        self._watched.append(_Watched(child, echo))
        return child

    def wait_until(
        self, ready: Callable[[], bool], child: Child, *, within: float, what: str, every: float = 0.05
    ) -> None:
        """Waits for a child's first sign of readiness. Raises Trouble when it ends or takes too long."""
        deadline = time.monotonic() + within
        while True:
            if (code := child.died()) is not None:
                raise self._trouble(child, f"{what} ended at once ({_ending(code)}).")
            if ready():
                return
            if time.monotonic() > deadline:
                raise self._trouble(child, f"{what} was not ready within {within:.0f} seconds.")
            interrupt.pause(every)

    def watch(self) -> None:
        """Returns only by raising: StopRequested, or Trouble when a child keeps dying."""
        while True:
            interrupt.pause(LOOK_EVERY)
            self.look(time.monotonic())

    def look(self, now: float) -> None:
        """One look at every child at the moment `now` (monotonic seconds): shows, counts, restarts."""
        for watched in self._watched:
            for line in watched.echo.complaints():
                say(line)
            if watched.due is not None:
                self._restart_when_due(watched, now)
            elif (code := watched.child.died()) is not None:
                self._plan_restart(watched, code, now)

    def _plan_restart(self, watched: _Watched, code: int, now: float) -> None:
        deaths = watched.count_death(now)
        name = watched.child.name
        if deaths > DEATHS_TOLERATED:
            raise self._trouble(watched.child, f"{name} ended {deaths} times within a minute.")
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (deaths - 1))
        watched.due = now + pause
        say(f"[{name}] ended unexpectedly ({_ending(code)}); starting it again in {pause:g} s.")

    def _restart_when_due(self, watched: _Watched, now: float) -> None:
        if watched.due is not None and now >= watched.due:
            watched.due = None
            watched.child.start()

    def stop(self) -> None:
        """Stops every child, the last started first."""
        for watched in reversed(self._watched):
            watched.child.stop()
        self._watched.clear()

    def _trouble(self, child: Child, what_happened: str) -> Trouble:
        log = self._places.shown(child.log)
        return Trouble(f"{what_happened} Its log says why: {log}", last_lines(child.log))


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
