"""One HTTP request: a limit on size and time, no redirects, errors in our words, the status kept whatever it is.

Where networks are out of bounds, the name is resolved once and the connection goes to the address that was checked: a
name server that answers differently the second time gains nothing. Redirects are not followed: a token endpoint that
sends us elsewhere would send the client secret elsewhere.
"""

import asyncio
import json as json_format
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from poststelle.model.errors import By, Misconfigured, PoststelleError, ProtocolViolation, Unreachable
from poststelle.transport import failures, trust
from poststelle.transport.network import Network

BODY_OCTETS = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by lower-case name; `date` is the server's clock, for telling whether ours is wrong."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    date: datetime | None

    def json(self) -> object:
        """The body as JSON; `ProtocolViolation` when it is none (or nested beyond reason)."""
        try:
            return json_format.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise ProtocolViolation("answer-not-json", by=By.THEM, status=str(self.status)) from error


async def request(  # noqa: PLR0913 - the parts of a request
    network: Network,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    json: object | None = None,
    ca_pem: str = "",
    deadline: float | None = None,
    limit: int = BODY_OCTETS,
) -> Answer:
    """The answer, of any status. `form` is sent URL-encoded, `json` as JSON. Raises as `Network.connect` does."""
    target = address(url)
    seconds = network.request_seconds if deadline is None else deadline
    client = httpx2.AsyncClient(
        verify=trust.context(ca_pem, network.ca_pem), trust_env=False, timeout=None, follow_redirects=False
    )
    try:
        async with asyncio.timeout(seconds), client:
            failed: httpx2.HTTPError | None = None
            for way in await ways(network, target, headers or {}):
                try:
                    async with client.stream(
                        method,
                        way.url,
                        headers=way.headers,
                        extensions=way.extensions,
                        data=dict(form) if form is not None else None,
                        json=json,
                    ) as response:
                        body = await limited(response, limit)
                    break
                except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                    failed = failed or error  # what the preferred address said
            else:
                raise failed or httpx2.ConnectError("no address")
    except TimeoutError as error:
        raise Unreachable("http-timeout", url=url, host=target.host, text="timed out") from error
    except httpx2.HTTPError as error:
        raise of_request(error, url, target) from error
    return Answer(
        response.status_code, {name.lower(): value for name, value in response.headers.items()}, body, date_of(response)
    )


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the same target: by its name, or by an address of it under its name."""

    url: httpx2.URL
    headers: Mapping[str, str]
    extensions: Mapping[str, Any]


async def ways(network: Network, target: httpx2.URL, headers: Mapping[str, str]) -> list[Way]:
    """By name where every network is in bounds; else by the addresses that were checked, TLS asking for the name."""
    if not network.forbidden:
        return [Way(target, headers, {})]
    addresses = await network.resolve(target.host)
    share = network.connect_seconds / len(addresses)  # so that a dead address leaves time for the next
    extensions = {
        "sni_hostname": target.host,
        "timeout": {"connect": share, "read": None, "write": None, "pool": None},
    }
    named = {**headers, "Host": target.netloc.decode()}
    return [Way(target.copy_with(host=address), named, extensions) for address in addresses]


def address(url: str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, TypeError) as error:
        raise Misconfigured("url-broken", field="url", url=url, text=str(error)) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise Misconfigured("url-broken", field="url", url=url, text="")
    return parsed


async def limited(response: httpx2.Response, limit: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > limit:
            raise ProtocolViolation("answer-too-large", by=By.THEM, url=str(response.url), limit=str(limit))
    return bytes(body)


def date_of(response: httpx2.Response) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(response.headers.get("date", ""))
    except ValueError:
        return None
    return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def of_request(error: httpx2.HTTPError, url: str, target: httpx2.URL) -> PoststelleError:
    """What lies at the bottom of it: a name, a connection, a certificate, or bad HTTP."""
    port = target.port or (443 if target.scheme == "https" else 80)
    for cause in causes(error):
        if isinstance(cause, socket.gaierror):
            return failures.of_name(cause, target.host)
        if isinstance(cause, OSError):
            found = failures.of_connection(cause, target.host, port)
            return (
                found if isinstance(cause, ssl.SSLError) or cause.errno else unpack(cause, target.host, port) or found
            )
    if isinstance(error, httpx2.RemoteProtocolError):
        return Unreachable("http-broken", url=url, host=target.host, text=str(error))
    return Unreachable("tcp-reset-during-session", host=target.host, port=str(port), text=str(error))


def unpack(error: OSError, host: str, port: int) -> PoststelleError | None:
    """`OSError("All connection attempts failed")` hides a group of the real ones."""
    hidden = [one for one in causes(error) if isinstance(one, OSError) and one.errno]
    return failures.of_connection(hidden[0], host, port) if hidden else None


def causes(error: BaseException) -> list[BaseException]:
    """The chain below an exception, outermost first, groups opened."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop(0)
        if one is None or one in found:
            continue
        found.append(one)
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        waiting.append(one.__cause__ or one.__context__)
    return found
