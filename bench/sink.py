"""A mail server that takes every mail and forgets it, in a process of its own. Prints the port it listens on."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session


class Forgetting:
    """Says yes to every mail."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "250 taken"


async def listen() -> None:
    """Takes mails until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Forgetting(), hostname="sink", loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(listen())
