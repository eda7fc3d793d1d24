"""The words for the values of `model/`: steps, states, rights. English here, German in `locale/`."""

from enum import StrEnum

from poststelle.model.finding import Responsible, Status, Step
from poststelle.model.mailbox import Authentication, Encryption, Kind
from poststelle.model.message import Use
from poststelle.model.person import AccountState
from poststelle.model.rights import Proof, Right, Source
from poststelle.model.submission import Event, Manner, State
from poststelle.words.entry import msg

_PAIRS: tuple[tuple[StrEnum, str], ...] = (
    (Step.SETTINGS, msg("Settings plausible")),
    (Step.PROVIDER, msg("Provider reachable")),
    (Step.TOKEN, msg("Consent and token")),
    (Step.TOKEN_FITS, msg("Token fits")),
    (Step.NAME, msg("Server name known")),
    (Step.CONNECTION, msg("Connection")),
    (Step.ENCRYPTION, msg("Encryption")),
    (Step.GREETING, msg("Server answers")),
    (Step.LOGIN, msg("Sign-on at the incoming server")),
    (Step.MAILBOX, msg("Mailbox open (Read and manage)")),
    (Step.FOLDERS, msg("Folders and one message")),
    (Step.OUTGOING, msg("Sign-on at the outgoing server")),
    (Step.SEND, msg("Send a test message")),
    (Step.ROUND_TRIP, msg("Round trip")),
    (Status.OK, msg("passed")),
    (Status.NOTICE, msg("notice")),
    (Status.WAITING, msg("waiting")),
    (Status.FAILED, msg("failed")),
    (Status.SKIPPED, msg("skipped")),
    (Responsible.YOU, msg("you")),
    (Responsible.MEMBER, msg("a member of the mailbox")),
    (Responsible.OWNER, msg("the owner of the mailbox")),
    (Responsible.ENTRA_ADMINISTRATOR, msg("the Entra administrator")),
    (Responsible.EXCHANGE_ADMINISTRATOR, msg("the Exchange administrator")),
    (Responsible.GOOGLE_ADMINISTRATOR, msg("the Google administrator")),
    (Responsible.OPERATOR, msg("the operator of this Poststelle")),
    (Right.READ_AND_MANAGE, msg("Read and manage")),
    (Right.SEND_AS, msg("Send as")),
    (Right.SEND_ON_BEHALF, msg("Send on behalf")),
    (Proof.WANTED, msg("not proved yet")),
    (Proof.PENDING, msg("waiting to take effect")),
    (Proof.PROVED, msg("proved")),
    (Proof.REFUSED, msg("refused by the server")),
    (Source.DIRECTORY, msg("from the provider’s directory")),
    (Source.ENTERED, msg("entered here")),
    (Source.OBSERVED, msg("observed")),
    (Manner.SEND_AS, msg("Send as")),
    (Manner.ON_BEHALF, msg("Send on behalf")),
    (State.QUEUED, msg("queued")),
    (State.SENDING, msg("being sent")),
    (State.SENT, msg("sent")),
    (State.FILED, msg("sent and filed")),
    (State.FAILED, msg("refused")),
    (State.AMBIGUOUS, msg("unclear whether sent")),
    (State.CANCELED, msg("canceled")),
    (Event.STARTED, msg("handed to the outgoing server")),
    (Event.WRITTEN, msg("transmitted but for the end")),
    (Event.ACCEPTED, msg("accepted by the outgoing server")),
    (Event.REFUSED, msg("refused by the outgoing server")),
    (Event.DEFERRED, msg("put off by the outgoing server")),
    (Event.LOST, msg("connection lost before the answer")),
    (Event.FOUND, msg("found in the Sent folder")),
    (Event.MISSING, msg("not found in the Sent folder")),
    (Event.COPIED, msg("copy filed in the Sent folder")),
    (Event.CANCEL, msg("canceled")),
    (AccountState.VALID, msg("valid")),
    (AccountState.REFUSED, msg("sign in again")),
    (Kind.SHARED, msg("Shared mailbox")),
    (Kind.PERSONAL, msg("Personal mailbox")),
    (Encryption.TLS, msg("TLS")),
    (Encryption.STARTTLS, msg("STARTTLS")),
    (Encryption.NONE, msg("None")),
    (Authentication.OAUTH2, msg("OAuth 2.0")),
    (Authentication.PASSWORD, msg("Password")),
    (Use.INBOX, msg("Inbox")),
    (Use.SENT, msg("Sent")),
    (Use.DRAFTS, msg("Drafts")),
    (Use.TRASH, msg("Trash")),
    (Use.JUNK, msg("Junk")),
    (Use.ARCHIVE, msg("Archive")),
)

# By type as well: members of two enumerations may share a value ("failed") and yet want different words.
TERMS: dict[tuple[type[StrEnum], str], str] = {(type(member), member.value): text for member, text in _PAIRS}
