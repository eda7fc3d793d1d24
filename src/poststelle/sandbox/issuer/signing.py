"""The signing key, and the tokens made and read with it: JWTs signed with RS256.

`typ` is "JWT", not RFC 9068's "at+jwt", as Entra has it (and as Dovecot 2.3 wants it).
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from poststelle.sandbox.issuer.permissions import EXCHANGE_AUDIENCES

MAX_TOKEN_CHARACTERS = 16_384


@dataclass(frozen=True, slots=True)
class Claims:
    """What a mail server or the admin API needs to know of an access token."""

    person: str  # `oid` of the one who signed in; empty in a token of the app itself
    upn: str
    app: str  # client ID
    tenant: str
    audience: str
    scopes: frozenset[str]
    roles: frozenset[str]
    expires: datetime

    @property
    def for_exchange(self) -> bool:
        return self.audience in EXCHANGE_AUDIENCES

    @property
    def app_only(self) -> bool:
        return not self.person


@dataclass(frozen=True, slots=True)
class Signer:
    key: RSAKey
    issuer: str
    tenant: str

    @classmethod
    def open(cls, path: Path, base: str, tenant: str) -> Self:
        """The key of this home; the first start makes it."""
        if not path.exists():
            made = RSAKey.generate_key(2048, private=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(made.as_pem(private=True))
        key = RSAKey.import_key(path.read_bytes())
        kid = hashlib.sha256(key.as_pem(private=False)).hexdigest()[:32]
        key = RSAKey.import_key(path.read_bytes(), {"kid": kid, "use": "sig", "alg": "RS256"})
        return cls(key, f"{base}/{tenant}/v2.0", tenant)

    def sign(self, claims: dict[str, object]) -> str:
        header = {"alg": "RS256", "typ": "JWT", "kid": self.key.kid}
        return jwt.encode(header, claims, self.key)

    def keys(self) -> dict[str, object]:
        """The document at `jwks_uri`."""
        return {"keys": [{**self.key.as_dict(private=False), "issuer": self.issuer}]}

    def verify_access_token(self, token: str, now: datetime) -> Claims | None:
        """Looks at signature, issuer, tenant and times; audience and scope are the caller's questions."""
        claims = self._claims(token)
        if claims is None or claims.get("iss") != self.issuer or claims.get("tid") != self.tenant:
            return None
        if "appid" not in claims:  # an ID token is no access token
            return None
        begins, ends = claims.get("nbf"), claims.get("exp")
        if not (isinstance(begins, int) and isinstance(ends, int) and begins <= now.timestamp() < ends):
            return None
        roles = claims.get("roles")
        return Claims(
            person=str(claims.get("oid", "")) if "scp" in claims else "",
            upn=str(claims.get("upn", "")),
            app=str(claims["appid"]),
            tenant=self.tenant,
            audience=str(claims.get("aud", "")),
            scopes=frozenset(str(claims.get("scp", "")).split()),
            roles=frozenset(map(str, roles)) if isinstance(roles, list) else frozenset(),
            expires=datetime.fromtimestamp(ends, UTC),
        )

    def _claims(self, token: str) -> dict[str, object] | None:
        if len(token) > MAX_TOKEN_CHARACTERS:
            return None
        try:
            return dict(jwt.decode(token, self.key, algorithms=["RS256"]).claims)
        # RecursionError: a header of nested brackets is no ValueError to the JSON reader.
        except (JoseError, ValueError, TypeError, RecursionError):
            return None
