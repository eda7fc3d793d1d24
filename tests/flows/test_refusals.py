"""What the provider refuses while somebody signs in: named on the page and by the command, and repairable."""

import secrets
import uuid
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.flows.office import Office, get
from tests.signin import walk


def failed(said: str) -> str:
    """One sentence for a person, not a trace of the program."""
    assert said.strip()
    assert "Traceback" not in said
    assert "unforeseen" not in said
    return said


def test_a_wrong_tenant_is_named_before_anybody_types(blank: Office) -> None:
    blank.apply()
    office = blank.changed(settings={"tenant": str(uuid.uuid4())})

    said = office.run("authorize", office.address, "--as", office.first, "--no-browser", "--json", expect=1)

    assert '"wrong-tenant-not-found"' in failed(said.err)
    assert "tenant" in office.run("authorize", office.address, "--as", office.first, expect=1).err.lower()
    assert office.red()["provider"] == "wrong-tenant-not-found"


def test_a_wrong_client_id_is_said_by_the_provider_and_by_the_device_code(blank: Office) -> None:
    blank.apply()
    office = blank.changed(settings={"client_id": str(uuid.uuid4())})

    arrived, waited = office.stranded()
    device = office.run("authorize", office.address, "--as", office.first, "--device", "--json", expect=1)

    assert "AADSTS700016" in arrived.page
    assert waited.code == 1
    assert failed(waited.err)
    assert '"wrong-client-id"' in failed(device.err)


def test_a_wrong_secret_is_a_401_on_the_page_and_at_the_command(blank: Office) -> None:
    blank.apply()
    office = blank.changed(settings={"client_secret": "not~the~secret~" + secrets.token_hex(8)})

    refused = office.sign_in()

    assert refused.code == 1
    assert "401" in failed(refused.err)
    assert "secret is wrong" in refused.err
    assert refused.page is not None
    assert refused.page.status_code == 401
    assert "401" in refused.page.text
    assert "client secret" in refused.page.text
    office.changed(settings={}).signed_in()


def test_the_id_of_a_secret_is_caught_before_it_is_sent(blank: Office) -> None:
    blank.apply()
    file = blank.run.home.parent / "company.toml"
    wrong = file.read_text().replace(blank.tenant.app["client_secret"], blank.tenant.app["secret_id"])
    file.write_text(wrong)

    said = blank.run("apply", str(file), "--json", expect=None)

    assert said.code in {1, 2}
    assert '"secret-id-instead-of-value"' in failed(said.err)
    blank.signed_in()  # what was there is still there


def test_an_expired_secret_is_named_and_a_new_one_repairs_it(blank: Office) -> None:
    value, _number = blank.tenant.new_secret(days=0)
    blank.apply()
    office = blank.changed(settings={"client_secret": value})

    refused = office.sign_in()

    assert refused.code == 1
    assert "expired" in failed(refused.err)
    assert refused.page is not None
    assert refused.page.status_code == 401
    office.changed(settings={}).signed_in()


def test_a_redirect_url_that_is_not_registered_ends_on_the_providers_page(blank: Office) -> None:
    blank.apply()
    office = blank.changed(settings={"redirect_url": f"http://localhost:{blank.redirect_port}/elsewhere"})

    arrived, waited = office.stranded()

    assert "AADSTS50011" in arrived.page
    assert waited.code == 1
    assert failed(waited.err)


def test_refused_consent_is_told_and_may_be_given_later(office: Office) -> None:
    refused = office.sign_in(decision="cancel")

    assert refused.code == 1
    assert "Accept" in failed(refused.err) or "consent" in refused.err.lower()
    assert refused.page is not None
    assert refused.page.status_code < 500
    office.signed_in()


def test_consent_that_only_an_administrator_may_give(office: Office) -> None:
    with office.tenant.switched(consent_by="administrator"):
        arrived, waited = office.stranded()
        back = office.sign_in(decision="leave")

    assert "AADSTS90094" in arrived.page
    assert waited.code == 1
    assert back.code == 1
    assert "administrator" in failed(back.err).lower()
    office.signed_in()


def test_consent_that_was_withdrawn_asks_to_sign_in_again(office: Office) -> None:
    tenant = office.tenant
    with tenant.switched(access_token_seconds="120"):  # so short that each command renews it
        office.signed_in()
        tenant.withdraw_consent(office.first)
        failed_fetch = office.run("fetch", office.address, "--json", expect=1)

    assert '"consent-missing"' in failed(failed_fetch.err)
    assert office.red()["token"] == "consent-missing"
    office.signed_in()
    assert office.run("fetch", office.address).code == 0


def test_a_person_without_the_right_is_warned_and_the_check_is_red(office: Office) -> None:
    stranger = office.tenant.person("Sandra")

    warned = office.sign_in(account=stranger)

    assert warned.code == 0
    assert stranger in failed(warned.err)
    assert warned.page is not None
    assert stranger in warned.page.text
    assert office.red()["mailbox"] == "full-access-missing"
    fetched = office.run("fetch", office.address, "--json", expect=1)
    assert '"full-access-missing"' in failed(fetched.err)
    office.signed_in()
    assert office.red() == {}


def test_the_shared_mailbox_itself_is_warned_about(office: Office) -> None:
    office.tenant.mailbox_password(office.address, "Muster-2026!")

    warned = office.sign_in(account=office.address)

    assert warned.code == 0
    assert "shared mailbox itself" in failed(warned.err)
    assert "signed-in-as-shared-mailbox" in {finding["code"] for finding in office.check().values()}


def test_only_the_state_of_this_sign_in_counts_and_only_once(office: Office) -> None:
    other = walk_url(office)
    with office.waiting() as (url, child):
        listener = f"http://localhost:{office.redirect_port}/callback"
        state = parse_qs(urlsplit(url).query)["state"][0]
        foreign = get(f"{listener}?code=x&state={other}")
        nothing = get(f"http://localhost:{office.redirect_port}/favicon.ico")
        arrived = walk(url, office.first)
        done = get(arrived.location)
        _, err = child.communicate(timeout=30)

    assert foreign.status_code == 400
    assert nothing.status_code == 404
    assert done.status_code == 200
    assert child.returncode == 0, err
    assert state in arrived.location


def walk_url(office: Office) -> str:
    """The `state` of a sign-in that was begun and left."""
    with office.waiting() as (url, child):
        child.kill()
    return parse_qs(urlsplit(url).query)["state"][0]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iss": "https://elsewhere.example/v2.0"}, "issuer"),
        ({"code": ""}, "code"),
        ({"code": "1.not-a-code"}, "sign"),
        ({"error": "server_error", "error_description": "AADSTS90033: later", "code": ""}, ""),
        ({"error": "access_denied", "error_description": "<script>alert(1)</script>", "code": ""}, ""),
    ],
)
def test_a_tampered_answer_is_a_page_with_words(office: Office, change: dict[str, str], code: str) -> None:
    with office.waiting() as (url, child):
        query = {name: values[0] for name, values in parse_qs(urlsplit(walk(url, office.first).location).query).items()}
        answered = {name: value for name, value in {**query, **change}.items() if value}
        page = get(f"http://localhost:{office.redirect_port}/callback?{urlencode(answered)}")
        _, err = child.communicate(timeout=30)

    assert 200 <= page.status_code < 500, page.text
    assert "<h1" in page.text
    assert "<script>alert" not in page.text
    assert child.returncode == 1
    assert code in failed(err.decode()).lower()


def test_the_same_answer_does_not_count_twice(office: Office) -> None:
    with office.waiting() as (url, child):
        location = walk(url, office.first).location
        first = get(location)
        child.communicate(timeout=30)
    assert first.status_code == 200

    with office.waiting("--timeout", "4") as (_, child):
        second = get(location)
        child.communicate(timeout=30)
        assert second.status_code == 400
        assert child.returncode == 1


def test_an_unknown_issuer_is_named(blank: Office) -> None:
    blank.apply()
    office = blank.changed(settings={"issuer": "http://127.0.0.1:9"})

    said = office.run("authorize", office.address, "--as", office.first, "--no-browser", expect=1)

    assert failed(said.err)
    assert office.red()["provider"]


def test_somebody_without_any_right_may_not_sign_in_for_the_mailbox(blank: Office) -> None:
    bob = blank.tenant.person("Bob")
    office = blank.changed(members={**blank.members, bob: ()})

    said = office.run("authorize", office.address, "--as", bob, "--no-browser", expect=3)

    assert failed(said.err)
    assert office.run("fetch", office.address, "--as", bob, expect=3).err
