"""The sandbox's admin centre by program: people, mailboxes and rights as JSON, with an app-only token."""

from typing import Any
from urllib.parse import quote, urlsplit

from poststelle.model.address import Address
from poststelle.model.errors import Conflict, NotFound, Refused
from poststelle.model.mailbox import AppRegistration
from poststelle.model.rights import Right
from poststelle.model.secret import Secret
from poststelle.providers.contract import Directory
from poststelle.transport import http
from poststelle.transport.network import Network

SCOPES = ("https://outlook.office365.com/.default",)


def base(app: AppRegistration) -> str:
    """The address the sandbox runs at: its issuer without a path."""
    parts = urlsplit(app.issuer)
    return f"{parts.scheme}://{parts.netloc}"


async def people(network: Network, app: AppRegistration, token: Secret[str]) -> list[tuple[str, Address]]:
    answer = await _call(network, app, token, "GET", "people")
    return [(str(person["name"]), Address.parse(str(person["address"]))) for person in answer["people"]]


async def create(network: Network, app: AppRegistration, token: Secret[str], address: Address, name: str) -> None:
    await _call(network, app, token, "POST", "mailboxes", {"address": str(address), "name": name})


async def grants(
    network: Network, app: AppRegistration, token: Secret[str], mailbox: Address
) -> dict[Right, list[Address]]:
    answer = await _call(network, app, token, "GET", f"mailboxes/{quote(mailbox)}/grants")
    held: dict[Right, list[Address]] = {right: [] for right in Right}
    for one in answer["grants"]:
        held[Right(one["right"])].append(Address.parse(str(one["person"])))
    return held


async def grant(
    network: Network, app: AppRegistration, token: Secret[str], mailbox: Address, person: Address, right: Right
) -> None:
    await _call(network, app, token, "PUT", _path(mailbox, person, right))


async def revoke(
    network: Network, app: AppRegistration, token: Secret[str], mailbox: Address, person: Address, right: Right
) -> None:
    await _call(network, app, token, "DELETE", _path(mailbox, person, right))


def _path(mailbox: Address, person: Address, right: Right) -> str:
    return f"mailboxes/{quote(mailbox)}/grants/{quote(person)}/{right}"


async def _call(
    network: Network, app: AppRegistration, token: Secret[str], method: str, path: str, body: object | None = None
) -> Any:
    answer = await http.request(
        network,
        method,
        f"{base(app)}/admin/api/{path}",
        headers={"Authorization": f"Bearer {token.reveal()}"},
        json=body,
        ca_pem=app.ca_pem,
    )
    if answer.status == 404:
        raise NotFound("directory-unknown", path=path)
    if answer.status == 409:
        raise Conflict("address-taken", path=path)
    if answer.status >= 400:
        raise Refused("directory-refused", status=answer.status, text=answer.body[:500].decode("utf-8", "replace"))
    return answer.json() if answer.body else {}


DIRECTORY = Directory(create, grant, revoke, people, grants, SCOPES)
