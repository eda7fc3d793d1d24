"""Starting and stopping: every service has its port, and the end is quick whoever is still connected."""

import asyncio
import socket
import time
from pathlib import Path

import pytest

from poststelle.sandbox.certificates import Certificates, server_context
from poststelle.sandbox.issuer.signing import Signer
from poststelle.sandbox.mail import servers
from tests.sandbox.mail.world import PORTS, World


def test_every_service_has_a_port_of_its_own(world: World) -> None:
    assert world.ports.keys() == PORTS.keys()
    assert len(set(world.ports.values())) == len(PORTS)


def test_the_end_does_not_wait_for_clients(tmp_path: Path, certificates: Certificates, signer: Signer) -> None:
    world = World(tmp_path, certificates, signer)
    with world:
        world.put("support@muster.example", b"x")
        idle = world.imap()
        idle.select()
        idle.send(b"a IDLE\r\n")
        clients = [idle, world.pop3(), world.submission()]
        lines = [socket.create_connection(("127.0.0.1", port)) for port in world.ports.values()]
        begins = time.monotonic()
    assert time.monotonic() - begins < 1
    assert len(clients) == 3
    for line in lines:
        line.close()


def test_a_client_that_speaks_in_the_clear_on_a_tls_port_disturbs_nobody(world: World) -> None:
    for name in ("imaps", "pop3s", "submissions"):
        with socket.create_connection(("127.0.0.1", world.ports[name]), timeout=10) as line:
            line.sendall(b"EHLO hier\r\n")
            assert line.recv(100)[:1] in (b"\x15", b"")  # an alert, or the end
    assert world.imap().select()[0] == "OK"


async def test_a_taken_port_frees_the_others(world: World, tmp_path: Path) -> None:
    taken = {"imaps": 0, "submission": world.ports["submission"]}
    context = server_context(world.certificates)
    with pytest.raises(OSError, match="in use"):
        await servers.start(
            world.organisation,
            world.signer.verify_access_token,
            tmp_path / "another",
            "127.0.0.1",
            taken,
            context,
            world.clock,
            sample=False,
        )
    await asyncio.sleep(0)
