import contextlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.errors import Misconfigured, PoststelleError, ProtocolViolation, Refused, Unreachable
from poststelle.protocols.oauth import answer

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
GOOD = {
    "access_token": "at",
    "token_type": "Bearer",
    "expires_in": 3599,
    "refresh_token": "rt",
    "id_token": "a.b.c",
    "scope": "openid mail",
}
MICROSOFT = {
    "error": "invalid_client",
    "error_description": "AADSTS7000215: Invalid client secret provided. Ensure the secret sent in the request is the "
    "client secret value, not the client secret ID, for a secret added to app 'x'. Trace ID: t",
    "error_codes": [7000215],
    "timestamp": "2026-11-23 12:00:00Z",
    "trace_id": "t",
    "correlation_id": "c",
    "error_uri": "https://login.microsoftonline.com/error?code=7000215",
}


def parse(fields: Any, status: int = 200, **headers: str) -> answer.TokenAnswer:
    body = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    return answer.parse_token(status, headers, body, NOW)


def test_tokens_are_read_and_do_not_print() -> None:
    found = parse(GOOD)
    assert (found.access_token.reveal(), found.id_token, found.scopes) == ("at", "a.b.c", ("openid", "mail"))
    assert found.refresh_token is not None
    assert found.refresh_token.reveal() == "rt"
    assert found.expires == NOW + timedelta(seconds=3599)
    assert "'at'" not in repr(found)


@pytest.mark.parametrize(("given_", "seconds"), [("3600", 3600), (3600.9, 3600), (-5, 0), (1e30, answer.YEAR_SECONDS)])
def test_the_time_to_live_is_read_from_what_servers_write(given_: object, seconds: int) -> None:
    assert parse({**GOOD, "expires_in": given_}).expires == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("given_", [None, "", "soon", [], {}, True, "inf", "nan"])
def test_a_time_to_live_that_is_none_is_unknown(given_: object) -> None:
    assert parse({**GOOD, "expires_in": given_}).expires is None


def test_a_wrong_secret_stays_a_401() -> None:
    with pytest.raises(Refused) as caught:
        parse(MICROSOFT, 401)
    error = caught.value
    assert (error.code, error.status) == ("invalid_client", 401)
    assert (error.facts["error_codes"], error.facts["correlation_id"]) == ("7000215", "c")
    assert error.facts["text"].startswith("invalid_client: AADSTS7000215: Invalid client secret provided.")


@pytest.mark.parametrize("error", ["authorization_pending", "slow_down", "access_denied", "expired_token"])
def test_waiting_for_a_device_is_told_by_its_code(error: str) -> None:
    with pytest.raises(Refused, match=error):
        parse({"error": error}, 400)


def test_what_conditional_access_demands_is_kept() -> None:
    with pytest.raises(Refused) as caught:
        parse({"error": "interaction_required", "suberror": "basic_action", "claims": '{"access_token":{}}'}, 400)
    assert (caught.value.facts["suberror"], caught.value.facts["claims"]) == ("basic_action", '{"access_token":{}}')


def test_an_error_with_status_200_is_an_error() -> None:
    with pytest.raises(Refused, match="bad_verification_code"):
        parse({"error": "bad_verification_code"}, 200)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", b'{"error":"server_error"}'])
def test_a_busy_server_is_for_later(status: int, body: bytes) -> None:
    with pytest.raises(Unreachable) as caught:
        parse(body, status, **{"Retry-After": "120"})
    assert (caught.value.facts["status"], caught.value.facts["retry_after"]) == (str(status), "120")


def test_a_refusal_without_a_word_is_a_refusal() -> None:
    with pytest.raises(Refused) as caught:
        parse(b"", 400)
    assert (caught.value.code, caught.value.status) == ("token-refused", 400)


def test_a_redirect_is_a_wrong_address() -> None:
    with pytest.raises(Misconfigured, match="token-endpoint-redirects"):
        parse(b"", 302)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"<html>", b"\xff", b"[" * 2_000, b'{"a":' * 2_000, b"{" + b" " * 1_100_000 + b"}"]
)
def test_a_success_that_is_no_json_is_a_violation(body: bytes) -> None:
    with pytest.raises(ProtocolViolation):
        parse(body)


@pytest.mark.parametrize("fields", [{}, {"access_token": ""}, {"access_token": ["x"]}, {**GOOD, "token_type": "mac"}])
def test_an_answer_without_a_bearer_token_is_a_violation(fields: object) -> None:
    with pytest.raises(ProtocolViolation, match="incomplete"):
        parse(fields)


def test_an_error_cannot_carry_control_characters_into_the_code() -> None:
    with pytest.raises(Refused) as caught:
        parse({"error": "a\r\nb", "error_description": "\ud800"}, 400)
    assert caught.value.code == "token-refused"
    caught.value.facts["text"].encode()


def test_a_device_code_is_read() -> None:
    fields = {
        "device_code": "d",
        "user_code": "ABCD-EFGH",
        "verification_uri": "https://microsoft.com/devicelogin",
        "expires_in": 900,
        "interval": 5,
    }
    found = answer.parse_device(200, {}, json.dumps(fields).encode(), NOW)
    assert (found.user_code, found.interval_seconds, found.complete_url) == ("ABCD-EFGH", 5, "")
    assert found.expires == NOW + timedelta(minutes=15)
    without = {name: value for name, value in fields.items() if name != "interval"}
    assert answer.parse_device(200, {}, json.dumps(without).encode(), NOW).interval_seconds == 5


def test_a_device_page_that_is_no_web_page_is_refused() -> None:
    fields = {"device_code": "d", "user_code": "u", "verification_uri": "javascript:alert(1)"}
    with pytest.raises(ProtocolViolation):
        answer.parse_device(200, {}, json.dumps(fields).encode(), NOW)


@given(st.integers(100, 599), st.recursive(st.none() | st.text() | st.floats() | st.integers(), st.lists))
def test_any_json_gives_tokens_or_one_of_our_errors(status: int, value: object) -> None:
    for name in (*GOOD, *MICROSOFT):
        with contextlib.suppress(PoststelleError):
            parse({**GOOD, name: value}, status)
