"""The whole bed, put together and taken apart."""

import os
import secrets
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.servers.bed import certificates, process
from tests.servers.bed.dovecot import Dovecot
from tests.servers.bed.postfix import Postfix
from tests.servers.bed.provider import OpenIdProvider
from tests.servers.bed.rights import Policy, Rights

ALICE, BOB, CARLA = "alice@firma.test", "bob@firma.test", "carla@firma.test"
SUPPORT = "support@firma.test"


class Bed:
    def __init__(self, directory: Path) -> None:
        """The directory must be passable for other users: Postfix and Dovecot drop their rights."""
        self.directory = directory
        self.rights = Rights((ALICE, BOB, CARLA), (SUPPORT,))
        self.rights.read |= {(ALICE, SUPPORT)}
        self.rights.send_as |= {(ALICE, SUPPORT), (BOB, SUPPORT)}
        self.ca, self.certificate = certificates.make(directory / "certificates")
        openid, socketmap, milter, sink = process.free_ports(4)
        self.passwords = {address: secrets.token_urlsafe(9) for address in self.rights.addresses}
        self.policy = Policy(self.rights, socketmap, milter)
        self.sink = Controller(Sink(), hostname="127.0.0.1", port=sink)
        self.provider = OpenIdProvider(directory, openid, self.ca, self.certificate, self.rights.people)
        self.dovecot = Dovecot(directory / "dovecot", self.provider, self.certificate, self.rights, self.passwords)
        # one that offers XOAUTH2 only, as Exchange does; Postfix does the same on its TLS port
        self.xoauth2_dovecot = Dovecot(
            directory / "dovecot-xoauth2", self.provider, self.certificate, self.rights, self.passwords, "xoauth2"
        )
        self.postfix = Postfix(
            directory / "postfix",
            self.certificate,
            auth=directory / "dovecot" / "run" / "auth-postfix",
            lmtp=self.dovecot.lmtp,
            socketmap=socketmap,
            milter=milter,
            sink=sink,
        )

    def start(self) -> None:
        for folder in ("dovecot", "dovecot-xoauth2", "postfix"):
            (self.directory / folder).mkdir(parents=True, exist_ok=True)
        self.provider.start()
        self.dovecot.start()
        self.xoauth2_dovecot.start()
        self.policy.start()
        self.sink.start()
        if os.geteuid() == 0:  # Postfix wants more than one user id
            self.postfix.start()

    def stop(self) -> None:
        if os.geteuid() == 0:
            self.postfix.stop()
        self.dovecot.stop()
        self.xoauth2_dovecot.stop()
        self.provider.stop()
        self.policy.stop()
        self.sink.stop()

    def change_rights(self) -> None:
        """Write `rights` out; Dovecot looks at its files at most once a second, so a change counts after that."""
        for server in (self.dovecot, self.xoauth2_dovecot):
            self.rights.write_for_dovecot(server.base)
