"""`poststelle authorize`: the person signs in at the provider's page, the command waits for the way back."""

import asyncio
import os
import sys
import webbrowser
from collections.abc import Mapping
from gettext import gettext as _
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import click

from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.landing import Page, page
from poststelle.cli.language import N_
from poststelle.cli.loopback import listening
from poststelle.cli.parameters import as_option, mailbox_argument
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.errors import PoststelleError, Refused
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person

if TYPE_CHECKING:
    from poststelle.mailroom.authorize import SignedIn

FIELDS = ("event", "url", "user_code", "expires", "account", "mailbox", "scopes", "warnings")


@make("authorize", fields=FIELDS)
@mailbox_argument
@as_option(required=True)
@option("--no-browser", is_flag=True, help=N_("Only print the address, open no browser."))
@option("--device", is_flag=True, help=N_("Sign in on another device: print a code to type there."))
@option("--app-only", is_flag=True, help=N_("Let the app itself open its mailboxes, when no member's sign-in does."))
@option("--redirect-url", metavar="URL", help=N_("Another loopback address registered at the provider."))
@option("--timeout", type=click.IntRange(min=1), default=600, show_default=True, help=N_("Seconds to wait at most."))
def command(
    surroundings: Surroundings,
    address: Address,
    person: Address,
    no_browser: bool,
    device: bool,
    app_only: bool,
    redirect_url: str | None,
    timeout: int,
) -> None:
    """Sign a person in at the provider for a mailbox.

    Prints the address of the sign-in first, on one line, and waits until the browser comes back. The person signs in
    with the own account, not with that of the shared mailbox.
    """
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import persons, postbox

    mailbox = actor.mailbox_at(address)
    acting = actor.member(person, mailbox)
    if app_only:
        _by_app(surroundings, mailbox, acting)
        return
    registered = postbox.app(mailbox.app).redirect_url if mailbox.app else ""
    task = (
        _by_device(surroundings, mailbox, acting)
        if device
        else _by_browser(surroundings, mailbox, acting, redirect_url or registered, open_browser=not no_browser)
    )
    try:
        signed_in = asyncio.run(asyncio.wait_for(task, timeout))
    except TimeoutError:
        raise Refused("sign-in-timeout", person=persons.find(acting.id).address, seconds=str(timeout)) from None
    _show(surroundings, signed_in)


def _by_app(surroundings: Surroundings, mailbox: Mailbox, person: Person) -> None:
    from poststelle.mailroom import authorize

    asyncio.run(authorize.app_only(surroundings.parts, person, mailbox.id))
    told = _("The app itself opens {mailbox} from now on, when no member's sign-in does.")
    record = {"event": "app-only", "mailbox": mailbox.address}
    surroundings.out.show(record, told.format(mailbox=mailbox.address))


async def _by_browser(
    surroundings: Surroundings, mailbox: Mailbox, person: Person, redirect_url: str, *, open_browser: bool
) -> "SignedIn":
    from poststelle.mailroom import authorize

    session = surroundings.parts.new_token()
    outcome: asyncio.Future[SignedIn] = asyncio.get_running_loop().create_future()

    async def finish(parameters: Mapping[str, str], language: str) -> Page:
        try:
            signed_in = await authorize.finish(surroundings.parts, session, parameters)
        except PoststelleError as error:
            outcome.set_exception(error)
            return _refused(error, language or surroundings.language)
        outcome.set_result(signed_in)
        return _landed(signed_in, language or surroundings.language)

    async with listening(redirect_url) as listener:
        url = await authorize.begin(surroundings.parts, person, mailbox.id, session, redirect_url)
        listener.state, listener.finish = parse_qs(urlsplit(url).query)["state"][0], finish
        surroundings.out.show({"event": "url", "url": url}, url)
        if open_browser and _has_screen():
            await asyncio.to_thread(webbrowser.open, url)
        await listener.sent.wait()  # the page goes out before the command ends
        return await outcome


async def _by_device(surroundings: Surroundings, mailbox: Mailbox, person: Person) -> "SignedIn":
    from poststelle.mailroom import authorize

    code = await authorize.begin_device(surroundings.parts, person, mailbox.id)
    surroundings.out.show(
        {"event": "device", "url": code.url, "user_code": code.user_code, "expires": code.expires},
        _("Open {url} on any device and type the code {code}.").format(url=code.url, code=code.user_code),
    )
    return await authorize.poll_device(surroundings.parts, person, code)


def _has_screen() -> bool:
    # without one, Python would start a browser for the terminal and take the screen away
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _landed(signed_in: "SignedIn", language: str) -> Page:
    from poststelle.words import texts

    told = [texts.explain(warning.code, warning.facts, language) for warning in signed_in.warnings]
    lines = [line for one in told for line in (one.title, one.remedy)]
    kind = "warned" if lines else "signed-in"
    return page(kind, language, *lines, person=signed_in.account.address, mailbox=signed_in.mailbox.address)


def _refused(error: PoststelleError, language: str) -> Page:
    from poststelle.words import texts

    told = texts.explain(error.code, error.facts, language)
    status = error.status if isinstance(error, Refused) and error.status and 400 <= error.status < 600 else None
    return page("refused", language, told.title, told.text, told.remedy, status=status)


def _show(surroundings: Surroundings, signed_in: "SignedIn") -> None:
    from poststelle.cli.wording import explained

    account, mailbox = signed_in.account, signed_in.mailbox
    warnings = [
        {"code": warning.code, "text": explained(warning.code, warning.facts), "facts": dict(warning.facts)}
        for warning in signed_in.warnings
    ]
    record = {
        "event": "signed-in",
        "account": account.address,
        "mailbox": mailbox.address,
        "scopes": list(account.scopes),
        "warnings": warnings,
    }
    told = _("Signed in as {person} for {mailbox}.").format(person=account.address, mailbox=mailbox.address)
    surroundings.out.show(record, told)
    for warning in warnings:
        surroundings.out.note(_("Careful: {text}").format(text=warning["text"]))
