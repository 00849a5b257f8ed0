"""The mail server as the delivery meets it: one connection for many mails, and only so much patience with each."""

import time
from datetime import timedelta
from functools import partial
from smtplib import SMTP, SMTP_SSL, SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any, cast

from django.core.mail.backends.smtp import EmailBackend

from partners.mail.message import Message

LONGEST = timedelta(minutes=7)
"""What one mail may take, the connection included."""
_TOO_LARGE = 552


class _DeadlineSMTP(SMTP):
    """No step of the conversation waits longer than EMAIL_TIMEOUT, none beyond the end of the mail's time.

    The answer to the mail itself is awaited all that time: whoever gives up there sends twice what the server took
    (RFC 5321, 4.5.3.2.6).
    """

    def __init__(self, *where: Any, until: float, **how: Any) -> None:
        self.until = until
        self.handing_over = False
        super().__init__(*where, **how)

    def send(self, s: Any) -> None:
        self._wait_no_longer()
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        self._wait_no_longer()
        return super().getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.handing_over = True
        try:
            return super().data(msg)
        finally:
            self.handing_over = False

    def _wait_no_longer(self) -> None:
        left = max(self.until - time.monotonic(), 0.001)
        if self.sock:
            self.sock.settimeout(left if self.handing_over else min(left, self.timeout))


class _DeadlineSMTPOverTLS(_DeadlineSMTP, SMTP_SSL):
    """The same, where TLS begins before the first word."""


class _Backend(EmailBackend):
    """Django's way to the server of EMAIL_URL, for a mail whose time ends at `until` (monotonic seconds)."""

    def __init__(self, until: float) -> None:
        super().__init__()
        self.until = until

    @property
    def connection_class(self) -> Any:
        return partial(_DeadlineSMTPOverTLS if self.use_ssl else _DeadlineSMTP, until=self.until)


class MailServer:
    """A connection that is opened with the first mail, and anew where a mail broke it."""

    def __init__(self) -> None:
        self.unreachable: Exception | None = None
        """Why it could not be opened: one timeout is enough, nobody tries again with this."""
        self._backend: _Backend | None = None

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def send(self, message: Message) -> None:
        """Returns when the server has taken the mail. Raises SMTPException or OSError."""
        until = time.monotonic() + LONGEST.total_seconds()
        try:
            connection = self._connection(until)
            connection.until = until
            _check_size(connection, message)
            connection.sendmail(message.sender, [message.recipient], message.content)
        except (SMTPException, OSError):
            self.drop()
            raise

    def _connection(self, until: float) -> _DeadlineSMTP:
        if self.unreachable:
            raise self.unreachable
        if self._backend is None:
            self._backend = _Backend(until)
            try:
                self._backend.open()
            except (SMTPException, OSError) as problem:
                self.unreachable = problem
                raise
        return cast(_DeadlineSMTP, self._backend.connection)

    def drop(self) -> None:
        """Ends the connection, whatever its state."""
        backend, self._backend = self._backend, None
        if backend is not None:
            backend.fail_silently = True
            backend.close()


def _check_size(connection: _DeadlineSMTP, message: Message) -> None:
    """Raises SMTPDataError for a mail larger than the server says it takes (RFC 1870), instead of sending all of it."""
    connection.ehlo_or_helo_if_needed()
    most = str(connection.esmtp_features.get("size", ""))
    if most.isdigit() and 0 < int(most) < len(message.content):
        raise SMTPDataError(_TOO_LARGE, f"5.3.4 It takes mails of at most {int(most):,} bytes".encode())


def is_final(problem: Exception) -> bool:
    """The server said for good that this person will not get this mail. All else may mend itself."""
    if isinstance(problem, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    return is_of_the_mail(problem)


def is_of_the_mail(problem: Exception) -> bool:
    """Whether the server refused for good what the mail holds, or its size, and not whom it goes to."""
    if isinstance(problem, SMTPSenderRefused):  # the size is told beside the sender
        return problem.smtp_code == _TOO_LARGE
    return isinstance(problem, SMTPDataError) and problem.smtp_code >= 500


def in_words(problem: Exception) -> str:
    """What the server said, as a sentence of Settings → Mail."""
    if isinstance(problem, SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()))
        return f"The mail server refused the address: {code} {_text(said)}"
    if isinstance(problem, SMTPDataError | SMTPSenderRefused):
        return f"The mail server refused the mail: {problem.smtp_code} {_text(problem.smtp_error)}"
    return f"The mail server could not be used: {problem}"


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
