"""Is the incoming server's name known?"""

from poststelle.mailroom.check.context import Context, ok
from poststelle.model.finding import Finding, Step


async def run(context: Context) -> Finding:
    host = context.place.incoming.host
    context.addresses = await context.parts.network.resolve(host)
    return ok(Step.NAME, host=host, addresses=" ".join(context.addresses[:4]))
