"""Microsoft 365: addresses of each cloud, one resource a token, the script for the administrator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.mailbox import Encryption, Protocol
from poststelle.model.rights import Right
from poststelle.providers.microsoft365 import PROVIDER
from poststelle.providers.microsoft365.script import QUOTES, directory_script, quoted
from tests.providers.samples import ALICE, BOB, TENANT, app, mailbox

HOLDERS = {Right.READ_AND_MANAGE: [ALICE], Right.SEND_AS: [ALICE], Right.SEND_ON_BEHALF: [BOB]}


def test_the_addresses_lie_under_the_tenant() -> None:
    found = PROVIDER.endpoints(app())
    assert found.token == f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"
    assert found.discovery.endswith(f"/{TENANT}/v2.0/.well-known/openid-configuration")


def test_another_cloud_is_named_by_its_login_host() -> None:
    elsewhere = app(issuer="https://login.microsoftonline.us")
    assert PROVIDER.endpoints(elsewhere).authorization.startswith("https://login.microsoftonline.us/")
    assert "https://outlook.office365.us/IMAP.AccessAsUser.All" in PROVIDER.scopes(elsewhere, frozenset(Protocol))


def test_scopes_carry_the_full_resource_name() -> None:
    asked = PROVIDER.scopes(app(), frozenset({Protocol.IMAP, Protocol.SMTP}))
    assert "https://outlook.office.com/IMAP.AccessAsUser.All" in asked
    assert "https://outlook.office.com/SMTP.Send" in asked
    assert "offline_access" in asked
    assert not any("POP" in scope for scope in asked)


@pytest.mark.parametrize("protocol", list(Protocol))
def test_a_token_request_names_one_resource(protocol: Protocol) -> None:
    resources = {scope.rpartition("/")[0] for scope in PROVIDER.token_scopes(app(), protocol) if "://" in scope}
    assert len(resources) == 1


def test_the_account_is_always_asked_for() -> None:
    assert PROVIDER.sign_in["prompt"] == "select_account"


def test_sending_never_proposes_port_465() -> None:
    assert (PROVIDER.presets[Protocol.SMTP].port, PROVIDER.presets[Protocol.SMTP].encryption) == (
        587,
        Encryption.STARTTLS,
    )


def test_the_issuer_placeholder_is_filled_by_the_tokens_tenant() -> None:
    expected = "https://login.microsoftonline.com/{tenantid}/v2.0"
    actual = f"https://login.microsoftonline.com/{TENANT}/v2.0"
    assert PROVIDER.issuer_matches(expected, actual, {"tid": TENANT})
    assert not PROVIDER.issuer_matches(expected, actual, {"tid": "another"})
    assert not PROVIDER.issuer_matches(expected, actual, {})


def fits(protocol: Protocol = Protocol.IMAP, **claims: object) -> str:
    assert PROVIDER.token_fits is not None
    finding = PROVIDER.token_fits(claims, protocol, app())
    return finding.code if finding else "ok"


def test_a_token_for_the_directory_is_told_from_one_for_mail() -> None:
    assert fits(aud="00000003-0000-0000-c000-000000000000") == "token-audience-graph"
    assert fits(aud="https://outlook.office.com", scp="IMAP.AccessAsUser.All", tid=TENANT) == "ok"
    assert fits(aud="https://example.org") == "token-audience-foreign"


def test_a_token_without_the_protocols_scope_is_told() -> None:
    good: dict[str, object] = {"aud": "https://outlook.office.com", "scp": "IMAP.AccessAsUser.All"}
    assert fits(Protocol.SMTP, **good) == "token-scope-missing"
    assert fits(Protocol.SMTP, aud="https://outlook.office365.com", roles=["SMTP.SendAsApp"]) == "ok"


def test_a_token_of_another_tenant_is_told() -> None:
    claims: dict[str, object] = {
        "aud": "https://outlook.office.com",
        "scp": "IMAP.AccessAsUser.All",
        "tid": "9" * 8 + TENANT[8:],
    }
    assert fits(Protocol.IMAP, **claims) == "token-other-tenant"


def test_claims_that_say_nothing_are_no_fault() -> None:
    assert fits() == "ok"


def test_the_script_creates_the_mailbox_and_grants_each_right_to_its_holder() -> None:
    script = directory_script(mailbox(), HOLDERS)
    assert "New-Mailbox -Shared -Name 'Support'" in script
    assert f"Add-MailboxPermission -Identity 'support@firma.example' -User '{ALICE}' -AccessRights FullAccess" in script
    assert "-AutoMapping $false" in script
    assert f"-Trustee '{ALICE}' -AccessRights SendAs -Confirm:$false" in script
    assert f"-GrantSendOnBehalfTo @{{Add='{BOB}'}}" in script


def test_the_script_opens_the_protocols_for_the_members_not_for_the_mailbox() -> None:
    lines = [line for line in directory_script(mailbox(), HOLDERS).splitlines() if line.startswith("Set-CASMailbox")]
    switches = "-ImapEnabled $true -PopEnabled $true -SmtpClientAuthenticationDisabled $false"
    assert lines == [
        f"Set-CASMailbox -Identity '{ALICE}' {switches}",
        f"Set-CASMailbox -Identity '{BOB}' -SmtpClientAuthenticationDisabled $false",
    ]


@given(st.text())
def test_nothing_breaks_out_of_the_quotes(text: str) -> None:
    literal = quoted(text)
    assert literal[0] == literal[-1] == "'"
    assert "\n" not in literal
    inner = literal[1:-1]
    for quote in QUOTES:
        inner = inner.replace(quote * 2, "")
    assert not any(quote in inner for quote in QUOTES)


def test_a_name_with_a_quote_stays_one_value() -> None:
    assert "-Name 'O''Neill; Remove-Mailbox' " in directory_script(mailbox("O'Neill; Remove-Mailbox"), {})
