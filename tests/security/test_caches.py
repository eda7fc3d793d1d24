"""Mail and rights stay in no cache, neither the browser's nor a proxy's; other sites cannot load them either."""

from poststelle.mailroom.parts import Parts
from poststelle.model.identifiers import MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from tests.api.conftest import Call
from tests.web.conftest import Browse
from tests.web.samples import samples
from tests.web.test_doors import GET


def test_no_page_is_kept_by_a_cache(parts: Parts, support: Mailbox, alice: Person, browse: Browse) -> None:
    there, client = samples(parts, support, alice), browse(alice)

    for name in GET:
        headers = client.get(there.address(name)).headers
        assert {"private", "no-store"} <= set(headers["Cache-Control"].replace(",", " ").split()), name
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), name


def test_no_answer_of_the_api_is_kept_by_a_cache(
    call: Call, alice: Person, bob: Person, support: Mailbox, letter: MessageId
) -> None:
    for path in ("/me", "/messages?search=Rechnung", f"/mailboxes/{support.id}/messages/{letter}", "/nothing"):
        for person in (alice, bob, None):
            headers = call("GET", path, person).headers
            assert headers["Cache-Control"] == "private, no-store", path
            assert "Access-Control-Allow-Origin" not in headers
            assert headers["X-Content-Type-Options"] == "nosniff", path
