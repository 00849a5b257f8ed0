"""Why a promise came to what it came to: the ledger's verdict in a sentence. Pure, and the same for both sides.

It speaks of "the other side", the one that did not make the promise, so that both sides read the same words.
"""

from datetime import date

from governance.calendar.dates import short_day
from governance.calendar.notice import NOTICE_WORKING_DAYS
from governance.counting.formula import Delay, Promise, Verdict, delay_of, judge
from partners.numbers import counted

_DONE = {"decision": "Made", "look": "Looked at"}


def reason(promise: Promise, as_of: date) -> str:
    """One plain sentence, drawn from the facts as they stood at the end of `as_of`; days are calendar days."""
    verdict = judge(promise, as_of)
    if verdict is Verdict.PENDING:
        return _pending(promise, as_of)
    if verdict is Verdict.KEPT:
        return _kept(promise, as_of)
    delay = delay_of(promise, as_of)
    if verdict is Verdict.MOVED:
        return _moved(promise, delay, as_of)
    return _late(promise, delay, as_of, held_up=verdict is Verdict.HELD_UP)


def _pending(promise: Promise, as_of: date) -> str:
    first = short_day(promise.first_due_on, today=as_of)
    if promise.taken_over and promise.promised_on:
        taken = short_day(promise.promised_on, today=as_of)
        return (
            f"Taken over on {taken}, when its first date, {first}, had passed: it is in none of the counts."
        )
    if promise.withdrawn_on is not None and promise.withdrawn_on <= as_of:
        return (
            f"Released {short_day(promise.withdrawn_on, today=as_of)}, by its first date: it never fell due."
        )
    return f"Its first date, {first}, has not passed yet."


def _kept(promise: Promise, as_of: date) -> str:
    reported = promise.reported_on or promise.first_due_on
    early = (promise.first_due_on - reported).days
    when = f", {counted(early, 'day')} before its first date" if early else ", on its first date"
    return f"{_done(promise)} {short_day(reported, today=as_of)}{when}."


def _moved(promise: Promise, delay: Delay, as_of: date) -> str:
    moved, standing = _move(promise, delay, as_of), short_day(delay.since.due_on, today=as_of)
    if not _has_ended(promise, as_of):
        return f"{moved}; the new date is {standing}."
    early = (delay.since.due_on - delay.end).days
    when = f"{counted(early, 'day')} before" if early else "on"
    return f"{moved}; {_ended(promise, as_of)}, {when} its new date, {standing}."


def _late(promise: Promise, delay: Delay, as_of: date, *, held_up: bool) -> str:
    after = f"{_ended(promise, as_of)}, {counted(delay.days, 'day')} after its"
    if delay.since == promise.given_first:
        said, since = f"{after[0].upper()}{after[1:]} first date", ""
    else:
        new_date = short_day(delay.since.due_on, today=as_of)
        said, since = f"{_move(promise, delay, as_of)}; {after} new date, {new_date}", "since then "
    if not delay.waited:
        return f"{said}{_without_notice(promise, as_of)}."
    enough = "" if held_up else ", which does not cover it"
    return f"{said}; {since}it waited on the other side for {counted(delay.waited, 'day')}{enough}."


def _move(promise: Promise, delay: Delay, as_of: date) -> str:
    """The moves with notice that led to the date it is judged by."""
    on, moves = short_day(delay.since.given_on, today=as_of), promise.dates.index(delay.since)
    asked = [given.asked for given in promise.dates[1 : moves + 1]]
    how = (
        "as the other side asked"
        if all(asked)
        else "in time or as the other side asked"
        if any(asked)
        else f"with at least {counted(NOTICE_WORKING_DAYS, 'working day')}’ notice"
    )
    if moves == 1:
        return f"Moved on {on} {how}"
    times = "twice" if moves == 2 else f"{moves} times"
    return f"Moved {times}, always {how}, last on {on}"


def _without_notice(promise: Promise, as_of: date) -> str:
    """The first date that was given too late to count, if there is one."""
    too_late = (given for given in promise.dates[1:] if not given.with_notice and given.given_on <= as_of)
    given = next(too_late, None)
    return (
        f"; the date given on {short_day(given.given_on, today=as_of)} came without notice" if given else ""
    )


def _ended(promise: Promise, as_of: date) -> str:
    """What ended it, or that nothing has: "reported 18 Nov", "released 18 Nov", "still open"."""
    if promise.reported_on is not None and promise.reported_on <= as_of:
        return f"{_done(promise).lower()} {short_day(promise.reported_on, today=as_of)}"
    if promise.withdrawn_on is not None and promise.withdrawn_on <= as_of:
        return f"released {short_day(promise.withdrawn_on, today=as_of)}"
    return f"still to be {_done(promise).lower()}"


def _has_ended(promise: Promise, as_of: date) -> bool:
    return any(day is not None and day <= as_of for day in (promise.reported_on, promise.withdrawn_on))


def _done(promise: Promise) -> str:
    return _DONE.get(promise.kind, "Reported")
