"""What is measured over HTTP, and under which multiple of the floor it must stay (docs/speed.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from urllib.parse import urlencode

from bench.measuring import Figure, compare
from bench.serving import Server

TOKEN = "b" * 32
"""The same in cookie and header, as Django asks of a form."""


def cookies_of(session: str) -> str:
    """What a browser of Tandem sends whose session that is."""
    return f"tandem={session}; csrf={TOKEN}"


@dataclass(frozen=True)
class Page:
    """An address that is measured, what it answers, and the multiple of the floor it must stay under."""

    work: str
    path: str
    bar: float
    expected: int = 200
    headers: Mapping[str, str] | None = None
    floor: str = "/rows"
    """What of the floor it is compared with."""
    session: str = "session"
    """Whose, by its name among the facts."""


_BY_HTMX = {"HX-Request": "true"}
_BY_ITSELF = _BY_HTMX | {"X-Tandem-Poll": "1"}
"""As a screen asks that nobody touches (templates/room/_top.html)."""


def pages(facts: Mapping[str, str]) -> list[Page]:
    """What is opened; `facts` is what fill.py said."""
    room = f"{facts['review']}room/"
    poll = f"{room}state/?v={facts['version']}"
    return [
        Page("tracker, overdue, 50 rows", "/tracker/?show=overdue", 2.5),
        Page("25 later rows of it, a fragment", "/tracker/?show=overdue&side=ours", 1.5, headers=_BY_HTMX),
        Page("tracker, done, 50 rows", "/tracker/?show=done", 4.0),
        Page("words that stand in none of what is done", "/tracker/?show=done&text=zebra", 4.0),
        Page("one action with its history", facts["action"], 2.0),
        Page("review room, full agenda", room, 4.0),
        Page("the room's poll, nothing changed", poll, 0.35, expected=204, headers=_BY_ITSELF),
        Page(
            "a move in the room, the next follower",
            f"{room}state/?v=0",
            1.0,
            headers=_BY_ITSELF,
            session="follower",
        ),
        Page("partnership", facts["partnership"], 4.0),
        Page("portfolio of 100 partners", "/portfolio/", 6.0),
        _export(int(facts["overdue"])),
    ]


def _export(rows: int) -> Page:
    """As many rows as are overdue, against as many of the floor's."""
    return Page(
        f"CSV export of {rows:,} rows", "/tracker/export.csv?show=overdue", 1.5, floor=f"/export/{rows}"
    )


def new_date(turn: int) -> dict[str, str]:
    """The form that gives an action another date, each turn another one."""
    day = date.today() + timedelta(days=20 + turn)
    return {"due_on": day.isoformat(), "reason": "Measured"}


def figures(top: Server, bottom: Server, facts: Mapping[str, str]) -> Iterator[Figure]:
    """One figure after the other; `top` is Tandem, `bottom` the floor."""
    for page in pages(facts):
        asked = replace(top, cookies=cookies_of(facts[page.session]))
        yield compare(
            page.work,
            lambda page=page, asked=asked: _get(asked, page.path, page.expected, page.headers),  # type: ignore[misc]
            lambda page=page: _get(bottom, page.floor),  # type: ignore[misc]
            bar=page.bar,
        )
    yield _update(top, bottom, facts["open_action"])


def _update(top: Server, bottom: Server, action: str) -> Figure:
    turns = count(1)

    return compare(
        "update an action: rule, audit, outbox",
        lambda: _post(top, f"{action}due-date/", next=action, **new_date(next(turns))),
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
