"""The octets of messages, as files found by their SHA-256, compressed, never changed.

A batch is written to drafts, synced, renamed and its directories synced before any row may speak of it: after a power
cut there may be files without a row, never a row without its file. What is there already is not written again.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import zstandard

from poststelle.model.errors import Misconfigured, Unreachable

LEVEL = 3
AT_ONCE = 8
MAX_OCTETS = 2**31  # a frame that claims more is not ours
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Blobs:
    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def put(self, octets: bytes) -> str:
        """Keep the octets durably; returns their digest. `Unreachable("disk-full")` leaves nothing behind."""
        return self.put_all([octets])[0]

    def put_all(self, batch: Sequence[bytes]) -> list[str]:
        """The same for many, with one sync of each directory."""
        digests = [hashlib.sha256(octets).hexdigest() for octets in batch]
        try:
            once = dict(zip(digests, batch, strict=True))
            missing = [digest for digest in once if not self._path(digest).exists()]
            with ThreadPoolExecutor(AT_ONCE) as writers:  # syncs that wait together cost the disk one
                new = list(writers.map(lambda digest: self._keep(digest, once[digest]), missing))
                list(writers.map(_sync, dict.fromkeys(new)))
        except OSError as error:
            raise _trouble(error, self.directory) from error
        return digests

    def open(self, digest: str) -> bytes:
        """The octets; `Misconfigured` when the file is lost or was changed, for then a backup must be restored."""
        try:
            packed = self._path(digest).read_bytes()
            octets = zstandard.ZstdDecompressor().decompress(packed, max_output_size=MAX_OCTETS)
        except (OSError, zstandard.ZstdError) as error:
            raise Misconfigured("blob-lost", field="home", digest=digest) from error
        if hashlib.sha256(octets).hexdigest() != digest:
            raise Misconfigured("blob-lost", field="home", digest=digest)
        return octets

    def _path(self, digest: str) -> Path:
        return self.directory / digest[:2] / digest[2:]

    def _keep(self, digest: str, octets: bytes) -> Path:
        """Write and sync one file under its final name; returns the directory that is still to be synced."""
        path = self._path(digest)
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync(self.directory)
        draft = path.with_name(f".{secrets.token_hex(8)}")
        try:
            _write(draft, zstandard.ZstdCompressor(level=LEVEL).compress(octets))
            draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)
        return path.parent


def _write(path: Path, octets: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _trouble(error: OSError, directory: Path) -> Unreachable:
    code = "disk-full" if error.errno in NO_ROOM else "disk-broken"
    return Unreachable(code, directory=str(directory), text=os.strerror(error.errno or 0))
