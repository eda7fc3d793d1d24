"""The keys that seal secrets at rest: `<home>/key`, a line `id base64` each, the current one last."""

import base64
import os
import secrets
from pathlib import Path

from poststelle.model.errors import Misconfigured
from poststelle.wiring.files import keep_private

KEY_OCTETS = 32


def load(home: Path) -> dict[str, bytes]:
    """All keys by id; the first one is made here, and only while there is no database that could need an older one."""
    path = home / "key"
    if not path.exists() and (home / "poststelle.sqlite3").exists():
        raise Misconfigured("key-missing", field="key", path=str(path))
    return read(keep_private(path, line()), path)


def line() -> str:
    return f"{secrets.token_hex(4)} {base64.b64encode(os.urandom(KEY_OCTETS)).decode()}\n"


def read(text: str, path: Path) -> dict[str, bytes]:
    try:
        keys = {key_id: base64.b64decode(key, validate=True) for key_id, key in map(str.split, text.splitlines())}
    except ValueError as error:
        raise Misconfigured("key-broken", field="key", path=str(path)) from error
    if not keys or any(len(key) != KEY_OCTETS for key in keys.values()):
        raise Misconfigured("key-broken", field="key", path=str(path))
    return keys
