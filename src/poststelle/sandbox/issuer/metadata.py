"""The metadata document of a tenant (OpenID Connect Discovery), at Microsoft's paths."""

from poststelle.sandbox.issuer.authorize import MODES
from poststelle.sandbox.issuer.permissions import OPENID
from poststelle.sandbox.issuer.tenants import Tenant
from poststelle.sandbox.parts import Parts


def document(parts: Parts, tenant: Tenant) -> dict[str, object]:
    path = f"{parts.base}/{parts.organisation.tenant if tenant.specific else tenant.segment}"
    # Without a tenant the issuer is a pattern: the reader puts the token's `tid` in.
    issuer = parts.signer.issuer if tenant.specific else f"{parts.base}/{{tenantid}}/v2.0"
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{path}/oauth2/v2.0/authorize",
        "token_endpoint": f"{path}/oauth2/v2.0/token",
        "device_authorization_endpoint": f"{path}/oauth2/v2.0/devicecode",
        "end_session_endpoint": f"{path}/oauth2/v2.0/logout",
        "jwks_uri": f"{path}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "response_modes_supported": list(MODES),
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": list(OPENID),
        "claims_supported": [
            "sub",
            "iss",
            "aud",
            "exp",
            "iat",
            "nonce",
            "preferred_username",
            "name",
            "tid",
            "oid",
            "ver",
            "email",
        ],
        "request_uri_parameter_supported": False,
        "tenant_region_scope": "EU",
    }
