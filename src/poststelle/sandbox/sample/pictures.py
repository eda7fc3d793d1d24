"""Small pictures without an image library: PNG with a palette, as its specification has it (RFC 2083)."""

import struct
import zlib
from random import Random

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)


def png(width: int, palette: list[Colour], rows: list[bytes]) -> bytes:
    """A row has one octet for each pixel, the number of its colour."""
    raw = b"".join(b"\x00" + row for row in rows)
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    colours = bytes(part for colour in palette for part in colour)
    chunks = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def logo(colour: Colour, size: int = 48) -> bytes:
    """An envelope on a coloured ground."""
    rows = [bytes(_envelope(x / size, y / size) for x in range(size)) for y in range(size)]
    return png(size, [colour, WHITE], rows)


def chart(random: Random, colour: Colour, width: int = 240, height: int = 90) -> bytes:
    """Twelve bars."""
    step = width // 12
    bars = [random.randint(15, height - 6) for _ in range(12)]
    rows = [b"".join(_bar(height - y <= bar, step) for bar in bars) for y in range(height)]
    return png(step * len(bars), [WHITE, colour], rows)


def screenshot(random: Random, width: int = 200, height: int = 120) -> bytes:
    """A window with lines of text that nobody can read."""
    title, blank = b"\x02" * width, b"\x00" * width
    rows = [title] * 14
    while len(rows) < height:
        end = random.randint(60, width - 20)
        text = bytes(x < end and x > 12 and random.random() < 0.8 for x in range(width))
        rows += [blank] * 3 + [text] * 3 + [blank] * 3
    return png(width, [(246, 247, 250), (90, 90, 96), (60, 84, 130)], rows[:height])


def _bar(filled: bool, step: int) -> bytes:
    return b"\x00" * 4 + (b"\x01" if filled else b"\x00") * (step - 4)


def _envelope(x: float, y: float) -> bool:
    within = 0.2 < x < 0.8 and 0.3 < y < 0.7
    flap = abs((y - 0.3) - (0.3 - abs(x - 0.5))) < 0.035 and y < 0.6
    return within and not flap


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
