"""All pages × Alice, Bob, Charlie and nobody: the door is shut unless it is listed as open.

Alice holds every right and administers, Bob may send but not read, Charlie holds no right.
"""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from tests.web.conftest import Browse
from tests.web.samples import Samples, samples

SIGN_IN = 302  # to the sign-in page
# name: what Alice, Bob and Charlie get; nobody who has not signed in gets anything but the sign-in page.
GET: dict[str, tuple[int, int, int]] = {
    "start": (200, 200, 200),
    "keys": (200, 200, 200),
    "search": (200, 200, 200),
    "tokens": (200, 200, 200),
    "journal": (200, 403, 403),
    "persons": (200, 403, 403),
    "person-add": (200, 403, 403),
    "person": (200, 403, 403),
    "person-password": (200, 403, 403),
    "apps": (200, 403, 403),
    "app-add": (200, 403, 403),
    "app": (200, 403, 403),
    "callback": (400, 400, 400),
    "mailboxes": (200, 200, 200),
    "mailbox-add": (200, 403, 403),
    "mailbox": (200, 200, 404),
    "mailbox-remove": (200, 403, 404),
    "rights": (200, 200, 404),
    "right": (200, 200, 404),
    "right-add": (200, 403, 404),
    "right-remove": (200, 403, 404),
    "configuration": (200, 403, 404),
    "authorize": (200, 200, 404),
    "authorized": (302, 302, 404),
    "device": (404, 404, 404),
    "check": (200, 200, 404),
    "check-events": (200, 200, 404),
    "inbox": (200, 403, 404),
    "folder": (200, 403, 404),
    "message": (200, 403, 404),
    "message-frame": (200, 403, 404),
    "message-raw": (200, 403, 404),
    "attachment": (200, 403, 404),
    "compose": (200, 200, 404),
    "submissions": (200, 200, 404),
    "submission": (200, 404, 404),
    # what only changes something does not answer to GET
    "theme": (405, 405, 405),
    "language": (405, 405, 405),
    "token-revoke": (405, 405, 405),
    "app-remove": (405, 405, 405),
    "authorize-begin": (405, 405, 405),
    "device-begin": (405, 405, 405),
    "check-start": (405, 405, 405),
    "fetch": (405, 405, 405),
    "submission-cancel": (405, 405, 405),
    "submission-again": (405, 405, 405),
}
# What changes something, by POST without any field: the door comes before the form.
POST: dict[str, tuple[int, int, int]] = {
    "mailbox-remove": (302, 403, 404),
    "right-add": (200, 403, 404),
    "right-remove": (200, 403, 404),
    "configuration": (200, 403, 404),
    "person-add": (200, 403, 403),
    "person": (200, 403, 403),
    "person-password": (200, 403, 403),
    "app-add": (200, 403, 403),
    "app": (200, 403, 403),
    "mailbox-add": (200, 403, 403),
    "app-remove": (302, 403, 403),
    "token-revoke": (404, 404, 404),
    "authorize-begin": (422, 422, 404),
    "device-begin": (422, 422, 404),
    "fetch": (302, 403, 404),
    "compose": (200, 200, 404),
    "submission-cancel": (302, 404, 404),
    "submission-again": (409, 404, 404),
}
OPEN_METHODS = {"theme", "language", "token-revoke", "app-remove", "authorize-begin", "device-begin", "check-start"} | {
    "fetch",
    "submission-cancel",
    "submission-again",
}


def routes() -> Iterator[str]:
    """The names of all pages of ours; allauth's own are left to allauth."""
    for pattern in _patterns(get_resolver("poststelle.web.urls")):
        if pattern.name and not pattern.name.startswith(("account_", "mfa_")):
            yield pattern.name


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


@pytest.fixture
def there(parts: Parts, support: Mailbox, alice: Person) -> Samples:
    return samples(parts, support, alice)


def test_every_page_is_listed() -> None:
    assert set(routes()) == set(GET)


@pytest.mark.parametrize("name", sorted(GET))
def test_the_door_of_each_page(
    name: str, there: Samples, browse: Browse, alice: Person, bob: Person, charlie: Person
) -> None:
    address = there.address(name)

    answers = tuple(browse(person).get(address).status_code for person in (alice, bob, charlie))

    assert answers == GET[name]


@pytest.mark.parametrize("name", sorted(POST))
def test_the_door_before_each_change(
    name: str, there: Samples, browse: Browse, alice: Person, bob: Person, charlie: Person
) -> None:
    address = there.address(name)

    # strangers first, so that what Alice changes is still there for them to be kept from
    answers = tuple(browse(person).post(address).status_code for person in (charlie, bob, alice))

    assert answers[::-1] == POST[name]


@pytest.mark.parametrize("name", sorted(set(GET) - OPEN_METHODS))
def test_who_has_not_signed_in_sees_the_sign_in_page(name: str, there: Samples, browse: Browse) -> None:
    answer = browse(None).get(there.address(name))

    assert answer.status_code == SIGN_IN
    assert answer.headers["Location"].startswith("/person/login/")
