"""What comes out: the promised fields, nothing of a stranger's escape sequences, and bytes as they came."""

import json

import pytest

from poststelle.cli.frame import Command
from poststelle.model.identifiers import MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from tests.cli.commands import every_command
from tests.cli.running import poststelle

SUPPORT = "support@example.test"


@pytest.mark.parametrize(
    "line",
    [
        "mailbox create new@example.test",
        "mailbox list",
        "mailbox configure support@example.test",
        "person create dora@example.test --name Dora",
        "person list",
        "token create --as bob@example.test",
        "rights support@example.test",
        "rights support@example.test --as bob@example.test",
        "grant support@example.test charlie@example.test send-as send-on-behalf",
        "revoke support@example.test bob@example.test send-as",
        "messages support@example.test",
        "messages support@example.test --search Rechnung --folder inbox",
        "show support@example.test {letter}",
        "show support@example.test {letter} --raw",
        "export support@example.test --format mbox {directory}",
    ],
)
def test_json_has_the_promised_fields_and_no_others(
    line: str, support: Mailbox, letter: MessageId, tmp_path: object
) -> None:
    words = line.format(letter=letter, directory=f"{tmp_path}/out").split()
    name = " ".join(words[:2]) if words[0] in ("mailbox", "person", "token") else words[0]
    command = every_command()[name]
    assert isinstance(command, Command)

    ended = poststelle(*words, "--json")

    assert ended.code == 0, ended
    assert ended.lines, ended
    for record in ended.lines:
        assert tuple(record) == command.fields


def test_a_subject_cannot_paint_the_terminal(letter: MessageId) -> None:
    for words in (("messages", SUPPORT), ("show", SUPPORT, str(letter))):
        ended = poststelle(*words)
        assert "Rechnung" in ended.out, ended
        assert "\x1b" not in ended.out


def test_an_error_is_one_line_of_json_on_standard_error(support: Mailbox) -> None:
    ended = poststelle("messages", "nobody@example.test", "--json")

    assert (ended.code, ended.out) == (1, "")
    assert set(json.loads(ended.err)) == {"error", "text", "facts"}
    assert json.loads(ended.err)["error"] == "mailbox-unknown"


def test_a_broken_address_is_wrong_usage() -> None:
    assert poststelle("messages", "no address").code == 2


def test_an_unknown_folder_is_named_with_those_that_are_there(letter: MessageId) -> None:
    ended = poststelle("messages", SUPPORT, "--folder", "Nowhere")

    assert ended.code == 1
    assert "Nowhere" in ended.err
    assert "INBOX" in ended.err


def test_a_token_is_shown_once_and_revoked_for_good(alice: Person) -> None:
    made = poststelle("token", "create", "--as", alice.address, "--json").lines[0]

    assert poststelle("token", "revoke", str(made["id"]), "--as", "alice@example.test").code == 0
    assert poststelle("token", "list", "--as", alice.address, "--json").out == ""
    assert poststelle("token", "revoke", str(made["id"]), "--as", "alice@example.test").code == 1


def test_applying_twice_changes_nothing(tmp_path: object, transactional_db: None) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "company.toml"
    file.write_text('[[person]]\nname = "Eva"\naddress = "eva@example.test"\nadministrator = true\n')

    first = poststelle("apply", str(file), "--json")
    second = poststelle("apply", str(file), "--json")

    assert [line["action"] for line in first.lines] == ["created"]
    assert {line["action"] for line in second.lines} <= {"kept"}
    assert (first.code, second.code) == (0, 0)


def test_a_broken_file_is_named_with_line_and_column(tmp_path: object, transactional_db: None) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "broken.toml"
    file.write_text('[[person]]\nname = "Eva\n')

    ended = poststelle("apply", str(file))

    assert ended.code == 2
    assert "2" in ended.err
    assert "Traceback" not in ended.err
