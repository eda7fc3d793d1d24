"""Browsers of the three people, with the parts in place as `wiring` would put them."""

from collections.abc import Callable

import pytest
from django.test import Client

from poststelle.mailroom.parts import Parts
from poststelle.model.person import Person
from poststelle.web import place

PUBLIC_URL = "http://localhost"
Browse = Callable[[Person | None], Client]


@pytest.fixture
def browse(parts: Parts) -> Browse:
    """A browser in which the person has signed in; of nobody, if none is given."""
    place.put(parts, PUBLIC_URL)

    def opened(person: Person | None) -> Client:
        client = Client(headers={"host": "localhost", "accept-language": "en"})
        if person is not None:
            assert client.login(email=person.address, password=f"{person.name}-password")
        return client

    return opened
