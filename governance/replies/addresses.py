"""Addresses in headers, read letter by letter: no header can make it long."""

from collections.abc import Iterable, Iterator

import re2

from governance.replies.patterns import pattern

LONGEST_ADDRESS = 254
_ADDRESS = pattern(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")


def only_address(headers: Iterable[str]) -> str:
    """The one address that these headers name, in lower case; empty where they name none or several."""
    found = [address for header in headers for address in _mailboxes(header)]
    return found[0] if len(found) == 1 and is_address(found[0]) else ""


def is_address(text: str) -> bool:
    """Whether `text` is one address and nothing beside."""
    return len(text) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text))


def secrets_behind(reply_address: str, headers: Iterable[str]) -> Iterator[str]:
    """What stands behind the + of our reply address, wherever in these headers it stands."""
    name, _, host = reply_address.partition("@")
    if not name or not host:
        return
    ours = pattern(
        rf"(?:^|[\s<\",:;(]){re2.escape(name)}\+([a-z0-9]{{1,80}})@{re2.escape(host)}(?:[\s>\",;)]|$)"
    )
    for header in headers:
        yield from (found.lower() for found in ours.findall(header))


def _mailboxes(header: str) -> Iterator[str]:
    """Each mailbox as its address; one that is written like none we know as what it is, so that it counts."""
    for mailbox in _bare(header).split(","):
        if not mailbox.strip():
            continue
        before, bracket, rest = mailbox.partition("<")
        address = (rest.partition(">")[0] if bracket else before).strip().lower()
        beyond = rest.partition(">")[2].strip() if bracket else ""
        yield address if is_address(address) and not beyond else mailbox


def _bare(header: str) -> str:
    """The header without comments and quoted names, which may hold anything."""
    kept, depth, quoted, escaped = [], 0, False, False
    for letter in header:
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif quoted:
            quoted = letter != '"'
        elif letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif letter == '"' and not depth:
            quoted = True
        elif not depth:
            kept.append(letter)
    return "".join(kept)
