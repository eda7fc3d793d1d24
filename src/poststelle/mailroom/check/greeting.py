"""Does the server speak the protocol, and does it offer a way to sign on that we know?"""

from poststelle.mailroom.check.context import Context, ok
from poststelle.model.errors import Misconfigured
from poststelle.model.finding import Finding, Step
from poststelle.model.mailbox import Authentication, Protocol
from poststelle.transport import imap, pop3

SHOWN_CHARACTERS = 200


async def run(context: Context) -> Finding:
    to = context.place.incoming
    if context.incoming is None:
        assert context.stream is not None
        over_pop3 = to.protocol is Protocol.POP3
        speak = pop3.open if over_pop3 else imap.open
        context.incoming = await speak(context.stream, context.parts.network)
    offered, wanted = context.incoming.mechanisms, context.place.provider.mechanisms
    if to.authentication is Authentication.OAUTH2 and not set(offered) & set(wanted):
        raise Misconfigured(
            "protocol-mechanism-not-offered",
            field="authentication",
            offered=" ".join(offered),
            wanted=" ".join(wanted),
        )
    greeting = context.incoming.greeting[:SHOWN_CHARACTERS]
    return ok(Step.GREETING, greeting=greeting, mechanisms=" ".join(offered))
