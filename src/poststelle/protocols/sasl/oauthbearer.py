"""OAUTHBEARER, the standard's bearer-token exchange, RFC 7628.

    C: base64("n,a=<name>,^Ahost=<host>^Aport=<port>^Aauth=Bearer <token>^A^A")
    S: 235 / OK                        accepted
    S: 334 / + base64(<JSON>)          refused: status, scope, where to find the configuration
    C: AQ==                            control-A, section 3.2.3: the client must answer

An empty `auth=` asks what the server would want, section 4.3.
"""

from poststelle.protocols.sasl import bearer
from poststelle.protocols.sasl.bearer import SEPARATOR, Bearer

ANSWER_TO_CHALLENGE = SEPARATOR.encode()


def initial_response(user: str, token: str, host: str = "", port: int = 0) -> bytes:
    fields = [bearer.field("host", host)] if host else []
    if port:
        fields.append(bearer.field("port", str(port)))
    fields.append(bearer.authorization(token))
    return f"n,{_authorization_name(user)},{SEPARATOR}{''.join(fields)}{SEPARATOR}".encode()


def discovery_query(user: str, host: str, port: int) -> bytes:
    """Asks for the server's wishes instead of signing on."""
    fields = bearer.field("host", host) + bearer.field("port", str(port)) + bearer.field("auth", "")
    return f"n,{_authorization_name(user)},{SEPARATOR}{fields}{SEPARATOR}".encode()


def parse(response: bytes) -> Bearer:
    """The server's reading; `ValueError` when it is something else. Channel binding is not offered."""
    header, separator, rest = bearer.decoded(response).partition(SEPARATOR)
    flag, _, name = header.partition(",")
    if not separator or flag not in ("n", "y") or not name.endswith(","):
        raise ValueError("not a GS2 header without channel binding")
    fields = bearer.fields(rest)
    if "auth" not in fields:
        raise ValueError("auth is needed")
    return Bearer(_name_of(name[:-1]), bearer.token_of(fields["auth"]))


def _authorization_name(user: str) -> str:
    """RFC 5801 section 4: comma and equals sign are escaped; none at all leaves the choice to the server."""
    if SEPARATOR in user or "\x00" in user:
        raise ValueError("control-A would end the field early")
    return "a=" + user.replace("=", "=3D").replace(",", "=2C") if user else ""


def _name_of(text: str) -> str:
    if not text:
        return ""
    if not text.startswith("a="):
        raise ValueError("not an authorization name")
    name = text[2:]
    if "," in name or name.count("=") != name.count("=3D") + name.count("=2C"):
        raise ValueError("comma and equals sign must be escaped")
    return name.replace("=2C", ",").replace("=3D", "=")
