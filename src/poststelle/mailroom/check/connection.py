"""Does the incoming server take connections on this port?"""

from poststelle.mailroom.check.context import Context, ok
from poststelle.model.finding import Finding, Step


async def run(context: Context) -> Finding:
    to = context.place.incoming
    context.stream = await context.parts.network.connect_to(context.addresses, to.host, to.port)
    return ok(Step.CONNECTION, host=to.host, port=str(to.port), address=context.stream.address)
