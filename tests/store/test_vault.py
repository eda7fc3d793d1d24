"""A sealed secret opens in its own place, with its own key, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Misconfigured
from poststelle.model.secret import Secret
from poststelle.store import models, vault
from poststelle.store.vault import Box, Place, Vault

KEYS = {"old": b"o" * 32, "new": b"n" * 32}
HERE = Place("account", 7, "refresh-token")


@given(st.text())
def test_what_was_sealed_opens(text: str) -> None:
    keys = Vault(KEYS)
    assert keys.open(HERE, keys.seal(HERE, Secret(text))).reveal() == text


@pytest.mark.parametrize(
    "elsewhere",
    [Place("app", 7, "refresh-token"), Place("account", 8, "refresh-token"), Place("account", 7, "password")],
)
def test_it_does_not_open_in_another_place(elsewhere: Place) -> None:
    keys = Vault(KEYS)
    with pytest.raises(Misconfigured, match="secret-unreadable"):
        keys.open(elsewhere, keys.seal(HERE, Secret("token")))


@pytest.mark.parametrize("position", [0, 1, 5, 20, -1])
def test_a_changed_octet_is_noticed(position: int) -> None:
    keys = Vault(KEYS)
    box = keys.seal(HERE, Secret("token"))
    changed = bytearray(box.content)
    changed[position] ^= 1
    with pytest.raises(Misconfigured, match="secret-unreadable"):
        keys.open(HERE, Box(box.key_id, bytes(changed)))


def test_the_last_key_seals_and_the_others_still_open() -> None:
    before = Vault({"old": KEYS["old"]}).seal(HERE, Secret("token"))
    assert Vault(KEYS).open(HERE, before).reveal() == "token"
    assert Vault(KEYS).seal(HERE, Secret("token")).key_id == "new"
    with pytest.raises(Misconfigured, match="key-missing"):
        Vault({"new": KEYS["new"]}).open(HERE, before)


def test_the_database_never_holds_the_secret(parts: Parts) -> None:
    vault.put(parts.vault, "account", 7, "refresh-token", Secret("very-secret"))
    (row,) = models.Sealed.objects.all()
    assert b"very-secret" not in bytes(row.box)
    assert vault.get(parts.vault, "account", 7, "refresh-token") == Secret("very-secret")
    assert vault.get(parts.vault, "account", 8, "refresh-token") is None


def test_a_later_secret_takes_the_place_of_the_earlier(parts: Parts) -> None:
    for text in ("one", "two"):
        vault.put(parts.vault, "app", 1, "client-secret", Secret(text))
    assert vault.get(parts.vault, "app", 1, "client-secret") == Secret("two")
    vault.drop("app", 1)
    assert not vault.has("app", 1, "client-secret")
