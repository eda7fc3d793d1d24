"""The first part of every path: which tenant a request is for."""

import re
from dataclasses import dataclass

from poststelle.sandbox.issuer.refusals import Refusal
from poststelle.sandbox.organisation import Organisation

ANY = frozenset({"common", "organizations"})
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")


@dataclass(frozen=True, slots=True)
class Tenant:
    segment: str  # as it was written
    specific: bool  # False: "whichever the person belongs to"


def find(organisation: Organisation, segment: str) -> Tenant:
    """The tenant, or `Refusal` that tells a wrong one from one that cannot be."""
    name = segment.lower()
    if name in ANY:
        return Tenant(segment, specific=False)
    if name in {organisation.tenant, organisation.domain}:
        return Tenant(segment, specific=True)
    if GUID.fullmatch(name) or DOMAIN.fullmatch(name) or name == "consumers":
        raise Refusal(90002, tenant=segment)
    raise Refusal(900023, tenant=segment)
