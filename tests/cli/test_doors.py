"""All commands × three people: the door is shut unless listed. A new command without a line here fails."""

from pathlib import Path

import pytest

from poststelle.model.identifiers import MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from tests.cli.commands import every_command
from tests.cli.running import Ended, poststelle

SUPPORT = "support@example.test"
# Alice administers and holds all rights, Bob may send but not read, Charlie is a stranger. A letter: the door is open.
OPEN: dict[str, str] = {
    "mailbox create": "A",
    "mailbox configure": "A",
    "mailbox list": "ABC",  # each sees only what is seen
    "person create": "A",
    "person list": "ABC",
    "token create": "ABC",
    "token list": "ABC",
    "token revoke": "ABC",  # of one's own; here there is none
    "rights": "ABC",  # a stranger learns what is missing, not who holds it
    "grant": "A",
    "revoke": "A",
    "authorize": "AB",
    "check": "AB",
    "fetch": "A",
    "messages": "A",
    "show": "A",
    "send": "AB",
    "export": "A",
}
WITHOUT_PERSON = {"demo", "serve", "worker", "sandbox", "apply"}  # for the owner of the home directory alone
LINES: dict[str, list[str]] = {
    "mailbox create": ["sales@example.test"],
    "mailbox configure": [SUPPORT],
    "mailbox list": [],
    "person create": ["dora@example.test"],
    "person list": [],
    "token create": [],
    "token list": [],
    "token revoke": ["7"],
    "rights": [SUPPORT],
    "grant": [SUPPORT, "charlie@example.test", "send-as"],
    "revoke": [SUPPORT, "charlie@example.test", "send-as"],
    "authorize": [SUPPORT, "--no-browser"],
    "check": [SUPPORT],
    "fetch": [SUPPORT],
    "messages": [SUPPORT],
    "show": [SUPPORT, "{letter}"],
    "send": ["--from", SUPPORT, "--to", "x@example.org"],
    "export": [SUPPORT, "--format", "eml", "{directory}"],
}


def test_every_command_has_a_line_and_every_line_a_command() -> None:
    assert set(OPEN) | WITHOUT_PERSON == set(every_command())


@pytest.mark.parametrize("name", sorted(OPEN))
def test_the_door_is_open_for_those_listed_and_shut_for_all_others(
    name: str,
    alice: Person,
    bob: Person,
    charlie: Person,
    support: Mailbox,
    letter: MessageId,
    tmp_path: Path,
) -> None:
    for sign, person in (("C", charlie), ("B", bob), ("A", alice)):
        words = [word.format(letter=letter, directory=tmp_path / sign) for word in LINES[name]]
        ended = poststelle(*name.split(), *words, "--as", person.address, stdin="Hallo")
        assert (ended.code != 3) == (sign in OPEN[name]), (sign, ended)
        assert ended.code in (0, 1, 3), ended
        assert "not foreseen" not in ended.err, ended
        if ended.code == 3:
            assert ended.out == ""


def test_without_a_person_the_owner_reads_through_the_first_holder(letter: MessageId) -> None:
    assert [line["id"] for line in poststelle("messages", SUPPORT, "--json").lines] == [letter]


def test_the_variable_names_the_person_as_the_option_does(letter: MessageId) -> None:
    assert poststelle("messages", SUPPORT, POSTSTELLE_PERSON="bob@example.test").code == 3


def test_nobody_reads_where_nobody_holds_the_right(support: Mailbox, alice: Person, letter: MessageId) -> None:
    assert poststelle("revoke", SUPPORT, alice.address, "read-and-manage").code == 0

    ended = poststelle("messages", SUPPORT)
    assert (ended.code, ended.out) == (3, "")
    assert "read" in ended.err.lower()


def test_rights_names_the_missing_right_and_hides_the_holders_from_a_stranger(support: Mailbox) -> None:
    of_charlie = poststelle("rights", SUPPORT, "--as", "charlie@example.test", "--json").lines
    of_bob = poststelle("rights", SUPPORT, "--as", "bob@example.test", "--json").lines

    assert [line["people"] for line in of_charlie] == [[], [], []]
    assert all(line["missing"] for line in of_charlie)
    assert [line["held"] for line in of_bob] == [False, True, True]
    assert [line["count"] for line in of_bob] == [1, 2, 2]


def test_the_refusal_says_which_right_in_both_languages(support: Mailbox) -> None:
    english = _refused("en")
    german = _refused("de")

    assert "support@example.test" in english.err
    assert english.err != german.err


def _refused(language: str) -> Ended:
    ended = poststelle("messages", SUPPORT, "--as", "bob@example.test", language=language)
    assert (ended.code, ended.out) == (3, "")
    return ended
