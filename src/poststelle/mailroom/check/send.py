"""May this person really send as the mailbox? Only a sent message proves it; run on request, to the mailbox itself."""

import asyncio

from poststelle.mailroom import rights
from poststelle.mailroom.check.context import Context, not_needed, ok
from poststelle.model.errors import Refused
from poststelle.model.finding import Finding, Step
from poststelle.model.message import Party
from poststelle.model.rights import Proof, Purpose, Right
from poststelle.protocols.mime import write
from poststelle.store import grants

SUBJECT = "Poststelle"
MARKER = "X-Poststelle-Check"
SENDING = ((Right.SEND_AS, Purpose.SEND_AS), (Right.SEND_ON_BEHALF, Purpose.SEND_ON_BEHALF))


async def run(context: Context) -> Finding:
    if not context.send_test:
        return not_needed(Step.SEND, "on-request")
    assert context.outgoing is not None
    if context.key is not None and context.key.person.id != context.person.id:
        # another member's key would prove that member's right
        raise Refused("not-signed-in", person=context.person.address, mailbox=context.place.mailbox.address)
    right = await asyncio.to_thread(_right, context)
    address, own = context.place.mailbox.address, context.account.address if context.account else ""
    message_id = f"<check-{context.parts.new_token()[:24]}@{address.domain}>"
    on_behalf = right is Right.SEND_ON_BEHALF
    octets = write.build(
        write.Outgoing(
            author=Party(context.place.mailbox.name, address),
            sender=Party(context.person.name, own) if on_behalf and own else None,
            to=(Party("", address),),
            subject=SUBJECT,
            text=message_id + "\r\n",
            date=context.parts.now(),
            message_id=message_id,
            headers={MARKER: "1"},
        )
    )
    try:
        accepted = await context.outgoing.send(address, (address,), octets)
    except Refused as error:
        await _prove(context, right, Proof.REFUSED, error.facts.get("text", error.code))
        raise
    await _prove(context, right, Proof.PROVED, accepted.text)
    context.test_id = message_id
    return ok(Step.SEND, right=right, text=accepted.text)


def _right(context: Context) -> Right:
    """The stronger of the person's sending rights; `NotPermitted` when there is none."""
    held = rights.mine(context.person, context.place.mailbox.id)
    right, purpose = next(((right, purpose) for right, purpose in SENDING if right in held), SENDING[0])
    rights.admit(context.person, context.place.mailbox.id, purpose)
    return right


async def _prove(context: Context, right: Right, proof: Proof, evidence: str) -> None:
    mailbox = context.place.mailbox.id
    await asyncio.to_thread(grants.prove, mailbox, context.person.id, right, proof, evidence, context.parts.now())
