"""Octets come back as they went in; a disk that is full leaves nothing half kept."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.errors import Misconfigured, Unreachable
from poststelle.store.blobs import Blobs


@contextmanager
def no_file_larger_than(octets: int) -> Iterator[None]:
    """The kernel refuses further writes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@given(octets=st.binary(max_size=5000))
def test_octets_come_back_as_they_went_in(octets: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    blobs = Blobs(tmp_path_factory.getbasetemp() / "blobs")
    assert blobs.open(blobs.put(octets)) == octets


def test_equal_octets_are_kept_once(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "messages")
    assert blobs.put_all([b"a", b"b", b"a"]) == [blobs.put(b"a"), blobs.put(b"b"), blobs.put(b"a")]
    assert len(files(tmp_path)) == 2


def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    Blobs(tmp_path / "messages").put(b"a")
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "messages").rglob("*"))


def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "messages")
    large = bytes(range(256)) * 4
    with no_file_larger_than(16), pytest.raises(Unreachable, match="disk-full"):
        blobs.put(large)
    assert files(tmp_path) == []
    assert blobs.open(blobs.put(large)) == large


def test_a_directory_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "messages").write_text("a file stands in the way")
    with pytest.raises(Unreachable, match="disk-broken"):
        Blobs(tmp_path / "messages").put(b"a")


@pytest.mark.parametrize("damage", [b"", b"not zstd", b"\x28\xb5\x2f\xfd\x20\x01\x09\x00\x00b"])
def test_a_damaged_file_is_never_handed_out(damage: bytes, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest = blobs.put(b"a")
    files(tmp_path)[0].write_bytes(damage)
    with pytest.raises(Misconfigured, match="blob-lost"):
        blobs.open(digest)


def files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]
