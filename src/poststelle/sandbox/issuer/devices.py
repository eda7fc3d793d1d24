"""The device authorization endpoint, RFC 8628 with Microsoft's `message`."""

from collections.abc import Mapping

from poststelle.sandbox.issuer import clients
from poststelle.sandbox.issuer.permissions import expanded, read_scope
from poststelle.sandbox.issuer.tenants import Tenant
from poststelle.sandbox.parts import Parts
from poststelle.sandbox.tickets import DEVICE_LIFETIME

INTERVAL_SECONDS = 5


def begin(parts: Parts, tenant: Tenant, form: Mapping[str, str]) -> dict[str, object]:
    app = clients.named(parts, tenant, form.get("client_id", ""))
    words = expanded(read_scope(form.get("scope", ""), app.name), app.permissions)
    value, code = parts.tickets.issue_device_code(app.client_id, " ".join(map(str, words)))
    page = f"{parts.base}/devicelogin"
    return {
        "user_code": code.user_code,
        "device_code": value,
        "verification_uri": page,
        "expires_in": int(DEVICE_LIFETIME.total_seconds()),
        "interval": INTERVAL_SECONDS,
        "message": f"To sign in, open the page {page} in a web browser and enter the code {code.user_code}.",
    }
