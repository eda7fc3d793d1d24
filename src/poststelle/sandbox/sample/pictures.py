"""Small pictures without an image library: PNG as its specification has it (RFC 2083)."""

import struct
import zlib
from random import Random

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)


def png(width: int, height: int, rows: list[list[Colour]]) -> bytes:
    raw = b"".join(b"\x00" + bytes(part for pixel in row for part in pixel) for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, *zip(*chunks, strict=True)))


def logo(colour: Colour, size: int = 48) -> bytes:
    """An envelope on a coloured ground."""
    rows = [[_envelope(x / size, y / size, colour) for x in range(size)] for y in range(size)]
    return png(size, size, rows)


def chart(random: Random, colour: Colour, width: int = 240, height: int = 90) -> bytes:
    """Twelve bars."""
    bars = [random.randint(15, height - 6) for _ in range(12)]
    step = width // len(bars)
    line = [
        [colour if x % step > 3 and height - y <= bars[x // step] else WHITE for x in range(width)]
        for y in range(height)
    ]
    return png(width, height, line)


def screenshot(random: Random, width: int = 200, height: int = 120) -> bytes:
    """A window with lines of text that nobody can read."""
    ends = [random.randint(60, width - 20) for _ in range(height // 12)]
    return png(width, height, [[_screen(x, y, ends) for x in range(width)] for y in range(height)])


def _envelope(x: float, y: float, colour: Colour) -> Colour:
    within = 0.2 < x < 0.8 and 0.3 < y < 0.7
    flap = abs((y - 0.3) - (0.3 - abs(x - 0.5))) < 0.035 and y < 0.6
    return WHITE if within and not flap else colour


def _screen(x: int, y: int, ends: list[int]) -> Colour:
    if y < 14:
        return (60, 84, 130)
    written = y % 12 in (3, 4, 5) and 12 < x < ends[min(y // 12, len(ends) - 1)]
    return (90, 90, 96) if written and (x // 4 + y // 12) % 7 else (246, 247, 250)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
