"""Passwords that stand in a list of breaches open nothing here: whoever has the list tries them first."""

import hashlib
import logging
import mmap

import requests
from django.conf import settings
from django.core.exceptions import ValidationError

from partners.models import User

log = logging.getLogger(__name__)

PASSWORD_RULE = (
    f"At least {settings.SHORTEST_PASSWORD} characters. "
    "A sentence only you would say is easier to remember than a riddle."
)
_HASH, _PREFIX = 40, 5
_ANSWERS_WITHIN = 3


class NotBreached:
    """Refuses a password known from a breach, where the installation names a list (BREACHED_PASSWORDS)."""

    def validate(self, password: str, user: User | None = None) -> None:
        source, digest = settings.BREACHED_PASSWORDS, _digest(password)
        if source and (_is_in_service if "://" in source else _is_in_file)(source, digest):
            raise ValidationError(
                "This password is known from a breach elsewhere, and tried by whoever has that list. Choose another.",
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return "Your password can’t be one that is known from a breach."


def _digest(password: str) -> bytes:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()


def _is_in_file(path: str, digest: bytes) -> bool:
    """Whether a file of hashes in order, one a line, holds `digest`. Raises OSError where it cannot be read."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            found = lines[start : start + _HASH].upper()
            if found == digest:
                return True
            end = lines.find(b"\n", start)
            low, high = (low, start) if found > digest else (len(lines) if end < 0 else end + 1, high)
    return False


def _is_in_service(address: str, digest: bytes) -> bool:
    """Whether a service that is told the first five characters names `digest`; one that is silent stops nobody."""
    prefix, rest = digest[:_PREFIX].decode(), digest[_PREFIX:].decode()
    try:
        answer = requests.get(
            address.rstrip("/") + "/" + prefix, headers={"Add-Padding": "true"}, timeout=_ANSWERS_WITHIN
        )
        answer.raise_for_status()
    except requests.RequestException:
        log.exception(
            "The list of breached passwords does not answer; a password was taken without asking it."
        )
        return False
    counts = dict(line.strip().split(":") for line in answer.text.splitlines() if ":" in line)
    return counts.get(rest, "0") != "0"
