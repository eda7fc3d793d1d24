"""The sandbox provider seen from outside Poststelle: its sign-in pages, its admin API and its mail servers."""

import email
import email.policy
import smtplib
import ssl
from base64 import b64encode
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, localtime, make_msgid
from imaplib import IMAP4_SSL
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2

from tests import signin
from tests.walkthrough.stage import Stage

RESOURCE = "https://outlook.office.com"


@dataclass(frozen=True)
class Provider:
    stage: Stage
    language: str

    @property
    def ca_pem(self) -> str:
        return Path(self.stage.app["ca_file"]).read_text()

    def walk(self, url: str, person: str, password: str = "", pages: list[str] | None = None) -> str:
        """Go through the sign-in pages as this person and accept; the address that leads back to Poststelle."""
        arrived = signin.walk(url, person, password or self.stage.provider_password, language=self.language)
        if pages is not None:
            pages.extend(arrived.seen)
        assert arrived.location, arrived.page
        return arrived.location

    def counts(self, mailbox: str) -> dict[str, int]:
        """How many hold each right there, by the admin centre's API."""
        listed = self.ask("/admin/api/mailboxes")["mailboxes"]
        found = next(one for one in listed if one["address"] == mailbox)
        return {right: int(number) for right, number in found["counts"].items()}

    def ask(self, path: str) -> Any:
        token = self._token({"grant_type": "client_credentials", "scope": "https://outlook.office365.com/.default"})
        answer = httpx2.get(f"{self.stage.sandbox}{path}", headers={"Authorization": f"Bearer {token}"})
        assert answer.is_success, answer.text
        return answer.json()

    def person_token(self, person: str, protocol: str) -> str:
        """What a mail program of this person gets: the sign-in pages, the code, the token."""
        scope = f"{RESOURCE}/{protocol} offline_access openid"
        redirect = self.stage.app["redirect_urls"][0]
        asked = {
            "client_id": self.stage.app["client_id"],
            "response_type": "code",
            "redirect_uri": redirect,
            "scope": scope,
            "state": "mail-program",
        }
        back = self.walk(f"{self._issuer}/authorize?{urlencode(asked)}", person)
        code = parse_qs(urlsplit(back).query)["code"][0]
        return self._token({"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "scope": scope})

    def write(self, person: str, name: str, to: str, subject: str, text: str) -> None:
        """A letter to the shared mailbox, by the mail program of another person of the house."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = formataddr((name, person)), to, subject
        letter["Message-ID"], letter["Date"] = make_msgid(domain="muster.example"), localtime()
        letter.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.stage.mail_port(5), timeout=30) as server:
            server.starttls(context=self._tls)
            sign_on = _bearer(person, self.person_token(person, "SMTP.Send"))
            server.ehlo()
            server.docmd("AUTH", f"XOAUTH2 {b64encode(sign_on).decode()}")
            server.send_message(letter)

    def in_folder(self, mailbox: str, person: str, folder: str, message_id: str) -> int:
        """How often a message lies in a folder of the shared mailbox, as any IMAP program sees it."""
        sign_on = _bearer(mailbox, self.person_token(person, "IMAP.AccessAsUser.All"))
        with IMAP4_SSL("127.0.0.1", self.stage.mail_port(1), ssl_context=self._tls, timeout=30) as server:
            server.authenticate("XOAUTH2", lambda _challenge: sign_on)
            code, _number = server.select(f'"{folder}"', readonly=True)
            assert code == "OK", folder
            found = server.search(None, "HEADER", "Message-ID", f'"{message_id}"')[1][0]
        return len(found.split())

    def received(self, person: str, subject: str) -> list[EmailMessage]:
        """Messages with this subject in a person's own inbox."""
        sign_on = _bearer(person, self.person_token(person, "IMAP.AccessAsUser.All"))
        with IMAP4_SSL("127.0.0.1", self.stage.mail_port(1), ssl_context=self._tls, timeout=30) as server:
            server.authenticate("XOAUTH2", lambda _challenge: sign_on)
            server.select("INBOX", readonly=True)
            numbers = server.search(None, "SUBJECT", f'"{subject}"')[1][0].split()
            raws = [server.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
        return [email.message_from_bytes(raw[1], policy=email.policy.default) for raw in raws if isinstance(raw, tuple)]

    @property
    def _issuer(self) -> str:
        return f"{self.stage.sandbox}/{self.stage.app['tenant']}/oauth2/v2.0"

    @property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self.ca_pem)

    def _token(self, form: dict[str, str]) -> str:
        app = self.stage.app
        known = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
        answer = httpx2.post(f"{self._issuer}/token", data=known | form)
        assert answer.is_success, answer.text
        return str(answer.json()["access_token"])


def _bearer(user: str, token: str) -> bytes:
    return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
