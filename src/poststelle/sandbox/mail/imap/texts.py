"""What Exchange says on IMAP, word for word, and the capabilities it lists."""

READY = "The Microsoft Exchange IMAP4 service is ready."
NOT_CONNECTED = "User is authenticated but not connected."
AUTHENTICATE_FAILED = "AUTHENTICATE failed."
LOGIN_FAILED = "LOGIN failed."
EXPIRED = "Session invalidated - AccessTokenExpired"
IDLE_TOO_LONG = "Connection is closed. 13"
CLOSED = "Connection closed. 14"
INVALID_STATE = "Command received in Invalid state."
COMMAND_ERROR = "Command Error. 12"
ARGUMENT_ERROR = "Command Argument Error. 11"
RESERVED = "Folder name is reserved"
SIGN_OFF = "Microsoft Exchange Server IMAP4 server signing off."

ALWAYS = ("IMAP4", "IMAP4rev1")
MECHANISMS = ("AUTH=PLAIN", "AUTH=XOAUTH2", "AUTH=OAUTHBEARER")
EXTENSIONS = ("SASL-IR", "UIDPLUS", "MOVE", "ID", "UNSELECT", "CHILDREN", "IDLE", "NAMESPACE", "LITERAL+")
AFTER_LOGIN = ("CLIENTACCESSRULES", "CLIENTNETWORKPRESENCELOCATION", "BACKENDAUTHENTICATE")

FLAGS = ("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "$MDNSent")
RESERVED_NAMES = frozenset({"files"})


def capabilities(*, clear: bool, signed_on: bool) -> tuple[str, ...]:
    """Over a line in the clear nothing can be signed on with."""
    if signed_on:
        return ALWAYS + MECHANISMS + EXTENSIONS + AFTER_LOGIN
    offers = ("STARTTLS", "LOGINDISABLED") if clear else MECHANISMS
    return ALWAYS + offers + EXTENSIONS


def absent(name: str) -> str:
    return f"{name} doesn't exist."
