"""Whose name signs on to which server."""

import pytest

from poststelle.model.mailbox import Protocol
from poststelle.providers.registry import PROVIDERS
from tests.providers.samples import ALICE, SHARED, connection, mailbox

READING = (Protocol.IMAP, Protocol.POP3)


@pytest.mark.parametrize("provider", ["microsoft365", "sandbox"])
@pytest.mark.parametrize("protocol", READING)
def test_exchange_opens_the_shared_mailbox_under_its_own_name(provider: str, protocol: Protocol) -> None:
    assert PROVIDERS[provider].identity(connection(protocol), mailbox(), ALICE) == SHARED


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_everywhere_the_member_signs_on_for_sending(provider: str) -> None:
    assert PROVIDERS[provider].identity(connection(Protocol.SMTP), mailbox(), ALICE) == ALICE


@pytest.mark.parametrize("provider", ["generic", "google"])
@pytest.mark.parametrize("protocol", READING)
def test_standards_based_servers_know_the_person(provider: str, protocol: Protocol) -> None:
    assert PROVIDERS[provider].identity(connection(protocol), mailbox(), ALICE) == ALICE


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
@pytest.mark.parametrize("protocol", list(Protocol))
def test_a_configured_name_beats_the_rule(provider: str, protocol: Protocol) -> None:
    identity = PROVIDERS[provider].identity
    assert identity(connection(protocol, "mailbox"), mailbox(), ALICE) == SHARED
    assert identity(connection(protocol, "account"), mailbox(), ALICE) == ALICE
    assert identity(connection(protocol, "DOMAIN\\svc"), mailbox(), ALICE) == "DOMAIN\\svc"


def test_an_app_that_speaks_for_itself_signs_on_as_the_mailbox() -> None:
    identity = PROVIDERS["microsoft365"].identity
    assert identity(connection(Protocol.SMTP), mailbox(), SHARED) == SHARED
