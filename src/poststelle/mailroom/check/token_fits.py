"""Can these tokens open these servers? Their claims are looked at, never shown.

A token is opaque by contract: one that cannot be read is unknown, not wrong.
"""

from collections.abc import Mapping

from poststelle.mailroom.check.context import Context, not_needed, notice, ok
from poststelle.model.errors import Misconfigured
from poststelle.model.finding import Finding, Step
from poststelle.model.mailbox import Kind, Protocol
from poststelle.protocols.oauth import claims


async def run(context: Context) -> Finding:
    if not context.with_tokens:
        return not_needed(Step.TOKEN_FITS)
    read = {protocol: claims.read(token.reveal()) for protocol, token in context.tokens.items()}
    for protocol, found in read.items():
        if found is not None and (misfit := _misfit(context, protocol, found)):
            return misfit
    account, mailbox = context.account, context.place.mailbox
    if account is not None and mailbox.kind is Kind.SHARED and account.address == mailbox.address:
        return notice(Step.TOKEN_FITS, "signed-in-as-shared-mailbox", account=account.address, mailbox=mailbox.address)
    if not any(read.values()):
        return ok(Step.TOKEN_FITS, "token-opaque")
    return ok(Step.TOKEN_FITS, account=account.address if account else "")


def _misfit(context: Context, protocol: Protocol, found: Mapping[str, object]) -> Finding | None:
    expires = found.get("exp")
    if isinstance(expires, int | float) and expires <= context.parts.now().timestamp():
        raise Misconfigured("token-expired-at-once", field="clock", protocol=protocol)
    fits = context.place.provider.token_fits
    return fits(found, protocol, context.place.registered) if fits else None
