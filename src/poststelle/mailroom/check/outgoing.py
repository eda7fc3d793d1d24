"""Does the outgoing server take the account? Each stage names itself when it fails."""

from poststelle.mailroom.check.context import Context, ok
from poststelle.mailroom.keyring import sign_on
from poststelle.mailroom.sign_on import authenticate
from poststelle.model.finding import Finding, Step


async def run(context: Context) -> Finding:
    to = context.place.outgoing
    if context.dialing is None:
        context.dial()
    assert context.dialing is not None
    context.outgoing = await context.dialing
    key = await sign_on(context.parts, context.place, to, context.account)
    mechanism = await authenticate(context.outgoing, key)
    return ok(
        Step.OUTGOING,
        host=to.host,
        port=str(to.port),
        username=key.username,
        mechanism=mechanism,
        version=context.outgoing.stream.tls_version,
    )
