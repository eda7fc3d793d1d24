"""A server that says nothing: does it wait for TLS while we wait for its greeting? A second connection finds out."""

from poststelle.model.errors import Misconfigured, PoststelleError, Unreachable
from poststelle.transport.network import Network
from poststelle.transport.stream import Stream

PROBE_SECONDS = 5.0
NO_TLS = frozenset({"tls-wrong-version-number", "tls-handshake-failed"})


async def explain(network: Network, silent: Stream) -> PoststelleError:
    """What to raise when no greeting came on a plain connection."""
    facts = {"host": silent.host, "port": str(silent.port), "text": "timed out while waiting for the greeting"}
    if not silent.encrypted and await speaks_tls(network, silent):
        return Misconfigured("tls-plaintext-client-on-tls-port", field="encryption", **facts)
    return Unreachable("greeting-timeout", **facts)


async def speaks_tls(network: Network, silent: Stream) -> bool:
    try:
        probe = await network.connect(silent.host, silent.port, PROBE_SECONDS)
        try:
            await probe.start_tls(silent.host, "", PROBE_SECONDS)
        finally:
            await probe.close()
    except Misconfigured as error:
        return error.code not in NO_TLS  # a certificate that we do not trust is TLS, too
    except Unreachable:
        return False
    return True
