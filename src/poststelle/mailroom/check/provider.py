"""Does the provider answer, and do its clock and ours agree?"""

from poststelle.mailroom.check.context import Context, not_needed, notice, ok
from poststelle.mailroom.issuer.discovery import discover
from poststelle.model.finding import Finding, Step
from poststelle.transport import http

SKEW_SECONDS = 120.0


async def run(context: Context) -> Finding:
    if not context.with_tokens:
        return not_needed(Step.PROVIDER)
    app, provider = context.place.registered, context.place.provider
    issuer = await discover(context.parts, app, provider, anew=True)
    url = issuer.endpoints.discovery or issuer.endpoints.token
    answer = await http.request(context.parts.network, "GET", url, ca_pem=app.ca_pem)
    # whole seconds, and the answer is a moment old
    if answer.date is not None and abs((context.parts.now() - answer.date).total_seconds()) > SKEW_SECONDS:
        seconds = round((context.parts.now() - answer.date).total_seconds())
        return notice(Step.PROVIDER, "clock-skew", seconds=str(seconds), url=url)
    return ok(Step.PROVIDER, issuer=issuer.issuer, url=url)
