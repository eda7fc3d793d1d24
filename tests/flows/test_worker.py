"""The worker beside the service: news comes by itself, what waits goes out, and no trouble stops the rest."""

from dataclasses import replace

from tests.flows import tenant as tenants
from tests.flows.office import Office
from tests.flows.service import api, end, serving, until, working
from tests.servers.bed.process import free_ports

LETTER = b"Subject: news %d\r\n\r\nhello\r\n"
STOP_SECONDS = 3
SOON_SECONDS = 15


def break_another(office: Office) -> None:
    """A second mailbox whose server is not there."""
    file = office.run.home.parent / "broken.toml"
    file.write_text(
        '[[mailbox]]\naddress = "broken@elsewhere.example"\nname = "Broken"\npassword = "x"\n'
        '[mailbox.incoming]\nprotocol = "imap"\nhost = "127.0.0.1"\nencryption = "none"\n'
        f'authentication = "password"\nport = {free_ports(1)[0]}\n'
        f'[[mailbox.grant]]\nperson = "{office.first}"\nrights = ["read-and-manage"]\n'
    )
    office.run("apply", str(file))


def test_news_is_there_soon_and_what_waits_goes_out(open_office: Office) -> None:
    office = open_office
    break_another(office)
    office.tenant.put(office.address, LETTER % 0)
    with serving(office) as base, working(office) as worker:
        ask = api(office, base)
        number = ask.mailbox(office.address)

        def subjects() -> list[str]:
            return [one["subject"] for one in ask("GET", f"/mailboxes/{number}/messages")]

        until(lambda: "news 0" in subjects())
        office.tenant.put(office.address, LETTER % 1)
        assert until(lambda: "news 1" in subjects()) < SOON_SECONDS

        letter = {"to": [office.address], "subject": "by the API", "text": "Hallo"}
        queued = ask("POST", f"/mailboxes/{number}/submissions", letter, expect=202)
        way = f"/mailboxes/{number}/submissions/{queued['id']}"
        until(lambda: ask("GET", way)["state"] == "filed")
        until(lambda: subjects().count("by the API") >= 1)
        assert end(worker) < STOP_SECONDS
        assert worker.returncode == 0


def test_the_worker_outlives_a_restart_of_the_servers(own: Office) -> None:
    own.tenant.put(own.address, LETTER % 0)
    with working(own) as worker:
        until(lambda: len(own.listed("--folder", "INBOX")) == 1)
        tenants.stop(own.tenant)
        up = replace(own, tenant=tenants.again(own.tenant))
        try:
            up.tenant.put(up.address, LETTER % 1)
            until(lambda: len(up.listed("--folder", "INBOX")) == 2)
            assert end(worker) < STOP_SECONDS
        finally:
            tenants.stop(up.tenant)


def test_the_worker_ends_at_once_while_the_servers_are_away(own: Office) -> None:
    tenants.stop(own.tenant)
    with working(own) as worker:
        assert end(worker) < STOP_SECONDS


def test_a_second_worker_on_the_same_home_is_turned_away(office: Office) -> None:
    with working(office):
        said = office.run("worker", expect=1)
    assert "worker" in said.err
