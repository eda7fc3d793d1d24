import pytest

from poststelle.protocols import sasl
from poststelle.protocols.sasl import plain


def test_a_refused_xoauth2_is_answered_with_an_empty_line() -> None:
    exchange = sasl.begin("XOAUTH2", "support@example.test", "token")
    assert (exchange.answer(1), exchange.answer(2)) == (b"", None)


def test_a_refused_oauthbearer_is_answered_with_control_a() -> None:
    exchange = sasl.begin("oauthbearer", "support@example.test", "token", "mail.example.test", 993)
    assert (exchange.mechanism, exchange.answer(1), exchange.answer(2)) == ("OAUTHBEARER", b"\x01", None)


def test_plain_has_one_answer_and_login_two() -> None:
    assert sasl.begin("PLAIN", "tim", "tanstaaftanstaaf").responses == (b"\x00tim\x00tanstaaftanstaaf",)
    assert sasl.begin("LOGIN", "tim", "pass").responses == (b"tim", b"pass")
    assert not sasl.begin("LOGIN", "tim", "pass").initial


def test_an_exchange_does_not_print_its_secret() -> None:
    assert "token" not in repr(sasl.begin("XOAUTH2", "bob", "token"))


def test_the_first_preferred_mechanism_on_offer_is_taken() -> None:
    assert sasl.choose(["PLAIN", "xoauth2", "OAUTHBEARER"]) == "OAUTHBEARER"
    assert sasl.choose(["PLAIN", "XOAUTH2"]) == "XOAUTH2"
    assert sasl.choose(["PLAIN"]) is None
    assert sasl.choose(["PLAIN", "LOGIN"], ("LOGIN", "PLAIN")) == "LOGIN"


def test_an_unknown_mechanism_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown mechanism"):
        sasl.begin("GSSAPI", "bob", "secret")


def test_the_rfcs_plain_example_is_read() -> None:
    assert plain.parse(b"Ursel\x00Kurt\x00xipj3plmq") == ("Kurt", "xipj3plmq", "Ursel")


@pytest.mark.parametrize(
    "response", [b"", b"tim", b"\x00tim", b"\x00\x00p", b"\x00tim\x00", b"a\x00b\x00c\x00d", b"\xff"]
)
def test_a_broken_plain_response_is_refused(response: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        plain.parse(response)


def test_a_nul_cannot_move_the_fields() -> None:
    with pytest.raises(ValueError, match="NUL"):
        plain.initial_response("tim\x00x", "p")


@pytest.mark.parametrize(("line", "data"), [(b"", b""), (b"=", b""), (b"AQ==\r\n", b"\x01")])
def test_base64_is_undone(line: bytes, data: bytes) -> None:
    assert sasl.from_wire(line) == data


@pytest.mark.parametrize("line", [b"A", b"AQ=", b"a b=", b"\xff\xff\xff\xff", b"*"])
def test_what_is_not_base64_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="base64"):
        sasl.from_wire(line)
