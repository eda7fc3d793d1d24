"""Passwords of the sandbox's people and mailboxes, kept as scrypt hashes."""

import hashlib
import hmac
import secrets

# A tenth of what a real directory would spend: the sandbox's passwords are published on its own pages.
COST = {"n": 2**12, "r": 8, "p": 1}


def hashed(password: str) -> str:
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, **COST).hex()}"


def matches(password: str, kept: str) -> bool:
    """An empty hash is nobody's password."""
    salt, _, digest = kept.partition("$")
    if not digest:
        return False
    return hmac.compare_digest(hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **COST).hex(), digest)
