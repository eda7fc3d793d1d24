"""What a person should know after signing in. Pure."""

import pytest

from poststelle.mailroom.authorize.account import warnings
from poststelle.model.address import Address
from poststelle.model.identifiers import AccountId, AppId, MailboxId, PersonId
from poststelle.model.mailbox import Kind, Mailbox
from poststelle.model.person import Account, Person
from poststelle.model.rights import Right

SUPPORT = Mailbox(MailboxId(1), Address.parse("support@firma.example"), "Support")
ALICE = Person(PersonId(1), "Alice", Address.parse("alice@firma.example"))
HELD = frozenset({Right.READ_AND_MANAGE})
ASKED = ("openid", "offline_access", "https://outlook.office.com/IMAP.AccessAsUser.All", "mail")


def account(address: str = "alice@firma.example", scopes: tuple[str, ...] = ()) -> Account:
    return Account(AccountId(1), AppId(1), PersonId(1), "https://op", "sub", Address.parse(address), scopes=scopes)


def codes(**given: object) -> list[str]:
    usual: dict[str, object] = {
        "mailbox": SUPPORT,
        "person": ALICE,
        "account": account(),
        "held": HELD,
        "with_refresh_token": True,
        "asked": ASKED,
    }
    return [finding.code for finding in warnings(**{**usual, **given})]  # type: ignore[arg-type]


def test_all_is_well() -> None:
    assert codes() == []


def test_the_shared_mailbox_itself_is_not_the_account_that_is_meant() -> None:
    assert codes(account=account("support@firma.example")) == ["signed-in-as-shared-mailbox"]


def test_a_personal_mailbox_is_signed_in_as_itself() -> None:
    own = Mailbox(MailboxId(2), ALICE.address, "Alice", Kind.PERSONAL)
    assert codes(mailbox=own) == []


def test_somebody_without_a_right_is_told() -> None:
    assert codes(held=frozenset()) == ["no-right-on-mailbox"]


def test_somebody_elses_account_is_told() -> None:
    assert codes(account=account("bob@firma.example")) == ["another-address-than-person"]


def test_without_a_refresh_token_it_ends_soon() -> None:
    assert codes(with_refresh_token=False) == ["no-refresh-token"]


@pytest.mark.parametrize(
    "granted",
    [
        (),  # as asked for
        ("mail", "https://outlook.office.com/IMAP.AccessAsUser.All"),
        ("openid", "mail", "IMAP.AccessAsUser.All"),  # without the resource
    ],
)
def test_scopes_that_were_granted_are_recognised(granted: tuple[str, ...]) -> None:
    assert codes(account=account(scopes=granted)) == []


def test_a_scope_that_was_unticked_is_named() -> None:
    assert codes(account=account(scopes=("openid", "mail"))) == ["scopes-missing"]
