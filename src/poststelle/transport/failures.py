"""What the operating system and OpenSSL say, turned into our errors.

The codes are ids of the catalogue of failures; the fact `text` keeps the words as they came, without
Python's source line ("(_ssl.c:1006)"), so that the same failure reads the same on every loop.
"""

import errno
import os
import socket
import ssl

from poststelle.model.errors import Misconfigured, PoststelleError, Unreachable
from poststelle.transport import trust

# In OpenSSL's words, first match wins: "self-signed certificate in certificate chain" contains the shorter one.
TLS_CODES: tuple[tuple[str, str], ...] = (
    ("self-signed certificate in certificate chain", "tls-self-signed-in-chain"),
    ("self signed certificate in certificate chain", "tls-self-signed-in-chain"),
    ("self-signed certificate", "tls-self-signed"),
    ("self signed certificate", "tls-self-signed"),
    ("unable to get local issuer certificate", "tls-unknown-issuer"),
    ("unable to get issuer certificate", "tls-unknown-issuer"),
    ("unable to verify the first certificate", "tls-unknown-issuer"),
    ("Hostname mismatch", "tls-hostname-mismatch"),
    ("IP address mismatch", "tls-hostname-mismatch"),
    ("certificate has expired", "tls-certificate-expired"),
    ("certificate is not yet valid", "tls-certificate-expired"),
    ("WRONG_VERSION_NUMBER", "tls-wrong-version-number"),
    ("PACKET_LENGTH_TOO_LONG", "tls-wrong-version-number"),
    ("RECORD_LAYER_FAILURE", "tls-wrong-version-number"),
    ("HTTP_REQUEST", "tls-wrong-version-number"),
    ("ALERT_PROTOCOL_VERSION", "tls-server-too-old"),
    ("UNSUPPORTED_PROTOCOL", "tls-server-too-old"),
    ("NO_PROTOCOLS_AVAILABLE", "tls-server-too-old"),
)
WRONG_VERSION = "[SSL: WRONG_VERSION_NUMBER] wrong version number"
HANDSHAKE_FAILED = "tls-handshake-failed"


def of_name(error: OSError | UnicodeError, host: str) -> PoststelleError:
    """`getaddrinfo` failed: the name is wrong, or the resolver does not answer."""
    if isinstance(error, UnicodeError):  # empty label, label too long
        return Misconfigured("dns-host-not-found", field="host", host=host, text=str(error))
    text = f"[Errno {error.errno}] {error.strerror}"
    if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5), getattr(socket, "EAI_ADDRFAMILY", -9)):
        return Misconfigured("dns-host-not-found", field="host", host=host, text=text)
    return Unreachable("dns-temporary-failure", host=host, text=text)


def of_connection(error: OSError, host: str, port: int) -> PoststelleError:
    """`connect` failed, or an open connection broke."""
    if isinstance(error, ssl.SSLError):
        return of_tls(error, host, port)
    if isinstance(error, TimeoutError):
        return Unreachable("tcp-timeout-firewall", host=host, port=str(port), text="timed out")
    where = {"host": host, "port": str(port), "text": words(error)}
    if error.errno == errno.ECONNREFUSED:
        return Unreachable("tcp-refused", **where)
    if error.errno == errno.ETIMEDOUT:
        return Unreachable("tcp-timeout-firewall", **where)
    if error.errno in (errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED) or isinstance(error, ConnectionError):
        return Unreachable("tcp-reset-during-session", **where)
    return Unreachable("tcp-unreachable", **where)


def of_tls(error: ssl.SSLError, host: str, port: int) -> PoststelleError:
    text = words(error)
    said = f"{error.reason} {text}"
    code = next((code for pattern, code in TLS_CODES if pattern in said), HANDSHAKE_FAILED)
    return Misconfigured(code, field="encryption", host=host, port=str(port), text=text, **trust.facts(error))


def words(error: OSError) -> str:
    """The error's own words, the same on every event loop."""
    if isinstance(error, ssl.SSLError):
        return str(error.args[-1] if error.args else error).split(" (_ssl.c")[0]
    if error.errno:
        return f"[Errno {error.errno}] {os.strerror(error.errno)}"
    return str(error) or type(error).__name__
