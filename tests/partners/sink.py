"""A real SMTP server on loopback that can be told how to behave."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Takes mails and keeps them. `answers` are given one by one to MAIL, RCPT or DATA, then everything is taken.

    `says_its_size`: whether it tells how large a mail may be before it is sent one. `refuses` are addresses.
    """

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.mail_answers: list[str] = []
        self.rcpt_answers: list[str] = []
        self.says_its_size = True
        self.refuses: set[str] = set()
        self.data_answers: list[str] = []
        self.hang_up_after_data = 0
        self.on_data: Callable[[], None] | None = None
        self.sessions = 0
        self.lock = threading.Lock()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return [each for each in responses if self.says_its_size or "SIZE" not in each]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mail_answers:
            return self.mail_answers.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_answers:
            return self.rcpt_answers.pop(0)
        if address in self.refuses:
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data_answers:
            return self.data_answers.pop(0)
        with self.lock:
            self.taken.append(message_from_bytes(envelope.original_content, policy=policy.default))
            self.recipients += envelope.rcpt_tos
        if self.on_data:
            self.on_data()
        if self.hang_up_after_data:
            self.hang_up_after_data -= 1
            server.transport.abort()
        return "250 taken"


def free_port() -> int:
    """A port of loopback on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def listening(largest: int = 33_554_432) -> Iterator[tuple[Sink, int]]:
    """The sink, which takes mails of at most `largest` bytes, and the port it listens on."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), data_size_limit=largest)
    controller.start()
    try:
        yield sink, controller.port
    finally:
        controller.stop()
