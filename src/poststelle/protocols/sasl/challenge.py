"""Why a bearer token was refused: the JSON in the second challenge of XOAUTH2 and OAUTHBEARER, RFC 7628 section 3.2.2.

Google writes status, schemes and scope; the RFC status, scope and openid-configuration; Exchange sends none.
It comes from outside before anybody has signed on: length and depth are limited, nothing is raised.
"""

import json
from dataclasses import dataclass

LIMIT_OCTETS = 8 * 1024
DEPTH = 8


@dataclass(frozen=True, slots=True)
class Challenge:
    """`status` is "401" or "invalid_token" and the like, as the server chose."""

    status: str
    scope: str = ""
    schemes: str = ""
    openid_configuration: str = ""


def build(status: str = "401", scope: str = "", schemes: str = "", openid_configuration: str = "") -> bytes:
    fields = {"status": status, "schemes": schemes, "scope": scope, "openid-configuration": openid_configuration}
    return json.dumps({name: value for name, value in fields.items() if value}, separators=(",", ":")).encode()


def parse(data: bytes) -> Challenge | None:
    """None when it is no refusal of this form."""
    if len(data) > LIMIT_OCTETS or _depth(data) > DEPTH:
        return None
    try:
        fields = json.loads(data)
    except ValueError:
        return None
    if not isinstance(fields, dict) or "status" not in fields:
        return None
    return Challenge(
        _text(fields["status"]),
        _text(fields.get("scope")),
        _text(fields.get("schemes")),
        _text(fields.get("openid-configuration")),
    )


def _depth(data: bytes) -> int:
    """An upper bound: brackets within strings count too. Python's reader recurses, so it must not see deep ones."""
    return data.count(b"[") + data.count(b"{")


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""
