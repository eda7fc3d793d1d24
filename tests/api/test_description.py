"""The description at `/api/v1/openapi.json` is OpenAPI 3.1 and knows every route."""

from tests.api.conftest import Call
from tests.api.test_doors import OPEN


def test_the_description_knows_every_route_and_asks_for_a_token(call: Call) -> None:
    document = call("GET", "/openapi.json").json

    described = {
        (method.upper(), path.removeprefix("/api/v1")) for path, item in document["paths"].items() for method in item
    }
    assert document["openapi"].startswith("3.1")
    assert described == set(OPEN)
    assert all(
        operation["security"] == [{"PersonToken": []}]
        for item in document["paths"].values()
        for operation in item.values()
    )


def test_no_secret_goes_out(call: Call) -> None:
    schemas = call("GET", "/openapi.json").json["components"]["schemas"]

    outgoing = {name: set(schema["properties"]) for name, schema in schemas.items() if name.endswith("Out")}
    assert not [name for name, fields in outgoing.items() if fields & {"password", "client_secret", "token"}]
