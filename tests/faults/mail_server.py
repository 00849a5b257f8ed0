"""A mail server in a process of its own, so that it outlives whoever is killed while talking to it.

It can be told to stop at a step of a conversation and say so, which is the moment to kill; and it has weather: every so
often it asks for patience, closes, or hangs up on a mail it has just taken.
"""

import asyncio
import json
import re
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

MESSAGE_ID = re.compile(rb"^Message-ID: *(?:\r\n )?(\S+)", re.MULTILINE)
UNKNOWN = "nobody@example.com"
"""Refused for good."""
WEATHER = {"MAIL": (131, "421 come back later"), "RCPT": (97, "451 greylisted"), "TAKEN": (113, "hang up")}
"""At each how-many-th time, and what then."""


class Handler:
    """Says yes, unless the weather or an order says otherwise."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.hung_up: Counter[str] = Counter()
        self.reached: Counter[str] = Counter()
        self.open = 0
        self.order: tuple[str, int] | None = None
        self.held = asyncio.Event()

    def obey(self, order: dict[str, Any]) -> None:
        """One line of standard input."""
        if "stop" in order:
            self.order = (order["stop"], self.reached[order["stop"]] + order["after"])
            self.held.clear()
        if "go" in order:
            self.held.set()
        if "report" in order:
            tell(open=self.open, taken=self.taken, hung_up=self.hung_up)

    async def _reach(self, step: str) -> str:
        """Returns what the weather says here."""
        self.reached[step] += 1
        if self.order == (step, self.reached[step]):
            self.order = None
            tell(stopped=step)
            await self.held.wait()
        often, answer = WEATHER.get(step, (0, ""))
        return answer if often and self.reached[step] % often == 0 else ""

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        await self._reach("EHLO")
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := await self._reach("MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == UNKNOWN:
            return "550 nobody of that name"
        if answer := await self._reach("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        [message_id] = MESSAGE_ID.findall(envelope.original_content)
        self.taken[message_id.decode()] += 1
        if await self._reach("TAKEN"):
            self.hung_up[message_id.decode()] += 1
            server.transport.abort()
        return "250 taken"


class Conversation(SMTP):
    """Counts those that are open."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.event_handler.open += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.event_handler.open -= 1
        super().connection_lost(error)


def tell(**facts: object) -> None:
    """One line of standard output."""
    print(json.dumps(facts), flush=True)


async def serve() -> None:
    """Until standard input ends."""
    loop, handler, orders = asyncio.get_running_loop(), Handler(), asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    server = await loop.create_server(
        lambda: Conversation(handler, hostname="sink", loop=loop), "127.0.0.1", 0
    )
    tell(port=server.sockets[0].getsockname()[1])
    while line := await orders.readline():
        handler.obey(json.loads(line))


class MailServer:
    """The test's end of it."""

    PATIENCE = 120.0

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self.port: int = self._hear()["port"]

    def stop_at(self, step: str, after: int) -> None:
        """Waits until the `after`-th conversation from now has come to `step`, and leaves it standing there."""
        self._say(stop=step, after=after)
        assert self._hear() == {"stopped": step}

    def go_on(self) -> None:
        """Whoever stands goes on."""
        self._say(go=True)

    def report(self) -> dict[str, Any]:
        """How many conversations are `open`; how often each Message-ID was `taken`, and was `hung_up` on then."""
        self._say(report=True)
        return self._hear()

    def _say(self, **order: object) -> None:
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        ready, _, _ = select.select([self._process.stdout], [], [], self.PATIENCE)
        assert ready, "the mail server was never reached"
        return json.loads(self._process.stdout.readline())


@contextmanager
def listening() -> Iterator[MailServer]:
    """The server, until the block ends."""
    command = [sys.executable, "-m", "tests.faults.mail_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield MailServer(process)
        process.stdin.close()


if __name__ == "__main__":
    asyncio.run(serve())
