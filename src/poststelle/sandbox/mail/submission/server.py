"""The line itself: aiosmtpd, with Exchange's words, long AUTH lines and any length of line in a message."""

import asyncio
import logging
import ssl
from collections import defaultdict
from typing import Any, AnyStr

from aiosmtpd.smtp import SMTP

from poststelle.sandbox.mail.submission.handler import Handler
from poststelle.sandbox.mail.submission.texts import TRANSLATED

MAX_MESSAGE_OCTETS = 157_286_400  # as Exchange announces it
MAX_LINE_OCTETS = 1 << 20
MAX_COMMAND_OCTETS = 24_000  # an AUTH line with a token of 16 kB
IDENT = "Microsoft ESMTP MAIL Service ready"

# aiosmtpd warns of what is deprecated in itself, on every sign-on.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class SubmissionServer(SMTP):
    line_length_limit = MAX_LINE_OCTETS

    def __init__(self, handler: Handler, hostname: str, starttls: ssl.SSLContext | None) -> None:
        """Without a context for STARTTLS the connection is taken for encrypted from its first byte."""
        super().__init__(
            handler,
            data_size_limit=MAX_MESSAGE_OCTETS,
            enable_SMTPUTF8=True,
            hostname=hostname,
            ident=IDENT,
            tls_context=starttls,
            auth_require_tls=starttls is not None,
            auth_exclude_mechanism=["PLAIN"],
            authenticator=handler.check_password,
            loop=asyncio.get_running_loop(),
        )
        # aiosmtpd keeps the limits at its class, where each EHLO of anybody raises them.
        self.command_size_limits = defaultdict(lambda: MAX_COMMAND_OCTETS)
        self.AuthLoginUsernameChallenge = "Username:"
        self.AuthLoginPasswordChallenge = "Password:"

    async def push(self, status: AnyStr) -> Any:  # aiosmtpd's own signature
        text = status.decode() if isinstance(status, bytes) else str(status)
        return await super().push(TRANSLATED.get(text, text))

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        handler: Handler = self.event_handler
        handler.left(self)
