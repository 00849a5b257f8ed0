"""One person's letter: everything that waits for them, under what is to be done about it, late things first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.reminders import Need, PlannedReminder
from governance.reminders.mail.lines import HEADINGS, LetterReader, Line, heading_of, line_of
from governance.reminders.mail.subjects import Key, SideStanding, Subject
from governance.wording import decisions_for_you
from partners.mail.links import VALID_FOR
from partners.mail.outbox import Letter, written
from partners.numbers import in_figures, of_what

_ORDER = list(HEADINGS)


def ordered(named: Iterable[PlannedReminder]) -> list[PlannedReminder]:
    """In the order of the letter: by what is to be done; beneath that the plan has the longest due first."""
    return sorted(named, key=lambda each: _ORDER.index(heading_of(each)))


def letter_of(
    named: Sequence[PlannedReminder],
    urls: Sequence[str],
    reader: LetterReader,
    *,
    subjects: Mapping[Key, Subject],
    standings: Mapping[tuple[int, str], SideStanding],
    page: str,
    reply_to: str,
    questions: Sequence[tuple[str, str]] = (),
    until: date | None = None,
) -> Letter:
    """The letter that names `named` (as `ordered`), each with its address in `urls`.

    `questions`: with whom and where the five questions of the quarter are answered, until the day `until`.
    """
    partners = sorted({each.matter.partner_id for each in named})
    how = {"is_one": len(named) == 1, "several": len(partners) > 1}
    lines = [
        line_of(number, each, url, reader, subjects[each.matter.kind, each.matter.id], **how)
        for number, (each, url) in enumerate(zip(named, urls, strict=True), 1)
    ]
    whom, summary = _whom(partners, reader), _summary(named, lines)
    context: dict[str, object] = {
        "name": reader.full_name,
        "whom": whom,
        "summary": summary,
        "things_in_text": "\n\n".join(_in_text(lines)),
        "things_in_html": format_html_join("", "{}", ((part,) for part in _in_html(lines))),
        "mirror": _mirror(partners, reader, standings),
        "page": page,
        "questions": questions,
        "until": until,
        "valid_for": VALID_FOR,
        "may_reply": bool(reply_to),
        "is_one": how["is_one"],
    }
    letter = written(
        "reminders/mail/reminders",
        context,
        subject=f"{whom}: {_decisions(named, subjects, reader) or summary}",
    )
    return replace(letter, headers={"Reply-To": reply_to} if reply_to else {})


def _in_text(lines: Sequence[Line]) -> Iterator[str]:
    for heading, beneath in groupby(lines, key=lambda line: line.heading):
        yield heading
        yield from (line.in_text for line in beneath)


def _in_html(lines: Sequence[Line]) -> Iterator[SafeString]:
    for heading, beneath in groupby(lines, key=lambda line: line.heading):
        yield format_html("<h2>{}</h2>", heading)
        yield from (line.in_html for line in beneath)


def _whom(partners: Sequence[int], reader: LetterReader) -> str:
    """With whom: the other side's name, or how many of them."""
    if len(partners) > 1:
        return f"{len(partners)} partnerships"
    return reader.sides[partners[0], reader.side.other]


def _of_what(named: Sequence[PlannedReminder]) -> str:
    """ "3 actions, 2 asks"."""
    kinds = Counter(each.matter.kind for each in named)
    return of_what((kinds["action"], "action"), (kinds["ask"], "ask"))


def _summary(named: Sequence[PlannedReminder], lines: Sequence[Line]) -> str:
    count, late = len(lines), sum(line.is_late for line in lines)
    if not late:
        return f"{_of_what(named)} for you"
    return f"{_of_what(named)} for you, {'late' if count == 1 else 'all late' if count == late else f'{late} late'}"


def _decisions(
    named: Sequence[PlannedReminder], subjects: Mapping[Key, Subject], reader: LetterReader
) -> str:
    """The decisions that the reader is to make, before whatever else there is; empty where there are none."""
    to_make = [
        each
        for each in named
        if each.matter.need is Need.ANSWER and subjects[each.matter.kind, each.matter.id].kind == "decision"
    ]
    if not to_make:
        return ""
    others = [each for each in named if each not in to_make]
    more = f", and {_of_what(others)}" if others else ""
    return f"{decisions_for_you([each.matter.due_on for each in to_make], today=reader.today)}{more}"


def _mirror(
    partners: Sequence[int], reader: LetterReader, standings: Mapping[tuple[int, str], SideStanding]
) -> str:
    """That the other side is reminded by the same rule, and of how much."""
    other = reader.side.other
    found = [standings.get((partner, other), SideStanding(0, 0)) for partner in partners]
    owed, late = sum(each.owed for each in found), sum(each.late for each in found)
    who = reader.sides[partners[0], other] if len(partners) == 1 else "The other sides"
    owes = "owes" if len(partners) == 1 else "owe"
    if not owed:
        return f"{who} {owes} you nothing right now; the same rule reminds both sides."
    return (
        f"{who} {owes} you {in_figures(owed, 'action')}, {late or 'none'} late, and "
        f"{'is' if len(partners) == 1 else 'are'} reminded by the same rule."
    )
