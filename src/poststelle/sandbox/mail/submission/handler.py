"""A submission step by step: sign on, MAIL FROM, RCPT TO, DATA. Each asks for the right that belongs to it."""

import asyncio
import secrets

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, LoginPassword, Session
from aiosmtpd.smtp import Envelope as Wire

from poststelle.protocols.sasl import challenge, from_wire, oauthbearer, xoauth2
from poststelle.sandbox.mail.signon import Door, Reason, Service, SignedOn, SignOnRefused
from poststelle.sandbox.mail.store import MailStore
from poststelle.sandbox.mail.submission import texts
from poststelle.sandbox.mail.submission.delivery import Envelope, deliver, keep_sent, known
from poststelle.sandbox.mail.submission.limits import Connections, Pace
from poststelle.sandbox.mail.submission.senders import Manner, authored, manner, with_sender
from poststelle.sandbox.switches import Stage


class Handler:
    """One for all connections; what belongs to a connection lies in aiosmtpd's session."""

    def __init__(self, door: Door, store: MailStore, hostname: str) -> None:
        self._door = door
        self._store = store
        self.hostname = hostname
        self._connections = Connections()
        self._pace = Pace()

    def left(self, server: SMTP) -> None:
        self._connections.leave(server)

    # greeting

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Wire, hostname: str, offers: list[str]
    ) -> list[str]:  # noqa: N802, PLR0913, E501, RUF100 - aiosmtpd's names
        session.host_name = hostname
        greeting = f"250-{self.hostname} Hello [{_peer(session)}]"
        extra = ["250-PIPELINING", "250-ENHANCEDSTATUSCODES"]
        return [greeting, *extra, *(offer for offer in offers[1:] if offer != "250 HELP"), "250 HELP"]

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Wire) -> str:  # noqa: N802
        self.left(server)
        return texts.SIGN_OFF

    # signing on

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        answer = await _response(server, args)
        if answer is None:
            return AuthResult(success=False)
        try:
            bearer = xoauth2.parse(answer)
            return self._welcome(server, self._door.by_token(Service.SMTP, bearer.user, bearer.token))
        except ValueError:
            return self._refuse(server, Reason.TOKEN)
        except SignOnRefused as refused:  # Exchange sends no challenge with a reason
            return self._refuse(server, refused.reason)

    async def auth_OAUTHBEARER(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        answer = await _response(server, args)
        if answer is None:
            return AuthResult(success=False)
        try:
            bearer = oauthbearer.parse(answer)
            return self._welcome(server, self._door.by_token(Service.SMTP, bearer.user, bearer.token))
        except ValueError:
            reason = Reason.TOKEN
        except SignOnRefused as refused:
            reason = refused.reason
        json = challenge.build(status=reason.status, scope="https://outlook.office.com/SMTP.Send")
        if await server.challenge_auth(json) is MISSING:  # the client answers 0x01 or cancels
            return AuthResult(success=False)
        return self._refuse(server, reason)

    def check_password(
        self, server: SMTP, session: Session, envelope: Wire, mechanism: str, login: LoginPassword
    ) -> AuthResult:
        """aiosmtpd's authenticator, for LOGIN."""
        try:
            user, password = login.login.decode(), login.password.decode()
            return self._welcome(server, self._door.by_password(Service.SMTP, user, password))
        except UnicodeDecodeError:
            return self._refuse(server, Reason.PASSWORD)
        except SignOnRefused as refused:
            return self._refuse(server, refused.reason)

    def _welcome(self, server: SMTP, signed_on: SignedOn) -> AuthResult:
        self._connections.join(signed_on.user, server)
        return AuthResult(success=True, auth_data=signed_on)

    def _refuse(self, server: SMTP, reason: Reason) -> AuthResult:
        text = {
            Reason.SUBMISSION_OFF: texts.SUBMISSION_OFF,
            Reason.SUBMISSION_OFF_MAILBOX: texts.SUBMISSION_OFF_MAILBOX,
            Reason.PASSWORDS_OFF: texts.BASIC_OFF,
        }.get(reason, f"{texts.UNSUCCESSFUL} [{self.hostname}]")
        return AuthResult(success=False, handled=False, message=text)

    # the message

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Wire, address: str, options: list[str]
    ) -> str:  # noqa: N802, PLR0913, E501, RUF100
        signed_on = _signed_on(session)
        if signed_on is None:
            return texts.NOT_AUTHENTICATED
        switches = self._door.organisation.switches()
        if self._connections.too_many(signed_on.user, server, switches.submission_connections):
            return texts.TOO_MANY_CONNECTIONS
        if switches.refusal is Stage.MAIL_FROM and manner(self._door, signed_on, address) is None:
            return texts.NO_SENDER_RIGHT
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return texts.SENDER_OK

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Wire, address: str, options: list[str]
    ) -> str:  # noqa: N802, PLR0913, E501, RUF100
        if not known(self._door.organisation, address):
            return texts.RECIPIENT_UNKNOWN
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return texts.RECIPIENT_OK

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Wire) -> str:  # noqa: N802
        signed_on, mail_from = _signed_on(session), envelope.mail_from
        if signed_on is None or mail_from is None:
            return texts.NOT_AUTHENTICATED
        raw = envelope.original_content or b""
        by = authored(self._door, signed_on, raw, mail_from)
        for address, allowed in ((by.author, by.manner), (mail_from, manner(self._door, signed_on, mail_from))):
            if allowed is None:
                return texts.send_as_denied(signed_on.user, address)
        organisation, now = self._door.organisation, self._door.now()
        per_minute = organisation.switches().submissions_per_minute
        await asyncio.sleep(self._pace.wait_seconds(signed_on.user, now, per_minute))
        if by.manner is Manner.ON_BEHALF:
            member = organisation.person(signed_on.person)
            raw = with_sender(raw, member.name if member else "", signed_on.person)
        client = f"{session.host_name} ([{_peer(session)}])"
        deliver(organisation, self._store, Envelope(mail_from, tuple(envelope.rcpt_tos), client, now), raw)
        keep_sent(organisation, self._store, signed_on, by, raw, now)
        return texts.queued(f"{secrets.token_hex(8)}@{self.hostname}", self.hostname)


async def _response(server: SMTP, args: list[str]) -> bytes | None:
    """The initial response, from the command line or from the line after it; None if the client canceled."""
    if len(args) > 1:
        try:
            return b"" if args[1] == "=" else from_wire(args[1].encode())
        except ValueError:
            await server.push("501 5.5.2 Can't decode base64")
            return None
    answer = await server.challenge_auth(b"")
    return answer if isinstance(answer, bytes) else None


def _signed_on(session: Session) -> SignedOn | None:
    return session.auth_data if isinstance(session.auth_data, SignedOn) else None


def _peer(session: Session) -> str:
    return str(session.peer[0]) if isinstance(session.peer, tuple) else "unknown"
