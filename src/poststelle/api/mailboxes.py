"""`/mailboxes`: create, configure and list (scenes 1 and 3), and the keys that open one."""

from asgiref.sync import async_to_sync
from django.http import HttpRequest
from ninja import Router, Schema, Status

from poststelle.api.door import mailbox_of, person_of
from poststelle.api.place import parts
from poststelle.api.shapes import AccountOut, MailboxOut, ServerShape
from poststelle.mailroom import configure, keyring, postbox, rights
from poststelle.model.identifiers import AppId, MailboxId
from poststelle.model.mailbox import Connection, Kind, Mailbox
from poststelle.model.secret import Secret

router = Router(tags=["mailboxes"])


class MailboxIn(Schema):
    address: str
    name: str = ""
    kind: Kind = Kind.SHARED
    app: int | None = None


class NameIn(Schema):
    name: str


class ConnectionsIn(Schema):
    """Both servers as they shall be; `null` is none. Without `password` the one that is there stays."""

    incoming: ServerShape | None = None
    outgoing: ServerShape | None = None
    app: int | None = None
    password: str | None = None


class Script(Schema):
    script: str | None


@router.get("/mailboxes", response=list[MailboxOut])
def everyone(request: HttpRequest) -> list[Mailbox]:
    """Those on which the person holds any right; all for an administrator."""
    return postbox.everyone(person_of(request))


@router.post("/mailboxes", response={201: MailboxOut})
def create(request: HttpRequest, body: MailboxIn) -> Status[Mailbox]:
    """Create a mailbox, at the provider too where its directory allows it (administrators)."""
    app = AppId(body.app) if body.app is not None else None
    wanted = configure.NewMailbox(address=body.address, name=body.name, kind=body.kind, app=app)
    return Status(201, async_to_sync(configure.create)(parts(), person_of(request), wanted))


@router.get("/mailboxes/{mailbox}", response=MailboxOut)
def find(request: HttpRequest, mailbox: int) -> Mailbox:
    return mailbox_of(request, mailbox)


@router.patch("/mailboxes/{mailbox}", response=MailboxOut)
def rename(request: HttpRequest, mailbox: int, body: NameIn) -> Mailbox:
    """Give it another name (administrators)."""
    mailbox_of(request, mailbox)
    return configure.rename(parts(), person_of(request), MailboxId(mailbox), body.name)


@router.delete("/mailboxes/{mailbox}", response={204: None})
def remove(request: HttpRequest, mailbox: int) -> Status[None]:
    """Forget it here with all that was fetched; at the provider it stays (administrators)."""
    mailbox_of(request, mailbox)
    configure.remove(parts(), person_of(request), MailboxId(mailbox))
    return Status(204, None)


@router.put("/mailboxes/{mailbox}/connections", response=MailboxOut)
def connect(request: HttpRequest, mailbox: int, body: ConnectionsIn) -> Mailbox:
    """Set the incoming and the outgoing server (administrators)."""
    mailbox_of(request, mailbox)
    return configure.connect(
        parts(),
        person_of(request),
        MailboxId(mailbox),
        _connection(body.incoming),
        _connection(body.outgoing),
        AppId(body.app) if body.app is not None else None,
        Secret(body.password) if body.password else None,
    )


@router.get("/mailboxes/{mailbox}/directory-script", response=Script)
def script(request: HttpRequest, mailbox: int) -> Script:
    """What an administrator of the provider runs, where no program may arrange the directory (administrators)."""
    mailbox_of(request, mailbox)
    rights.administer(person_of(request))
    return Script(script=configure.directory_script(parts(), MailboxId(mailbox)))


@router.get("/mailboxes/{mailbox}/accounts", response=list[AccountOut])
def accounts(request: HttpRequest, mailbox: int) -> list[AccountOut]:
    """The sign-ins that open the mailbox, and whether each still works."""
    found = keyring.keys(mailbox_of(request, mailbox).id)
    return [AccountOut.from_orm(key.account) for key in found]


def _connection(shape: ServerShape | None) -> Connection | None:
    return Connection(**shape.dict()) if shape else None
