"""Find out who sits at the browser: chooser, user name, password. One page a step, all at the address that asked.

A form carries the step it belongs to, and from the moment somebody is settled on, a signed note of who it is
(`progress`), bound to the very request: so the pages need no state on the server and work in several tabs.
"""

import hashlib
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from poststelle.sandbox.issuer.refusals import Refusal
from poststelle.sandbox.pages import accounts
from poststelle.sandbox.pages.access import parts_of
from poststelle.sandbox.pages.accounts import Identity
from poststelle.sandbox.registrations import App

SALT = "poststelle.sandbox.signin"
MAX_AGE_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Wish:
    """How the asking page wants it done."""

    app: App
    prompts: frozenset[str] = frozenset()
    login_hint: str = ""


def identify(request: HttpRequest, wish: Wish) -> Identity | HttpResponse:
    """The account this request is settled on, or the page that asks for it."""
    if request.method != "POST":
        return _begin(request, wish)
    progress = request.POST.get("progress")
    if progress:
        return _settled_before(request, progress)
    step = request.POST.get("step", "")
    if step == "account":
        return _chosen(request, wish, request.POST.get("account", ""))
    if step == "username":
        return _named(request, wish, request.POST.get("username", ""))
    if step == "password":
        return _with_password(request, wish)
    return _ask_username(request, wish)


def progress_of(request: HttpRequest, identity: Identity) -> str:
    return signing.dumps({"who": identity.id, "of": _binding(request)}, salt=SALT)


def _begin(request: HttpRequest, wish: Wish) -> Identity | HttpResponse:
    known = accounts.signed_in(request)
    hinted = next((identity for identity in known if identity.address == wish.login_hint.lower()), None)
    if "select_account" in wish.prompts or "login" in wish.prompts or hinted is None:
        return _begin_asking(request, wish, known)
    return hinted


def _begin_asking(request: HttpRequest, wish: Wish, known: list[Identity]) -> Identity | HttpResponse:
    if known and ("select_account" in wish.prompts or (len(known) > 1 and not wish.login_hint)):
        return _ask_account(request, wish, known)
    if wish.login_hint:
        return _named(request, wish, wish.login_hint)
    if not known:
        return _ask_username(request, wish)
    if "login" in wish.prompts:
        return _ask_password(request, wish, known[0].address)
    return known[0]


def _settled_before(request: HttpRequest, progress: str) -> Identity:
    try:
        note = signing.loads(progress, salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature as error:
        raise Refusal(50089) from error
    identity = parts_of(request).organisation.identity(note["who"])
    if identity is None or not identity.enabled or note["of"] != _binding(request):
        raise Refusal(50089)
    return identity


def _chosen(request: HttpRequest, wish: Wish, who: str) -> Identity | HttpResponse:
    identity = next((known for known in accounts.signed_in(request) if known.id == who), None)
    if identity is None:
        return _ask_username(request, wish)
    if "login" in wish.prompts:
        return _ask_password(request, wish, identity.address)
    return identity


def _named(request: HttpRequest, wish: Wish, username: str) -> HttpResponse:
    parts = parts_of(request)
    address = username.strip().lower()
    if not address:
        return _ask_username(request, wish, error=_("Enter your user name."))
    if parts.organisation.owner(address) is not None:
        return _ask_password(request, wish, address)
    provider = address.rpartition("@")[2]
    if provider == parts.organisation.domain or "@" not in address:
        refusal = Refusal(50034, account=address, tenant=parts.organisation.name)
        error = _("There is no such user name here. Check the spelling.")
    else:
        refusal = Refusal(
            50020,
            account=address,
            provider=provider,
            tenant=parts.organisation.name,
            client_id=wish.app.client_id,
            app=wish.app.name,
        )
        error = _("This account belongs to another organisation. Sign in with an account of %(name)s.") % {
            "name": parts.organisation.name
        }
    return _ask_username(request, wish, username=username, error=error, refusal=refusal)


def _with_password(request: HttpRequest, wish: Wish) -> Identity | HttpResponse:
    organisation = parts_of(request).organisation
    username, password = request.POST.get("username", ""), request.POST.get("password", "")
    owner = organisation.owner(username)
    if owner is not None and not owner.enabled:
        error = _("The sign-in of this account is blocked.")
        return _ask_password(request, wish, username, error=error, refusal=Refusal(50057))
    identity = organisation.check_password(username, password) or organisation.check_mailbox_password(
        username, password
    )
    if identity is None:
        error = _("Your account or password is not right.")
        return _ask_password(request, wish, username, error=error, refusal=Refusal(50126))
    accounts.remember(request, identity)
    return identity


def _ask_account(request: HttpRequest, wish: Wish, known: list[Identity]) -> HttpResponse:
    return render(request, "sandbox/choose.html", {"app": wish.app, "accounts": known})


def _ask_username(
    request: HttpRequest, wish: Wish, *, username: str = "", error: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    facts = {"app": wish.app, "username": username, "error": error, "refusal": refusal}
    return render(request, "sandbox/username.html", {**facts, "accounts": accounts.signed_in(request)})


def _ask_password(
    request: HttpRequest, wish: Wish, username: str, *, error: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    facts = {"app": wish.app, "username": username, "error": error, "refusal": refusal}
    return render(request, "sandbox/password.html", facts)


def _binding(request: HttpRequest) -> str:
    return hashlib.sha256(request.get_full_path().encode()).hexdigest()
