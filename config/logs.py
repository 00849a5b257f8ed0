"""What no log may hold: the secret of a link that stands for somebody stands in its address."""

import logging
from typing import Any

import re2
from gunicorn.glogging import Logger

_BEGINS = r"(?:^|[\s\"'(]|://[^/\s\"']+)"
_OPENS = r"/(?:m|agenda|invitations|accounts/password/reset/key)/"
_SECRET = re2.compile(rf"(?i)({_BEGINS}{_OPENS})[^/\s\"'?#]+")

FAULT, UNAVAILABLE = 500, 503


def without_secrets(text: str) -> str:
    """`text` with an ellipsis in place of what opens a link."""
    return _SECRET.sub(lambda found: f"{found[1]}…", text)


class WithoutSecrets(logging.Filter):
    """Lets every record pass, but none with a secret in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        kept = without_secrets(said)
        if kept != said:
            record.msg, record.args = kept, ()
        return True


class RefusalsInOneLine(logging.Filter):
    """Lets every record of an answer pass. A traceback is for faults of ours: a refusal has none, and a server that is
    away (503) is told by its reason."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", 500)
        if status != UNAVAILABLE and status >= FAULT:
            return True
        if status == UNAVAILABLE and record.exc_info and record.exc_info[1]:
            record.msg, record.args = f"{record.getMessage()} ({in_one_line(record.exc_info[1])})", ()
        record.exc_info = record.exc_text = None
        return True


def in_one_line(problem: BaseException) -> str:
    """What a problem says, as a log can hold it beside other words."""
    return " ".join(str(problem).split())[:300] or type(problem).__name__


_NONE_IN_ERRORS = WithoutSecrets()


class ServerLog(Logger):
    """gunicorn's own, which writes down every address that is asked for, and those at which something broke."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(_NONE_IN_ERRORS)

    def atoms(self, *asked: Any) -> dict[str, Any]:
        written = super().atoms(*asked)
        return {
            name: without_secrets(value) if isinstance(value, str) else value
            for name, value in written.items()
        }
