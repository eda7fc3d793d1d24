"""Known answers: RFC 7636 appendix B, RFC 6749 section 2.3.1."""

from base64 import b64decode
from urllib.parse import parse_qs, urlsplit

import pytest

from poststelle.protocols.oauth import request


def url(endpoint: str = "https://login.example.test/authorize", **extra: str) -> str:
    return request.authorization_url(
        endpoint,
        client_id="client",
        redirect_url="http://localhost:8000/authorize/callback",
        scopes=["openid", "https://outlook.office.com/IMAP.AccessAsUser.All"],
        state="s",
        nonce="n",
        challenge="c",
        extra=extra,
    )


def test_the_rfcs_challenge_comes_out() -> None:
    pair = request.pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert pair.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert pair.verifier not in repr(pair)


@pytest.mark.parametrize("verifier", ["", "short", "x" * 129, "ä" * 50, "a b" * 20])
def test_a_weak_verifier_is_refused(verifier: str) -> None:
    with pytest.raises(ValueError, match="verifier"):
        request.pkce(verifier)


def test_the_sign_in_page_is_asked_for_a_code_with_pkce() -> None:
    fields = parse_qs(urlsplit(url(prompt="select_account")).query)
    assert fields == {
        "response_type": ["code"],
        "client_id": ["client"],
        "redirect_uri": ["http://localhost:8000/authorize/callback"],
        "scope": ["openid https://outlook.office.com/IMAP.AccessAsUser.All"],
        "state": ["s"],
        "nonce": ["n"],
        "code_challenge": ["c"],
        "code_challenge_method": ["S256"],
        "prompt": ["select_account"],
    }


def test_extra_parameters_do_not_replace_ours() -> None:
    assert parse_qs(urlsplit(url(state="stolen", code_challenge_method="plain")).query)["state"] == ["s"]
    assert "plain" not in url(code_challenge_method="plain")


def test_a_query_of_the_endpoint_is_kept_and_a_fragment_is_not() -> None:
    made = url("https://login.example.test/authorize?p=policy&state=x#top")
    assert parse_qs(urlsplit(made).query)["p"] == ["policy"]
    assert (urlsplit(made).fragment, made.count("state=")) == ("", 1)


def test_forms_name_their_grant() -> None:
    assert request.code_form("c", "r", "v")["grant_type"] == "authorization_code"
    assert request.refresh_form("t") == {"grant_type": "refresh_token", "refresh_token": "t"}
    assert request.refresh_form("t", ["a", "b"])["scope"] == "a b"
    assert request.device_form("d")["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code"
    assert request.client_credentials_form(["x/.default"]) == {
        "grant_type": "client_credentials",
        "scope": "x/.default",
    }
    assert request.device_start_form("client", ["a"]) == {"client_id": "client", "scope": "a"}


def test_a_secret_goes_into_the_form_or_the_header_and_never_into_both() -> None:
    form = request.refresh_form("t")
    assert request.authenticated(form, "client", None)[1]["client_id"] == "client"
    assert request.authenticated(form, "client", "s")[1]["client_secret"] == "s"
    headers, sent = request.authenticated(form, "cli:ent", "s+%ü", basic=True)
    assert "client_secret" not in sent
    assert b64decode(headers["Authorization"].removeprefix("Basic ")) == b"cli%3Aent:s%2B%25%C3%BC"
