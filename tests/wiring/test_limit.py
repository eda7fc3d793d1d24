"""A request that brings too much is refused before it is kept, whether it says so or not."""

from typing import Any, cast

import pytest
from asgiref.typing import ASGI3Application

from poststelle.wiring.limit import limited

LIMIT = 1000


async def asked(chunks: list[int], announced: bytes | None = None) -> tuple[int, int]:
    """The status, and how many octets the application got to see."""
    seen = 0
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": b"x" * size, "more_body": True} for size in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def application(scope: Any, receive: Any, send: Any) -> None:
        nonlocal seen
        while True:
            event = await receive()
            seen += len(event["body"])
            if not event["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(event: Any) -> None:
        sent.append(event)

    headers = [(b"content-length", announced)] if announced is not None else []
    guarded = cast(Any, limited(cast(ASGI3Application, application), LIMIT))
    await guarded({"type": "http", "headers": headers}, receive, send)
    return sent[0]["status"], seen


@pytest.mark.parametrize("chunks", [[], [LIMIT], [500, 500], [1] * 10])
async def test_what_fits_passes(chunks: list[int]) -> None:
    assert await asked(chunks) == (200, sum(chunks))


async def test_what_announces_too_much_is_not_read_at_all() -> None:
    assert await asked([LIMIT], announced=b"1001") == (413, 0)


@pytest.mark.parametrize("announced", [None, b"10", b"-5", b"x", b"9" * 30])
async def test_what_does_not_say_how_much_it_is_ends_at_the_limit(announced: bytes | None) -> None:
    status, seen = await asked([400] * 1000, announced)
    assert status == 413
    assert seen <= LIMIT
