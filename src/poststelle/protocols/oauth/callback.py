"""What the browser brings back from the sign-in page, RFC 6749 section 4.1.2 and RFC 9207.

First it must be an answer to our question (`state`), then come from the provider we asked (`iss`), and only then is
looked at whether it holds a code or a refusal.
"""

import hmac
from collections.abc import Mapping

from poststelle.model.errors import Refused
from poststelle.protocols.oauth.answer import ERROR

CODE_CHARACTERS = 8_000


def parse(parameters: Mapping[str, str], *, state: str, issuer: str = "", iss_required: bool = False) -> str:
    """The code. `Refused` with the provider's own `error` as code, or "state-mismatch", "issuer-mismatch"."""
    if not state or not hmac.compare_digest(parameters.get("state", "").encode(), state.encode()):
        raise Refused("state-mismatch", status=None, text="")
    _check_issuer(parameters.get("iss"), issuer, iss_required)
    if error := parameters.get("error", ""):
        raise _refused(error, parameters)
    code = parameters.get("code", "")
    if not code or len(code) > CODE_CHARACTERS:
        raise Refused("code-missing", status=None, text="")
    return code


def _check_issuer(actual: str | None, expected: str, required: bool) -> None:
    """An answer of another provider would carry that one's code to ours: the mix-up attack, RFC 9700 section 4.4."""
    if (actual is None and not required) or (actual is not None and not expected):
        return
    if actual != expected:
        raise Refused("issuer-mismatch", status=None, expected=expected, actual=actual or "", text="")


def _refused(error: str, parameters: Mapping[str, str]) -> Refused:
    description = parameters.get("error_description", "")[:2000]
    return Refused(
        error if ERROR.fullmatch(error) else "sign-in-refused",
        status=None,
        error=error[:200],
        description=description,
        suberror=parameters.get("error_subcode", "")[:100],
        text=f"{error[:200]}: {description}" if description else error[:200],
    )
