"""What no log may hold: the secret of a link that stands for somebody stands in its address."""

import logging
from typing import Any

import re2
from gunicorn.glogging import Logger

_BEGINS = r"(?:^|[\s\"'(]|://[^/\s\"']+)"
_OPENS = r"/(?:m|agenda|invitations|accounts/password/reset/key)/"
_SECRET = re2.compile(rf"(?i)({_BEGINS}{_OPENS})[^/\s\"'?#]+")


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
