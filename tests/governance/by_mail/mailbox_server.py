"""A real IMAP server on loopback, with and without TLS."""

import asyncio
import datetime
import ipaddress
import ssl
import threading
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from imap_tools import MailBoxUnencrypted
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService

from tests.partners.sink import free_port

USER, PASSWORD = "replies", "a p%ss@word"


@dataclass
class Server:
    """Where it listens, the certificate it shows, and what a postman and an onlooker can do."""

    port: int
    tls_port: int
    certificate: Path

    def bring(self, *mails: bytes) -> None:
        """Lays mails into the mailbox, unread."""
        with self._opened() as mailbox:
            for mail in mails:
                mailbox.append(mail)

    def unread(self) -> int:
        with self._opened() as mailbox:
            return len(mailbox.uids("UNSEEN"))

    def size(self) -> int:
        with self._opened() as mailbox:
            return len(mailbox.uids())

    def _opened(self) -> MailBoxUnencrypted:
        return MailBoxUnencrypted("127.0.0.1", self.port).login(USER, PASSWORD)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The server, in a thread of its own, for as long as the block runs."""
    certificate, key = _certificate(folder)
    server, started = Server(free_port(), free_port(), certificate), threading.Event()
    stops: list[Callable[[], None]] = []
    thread = threading.Thread(target=lambda: asyncio.run(_serve(server, key, started, stops)))
    thread.start()
    assert started.wait(30)
    try:
        yield server
    finally:
        stops[0]()
        thread.join()


async def _serve(
    server: Server, key: Path, started: threading.Event, stops: list[Callable[[], None]]
) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    stops.append(lambda: loop.call_soon_threadsafe(stop.set))
    parser = ArgumentParser()
    parser.set_defaults(passlib_cfg=None, inherited_sockets=None, debug=False, skip_services=[])
    IMAPService.add_arguments(parser)
    DictBackend.add_subparser("dict", parser.add_subparsers())
    words = ["--host", "127.0.0.1", "--port", str(server.port), "--no-tls", "dict"]
    args = parser.parse_args([*words, "--demo-user", USER, "--demo-password", PASSWORD])
    backend, config = await DictBackend.init(args)
    config.apply_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.certificate, key)
    async with AsyncExitStack() as stack:
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)
        wrapped = asyncio.start_server(_before(server.port), "127.0.0.1", server.tls_port, ssl=context)
        await stack.enter_async_context(await wrapped)
        started.set()
        await stop.wait()


def _before(port: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """TLS on the outside, the server within: it knows no other."""

    async def pipe(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                target.write(data)
                await target.drain()
        target.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pipe(reader, inner_writer), pipe(inner_reader, writer))

    return connected


def _certificate(folder: Path) -> tuple[Path, Path]:
    """One that a client believes only when it is told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    began = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number()
    ).not_valid_before(began)
    builder = builder.not_valid_after(began + datetime.timedelta(days=36500))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = builder.add_extension(address, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = builder.sign(key, hashes.SHA256())
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths
