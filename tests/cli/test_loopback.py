"""The way back from the browser: the right path and state count, everything else leaves the sign-in waiting."""

import asyncio
import socket
from collections.abc import Mapping

import httpx2
import pytest

from poststelle.cli.landing import Page, page
from poststelle.cli.loopback import listening
from poststelle.model.errors import Conflict, Misconfigured


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


async def get(url: str, language: str = "en") -> httpx2.Response:
    async with httpx2.AsyncClient() as client:
        return await client.get(url, headers={"Accept-Language": language})


async def test_only_the_registered_path_with_the_right_state_counts() -> None:
    came: list[Mapping[str, str]] = []
    base = f"http://127.0.0.1:{free_port()}"

    async def finish(parameters: Mapping[str, str], language: str) -> Page:
        came.append(parameters)
        return page("signed-in", language, person="alice@example.test", mailbox="support@example.test")

    async with listening(f"{base}/callback") as listener:
        listener.state, listener.finish = "right", finish
        assert (await get(f"{base}/favicon.ico")).status_code == 404
        assert (await get(f"{base}/callback?state=wrong&code=x")).status_code == 400
        assert (await get(f"{base}/callback?code=x")).status_code == 400
        assert came == []
        assert not listener.done
        landed = await get(f"{base}/callback?state=right&code=x%2By")
        await asyncio.wait_for(listener.sent.wait(), 5)
        assert (await get(f"{base}/callback?state=right&code=again")).status_code == 400

    assert landed.status_code == 200
    assert "alice@example.test" in landed.text
    assert came == [{"state": "right", "code": "x+y"}]
    assert landed.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_the_page_speaks_the_browsers_language() -> None:
    base = f"http://127.0.0.1:{free_port()}"
    async with listening(f"{base}/callback"):
        assert "Hier ist nichts" in (await get(f"{base}/", "de-DE,de")).text
        assert "Nothing here" in (await get(f"{base}/", "en")).text


async def test_noise_on_the_port_is_survived() -> None:
    port = free_port()
    async with listening(f"http://127.0.0.1:{port}/callback"):
        for noise in (b"\x16\x03\x01\x02\x00", b"GET", b"GET / HTTP/1.1\r\n" + b"x: " + b"y" * 20_000 + b"\r\n\r\n"):
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(noise)
            writer.close()
        assert (await get(f"http://127.0.0.1:{port}/")).status_code == 404


def test_what_strangers_wrote_does_not_become_markup() -> None:
    shown = page("refused", "en", "<script>alert(1)</script>", status=401)

    assert "<script>" not in shown.html
    assert "401" in shown.html
    assert shown.status == 401


async def test_a_taken_port_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Conflict) as caught:
            async with listening(f"http://127.0.0.1:{other.getsockname()[1]}/callback"):
                pass
    assert caught.value.code == "redirect-port-taken"


@pytest.mark.parametrize("url", ["https://127.0.0.1:1/x", "http://mail.example.test/x", ""])
async def test_only_an_address_of_this_machine_can_be_waited_for(url: str) -> None:
    with pytest.raises(Misconfigured):
        async with listening(url):
            pass
