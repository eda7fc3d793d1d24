"""A line that breaks: forwards to a server and ends the connection after so many octets of its answers."""

import asyncio
import socket
import threading


class CuttingProxy:
    """`cut_after` counts the server's octets of one connection (encrypted, if it is TLS); None never cuts."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.cut_after: int | None = None
        self.loop = asyncio.new_event_loop()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "CuttingProxy":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.listener.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(self._serve, sock=self.listener))
        self.loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_server, from_server = None, None
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self.target)
            upwards = asyncio.ensure_future(_copy(reader, to_server))
            await self._downwards(from_server, writer)
            upwards.cancel()
        except OSError:
            pass
        finally:
            writer.close()
            if to_server is not None:
                to_server.close()

    async def _downwards(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        passed = 0
        while piece := await reader.read(8192):
            passed += len(piece)
            writer.write(piece)
            await writer.drain()
            if self.cut_after is not None and passed > self.cut_after:
                writer.transport.abort()
                return


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(8192):
        writer.write(piece)
        await writer.drain()
