"""What an app can ask for: the resources, their permissions, and how a `scope` parameter is read.

A scope without a resource belongs to Graph, and so a token asked for with a bare `IMAP.AccessAsUser.All` has
the wrong audience for the mail servers. That trap is the real one and is kept.
"""

from dataclasses import dataclass
from enum import StrEnum

from poststelle.sandbox.issuer.refusals import Refusal


class Kind(StrEnum):
    DELEGATED = "delegated"  # on behalf of a person, in `scp`
    ROLE = "role"  # of the app itself, in `roles`


class Resource(StrEnum):
    """The value is the resource's own app ID."""

    GRAPH = "00000003-0000-0000-c000-000000000000"
    EXCHANGE = "00000002-0000-0ff1-ce00-000000000000"


@dataclass(frozen=True, slots=True)
class Permission:
    name: str
    kind: Kind
    resources: frozenset[Resource]


GRAPH = frozenset({Resource.GRAPH})
EXCHANGE = frozenset({Resource.EXCHANGE})
BOTH = GRAPH | EXCHANGE

OPENID = ("openid", "profile", "email", "offline_access")

PERMISSIONS = {
    permission.name: permission
    for permission in (
        Permission("openid", Kind.DELEGATED, GRAPH),
        Permission("profile", Kind.DELEGATED, GRAPH),
        Permission("email", Kind.DELEGATED, GRAPH),
        Permission("offline_access", Kind.DELEGATED, GRAPH),
        Permission("User.Read", Kind.DELEGATED, GRAPH),
        Permission("IMAP.AccessAsUser.All", Kind.DELEGATED, BOTH),
        Permission("POP.AccessAsUser.All", Kind.DELEGATED, BOTH),
        Permission("SMTP.Send", Kind.DELEGATED, BOTH),
        Permission("IMAP.AccessAsApp", Kind.ROLE, EXCHANGE),
        Permission("POP.AccessAsApp", Kind.ROLE, EXCHANGE),
        Permission("SMTP.SendAsApp", Kind.ROLE, EXCHANGE),
        Permission("Exchange.ManageAsApp", Kind.ROLE, EXCHANGE),
    )
}

MAIL = ("IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send")  # what the managed consent policy holds back

AUDIENCES = {
    "https://outlook.office.com": Resource.EXCHANGE,
    "https://outlook.office365.com": Resource.EXCHANGE,
    "https://ps.outlook.com": Resource.EXCHANGE,
    "https://graph.microsoft.com": Resource.GRAPH,
}
EXCHANGE_AUDIENCES = frozenset(name for name, resource in AUDIENCES.items() if resource is Resource.EXCHANGE)
DEFAULT = ".default"


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a scope parameter; `audience` is empty for the four of OpenID Connect."""

    audience: str
    name: str

    @property
    def resource(self) -> Resource:
        return AUDIENCES[self.audience] if self.audience else Resource.GRAPH

    def __str__(self) -> str:
        return f"{self.audience}/{self.name}" if self.audience else self.name


def read_scope(scope: str, app_name: str) -> tuple[Asked, ...]:
    """The words of a delegated request in order, each once; `Refusal` for a resource or permission there is none of."""
    words = tuple(dict.fromkeys(_asked(word) for word in scope.split()))
    if not words:
        raise Refusal(900144, parameter="scope")
    singles = [asked for asked in words if asked.audience and asked.name != DEFAULT]
    if singles and any(asked.name == DEFAULT for asked in words):
        raise Refusal(70011, scope=scope)
    for asked in words:
        _must_exist(asked, app_name)
    return words


def read_app_scope(scope: str) -> Asked:
    """The one `<resource>/.default` of a client-credentials request."""
    if not scope.strip():
        raise Refusal(900144, parameter="scope")
    words = [_asked(word) for word in scope.split()]
    if any(word.name != DEFAULT for word in words):
        raise Refusal(1002012, scope=scope)
    if len(words) > 1:
        raise Refusal(70011, scope=scope)
    return words[0]


def expanded(words: tuple[Asked, ...], registered: frozenset[str]) -> tuple[Asked, ...]:
    """`.default` replaced by what the registration names for the resource."""
    found: list[Asked] = []
    for asked in words:
        if asked.name == DEFAULT:
            names = [name for name in PERMISSIONS if name in registered and _delegated(name, asked.resource)]
            found += [Asked("" if name in OPENID else asked.audience, name) for name in names]
        else:
            found.append(asked)
    return tuple(dict.fromkeys(found))


def audiences(words: tuple[Asked, ...]) -> list[str]:
    """The resources named, in order. The two host names of Exchange are one resource."""
    found: dict[Resource, str] = {}
    for asked in words:
        if asked.audience:
            found.setdefault(asked.resource, asked.audience)
    return list(found.values())


def _asked(word: str) -> Asked:
    if word in OPENID:
        return Asked("", word)
    if "://" not in word:
        return Asked("https://graph.microsoft.com", word)
    for audience in AUDIENCES:
        if word.startswith(f"{audience}/"):
            return Asked(audience, word.removeprefix(audience).lstrip("/"))
    raise Refusal(500011, resource=word.rpartition("/")[0])


def _must_exist(asked: Asked, app_name: str) -> None:
    if asked.name != DEFAULT and not _delegated(asked.name, asked.resource):
        raise Refusal(650053, app=app_name, scope=asked.name, resource=asked.resource.value)


def _delegated(name: str, resource: Resource) -> bool:
    permission = PERMISSIONS.get(name)
    return permission is not None and permission.kind is Kind.DELEGATED and resource in permission.resources
