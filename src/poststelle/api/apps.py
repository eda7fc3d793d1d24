"""`/apps`: what providers know of this installation (administrators). Secrets go in and never come out."""

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from poststelle.api.door import person_of
from poststelle.api.place import parts
from poststelle.api.shapes import AppOut
from poststelle.mailroom import configure
from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import AppRegistration
from poststelle.model.secret import Secret

router = Router(tags=["apps"])


class AppIn(Schema):
    name: str
    provider: str
    client_id: str
    redirect_url: str
    tenant: str = ""
    issuer: str = ""
    authorization_url: str = ""
    token_url: str = ""
    device_url: str = ""
    scopes: list[str] = Field(default_factory=list)
    ca_pem: str = ""
    client_secret: str | None = None


@router.get("/apps", response=list[AppOut])
def everyone(request: HttpRequest) -> list[AppRegistration]:
    return configure.apps(person_of(request))


@router.post("/apps", response={201: AppOut})
def create(request: HttpRequest, body: AppIn) -> Status[AppRegistration]:
    return Status(201, _register(request, body, None))


@router.get("/apps/{app}", response=AppOut)
def find(request: HttpRequest, app: int) -> AppRegistration:
    return configure.app(person_of(request), AppId(app))


@router.put("/apps/{app}", response=AppOut)
def change(request: HttpRequest, app: int, body: AppIn) -> AppRegistration:
    """Replace it; without `client_secret` the one that is there stays."""
    configure.app(person_of(request), AppId(app))
    return _register(request, body, AppId(app))


@router.delete("/apps/{app}", response={204: None})
def remove(request: HttpRequest, app: int) -> Status[None]:
    configure.unregister(parts(), person_of(request), AppId(app))
    return Status(204, None)


def _register(request: HttpRequest, body: AppIn, app: AppId | None) -> AppRegistration:
    values = body.dict(exclude={"client_secret", "scopes"})
    fields = configure.AppFields(**values, scopes=tuple(body.scopes), id=app)
    secret = Secret(body.client_secret) if body.client_secret else None
    return configure.register(parts(), person_of(request), fields, secret)
