"""Dovecot without a daemon: `doveadm exec imap` over pipes, in a directory of its own."""

import asyncio
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from subprocess import PIPE

from poststelle.model.mailbox import Authentication, Connection, Encryption, Protocol
from poststelle.transport import imap
from poststelle.transport.network import Network
from tests.transport.conftest import serving

CONFIGURATION = """
protocols = imap
log_path = {home}/log
mail_location = maildir:{home}/mail
mail_home = {home}
mail_uid = {uid}
mail_gid = {gid}
base_dir = {home}/run
state_dir = {home}/state
ssl = no
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Versandt {{
    special_use = \\Sent
    auto = create
  }}
}}
"""


def program() -> str | None:
    return shutil.which("doveadm")


@contextmanager
def homestead() -> Iterator[Path]:
    """A directory that Dovecot may use. It refuses to serve root, so root's tests run it as nobody, who cannot come
    into pytest's own directory."""
    uid, gid = (65534, 65534) if os.getuid() == 0 else (os.getuid(), os.getgid())
    with tempfile.TemporaryDirectory(prefix="poststelle-dovecot-") as made:
        home = Path(made)
        os.chown(home, uid, gid)
        (home / "dovecot.conf").write_text(CONFIGURATION.format(home=home, uid=uid, gid=gid))
        yield home


@asynccontextmanager
async def session(home: Path, network: Network) -> AsyncIterator[imap.ImapSession]:
    """A session with a Dovecot of its own; several may share a home."""
    command = [program() or "doveadm", "-c", str(home / "dovecot.conf"), "exec", "imap"]
    environment = {**os.environ, "USER": "anna", "HOME": str(home)}

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # It takes pipes only: with a socket (uvloop gives one) it believes that inetd started it, and refuses.
        with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, env=environment) as process:  # noqa: ASYNC220
            try:
                await asyncio.gather(pump_in(reader, process), pump_out(process, writer))
            finally:
                process.kill()

    async with serving(speak) as port:
        connection = Connection(Protocol.IMAP, "127.0.0.1", port, Encryption.NONE, Authentication.PASSWORD)
        async with await imap.connect(network, connection) as mailbox:
            yield mailbox


async def pump_in(reader: asyncio.StreamReader, process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    while octets := await reader.read(65536):
        await asyncio.to_thread(process.stdin.write, octets)
        await asyncio.to_thread(process.stdin.flush)
    process.stdin.close()


async def pump_out(process: subprocess.Popen[bytes], writer: asyncio.StreamWriter) -> None:
    assert isinstance(process.stdout, io.BufferedReader)
    while octets := await asyncio.to_thread(process.stdout.read1, 65536):
        writer.write(octets)
        await writer.drain()
    writer.close()
