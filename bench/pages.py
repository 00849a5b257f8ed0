"""What is measured over HTTP, and under which multiple of the floor it must stay (docs/speed.md)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from urllib.parse import urlencode

from bench.measuring import Figure, compare
from bench.serving import Server

TOKEN = "b" * 32
"""The same in cookie and header, as Django asks of a form."""


def figures(top: Server, bottom: Server, facts: Mapping[str, str]) -> Iterator[Figure]:
    """One figure after the other; `top` is Tandem, `bottom` the floor, `facts` what fill.py said."""

    def page(work: str, path: str, *, bar: float, expected: int = 200, **headers: str) -> Figure:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return compare(
            work, lambda: _get(top, path, expected, headers), lambda: _get(bottom, "/rows"), bar=bar
        )

    room = f"{facts['review']}room/"
    yield page("tracker, overdue, 50 rows", "/tracker/?show=overdue", bar=2.5)
    yield page(
        "25 later rows of it, a fragment", "/tracker/?show=overdue&side=ours", bar=1.5, HX_Request="true"
    )
    yield page("one action with its history", facts["action"], bar=2.0)
    yield page("review room, full agenda", room, bar=4.0)
    poll = f"{room}state/?v={facts['version']}"
    yield page("the room's poll, nothing changed", poll, bar=0.5, expected=204, HX_Request="true")
    yield page("partnership", facts["partnership"], bar=4.0)
    yield page("portfolio of 100 partners", "/portfolio/", bar=6.0)
    yield _update(top, bottom, facts["open_action"])


def _update(top: Server, bottom: Server, action: str) -> Figure:
    turns = count(1)

    def new_date() -> None:
        day = date.today() + timedelta(days=20 + next(turns))
        _post(top, f"{action}date/", due_on=day.isoformat(), reason="Measured", next=action)

    return compare(
        "update an action: rule, audit, outbox",
        new_date,
        lambda: _post(bottom, f"/change/{next(turns)}", status="open"),
        bar=3.0,
    )


def _get(server: Server, path: str, expected: int = 200, headers: Mapping[str, str] | None = None) -> None:
    _expect(server.request("GET", path, headers=headers), expected, path)


def _post(server: Server, path: str, **fields: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
    _expect(server.request("POST", path, urlencode(fields), headers), 302, path)


def _expect(status: int, expected: int, path: str) -> None:
    if status != expected:
        raise RuntimeError(f"{path} answered {status}, not {expected}: there is nothing to measure.")
