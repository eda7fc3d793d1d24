"""Known answers: Microsoft's example of the SASL exchange, Google's refusal."""

import contextlib
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.protocols.sasl import xoauth2
from poststelle.protocols.sasl.bearer import Bearer

MICROSOFT = (
    b"dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNCQUFVRkZwVUFv"
    b"N0ozVmUwYmpMQldaV0NjbFJDM0VvQUEBAQ=="
)
USER, TOKEN = "test@contoso.onmicrosoft.com", "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA"

names = st.text(st.characters(exclude_characters="\x01", exclude_categories=["Cs"]))
tokens = st.text("ABCdef0123456789-._~+/=", min_size=1, max_size=200)


def test_microsofts_example_comes_out_sign_by_sign() -> None:
    assert b64encode(xoauth2.initial_response(USER, TOKEN)) == MICROSOFT


def test_microsofts_example_is_read() -> None:
    assert xoauth2.parse(b64decode(MICROSOFT)) == Bearer(USER, TOKEN)


def test_a_user_cannot_smuggle_a_token() -> None:
    with pytest.raises(ValueError, match="control-A"):
        xoauth2.initial_response("bob@example.test\x01auth=Bearer stolen", "token")


@pytest.mark.parametrize("token", ["a\x01b", "a b", "a\r\nb", "a\tb"])
def test_a_token_with_blanks_or_controls_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match=r"token|control-A"):
        xoauth2.initial_response("bob@example.test", token)


@pytest.mark.parametrize(
    "response",
    [
        b"",
        b"user=bob",
        b"user=bob\x01auth=Bearer t\x01",
        b"user=bob\x01auth=Basic t\x01\x01",
        b"auth=Bearer t\x01\x01",
        b"user=a\x01user=b\x01auth=Bearer t\x01\x01",
        b"user=\xff\x01auth=Bearer t\x01\x01",
        b"user\x01auth=Bearer t\x01\x01",
        b"user=bob\x01auth=Bearer " + b"x" * 70_000 + b"\x01\x01",
    ],
)
def test_anything_else_is_refused_by_the_server(response: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        xoauth2.parse(response)


@given(names, tokens)
def test_what_was_written_is_read_again(user: str, token: str) -> None:
    assert xoauth2.parse(xoauth2.initial_response(user, token)) == (user, token)


@given(st.binary(max_size=200))
def test_reading_raises_nothing_but_value_errors(response: bytes) -> None:
    with contextlib.suppress(ValueError):
        xoauth2.parse(response)
