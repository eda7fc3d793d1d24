"""All texts by code. One file a subject; a code appears in one of them only."""

from poststelle.words.codes.edges import EDGES
from poststelle.words.codes.entra import ENTRA
from poststelle.words.codes.mailbox import MAILBOX
from poststelle.words.codes.network import NETWORK
from poststelle.words.codes.oauth import OAUTH
from poststelle.words.codes.ours import OURS
from poststelle.words.codes.sending import SENDING
from poststelle.words.entry import Entry

ENTRIES: dict[str, Entry] = {**NETWORK, **OAUTH, **ENTRA, **MAILBOX, **SENDING, **OURS, **EDGES}
