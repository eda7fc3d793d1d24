"""Secrets at rest: AES-256-GCM, bound to the row that owns them.

The associated data names owner, row, kind and key, so that a sealed value copied into another row does not open. Keys
carry ids: the last one seals, the others open what was sealed before a change of keys.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from poststelle.model.errors import Misconfigured
from poststelle.model.secret import Secret
from poststelle.store import models

NONCE_OCTETS = 12  # NIST SP 800-38D section 8.2.1
VERSION = b"\x01"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose secret it is: the owner's table, its row, and which of its secrets."""

    owner: str
    row: int
    kind: str

    def associated(self, key_id: str) -> bytes:
        return "\x1f".join(("poststelle", self.owner, str(self.row), self.kind, key_id)).encode()


@dataclass(frozen=True, slots=True)
class Box:
    key_id: str
    content: bytes


class Vault:
    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """`keys` by id, 32 octets each, the current one last."""
        self._keys = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._current = list(self._keys)[-1]

    def __repr__(self) -> str:
        return f"Vault(current={self._current!r})"

    def seal(self, place: Place, secret: Secret[str]) -> Box:
        nonce = os.urandom(NONCE_OCTETS)
        sealed = self._keys[self._current].encrypt(nonce, secret.reveal().encode(), place.associated(self._current))
        return Box(self._current, VERSION + nonce + sealed)

    def open(self, place: Place, box: Box) -> Secret[str]:
        """The secret again; `Misconfigured` when its key is missing or the box does not belong to this place."""
        key = self._keys.get(box.key_id)
        if key is None:
            raise Misconfigured("key-missing", field="key", key=box.key_id)
        version, nonce, sealed = box.content[:1], box.content[1 : 1 + NONCE_OCTETS], box.content[1 + NONCE_OCTETS :]
        try:
            if version != VERSION:
                raise ValueError("sealed in a way that is not known here")
            return Secret(key.decrypt(nonce, sealed, place.associated(box.key_id)).decode())
        except (InvalidTag, ValueError) as error:
            raise Misconfigured("secret-unreadable", field="key", owner=place.owner, kind=place.kind) from error


def put(vault: Vault, owner: str, row: int, kind: str, secret: Secret[str], expires: datetime | None = None) -> None:
    """Keep the secret in place of an earlier one."""
    box = vault.seal(Place(owner, row, kind), secret)
    models.Sealed.objects.update_or_create(
        owner=owner, row=row, kind=kind, defaults={"key_id": box.key_id, "box": box.content, "expires": expires}
    )


def get(vault: Vault, owner: str, row: int, kind: str) -> Secret[str] | None:
    """The secret, or `None` if there is none of this kind."""
    kept = find(vault, owner, row, kind)
    return kept[0] if kept else None


def find(vault: Vault, owner: str, row: int, kind: str) -> tuple[Secret[str], datetime | None] | None:
    """The secret and when it expires."""
    sealed = models.Sealed.objects.filter(owner=owner, row=row, kind=kind).first()
    if sealed is None:
        return None
    return vault.open(Place(owner, row, kind), Box(sealed.key_id, bytes(sealed.box))), sealed.expires


def has(owner: str, row: int, kind: str) -> bool:
    return models.Sealed.objects.filter(owner=owner, row=row, kind=kind).exists()


def drop(owner: str, row: int, kind: str | None = None) -> None:
    """Forget one secret of the row, or all of them."""
    found = models.Sealed.objects.filter(owner=owner, row=row)
    (found if kind is None else found.filter(kind=kind)).delete()
