"""Does the incoming server take the account's token, or the password, under the name the provider's rule gives?"""

from poststelle.mailroom.check.context import Context, ok
from poststelle.mailroom.keyring import sign_on
from poststelle.mailroom.sign_on import authenticate
from poststelle.model.finding import Finding, Step


async def run(context: Context) -> Finding:
    assert context.incoming is not None
    key = await sign_on(context.parts, context.place, context.place.incoming, context.account)
    mechanism = await authenticate(context.incoming, key)
    return ok(Step.LOGIN, username=key.username, mechanism=mechanism)
