"""Known answers: RFC 7628 sections 4.1 and 4.3."""

import contextlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.protocols.sasl import oauthbearer

TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="
RFC_INITIAL = (
    b"n,a=user@example.com,\x01host=server.example.com\x01port=143\x01"
    b"auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01"
)
RFC_QUERY = b"bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9AQE="

names = st.text(st.characters(exclude_characters="\x00\x01", exclude_categories=["Cs"]))
tokens = st.text("ABCdef0123456789-._~+/=", min_size=1, max_size=200)


def test_the_rfcs_initial_response_comes_out_sign_by_sign() -> None:
    assert oauthbearer.initial_response("user@example.com", TOKEN, "server.example.com", 143) == RFC_INITIAL


def test_the_rfcs_empty_query_comes_out_sign_by_sign() -> None:
    assert b64encode(oauthbearer.discovery_query("user@example.com", "server.example.com", 143)) == RFC_QUERY


def test_the_rfcs_dummy_answer_is_a_control_a() -> None:
    assert b64encode(oauthbearer.ANSWER_TO_CHALLENGE) == b"AQ=="


def test_an_empty_query_has_no_token() -> None:
    assert oauthbearer.parse(oauthbearer.discovery_query("bob", "host", 1)) == ("bob", "")


def test_the_scheme_is_read_in_any_case() -> None:
    assert oauthbearer.parse(b"n,a=bob,\x01auth=bearer t\x01\x01") == ("bob", "t")


def test_a_client_may_leave_the_name_to_the_server() -> None:
    assert oauthbearer.parse(b"n,,\x01auth=Bearer t\x01\x01") == ("", "t")


@pytest.mark.parametrize(
    "response",
    [
        b"",
        b"n,a=bob,",
        b"p=tls-unique,a=bob,\x01auth=Bearer t\x01\x01",
        b"n,a=bob\x01auth=Bearer t\x01\x01",
        b"n,b=bob,\x01auth=Bearer t\x01\x01",
        b"n,a=b=ob,\x01auth=Bearer t\x01\x01",
        b"n,a=b,ob,\x01auth=Bearer t\x01\x01",
        b"n,a=bob,\x01host=h\x01\x01",
        b"n,a=bob,\x01auth=Basic t\x01\x01",
        b"user=bob\x01auth=Bearer t\x01\x01",
    ],
)
def test_anything_else_is_refused_by_the_server(response: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        oauthbearer.parse(response)


@given(names, tokens)
def test_what_was_written_is_read_again(user: str, token: str) -> None:
    assert oauthbearer.parse(oauthbearer.initial_response(user, token, "mail.example.test", 993)) == (user, token)


@given(st.binary(max_size=200))
def test_reading_raises_nothing_but_value_errors(response: bytes) -> None:
    with contextlib.suppress(ValueError):
        oauthbearer.parse(response)
