"""What the token and device endpoints answer: tokens, or why not, with the HTTP status kept.

A wrong client secret is a 401 here and stays one. `error` is the word to branch on (RFC 6749 section 5.2); everything
else is for people. Microsoft adds error_codes, correlation_id, suberror and claims.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from poststelle.model.errors import By, Misconfigured, PoststelleError, ProtocolViolation, Refused, Unreachable
from poststelle.model.secret import Secret
from poststelle.protocols.oauth.json_document import mapping, text

ERROR = re.compile(r"[\x20\x21\x23-\x5b\x5d-\x7e]{1,100}")
YEAR_SECONDS = 366 * 24 * 3600
INTERVAL_SECONDS = 5  # RFC 8628 section 3.2
REFUSED = "token-refused"


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """`scopes` is empty when the server did not say: then they are those asked for. `expires` is None likewise."""

    access_token: Secret[str]
    token_type: str
    expires: datetime | None
    refresh_token: Secret[str] | None
    id_token: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person types where. `complete_url` holds the code already, where the provider offers that."""

    device_code: Secret[str]
    user_code: str
    verification_url: str
    complete_url: str
    expires: datetime
    interval_seconds: int


def parse_token(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> TokenAnswer:
    """The tokens, or `Refused` with the endpoint's own `error` as code, `Unreachable` when it may work later."""
    fields = _fields(status, headers, body)
    token, kind = text(fields.get("access_token"), 64_000), text(fields.get("token_type")) or "Bearer"
    if not token or kind.lower() != "bearer":
        raise ProtocolViolation("token-answer-incomplete", by=By.THEM, status=str(status), text=kind)
    seconds, refresh = _seconds(fields.get("expires_in")), text(fields.get("refresh_token"), 64_000)
    return TokenAnswer(
        access_token=Secret(token),
        token_type=kind,
        expires=None if seconds is None else now + timedelta(seconds=seconds),
        refresh_token=Secret(refresh) if refresh else None,
        id_token=text(fields.get("id_token"), 64_000),
        scopes=tuple(text(fields.get("scope"), 16_000).split()),
    )


def parse_device(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> DeviceCode:
    fields = _fields(status, headers, body)
    device, user = text(fields.get("device_code")), text(fields.get("user_code"), 100)
    url = text(fields.get("verification_uri")) or text(fields.get("verification_url"))  # Google's spelling
    if not (device and user and url.startswith(("https://", "http://"))):
        raise ProtocolViolation("device-answer-incomplete", by=By.THEM, status=str(status))
    complete = text(fields.get("verification_uri_complete"))
    return DeviceCode(
        device_code=Secret(device),
        user_code=user,
        verification_url=url,
        complete_url=complete if complete.startswith(("https://", "http://")) else "",
        expires=now + timedelta(seconds=_seconds(fields.get("expires_in")) or 900),
        interval_seconds=min(_seconds(fields.get("interval")) or INTERVAL_SECONDS, 60),
    )


def _fields(status: int, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """The JSON of a success; everything else is raised."""
    try:
        fields = mapping(body)
    except ValueError:
        raise _without_json(status, headers, body) from None
    if 200 <= status < 300 and "error" not in fields:
        return fields
    if status == 429 or status >= 500:
        raise _later(status, headers, f"{text(fields.get('error'))} {text(fields.get('error_description'))}".strip())
    raise _refused(status, fields)


def _without_json(status: int, headers: Mapping[str, str], body: bytes) -> PoststelleError:
    said = " ".join(body[:500].decode("utf-8", "replace").split())
    if status == 429 or status >= 500:
        return _later(status, headers, said)
    if 300 <= status < 400:
        return Misconfigured("token-endpoint-redirects", field="token_url", status=str(status), text=said)
    if status >= 400:  # some refuse a used refresh token with an empty body
        return Refused(REFUSED, status=status, error="", description="", text=said or f"HTTP {status}")
    return ProtocolViolation("answer-not-json", by=By.THEM, status=str(status), text=said)


def _later(status: int, headers: Mapping[str, str], said: str) -> Unreachable:
    lower = {name.lower(): value for name, value in headers.items()}
    return Unreachable(
        "token-endpoint-unavailable", status=str(status), retry_after=lower.get("retry-after", "")[:50], text=said
    )


def _refused(status: int, fields: Mapping[str, Any]) -> Refused:
    error, description = text(fields.get("error"), 200), text(fields.get("error_description"))
    codes = fields.get("error_codes")
    return Refused(
        error if ERROR.fullmatch(error) else REFUSED,
        status=status,
        error=error,
        description=description,
        error_codes=" ".join(text(code, 20) for code in codes[:10]) if isinstance(codes, list) else "",
        correlation_id=text(fields.get("correlation_id"), 100),
        trace_id=text(fields.get("trace_id"), 100),
        suberror=text(fields.get("suberror"), 100),
        claims=text(fields.get("claims"), 4000),
        text=f"{error}: {description}" if description else error or f"HTTP {status}",
    )


def _seconds(value: object) -> int | None:
    """Some servers write numbers as strings; what is absurd is bounded."""
    try:
        return min(max(int(float(text(value, 30))), 0), YEAR_SECONDS)
    except (ValueError, OverflowError):
        return None
