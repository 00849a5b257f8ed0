"""The owner named in a captured line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from governance.sheets.people_matching import Candidate, PersonMatch, is_full_name, match_person
from partners.normalize import fold

# Names and blanks are bounded, so that a search looks at so many letters from each place, whatever the line is.
NAME = r"[^\W\d_][\w.'’-]{0,60}"
GAP = r"[ ]{1,20}"
MENTION = re.compile(rf"(?<![\w.@])@(?P<name>{NAME}(?:@[\w.-]{{1,120}})?(?:{GAP}{NAME}){{0,3}})")
TASK_FOLLOWS = re.compile(
    r"\s{0,20}:|\s{1,20}(?:to|will|shall|must|should|soll|wird|muss)(?=\s)", re.IGNORECASE
)
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
AND = rf"(?:{GAP}(?:and|und|et|&|\+){GAP}|[ ]{{0,20}}[/&+][ ]{{0,20}})"
# "Priya and Tom order …", "Priya/Tom: …"
TWO_OF_THEM = re.compile(rf"^\s{{0,20}}(?P<name>{NAME}(?:{GAP}{NAME})?){AND}(?P<other>{NAME})", re.IGNORECASE)
# "Ravi sends the report", once nothing else names anybody
OPENING = re.compile(rf"^[\s:,;–—-]{{0,60}}(?P<name>{NAME}(?:{GAP}{NAME}){{0,2}})(?=[\s:,])")
ADDRESSED = re.compile(r"\b(?:to|for|with|from|an|für|mit|von)\s{1,20}$", re.IGNORECASE)
NAME_FOLLOWS = re.compile(rf",?{GAP}(?P<name>{NAME})(?=[\s.,;!]|$)")
OWNED_BY = re.compile(r"['’]s$")
NOBODY = {
    "we", "us", "our", "i", "me", "my", "you", "your", "they", "them", "their", "he", "she", "it", "somebody",
    "someone", "anybody", "anyone", "everybody", "everyone", "nobody", "all", "both", "team", "wir", "uns", "ich",
    "ihr", "sie", "er", "man", "jemand", "alle", "nous", "on", "vous", "ils", "elles", "moi",
}  # fmt: skip
ALSO_A_VERB = {
    "art", "bill", "bob", "buck", "carry", "chase", "chip", "chuck", "clay", "dale", "dash", "dean", "drew",
    "faith", "frank", "gene", "grace", "grant", "guy", "hope", "hunter", "jack", "joy", "lance", "mark", "may",
    "nick", "pat", "peg", "pierce", "ray", "rich", "rob", "rose", "ruby", "sandy", "skip", "sue", "tab", "trace",
    "tuck", "wade", "ward", "will",
}  # fmt: skip
"""First names with which an order may begin: "Mark the invoices" is asked about."""
OWNER_LABEL = re.compile(r"^owner\s{0,20}[:=]?\s{0,20}", re.IGNORECASE)
# "Paper (owner @tom)", but "name the data owner @tom"
LABEL_BEFORE = re.compile(r"(?:owner\s{0,20}[:=]|(?:^|[,;(\[|–—-])\s{0,20}owner)\s{0,20}$", re.IGNORECASE)
SENTENCE_END = ".,;:!?'’-"
LONGEST_LABEL = 60
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
    own, else by the name it begins with."""
    mentioned = [_mentioned(mention, people) for mention in islice(MENTION.finditer(line), MOST_NAMES)]
    if mentioned:
        return _the_only_one(mentioned)
    if several := _two_of_them(line, people):
        return several
    for name, place, cut in _bare_names(line):
        # "Jonas S." is somebody; one shortened word without an @ may be any word.
        match = match_person(name, people, shortened=" " in name, closest=False)
        if match.person or match.candidates:
            return _named(match, name, place, cut)
    return _opening(line, people)


def _two_of_them(line: str, people: Sequence[Candidate]) -> NamedOwner | None:
    """ "Priya and Tom order the disks": which of them owes it has to be asked."""
    both = TWO_OF_THEM.match(line)
    if not both:
        return None
    found = [
        match_person(both[name], people, shortened=False, closest=False).person for name in ("name", "other")
    ]
    owners = {person.id: person for person in found if person}
    return _several(tuple(owners.values()), (both.start("name"), both.end())) if len(owners) == 2 else None


def _opening(line: str, people: Sequence[Candidate]) -> NamedOwner:
    """Whoever the line begins with by full or first name: "Ravi sends the report"."""
    opening = OPENING.match(line)
    if not opening:
        return NamedOwner()
    name = _full_name_or_word(opening["name"], people)
    word, place = fold(name), (opening.start("name"), opening.start("name") + len(name))
    found = [person for person in people if is_full_name(name, [person]) or fold(person.first_name) == word]
    if not found:
        return _nobody(name) if word in NOBODY else NamedOwner()
    if TWO_OF_THEM.match(line):
        return NamedOwner()
    if len(found) == 1 and word in ALSO_A_VERB:
        sentence = f"Is {found[0].full_name} the owner? Then write @{name}."
        return NamedOwner(None, place, place, sentence, (found[0],))
    match = PersonMatch(person=found[0]) if len(found) == 1 else PersonMatch(candidates=tuple(found))
    return _named(match, name, place, place)


def _nobody(word: str) -> NamedOwner:
    return NamedOwner(problem=f"“{word}” names nobody: write @ and the name of the one who owes it.")


def _mentioned(mention: re.Match[str], people: Sequence[Candidate]) -> NamedOwner:
    name = _full_name_or_word(mention["name"], people)
    start, end = mention.start(), mention.start("name") + len(name)
    if fold(name) in NOBODY and not any(fold(name) in person.parts for person in people):
        return _nobody(name)
    match = match_person(name, people)
    if OWNED_BY.search(name) and match.person is None:
        match = match_person(OWNED_BY.sub("", name), people)
    if match.person and (other := _beside(mention.string, start, end, match.person, people)):
        return _several((match.person, other), (0, 0))
    task = TASK_FOLLOWS.match(mention.string, end)
    before = mention.string[:start]
    cut_end = task.end() if task and not before.strip() else end
    begin = max(0, start - LONGEST_LABEL)
    label = LABEL_BEFORE.search(before[begin:])
    return _named(match, name, (start, end), (begin + label.start() if label else start, cut_end))


def _beside(
    line: str, start: int, end: int, person: Candidate, people: Sequence[Candidate]
) -> Candidate | None:
    """Who may owe it instead: "to @tom Mei" is Mei, who sends it to Tom, or Tom."""
    follows = NAME_FOLLOWS.match(line, end)
    if not follows or not ADDRESSED.search(line[max(0, start - 30) : start]):
        return None
    word = fold(follows["name"])
    others = [other for other in people if fold(other.first_name) == word and other.id != person.id]
    return others[0] if len(others) == 1 else None


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
    return _several(tuple(owners.values()), (0, 0))


def _several(people: tuple[Candidate, ...], place: tuple[int, int]) -> NamedOwner:
    names = _either([person.full_name for person in people])
    sentence = f"A promise has one owner, and several people are named: choose {names}."
    return NamedOwner(None, place, place, sentence, people)


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
