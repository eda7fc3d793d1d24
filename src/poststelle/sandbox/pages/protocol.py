"""What programs ask the issuer for: metadata, keys, device codes, tokens. JSON in Microsoft's form, errors too."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from poststelle.sandbox.issuer import devices, grants, tenants
from poststelle.sandbox.issuer import metadata as discovery
from poststelle.sandbox.issuer.refusals import Refusal, Report
from poststelle.sandbox.pages.access import parts_of, plain

Endpoint = Callable[[HttpRequest, str], dict[str, object]]


def _json(*methods: str) -> Callable[[Endpoint], Callable[[HttpRequest, str], HttpResponse]]:
    def wrap(endpoint: Endpoint) -> Callable[[HttpRequest, str], HttpResponse]:
        @csrf_exempt  # asked by programs, which have no cookies
        @wraps(endpoint)
        def view(request: HttpRequest, tenant: str) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Refusal(900561, method=str(request.method))
                return JsonResponse(endpoint(request, tenant), headers={"Pragma": "no-cache"})
            except Refusal as refusal:
                return refused(request, refusal)

        return view

    return wrap


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    parts = parts_of(request)
    report = Report.of(refusal, parts.now(), request.headers.get("client-request-id", "")[:64])
    answer = JsonResponse(report.body(parts.base), status=refusal.sort.status)
    # RFC 6749 section 5.2
    if refusal.sort.status == 401 and request.headers.get("Authorization", "").lower().startswith("basic "):
        answer.headers["WWW-Authenticate"] = 'Basic realm="sandbox"'
    return answer


@_json("GET", "HEAD")
def metadata(request: HttpRequest, tenant: str) -> dict[str, object]:
    parts = parts_of(request)
    return discovery.document(parts, tenants.find(parts.organisation, tenant))


@_json("GET", "HEAD")
def keys(request: HttpRequest, tenant: str) -> dict[str, object]:
    parts = parts_of(request)
    tenants.find(parts.organisation, tenant)
    return parts.signer.keys()


@_json("POST")
def devicecode(request: HttpRequest, tenant: str) -> dict[str, object]:
    parts = parts_of(request)
    return devices.begin(parts, tenants.find(parts.organisation, tenant), plain(request.POST))


@_json("POST")
def token(request: HttpRequest, tenant: str) -> dict[str, object]:
    parts = parts_of(request)
    found = tenants.find(parts.organisation, tenant)
    headers = request.headers
    return grants.token(parts, found, plain(request.POST), headers.get("Authorization", ""), headers.get("Origin", ""))
