"""The handbook names every route, in both languages, and none that is not there."""

import re
from pathlib import Path

import pytest
from django.test import Client

HANDBOOK = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_route_stands_in_the_handbook(client: Client, language: str) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]
    routes = {
        f"{method.upper()} {path.removeprefix('/api/v1')}" for path, methods in described.items() for method in methods
    }
    page = (HANDBOOK / language / "api.md").read_text()
    assert set(re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", page, re.MULTILINE)) == routes
