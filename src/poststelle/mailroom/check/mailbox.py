"""Is the mailbox open to this account? A sign-on alone proves nothing: at Exchange the next command does."""

import asyncio

from poststelle.mailroom.check.context import Context, ok
from poststelle.mailroom.fetch.tree import list_folders
from poststelle.mailroom.sign_on import reading_name
from poststelle.model.errors import Refused
from poststelle.model.finding import Finding, Step
from poststelle.model.message import Use
from poststelle.model.rights import Proof, Right
from poststelle.store import grants
from poststelle.transport.imap import ImapSession


async def run(context: Context) -> Finding:
    try:
        finding = await _open(context)
    except Refused as error:  # a lost line says nothing about the right
        await _prove(context, Proof.REFUSED, error.facts.get("text", error.code))
        raise
    await _prove(context, Proof.PROVED, "opened by the check")
    return finding


async def _open(context: Context) -> Finding:
    session = context.incoming
    assert session is not None
    if not isinstance(session, ImapSession):
        count, octets = await session.stat()
        return ok(Step.MAILBOX, messages=str(count), octets=str(octets))
    mailbox = context.place.mailbox
    listed = await list_folders(session, reading_name(context.place, context.account), mailbox.address)
    context.inbox = next((folder.path for folder in listed if folder.use is Use.INBOX), "INBOX")
    sent = next((folder.name for folder in listed if folder.use is Use.SENT), "")
    return ok(Step.MAILBOX, folders=str(len(listed)), sent=sent)


async def _prove(context: Context, proof: Proof, evidence: str) -> None:
    """What the server said about the right of the account's owner is noted with the grant."""
    if context.key is None:
        return
    person, mailbox = context.key.person.id, context.place.mailbox.id
    if Right.READ_AND_MANAGE in await asyncio.to_thread(grants.held, person, mailbox):
        await asyncio.to_thread(
            grants.prove, mailbox, person, Right.READ_AND_MANAGE, proof, evidence, context.parts.now()
        )
