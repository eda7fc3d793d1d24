"""A line-by-line dialogue: octets go through an engine, its events come out one by one, and all of it is noted.

A `Deadline` bounds a whole answer. A socket timeout would not: a peer that sends one octet a second never trips it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from poststelle.model.errors import Unreachable
from poststelle.transport.stream import Stream
from poststelle.transport.transcript import Transcript

E = TypeVar("E")


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._end = self._loop.time() + seconds

    @property
    def left(self) -> float:
        return max(0.001, self._end - self._loop.time())


class Dialogue(Generic[E]):
    def __init__(self, stream: Stream, receive: Callable[[bytes], list[E]], transcript: Transcript | None) -> None:
        self.stream = stream
        self.transcript = transcript or Transcript()
        self._receive = receive
        self._events: deque[E] = deque()

    async def say(self, line: bytes, deadline: Deadline) -> None:
        self.transcript.client(line)
        await self.stream.write(line, deadline.left)

    async def hear(self, deadline: Deadline) -> E:
        """The next event; `Unreachable` when the line ends before."""
        while not self._events:
            data = await self.stream.read_some(deadline.left)
            if not data:
                self.transcript.note("connection closed")
                raise Unreachable(
                    "connection-closed",
                    host=self.stream.host,
                    port=str(self.stream.port),
                    text="the server closed the connection",
                )
            self._events.extend(self._receive(data))
        return self._events.popleft()

    @property
    def unheard(self) -> bool:
        return bool(self._events)
