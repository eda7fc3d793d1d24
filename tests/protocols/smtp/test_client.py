import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.errors import By, ProtocolViolation
from poststelle.protocols import dots
from poststelle.protocols.smtp import envelope
from poststelle.protocols.smtp.client import Client, Phase, extensions
from poststelle.protocols.smtp.content import prepare
from poststelle.protocols.smtp.reply import Reply, ReplyReader

EXCHANGE = (
    b"250-BL0PR.outlook.office365.com Hello\r\n250-SIZE 157286400\r\n250-PIPELINING\r\n250-DSN\r\n"
    b"250-ENHANCEDSTATUSCODES\r\n250-AUTH LOGIN XOAUTH2\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
)
# The-Login/SMTP-Smuggling-Tools: what servers were seen to take for the end of the data.
SMUGGLED = [
    b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r.\n", b"\r.\r\n", b"\r\n.\r", b"\r\n.\n", b"\n\n.\r\n", b"\r\n\x00.\r\n",
]  # fmt: skip


def connected() -> Client:
    client = Client()
    client.receive(b"220 ready\r\n")
    client.ehlo("localhost")
    client.greeted(client.receive(EXCHANGE)[0])
    return client


def test_exchanges_answer_to_ehlo_is_read() -> None:
    client = connected()
    assert client.size_limit == 157_286_400
    assert client.mechanisms == ("LOGIN", "XOAUTH2")
    assert {"PIPELINING", "DSN", "8BITMIME", "SMTPUTF8"} <= set(client.extensions)


def test_the_old_form_of_the_mechanisms_is_read_too() -> None:
    assert extensions(Reply(250, ("hello", "AUTH=LOGIN PLAIN", "auth XOAUTH2")))["AUTH"] == "LOGIN PLAIN XOAUTH2"


@pytest.mark.parametrize("size", ["", "0", "-1", "x", "9" * 30])
def test_a_size_that_is_no_number_is_no_limit(size: str) -> None:
    client = Client()
    client.greeted(Reply(250, ("hello", f"SIZE {size}")))
    assert client.size_limit is None


@given(st.lists(st.integers(0, len(EXCHANGE)), max_size=8))
def test_a_reply_means_the_same_however_the_line_cuts_it(cuts: list[int]) -> None:
    reader, edges = ReplyReader(), [0, *sorted(cuts), len(EXCHANGE)]
    replies = [reply for start, end in itertools.pairwise(edges) for reply in reader.feed(EXCHANGE[start:end])]
    assert [len(reply.lines) for reply in replies] == [8]
    assert reader.idle


@pytest.mark.parametrize(
    ("line", "enhanced"),
    [
        (b"550 5.7.60 SMTP; Client does not have permissions", "5.7.60"),
        (b"250 2.0.0", "2.0.0"),
        (b"550 4.7.1 contradicts itself", ""),
        (b"550 5.7.60x", ""),
        (b"220 10.0.0.1 ready", ""),
        (b"250", ""),
    ],
)
def test_an_enhanced_code_is_found_where_it_is_one(line: bytes, enhanced: str) -> None:
    assert ReplyReader().feed(line + b"\r\n")[0].enhanced == enhanced


@pytest.mark.parametrize("line", [b"+OK", b"* OK", b"", b"25 ok", b"650 ok", b"250_ok", b"HTTP/1.1 400 Bad"])
def test_what_is_no_reply_is_a_violation(line: bytes) -> None:
    with pytest.raises(ProtocolViolation) as caught:
        ReplyReader().feed(line + b"\r\n")
    assert caught.value.by is By.THEM


def test_a_reply_whose_code_changes_is_a_violation() -> None:
    with pytest.raises(ProtocolViolation):
        ReplyReader().feed(b"250-one\r\n550 two\r\n")


def test_an_endless_reply_is_cut_off() -> None:
    with pytest.raises(ProtocolViolation, match="too-long"):
        ReplyReader().feed(b"250-x\r\n" * 600)
    with pytest.raises(ProtocolViolation, match="line-too-long"):
        ReplyReader().feed(b"x" * 20_000)


@given(st.binary(max_size=200))
def test_whatever_arrives_is_replies_or_a_violation(data: bytes) -> None:
    reader = ReplyReader()
    try:
        replies = reader.feed(data)
    except ProtocolViolation as violation:
        replies = []
        assert violation.by is By.THEM  # noqa: PT017
    assert all(200 <= reply.code < 600 for reply in replies)


@pytest.mark.parametrize(
    "address",
    [
        "a@b>\r\nDATA", "a@b\r\nRCPT TO:<c@d>", "a@b\n", "<a@b>", "a b@c", "a@b c", "a", "@b", "a@", "a\x00@b",
        "a@b> SIZE=1", "x" * 300 + "@b", "a@\u2028b", "a@" + "ü" * 80 + ".test",
    ],
)  # fmt: skip
def test_no_address_breaks_out_of_its_brackets(address: str) -> None:
    with pytest.raises(ProtocolViolation) as caught:
        envelope.path(address)
    assert caught.value.by is By.US


@given(st.text(max_size=40))
def test_a_written_address_is_one_line_with_one_pair_of_brackets(address: str) -> None:
    try:
        written = envelope.path(address)
    except ProtocolViolation:
        return
    assert written.isprintable()
    assert (written.count("<"), written.count(">"), " " in written) == (1, 1, False)


def test_the_empty_sender_is_a_pair_of_brackets() -> None:
    assert envelope.path("") == "<>"


def test_announced_are_the_extensions_that_the_message_needs() -> None:
    client = connected()
    assert client.mail("a@b.test", prepare(b"Subject: s\r\n\r\nplain\r\n")) == b"MAIL FROM:<a@b.test> SIZE=21\r\n"
    client = connected()
    content = prepare("Subject: s\r\n\r\nGrüße\r\n".encode())
    assert client.mail("a@b.test", content) == b"MAIL FROM:<a@b.test> SIZE=23 BODY=8BITMIME\r\n"
    client = connected()
    assert client.mail("grüße@b.test", None, True) == "MAIL FROM:<grüße@b.test> SMTPUTF8\r\n".encode()


def test_what_the_message_needs_is_seen() -> None:
    content = prepare("Subject: Grüße\r\n\r\nplain\r\n".encode())
    assert (content.eight_bit, content.international_header) == (True, True)
    content = prepare("Subject: s\r\n\r\nGrüße\r\n".encode())
    assert (content.eight_bit, content.international_header) == (True, False)


@pytest.mark.parametrize("sequence", [sequence for sequence in SMUGGLED if b"\x00" not in sequence])
def test_no_sequence_within_a_message_ends_it_early(sequence: bytes) -> None:
    stuffed = prepare(b"Subject: s\r\n\r\nbefore" + sequence + b"MAIL FROM:<x@y>\r\nafter\r\n").stuffed
    unstuffer = dots.Unstuffer()
    unstuffer.feed(stuffed)
    assert unstuffer.rest is None
    for end in SMUGGLED:
        assert end not in stuffed
    assert stuffed.count(b"\r") == stuffed.count(b"\n") == stuffed.count(b"\r\n")


def test_a_nul_is_not_sent() -> None:
    with pytest.raises(ProtocolViolation, match="nul"):
        prepare(b"Subject: s\r\n\r\n\r\n\x00.\r\n")


@given(st.lists(st.sampled_from([b"\r", b"\n", b".", b"a"]), max_size=40))
def test_a_message_arrives_whole_with_whole_line_ends(words: list[bytes]) -> None:
    message = b"".join(words)
    unstuffer = dots.Unstuffer()
    arrived = unstuffer.feed(prepare(message).stuffed + dots.END)
    assert unstuffer.rest == b""
    lines = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    assert arrived == (lines if lines.endswith(b"\n") else lines + b"\n").replace(b"\n", b"\r\n")


def test_the_order_of_a_message_is_kept() -> None:
    client = connected()
    with pytest.raises(ProtocolViolation, match="out-of-order"):
        client.rcpt("a@b.test")
    with pytest.raises(ProtocolViolation, match="out-of-order"):
        client.dot()
    client.mail("a@b.test")
    client.rcpt("c@d.test")
    client.data()
    content = prepare(b"x")
    phases: list[Phase] = []
    client.body(content)
    phases.append(client.phase)
    assert client.dot() == b".\r\n"
    phases.append(client.phase)
    assert phases == [Phase.BODY, Phase.AFTER_DOT]
    client.mail("a@b.test")


@pytest.mark.parametrize("name", ["local\r\nMAIL FROM:<>", "a\x00", "a\n"])
def test_no_name_breaks_out_of_its_line(name: str) -> None:
    client = Client()
    with pytest.raises(ProtocolViolation, match="control-character"):
        client.ehlo(name)
