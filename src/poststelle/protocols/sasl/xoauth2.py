"""XOAUTH2, the bearer-token exchange of Google and Microsoft 365.

    C: AUTH XOAUTH2 base64("user=<mailbox>^Aauth=Bearer <token>^A^A")
    S: 235 / OK                        accepted
    S: 334 / + base64(<JSON>)          refused; the client must answer with an empty line
    C:                                 to be told so in the final reply

`user` is the mailbox to open, the token is the person's: on a shared mailbox the two differ, and the server
decides by the rights it knows (Microsoft: "SASL XOAUTH2 authentication for shared mailboxes").
"""

from poststelle.protocols.sasl import bearer
from poststelle.protocols.sasl.bearer import SEPARATOR, Bearer

ANSWER_TO_CHALLENGE = b""


def initial_response(user: str, token: str) -> bytes:
    return f"{bearer.field('user', user)}{bearer.authorization(token)}{SEPARATOR}".encode()


def parse(response: bytes) -> Bearer:
    """The server's reading; `ValueError` when it is something else."""
    fields = bearer.fields(bearer.decoded(response))
    if "user" not in fields or "auth" not in fields:
        raise ValueError("user and auth are needed")
    return Bearer(fields["user"], bearer.token_of(fields["auth"]))
