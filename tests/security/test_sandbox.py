"""The sandbox's admin centre opens without a password, so no page of another site may reach it."""

import httpx2

from tests.sandbox.conftest import Running, running

__all__ = ["running"]


def test_only_this_machine_s_names_are_answered(running: Running) -> None:
    for host in ("evil.test", "localhost.evil.test", "127.0.0.1.evil.test"):
        answer = httpx2.get(f"{running.ready['url']}/admin", headers={"Host": host})
        assert answer.status_code == 400, host


def test_a_form_of_another_site_changes_nothing_and_reads_nothing(running: Running) -> None:
    base = running.ready["url"]
    foreign = {"Origin": "https://evil.test", "Referer": "https://evil.test/", "Sec-Fetch-Site": "cross-site"}
    for path in ("/admin/settings", "/admin/people", "/admin/mailboxes", "/admin/apps"):
        posted = httpx2.post(f"{base}{path}", data={"smtp_auth_disabled": "on"}, headers=foreign)
        assert posted.status_code in (403, 404, 405), path
        read = httpx2.get(f"{base}{path}", headers=foreign)
        assert not [name for name in read.headers if name.lower().startswith("access-control-")], path
        assert "frame-ancestors 'none'" in read.headers["Content-Security-Policy"], path


def test_it_listens_on_the_loopback_address_only(running: Running) -> None:
    assert httpx2.URL(running.ready["url"]).host == "127.0.0.1"
