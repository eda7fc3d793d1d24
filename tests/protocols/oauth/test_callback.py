import pytest

from poststelle.model.errors import Refused
from poststelle.protocols.oauth import callback

ISSUER = "https://login.example.test"


def code_of(parameters: dict[str, str], *, issuer: str = ISSUER, required: bool = False) -> str:
    with pytest.raises(Refused) as caught:
        callback.parse(parameters, state="s", issuer=issuer, iss_required=required)
    return caught.value.code


def test_the_code_comes_out() -> None:
    assert callback.parse({"state": "s", "code": "c"}, state="s", issuer=ISSUER) == "c"
    assert (
        callback.parse({"state": "s", "code": "c", "iss": ISSUER}, state="s", issuer=ISSUER, iss_required=True) == "c"
    )


@pytest.mark.parametrize("state", ["", "S", "s ", "ß", "other"])
def test_an_answer_to_another_question_is_refused(state: str) -> None:
    assert code_of({"state": state, "code": "c"}) == "state-mismatch"


def test_without_a_question_there_is_no_answer() -> None:
    with pytest.raises(Refused, match="state-mismatch"):
        callback.parse({"state": "", "code": "c"}, state="")


def test_an_answer_of_another_provider_is_refused() -> None:
    assert code_of({"state": "s", "code": "c", "iss": "https://evil.test"}) == "issuer-mismatch"
    assert code_of({"state": "s", "code": "c", "iss": ISSUER + "/"}) == "issuer-mismatch"
    assert code_of({"state": "s", "error": "access_denied", "iss": "https://evil.test"}) == "issuer-mismatch"
    assert code_of({"state": "s", "code": "c"}, required=True) == "issuer-mismatch"


def test_a_provider_that_cannot_be_compared_is_not() -> None:
    assert callback.parse({"state": "s", "code": "c", "iss": "https://x.test"}, state="s") == "c"


def test_a_declined_consent_is_told_with_its_words() -> None:
    parameters = {"state": "s", "error": "access_denied", "error_description": "AADSTS65004: User declined"}
    with pytest.raises(Refused) as caught:
        callback.parse(parameters, state="s")
    assert caught.value.code == "access_denied"
    assert caught.value.facts["text"] == "access_denied: AADSTS65004: User declined"


def test_a_strange_error_gets_our_own_code() -> None:
    assert code_of({"state": "s", "error": "a\nb"}) == "sign-in-refused"


@pytest.mark.parametrize(
    "parameters", [{"state": "s"}, {"state": "s", "code": ""}, {"state": "s", "code": "x" * 9_000}]
)
def test_a_missing_code_is_told(parameters: dict[str, str]) -> None:
    assert code_of(parameters) == "code-missing"
