from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.protocols.sasl import challenge
from poststelle.protocols.sasl.challenge import Challenge

GOOGLE = b64decode(
    "eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIG1hYyIsInNjb3BlIjoiaHR0cHM6Ly9tYWlsLmdvb2dsZS5jb20vIn0K"
)


def test_googles_refusal_is_read() -> None:
    assert challenge.parse(GOOGLE) == Challenge("401", scope="https://mail.google.com/", schemes="bearer mac")


def test_googles_refusal_comes_out_but_for_its_line_end() -> None:
    assert challenge.build("401", schemes="bearer mac", scope="https://mail.google.com/") == GOOGLE.rstrip()


def test_the_rfcs_refusal_is_read() -> None:
    text = (
        b'{"status":"invalid_token","scope":"example_scope","openid-configuration":"https://example.com/.well-known"}'
    )
    assert challenge.parse(text) == Challenge("invalid_token", "example_scope", "", "https://example.com/.well-known")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"status"',
        b"\xff\xfe",
        b"[" * 2_000,
        b'{"status":' * 2_000,
        b'{"status":' + b"[" * 2_000,
        b'{"status":"' + b"x" * 10_000 + b'"}',
        b'{"status":' + b"1" * 5_000 + b"}",
    ],
)
def test_what_is_no_refusal_is_nothing(data: bytes) -> None:
    assert challenge.parse(data) is None


def test_a_value_of_another_kind_is_left_out() -> None:
    assert challenge.parse(b'{"status":401,"scope":["a"]}') == Challenge("401")


@given(st.binary(max_size=300))
def test_nothing_is_raised_on_any_bytes(data: bytes) -> None:
    challenge.parse(data)


@given(st.text(max_size=50), st.text(max_size=50))
def test_what_was_written_is_read_again(status: str, scope: str) -> None:
    found = challenge.parse(challenge.build(status or "401", scope))
    if found is not None:  # None: too many brackets in it
        assert (found.status, found.scope) == (status or "401", scope)
