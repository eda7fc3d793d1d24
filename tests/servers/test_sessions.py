"""Sign-in, POP3 and SMTP sessions against servers that we did not write: the layers below the mailroom."""

import secrets
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from poststelle.model.errors import Refused
from poststelle.model.mailbox import Authentication, Connection, Encryption, Protocol
from poststelle.model.message import Party
from poststelle.model.secret import Secret
from poststelle.protocols import mime
from poststelle.protocols.mime import write
from poststelle.protocols.oauth import answer, callback, id_token, metadata, request
from poststelle.transport import http, pop3, smtp
from poststelle.transport.network import Network
from tests.servers.bed.all import ALICE, SUPPORT, Bed

pytestmark = pytest.mark.servers
REDIRECT = "http://127.0.0.1:8901/callback"
SCOPES = ("openid", "email", "offline_access", "mail")


async def signed_in(bed: Bed) -> tuple[answer.TokenAnswer, id_token.IdToken]:
    network = Network(ca_pem=bed.ca.read_text())
    found = await http.request(network, "GET", metadata.address(bed.provider.issuer))
    place = metadata.parse(found.body, bed.provider.issuer)
    state, nonce, pair = (secrets.token_urlsafe(32) for _ in range(3))
    pkce = request.pkce(pair)
    url = request.authorization_url(
        place.authorization,
        client_id="poststelle",
        redirect_url=REDIRECT,
        scopes=SCOPES,
        state=state,
        nonce=nonce,
        challenge=pkce.challenge,
        extra={"prompt": "consent"},
    )
    back = dict(parse_qsl(urlsplit(bed.provider.walk(url, ALICE)).query))
    code = callback.parse(back, state=state, issuer=place.issuer, iss_required=place.iss_in_answer)
    tokens = await ask(bed, place.token, request.code_form(code, REDIRECT, pkce.verifier), bed.provider.secret)
    keys = await http.request(network, "GET", place.jwks)
    who = id_token.validate(
        tokens.id_token, keys.body, issuer=place.issuer, audience="poststelle", nonce=nonce, now=datetime.now(UTC)
    )
    return tokens, who


async def ask(bed: Bed, url: str, form: request.Form, secret: str) -> answer.TokenAnswer:
    headers, fields = request.authenticated(form, "poststelle", secret)
    found = await http.request(Network(ca_pem=bed.ca.read_text()), "POST", url, headers=headers, form=fields)
    return answer.parse_token(found.status, found.headers, found.body, datetime.now(UTC))


def outgoing(bed: Bed) -> Connection:
    trust = bed.ca.read_text()
    port = bed.postfix.starttls
    return Connection(Protocol.SMTP, "127.0.0.1", port, Encryption.STARTTLS, Authentication.OAUTH2, ca_pem=trust)


def incoming(bed: Bed, encryption: Encryption) -> Connection:
    trust = bed.ca.read_text()
    port = bed.dovecot.pop3s if encryption is Encryption.TLS else bed.dovecot.pop3
    return Connection(Protocol.POP3, "127.0.0.1", port, encryption, Authentication.OAUTH2, ca_pem=trust)


async def test_a_sign_in_names_its_person_and_a_wrong_secret_is_a_401(bed: Bed) -> None:
    tokens, who = await signed_in(bed)
    assert who.address == ALICE
    assert tokens.refresh_token is not None
    form = request.refresh_form(tokens.refresh_token.reveal())
    network = Network(ca_pem=bed.ca.read_text())
    place = metadata.parse((await http.request(network, "GET", metadata.address(bed.provider.issuer))).body)
    with pytest.raises(Refused) as caught:
        await ask(bed, place.token, form, "wrong")
    assert (caught.value.code, caught.value.status) == ("invalid_client", 401)
    assert (await ask(bed, place.token, form, bed.provider.secret)).access_token.reveal()


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
async def test_mail_goes_out_by_smtp_and_comes_in_by_pop3(bed: Bed, mechanism: str) -> None:
    tokens, _ = await signed_in(bed)
    raw = write.build(
        write.Outgoing(
            author=Party("Support", SUPPORT),
            to=(Party("", ALICE),),
            subject="Grüße",
            text=".\n..\nUmlaute: äöü\n",
            date=datetime.now(UTC),
            message_id=f"<{secrets.token_hex(8)}@firma.test>",
        )
    )
    network = Network()
    async with await smtp.connect(network, outgoing(bed)) as out:
        await out.authenticate(mechanism, ALICE, tokens.access_token)
        accepted = await out.send(SUPPORT, [ALICE, "nobody@firma.test"], raw)
    assert accepted.code == 250
    wanted = mime.read(raw).message_id
    for _ in range(50):
        async with await pop3.connect(network, incoming(bed, Encryption.STARTTLS)) as into:
            await into.authenticate(mechanism, ALICE, tokens.access_token)
            mails = [mime.read(await into.retrieve(number)) for number in await into.uidl()]
            await into.quit()
        if found := [mail for mail in mails if mail.message_id == wanted]:
            break
    assert (found[0].subject, found[0].text) == ("Grüße", ".\n..\nUmlaute: äöü\n")


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
async def test_a_token_that_nobody_gave_is_refused_with_its_reason(bed: Bed, mechanism: str) -> None:
    network, forged = Network(), Secret("forged" * 400)
    async with await pop3.connect(network, incoming(bed, Encryption.TLS)) as into:
        with pytest.raises(Refused) as caught:
            await into.authenticate(mechanism, ALICE, forged)
    assert caught.value.code == "sign-on-refused"
    assert "401" in caught.value.facts["challenge"] or "invalid_token" in caught.value.facts["challenge"]
    async with await smtp.connect(network, outgoing(bed)) as out:
        with pytest.raises(Refused) as caught:
            await out.authenticate(mechanism, ALICE, forged)
    assert (caught.value.code, caught.value.status) == ("sign-on-refused", 535)
