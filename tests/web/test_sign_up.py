"""The first person makes an own sign-in and becomes administrator; nobody after that."""

from poststelle.mailroom import persons
from poststelle.model.person import Person
from tests.web.conftest import Browse

FIRST = {"name": "Alice", "email": "alice@example.test", "password1": "correct-horse-battery"}


def test_an_empty_installation_asks_its_first_visitor_to_become_administrator(browse: Browse) -> None:
    client = browse(None)

    answer = client.get("/", follow=True)

    assert answer.redirect_chain[-1][0] == "/person/signup/"
    assert "You are the first person here" in answer.content.decode()


def test_the_first_person_becomes_administrator_and_is_signed_in(browse: Browse) -> None:
    client = browse(None)

    answer = client.post("/person/signup/", FIRST, follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == "/"
    assert "Hello Alice" in answer.content.decode()
    assert persons.by_address("alice@example.test").administrator


def test_nobody_signs_up_afterwards(alice: Person, browse: Browse) -> None:
    client = browse(None)

    page = client.get("/person/signup/")
    answer = client.post("/person/signup/", FIRST | {"email": "eve@example.test"})

    assert "Sign-up is closed" in page.content.decode()
    assert "Sign-up is closed" in answer.content.decode()
    assert [person.address for person in persons.everyone(None)] == ["alice@example.test"]


def test_a_wrong_password_is_said_at_the_form(alice: Person, browse: Browse) -> None:
    answer = browse(None).post("/person/login/", {"login": alice.address, "password": "wrong"})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_what_is_not_offered_has_no_page(alice: Person, browse: Browse) -> None:
    client = browse(None)

    for address in ("/person/password/reset/", "/person/email/", "/person/3rdparty/"):
        assert client.get(address).status_code == 404
