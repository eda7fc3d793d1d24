"""STARTTLS, AUTHENTICATE and LOGIN.

Exchange says why to nobody: XOAUTH2 ends with `NO AUTHENTICATE failed.` at once. OAUTHBEARER, which Exchange does not
have, ends as RFC 7628 wants it, with a challenge in between.
"""

from poststelle.protocols.imap import server as engine
from poststelle.protocols.imap import syntax
from poststelle.protocols.imap.server import Command
from poststelle.protocols.sasl import challenge, oauthbearer, plain, xoauth2
from poststelle.sandbox.mail.imap import texts
from poststelle.sandbox.mail.imap.talk import Talk, text_of
from poststelle.sandbox.mail.signon import Reason, Service, SignedOn, SignOnRefused

SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All"


async def start_tls(talk: Talk, command: Command) -> None:
    if not talk.line.offers_tls:
        await talk.fail(command, texts.INVALID_STATE)
        return
    talk.imap.complete(command, "OK", "Begin TLS negotiation now.")
    await talk.flush()
    await talk.line.start_tls()
    talk.imap.tls_started()


async def authenticate(talk: Talk, command: Command) -> None:
    mechanism = syntax.word(command.arguments[0])
    if talk.line.offers_tls or f"AUTH={mechanism}" not in texts.MECHANISMS:
        talk.imap.complete(command, "NO", "Unsupported authentication mechanism.")
        return
    try:
        answer = command.initial_response
    except ValueError:
        await talk.fail(command, texts.ARGUMENT_ERROR)
        return
    if answer is None:
        answer = await _ask(talk)
    if answer is None:
        await talk.fail(command, "AUTHENTICATE was canceled.")
        return
    try:
        _admit(talk, _present(talk, mechanism, answer))
    except (ValueError, SignOnRefused) as refused:
        if mechanism == "OAUTHBEARER":
            reason = refused.reason if isinstance(refused, SignOnRefused) else Reason.TOKEN
            await _ask(talk, challenge.build(status=reason.status, scope=SCOPE))  # 0x01 or "*"
        talk.imap.complete(command, "NO", texts.AUTHENTICATE_FAILED)
    else:
        talk.imap.complete(command, "OK", "AUTHENTICATE completed.")


async def login(talk: Talk, command: Command) -> None:
    user, password = map(text_of, command.arguments)
    try:
        if talk.line.offers_tls:
            raise SignOnRefused(Reason.PASSWORD)
        _admit(talk, talk.door.by_password(Service.IMAP, user, password))
    except SignOnRefused:
        talk.imap.complete(command, "NO", texts.LOGIN_FAILED)
    else:
        talk.imap.complete(command, "OK", "LOGIN completed.")


def _admit(talk: Talk, signed_on: SignedOn) -> None:
    talk.signed_on = signed_on
    talk.imap.limits = engine.LIMITS


def _present(talk: Talk, mechanism: str, answer: bytes) -> SignedOn:
    if mechanism == "PLAIN":
        given = plain.parse(answer)
        return talk.door.by_password(Service.IMAP, given.user, given.password)
    bearer = xoauth2.parse(answer) if mechanism == "XOAUTH2" else oauthbearer.parse(answer)
    return talk.door.by_token(Service.IMAP, bearer.user, bearer.token)


async def _ask(talk: Talk, question: bytes = b"") -> bytes | None:
    talk.imap.challenge(question)
    answer = await talk.next()
    return answer.octets if isinstance(answer, engine.Answer) else None
