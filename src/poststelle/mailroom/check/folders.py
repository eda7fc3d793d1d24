"""Can the inbox be opened, read-only, and one message's header be read?"""

from poststelle.mailroom.check.context import Context, notice, ok
from poststelle.model.finding import Finding, Step
from poststelle.transport import pop3
from poststelle.transport.imap import ImapSession

HEADER = ("UID", "BODY.PEEK[HEADER]")


async def run(context: Context) -> Finding:
    session = context.incoming
    assert session is not None
    if isinstance(session, ImapSession):
        return await _over_imap(context, session)
    return await _over_pop3(session)


async def _over_imap(context: Context, session: ImapSession) -> Finding:
    opened = await session.examine(context.inbox)
    if not opened.exists:
        return ok(Step.FOLDERS, "inbox-empty")
    newest = f"{opened.uid_next - 1}" if opened.uid_next else "*"
    found = [one async for one in session.uid_fetch(f"{newest}:*", HEADER) if one.sections or one.body]
    if not found:
        return notice(Step.FOLDERS, "message-not-readable", messages=str(opened.exists))
    return ok(Step.FOLDERS, messages=str(opened.exists))


async def _over_pop3(session: pop3.Session) -> Finding:
    listed = await session.uidl()
    if not listed:
        return ok(Step.FOLDERS, "inbox-empty")
    if "TOP" in session.capabilities:
        await session.top(max(listed), 0)
    return ok(Step.FOLDERS, messages=str(len(listed)))
