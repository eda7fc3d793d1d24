"""The pictures are PNGs that a decoder of another make reads as meant."""

import struct
import zlib
from random import Random

import pytest

from poststelle.sandbox.sample import pictures


def decoded(picture: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows, after checking every chunk."""
    at, chunks = 8, {}
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        kind, data = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        assert struct.unpack(">I", picture[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        at += 12 + size
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    raw = zlib.decompress(chunks[b"IDAT"])
    assert max(raw) < len(chunks[b"PLTE"]) // 3
    return width, height, [raw[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (pictures.logo((1, 2, 3)), (48, 48)),
        (pictures.chart(Random(1), (1, 2, 3)), (240, 90)),
        (pictures.screenshot(Random(1)), (200, 120)),
    ],
    ids=["logo", "chart", "screenshot"],
)
def test_a_picture_has_its_size_and_shows_something(picture: bytes, size: tuple[int, int]) -> None:
    width, height, rows = decoded(picture)
    assert (width, height) == size
    assert {len(row) for row in rows} == {width}
    assert len(set(rows)) > 3
