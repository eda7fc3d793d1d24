"""Postfix as submission server with sender checks; it delivers to Dovecot, and the rest of the world is a sink."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.servers.bed import process
from tests.servers.bed.certificates import Certificate

MAIN = """
compatibility_level = 3.6
queue_directory = {base}/spool
data_directory = {base}/lib
maillog_file = {base}/postfix.log
maillog_file_prefixes = {base}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.firma.test
mydomain = firma.test
mydestination =
mynetworks =
message_size_limit = 62914560
smtputf8_enable = yes
biff = no
alias_maps =
local_recipient_maps =
local_transport = error:no local delivery
virtual_mailbox_domains = firma.test
virtual_mailbox_maps = socketmap:inet:127.0.0.1:{socketmap}:box
virtual_mailbox_limit = 0
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = smtp:[127.0.0.1]:{sink}
relay_transport = $default_transport
smtp_host_lookup = native
disable_dns_lookups = yes
smtp_tls_security_level = none
lmtp_tls_security_level = none
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_tls_auth_only = yes
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = {auth}
smtpd_sasl_security_options = noanonymous
smtpd_sasl_authenticated_header = no
smtpd_sender_login_maps = socketmap:inet:127.0.0.1:{socketmap}:login
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_peername_lookup = no
queue_run_delay = 5s
minimal_backoff_time = 5s
maximal_backoff_time = 20s
"""

SUBMISSION = """  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sender_restrictions=reject_sender_login_mismatch
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o smtpd_milters=inet:127.0.0.1:{milter}
  -o milter_default_action=tempfail
"""

MASTER = """
{starttls}     inet  n       -       n       -       -       smtpd
  -o smtpd_tls_security_level=encrypt
{submission}{tls}     inet  n       -       n       -       -       smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_mechanism_filter=plain,login,xoauth2
{submission}pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
lmtp      unix  -       -       n       -       -       lmtp
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
"""


@dataclass
class Postfix:
    base: Path
    certificate: Certificate
    auth: Path
    lmtp: int
    socketmap: int
    milter: int
    sink: int

    def __post_init__(self) -> None:
        self.starttls, self.tls = process.free_ports(2)

    @property
    def etc(self) -> Path:
        return self.base / "etc"

    def start(self) -> None:
        self._write()
        subprocess.run(
            ["postfix", "-c", str(self.etc), "start"],
            stdin=subprocess.DEVNULL,
            stdout=(self.base / "start.log").open("ab"),
            stderr=subprocess.STDOUT,
            check=True,
            timeout=30,
        )
        process.wait_for_greeting(self.starttls)

    def stop(self) -> None:
        subprocess.run(
            ["postfix", "-c", str(self.etc), "stop"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=30,
        )

    def _write(self) -> None:
        for folder in ("etc", "spool", "lib"):
            (self.base / folder).mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.base / "lib", "postfix")
        main = MAIN.format(
            base=self.base,
            cert=self.certificate.cert,
            key=self.certificate.key,
            auth=self.auth,
            lmtp=self.lmtp,
            socketmap=self.socketmap,
            sink=self.sink,
        )
        submission = SUBMISSION.format(milter=self.milter)
        master = MASTER.format(starttls=self.starttls, tls=self.tls, submission=submission)
        long_ago = time.time() - 60
        for name, text in (("main.cf", main), ("master.cf", master)):
            (self.etc / name).write_text(text)
            # Postfix waits while its configuration looks as if it were still being written
            os.utime(self.etc / name, (long_ago, long_ago))
