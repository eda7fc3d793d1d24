"""The shapes of what goes out: the values of `model/` as JSON, nothing added, no secret among them."""

from datetime import datetime

from ninja import Schema

from poststelle.model.finding import Responsible, Status, Step
from poststelle.model.mailbox import Authentication, Encryption, Kind, Protocol
from poststelle.model.message import Use
from poststelle.model.person import AccountState
from poststelle.model.rights import Proof, Right, Source
from poststelle.model.submission import Event, Manner, State


class PersonOut(Schema):
    id: int
    name: str
    address: str
    administrator: bool
    language: str


class AppOut(Schema):
    id: int
    name: str
    provider: str
    client_id: str
    redirect_url: str
    tenant: str
    issuer: str
    authorization_url: str
    token_url: str
    device_url: str
    scopes: list[str]
    secret_expires: datetime | None
    has_secret: bool


class ServerShape(Schema):
    """One server of a mailbox; the same shape comes in and goes out."""

    protocol: Protocol
    host: str
    port: int
    encryption: Encryption
    authentication: Authentication
    username: str | None = None
    ca_pem: str = ""


class MailboxOut(Schema):
    id: int
    address: str
    name: str
    kind: Kind
    app: int | None
    incoming: ServerShape | None
    outgoing: ServerShape | None
    fetch_every_seconds: int
    has_password: bool


class GrantOut(Schema):
    person: int
    address: str
    right: Right
    source: Source
    proof: Proof
    evidence: str
    at: datetime | None


class AccountOut(Schema):
    """A key of the mailbox: who signed in, and whether it still works."""

    id: int
    person: int
    address: str
    name: str
    state: AccountState
    reason: str
    scopes: list[str]
    signed_in_at: datetime | None
    renewed_at: datetime | None


class FindingOut(Schema):
    step: Step
    status: Status
    code: str
    facts: dict[str, str]
    remedy: str
    responsible: Responsible | None
    milliseconds: int


class CheckOut(Schema):
    id: int
    mailbox: int
    person: int
    started: datetime
    ended: datetime | None
    green: bool
    findings: list[FindingOut]


class FetchOut(Schema):
    new: int
    changed: int
    gone: int
    bytes: int
    seconds: float
    folders: int


class FolderOut(Schema):
    id: int
    name: str
    path: str
    use: Use | None
    messages: int
    unseen: int


class PartyOut(Schema):
    name: str
    address: str


class MessageOut(Schema):
    id: int
    mailbox: int
    folder: int
    subject: str
    sender: PartyOut
    to: list[PartyOut]
    cc: list[PartyOut]
    date: datetime | None
    received: datetime
    size_octets: int
    message_id: str
    in_reply_to: str
    references: list[str]
    seen: bool
    answered: bool
    flagged: bool
    draft: bool
    attachments: int
    snippet: str
    readable: bool


class AttachmentOut(Schema):
    index: int
    name: str
    content_type: str
    size_octets: int
    content_id: str
    inline: bool


class ReadableOut(Schema):
    message: MessageOut
    text: str
    html: str
    attachments: list[AttachmentOut]
    reply_to: list[PartyOut]
    headers: dict[str, str]
    blocked_pictures: int


class AttemptOut(Schema):
    at: datetime
    event: Event
    code: int | None
    text: str


class SubmissionOut(Schema):
    id: int
    mailbox: int
    person: int
    manner: Manner
    message_id: str
    subject: str
    recipients: list[str]
    state: State
    created: datetime
    attempts: list[AttemptOut]
    refused: list[tuple[str, int, str]]


class TokenOut(Schema):
    id: int
    name: str
    created: datetime
    used: datetime | None
