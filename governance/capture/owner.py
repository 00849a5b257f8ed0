"""The owner named in a captured line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from governance.sheets.people_matching import Candidate, PersonMatch, is_full_name, match_person

# Names and blanks are bounded, so that a search looks at so many letters from each place, whatever the line is.
NAME = r"[^\W\d_][\w.'’-]{0,60}"
GAP = r"[ ]{1,20}"
MENTION = re.compile(rf"(?<![\w.@])@(?P<name>{NAME}(?:@[\w.-]{{1,120}})?(?:{GAP}{NAME}){{0,3}})")
TASK_FOLLOWS = re.compile(r"\s{0,20}:|\s{1,20}(?:to|will|shall|must|should)(?=\s)", re.IGNORECASE)
# "Priya to open …", "Mei Chen: run …", "Tom will send …"
SUBJECT = re.compile(
    rf"^\s{{0,20}}(?P<name>{NAME}(?:{GAP}{NAME}){{0,2}}?)(?P<task>{TASK_FOLLOWS.pattern})", re.IGNORECASE
)
# "Root cause by Jonas"
AGENT = re.compile(
    rf"\b(?:by|owner)[:\s]\s{{0,20}}(?P<name>{NAME}(?:{GAP}{NAME}){{0,2}})[\s.]{{0,20}}$", re.IGNORECASE
)
# "order volume - tom - …", "archive the orders, priya", "run the purge (Mei Chen)"
PARTED_BY = ",;|()[]→\n"
DASHES = "-–—/"
OWNER_LABEL = re.compile(r"^owner\s{0,20}[:=]?\s{0,20}", re.IGNORECASE)
SENTENCE_END = ".,;:!?'’-"
MOST_NAMES = 12
"""Of a line are tried; each is looked for among everybody."""
AROUND_A_NAME = " \t–—/=>" + SENTENCE_END


@dataclass(frozen=True)
class NamedOwner:
    """Who a line names as the owner.

    `place` is where the name stands, `cut` what leaves the title with it. Without a `person`, `problem` says
    why, and is empty when the line names nobody at all; `candidates` are those who may be meant.
    """

    person: Candidate | None = None
    place: tuple[int, int] = (0, 0)
    cut: tuple[int, int] = (0, 0)
    problem: str = ""
    candidates: tuple[Candidate, ...] = ()


def find_owner(line: str, people: Sequence[Candidate]) -> NamedOwner:
    """The one person of `people` that `line` names: behind an @, else as its subject, else in a part of its
    own."""
    mentioned = [_mentioned(mention, people) for mention in islice(MENTION.finditer(line), MOST_NAMES)]
    if mentioned:
        return _the_only_one(mentioned)
    for name, place, cut in _bare_names(line):
        # "Jonas S." is somebody; one shortened word without an @ may be any word.
        match = match_person(name, people, shortened=" " in name, closest=False)
        if match.person or match.candidates:
            return _named(match, name, place, cut)
    return NamedOwner()


def _mentioned(mention: re.Match[str], people: Sequence[Candidate]) -> NamedOwner:
    name = _full_name_or_word(mention["name"], people)
    start, end = mention.start(), mention.start("name") + len(name)
    task = TASK_FOLLOWS.match(mention.string, end)
    opens_the_line = not mention.string[:start].strip()
    cut_end = task.end() if task and opens_the_line else end
    return _named(match_person(name, people), name, (start, end), (start, cut_end))


def _full_name_or_word(words: str, people: Sequence[Candidate]) -> str:
    """As many of the words behind an @ as are one full name, else the first: "@priya send the paper"."""
    ends = [at for at in range(1, len(words) + 1) if words[at : at + 1].isspace() or at == len(words)]
    names = [words[:end].rstrip(SENTENCE_END) for end in reversed(ends) if not words[end - 1].isspace()]
    return next((name for name in names if is_full_name(name, people)), names[-1])


def _the_only_one(mentioned: list[NamedOwner]) -> NamedOwner:
    not_found = next((owner for owner in mentioned if owner.person is None), None)
    owners = {owner.person.id: owner.person for owner in mentioned if owner.person}
    if not_found or len(owners) == 1:
        return not_found or mentioned[0]
    names = _either([person.full_name for person in owners.values()])
    sentence = f"A promise has one owner, and several people are named: keep {names}."
    return NamedOwner(problem=sentence, candidates=tuple(owners.values()))


def _bare_names(line: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    if subject := SUBJECT.match(line):
        yield subject["name"], subject.span("name"), subject.span()
    if agent := AGENT.search(line):
        yield agent["name"], agent.span("name"), agent.span()
    for begin, end in list(_parts(line))[: -MOST_NAMES - 1 : -1]:
        part = line[begin:end]
        name = OWNER_LABEL.sub("", part.strip(AROUND_A_NAME))
        start = begin + part.find(name)
        yield name, (start, start + len(name)), (begin, end)


def _parts(line: str) -> Iterator[tuple[int, int]]:
    """What stands between commas and brackets, and before and behind a dash that stands alone."""
    begin = 0
    for at, letter in enumerate(line):
        if letter in PARTED_BY or (letter.isspace() and _is_dash_alone(line, at + 1)):
            if begin < at:
                yield begin, at
            begin = at + 1
    if begin < len(line):
        yield begin, len(line)


def _is_dash_alone(line: str, at: int) -> bool:
    """Whether dashes, or an arrow of two letters, stand there with a blank or nothing behind them."""
    end = at
    if line.startswith(("->", "=>"), at):
        end += 2
    else:
        while end < len(line) and line[end] in DASHES:
            end += 1
    return end > at and (end == len(line) or line[end].isspace())


def _named(match: PersonMatch, name: str, place: tuple[int, int], cut: tuple[int, int]) -> NamedOwner:
    if match.person:
        return NamedOwner(match.person, place, cut)
    if match.candidates:
        names = _either([person.full_name for person in match.candidates])
        sentence = f"“{name}” may be {names}: write more of the name."
        return NamedOwner(None, place, cut, sentence, match.candidates)
    closest = _either([person.full_name for person in match.closest])
    advice = f"did you mean {closest}?" if closest else "choose one of the people of this partnership."
    return NamedOwner(None, place, cut, f"Nobody called “{name}” can own this here: {advice}", match.closest)


def _either(names: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
