"""A calendar's answer to an invitation (RFC 5546, METHOD:REPLY), read strictly: what is not plainly one is none."""

from dataclasses import dataclass
from email.message import Message

from governance.replies.addresses import is_address
from governance.replies.parts import parts_of

LONGEST_CALENDAR = 64_000
"""Bytes; an answer has a few hundred."""
_LONGEST_UID = 200
_SAYS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}


@dataclass(frozen=True)
class InvitationAnswer:
    """`says` is "accepted", "declined" or "tentative". `sequence` is that of the invitation it answers."""

    uid: str
    sequence: int
    attendee: str
    says: str


def is_calendar_answer(part: Message) -> bool:
    """Whether a part says that it answers an invitation, or asks for another time."""
    method = str(part.get_param("method", "")).upper()
    return part.get_content_type() == "text/calendar" and method in ("REPLY", "COUNTER")


def invitation_answer_in(message: Message) -> InvitationAnswer | None:
    """The one answer that a mail carries; None where it carries none, or not one that is plain."""
    for part in parts_of(message):
        content = part.get_payload(decode=True) if is_calendar_answer(part) else None
        if isinstance(content, bytes) and len(content) <= LONGEST_CALENDAR:
            return _answer(_lines(content.decode("utf-8", "replace")))
    return None


def _lines(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Each line as its name, parameters and value, those that were folded joined again."""
    joined: list[list[str]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line[:1] in (" ", "\t") and joined:
            joined[-1].append(line[1:])
        else:
            joined.append([line])
    return [_parted("".join(pieces)) for pieces in joined]


def _parted(line: str) -> tuple[str, dict[str, str], str]:
    pieces, quoted, read = [""], False, 0
    for letter in line:
        read += 1
        quoted ^= letter == '"'
        if letter == ":" and not quoted:
            break
        if letter == ";" and not quoted:
            pieces.append("")
        elif letter != '"':
            pieces[-1] += letter
    name, *parameters = pieces
    named = (each.partition("=") for each in parameters)
    return name.strip().upper(), {key.upper(): value for key, _, value in named}, line[read:].strip()


def _answer(lines: list[tuple[str, dict[str, str], str]]) -> InvitationAnswer | None:
    def only(name: str) -> tuple[dict[str, str], str] | None:
        found = [(parameters, value) for each, parameters, value in lines if each == name]
        return found[0] if len(found) == 1 else None

    method, uid, attendee = only("METHOD"), only("UID"), only("ATTENDEE")
    sequence = only("SEQUENCE") or ({}, "0")
    events = [value.upper() for name, _, value in lines if name == "BEGIN"].count("VEVENT")
    if not (method and uid and attendee) or events != 1 or method[1].upper() != "REPLY":
        return None
    scheme, _, address = attendee[1].partition(":")
    says = _SAYS.get(attendee[0].get("PARTSTAT", "").upper(), "")
    is_plain = scheme.lower() == "mailto" and is_address(address) and len(uid[1]) <= _LONGEST_UID
    number = sequence[1] if sequence[1].isascii() and sequence[1].isdigit() and len(sequence[1]) < 6 else ""
    if not says or not is_plain or not number:
        return None
    return InvitationAnswer(uid[1], int(number), address.lower(), says)
