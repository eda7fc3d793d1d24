"""Dovecot 2.3 with IMAP, POP3 and LMTP: tokens are asked for at the provider, rights lie in three text files.

The token is checked by the first passdb; whether its person may open the mailbox named by the client is the second
one's question. So the name may be the shared mailbox's while the token is the person's, Microsoft's rule, without code.
"""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.servers.bed import process
from tests.servers.bed.certificates import Certificate
from tests.servers.bed.provider import OpenIdProvider
from tests.servers.bed.rights import Rights

MAIL_UID = 65534

CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/dovecot.log
instance_name = poststelle-bed-{imap}
{users}
listen = 127.0.0.1
protocols = imap pop3 lmtp
hostname = mail.firma.test
mail_home = {base}/mail/%Lu
mail_location = maildir:~/Maildir
mail_uid = {uid}
mail_gid = {uid}
first_valid_uid = 0
first_valid_gid = 0
mail_max_userip_connections = 50
ssl = yes
ssl_min_protocol = TLSv1.2
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = yes
auth_verbose = yes
auth_failure_delay = 0
auth_mechanisms = plain login {mechanisms}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox "Sent Items" {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox "Deleted Items" {{
    auto = subscribe
    special_use = \\Trash
  }}
}}
{protocols}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = {base}/passwords
}}
userdb {{
  driver = passwd-file
  args = {base}/users
  override_fields = uid={uid} gid={uid} home={base}/mail/%Lu
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
  }}
}}
service imap-urlauth-login {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  unix_listener auth-postfix {{
    mode = 0666
  }}
  unix_listener auth-userdb {{
    mode = 0666
  }}
}}
"""

PROTOCOL = """
protocol {name} {{
  passdb {{
    driver = oauth2
    mechanisms = xoauth2 oauthbearer
    args = {base}/oauth2.ext
    result_success = continue
    result_failure = return-fail
    result_internalfail = return-fail
  }}
  passdb {{
    driver = passwd-file
    mechanisms = xoauth2 oauthbearer
    args = username_format=%{{passdb:person}}|%Lu {base}/rights.{name}
  }}
}}
"""

OAUTH2 = """
tls_ca_cert_file = {ca}
username_attribute = email
openid_configuration_url = {issuer}/.well-known/openid-configuration
username_format = x
pass_attrs = person=%{{oauth2:email}}
introspection_mode = post
introspection_url = {introspection}
client_id = dovecot
client_secret = {secret}
active_attribute = active
active_value = true
force_introspection = yes
scope = mail
timeout_msecs = 5000
"""


@dataclass
class Dovecot:
    base: Path
    provider: OpenIdProvider
    certificate: Certificate
    rights: Rights
    passwords: dict[str, str]
    mechanisms: str = "xoauth2 oauthbearer"

    def __post_init__(self) -> None:
        self.imap, self.imaps, self.pop3, self.pop3s, self.lmtp = process.free_ports(5)
        self.child: subprocess.Popen[bytes] | None = None
        self.uid = MAIL_UID if os.geteuid() == 0 else os.getuid()

    def start(self) -> None:
        # sockets left over from before cost five seconds at each start
        shutil.rmtree(self.base / "run", ignore_errors=True)
        self._write()
        self.child = process.start(["dovecot", "-F", "-c", str(self.base / "dovecot.conf")], self.base / "start.log")
        for port in (self.imap, self.pop3):
            process.wait_for_greeting(port)

    def stop(self) -> None:
        if self.child is None:
            return
        self.child.terminate()
        try:
            self.child.wait(1)
        except subprocess.TimeoutExpired:  # it waits for idle logins
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait(10)
        time.sleep(0.1)

    def _write(self) -> None:
        (self.base / "mail").mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.base / "mail", self.uid, self.uid)
        (self.base / "dovecot.conf").write_text(self._config())
        (self.base / "oauth2.ext").write_text(self._oauth2())
        (self.base / "users").write_text("".join(f"{address}:::::::\n" for address in self.rights.addresses))
        (self.base / "passwords").write_text(
            "".join(f"{address}:{{PLAIN}}{password}::::::\n" for address, password in self.passwords.items())
        )
        self.rights.write_for_dovecot(self.base)

    def _config(self) -> str:
        if os.geteuid() == 0:
            users = "default_internal_user = dovecot\ndefault_login_user = dovenull\ndefault_internal_group = dovecot"
        else:
            me = os.environ.get("USER", "nobody")
            users = f"default_internal_user = {me}\ndefault_login_user = {me}\ndefault_internal_group = {me}"
        names = ("imap", "pop3", "smtp")
        return CONFIG.format(
            base=self.base,
            users=users,
            uid=self.uid,
            mechanisms=self.mechanisms,
            cert=self.certificate.cert,
            key=self.certificate.key,
            protocols="".join(PROTOCOL.format(name=name, base=self.base) for name in names),
            imap=self.imap,
            imaps=self.imaps,
            pop3=self.pop3,
            pop3s=self.pop3s,
            lmtp=self.lmtp,
        )

    def _oauth2(self) -> str:
        at_name = self.provider.issuer.replace("127.0.0.1", "localhost")
        return OAUTH2.format(
            ca=self.provider.ca,
            issuer=at_name,
            introspection=f"{at_name}/token/introspection",
            secret=self.provider.introspection_secret,
        )
