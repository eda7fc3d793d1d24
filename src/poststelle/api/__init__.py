"""The REST API under `/api/v1`: one module a resource over the same mailroom calls as the pages.

Every request acts as one person, named by a bearer token that carries this person's rights and no more. Session cookies
are not accepted, so no page of a stranger can act through a browser. All trouble is a problem document (RFC 9457).
"""
