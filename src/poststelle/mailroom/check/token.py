"""Does the provider still give tokens? Asked now; a token that is kept proves nothing."""

from poststelle.mailroom.check.context import Context, not_needed, ok
from poststelle.mailroom.keyring import access_token
from poststelle.model.errors import Refused
from poststelle.model.finding import Finding, Step


async def run(context: Context) -> Finding:
    if not context.with_tokens:
        return not_needed(Step.TOKEN)
    if context.account is None:
        raise Refused("not-signed-in", person=context.person.address, mailbox=context.place.mailbox.address)
    for connection in context.with_tokens:
        context.tokens[connection.protocol] = await access_token(
            context.parts, context.account.id, connection.protocol, renew=True
        )
    return ok(Step.TOKEN, account=context.account.address)
