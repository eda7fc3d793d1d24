"""The authorize request: where its answer goes, what it asks for, and the answer itself.

As long as the app and its redirect URI are not known to be right, a refusal is shown as a page; afterwards it is sent
to the app (RFC 6749 section 4.1.2.1).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from poststelle.sandbox.issuer import clients
from poststelle.sandbox.issuer.permissions import MAIL, Asked, expanded, read_scope
from poststelle.sandbox.issuer.refusals import Refusal, Report
from poststelle.sandbox.issuer.tenants import Tenant
from poststelle.sandbox.organisation import Person, SharedMailbox
from poststelle.sandbox.parts import Parts
from poststelle.sandbox.registrations import App, Platform, RedirectUri
from poststelle.sandbox.switches import ConsentBy
from poststelle.sandbox.tickets import Code

MODES = ("query", "fragment", "form_post")
PROMPTS = frozenset({"login", "none", "consent", "select_account"})
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # base64url of a SHA-256, RFC 7636 section 4.2


@dataclass(frozen=True, slots=True)
class Reply:
    """Where the answer goes. With `form_post` the browser posts `fields`, else it follows `location`."""

    redirect_uri: str
    mode: str
    fields: Mapping[str, str]

    @property
    def location(self) -> str:
        if self.mode == "form_post":
            return self.redirect_uri
        if self.mode == "fragment":
            return f"{self.redirect_uri}#{urlencode(self.fields)}"
        joint = "&" if urlsplit(self.redirect_uri).query else "?"
        return f"{self.redirect_uri}{joint}{urlencode(self.fields)}"


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    app: App
    redirect_uri: str
    platform: Platform
    mode: str
    state: str | None

    def reply(self, **fields: str) -> Reply:
        kept = {} if self.state is None else {"state": self.state}
        return Reply(self.redirect_uri, self.mode, {**fields, **kept})

    def refuse(self, report: Report, base: str) -> Reply:
        error_uri = str(report.body(base)["error_uri"])
        return self.reply(error=report.refusal.error, error_description=report.description, error_uri=error_uri)


@dataclass(frozen=True, slots=True)
class AuthorizeRequest:
    to: ReturnAddress
    scope: tuple[Asked, ...]
    prompts: frozenset[str]
    login_hint: str
    nonce: str
    challenge: str

    @property
    def app(self) -> App:
        return self.to.app

    @property
    def permissions(self) -> frozenset[str]:
        return frozenset(asked.name for asked in self.scope)


def return_address(parts: Parts, tenant: Tenant, query: Mapping[str, str]) -> ReturnAddress:
    app = clients.named(parts, tenant, query.get("client_id", ""))
    registered: RedirectUri = clients.redirect_of(app, query.get("redirect_uri", ""))
    mode = query.get("response_mode") or "query"
    return ReturnAddress(
        app=app,
        redirect_uri=query["redirect_uri"],
        platform=registered.platform,
        mode=mode if mode in MODES else "query",
        state=query.get("state"),
    )


def read(to: ReturnAddress, query: Mapping[str, str]) -> AuthorizeRequest:
    _check_response(query)
    prompts = frozenset(query.get("prompt", "").split())
    if not prompts <= PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise Refusal(90023, reason=f"the prompt '{query['prompt']}' is not one of {', '.join(sorted(PROMPTS))}.")
    words = read_scope(query.get("scope", ""), to.app.name)
    return AuthorizeRequest(
        to=to,
        scope=expanded(words, to.app.permissions),
        prompts=prompts,
        login_hint=query.get("login_hint", ""),
        nonce=query.get("nonce", ""),
        challenge=_challenge(to, query),
    )


def _check_response(query: Mapping[str, str]) -> None:
    kind = query.get("response_type")
    if not kind:
        raise Refusal(900144, parameter="response_type")
    if kind != "code":
        raise Refusal(700054, value=kind)
    mode = query.get("response_mode") or "query"
    if mode not in MODES:
        raise Refusal(70007, value=mode, parameter="response_mode", error="invalid_request")


def _challenge(to: ReturnAddress, query: Mapping[str, str]) -> str:
    challenge = query.get("code_challenge", "")
    if not challenge:
        if to.platform is Platform.SPA:
            raise Refusal(9002325)
        return ""
    method = query.get("code_challenge_method", "plain")  # RFC 7636's default, which nobody should use
    if method != "S256":
        raise Refusal(90023, reason=f"the code_challenge_method '{method}' is not supported here, use S256.")
    if not CHALLENGE.fullmatch(challenge):
        raise Refusal(501491)
    return challenge


def missing_consent(parts: Parts, request: AuthorizeRequest, who: Person | SharedMailbox) -> frozenset[str]:
    return request.permissions - parts.registrations.consented(request.app.client_id, who.id)


def needs_administrator(parts: Parts, permissions: frozenset[str]) -> bool:
    """The managed consent policy takes the mail permissions out of people's hands."""
    return parts.organisation.switches().consent_by is ConsentBy.ADMINISTRATOR and bool(permissions & set(MAIL))


def grant_code(parts: Parts, request: AuthorizeRequest, who: Person | SharedMailbox) -> Reply:
    code = Code(
        client_id=request.app.client_id,
        person=who.id,
        redirect_uri=request.to.redirect_uri,
        scope=" ".join(map(str, request.scope)),
        nonce=request.nonce,
        challenge=request.challenge,
        spa=request.to.platform is Platform.SPA,
    )
    return request.to.reply(code=parts.tickets.issue_code(code))
