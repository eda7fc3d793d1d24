"""Both sets of pages with everything in them: no finding of axe, nothing wider than a telephone, no mouse needed.

The pages of Poststelle alone are looked at one by one in `tests/web/test_browser.py`; here they are full of mail.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.walkthrough.browser import enter
from tests.walkthrough.conftest import MEMBERS
from tests.walkthrough.office import Office
from tests.walkthrough.stage import Stage

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
OURS: tuple[str, ...] = (
    "/",
    "/mailboxes/",
    "{box}/",
    "{box}/rights/",
    "{box}/configuration/",
    "{box}/authorize/",
    "{box}/check/",
    "{box}/mail/",
    "{box}/compose/",
    "{box}/submissions/",
    "/apps/",
    "/persons/",
    "/search/?q=Rechnung",
    "/journal/",
)
THEIRS: tuple[str, ...] = (
    "",
    "/admin",
    "/admin/people",
    "/admin/people/new",
    "/admin/mailboxes",
    "/admin/mailboxes/new",
    "/admin/mailboxes/{address}",
    "/admin/mailboxes/{address}/send-as",
    "/admin/mailboxes/{address}/send-as/add",
    "/admin/apps",
    "/admin/apps/{client}",
    "/admin/outgoing",
    "/admin/settings",
    "/devicelogin",
)
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 720}
NEWCOMER = "james.oconnor@muster.example"  # has accepted nothing yet, and does not here
LOOKS = pytest.mark.parametrize(
    "look",
    [{"viewport": WIDE}, {"viewport": NARROW, "color_scheme": "dark"}],
    ids=["wide-light", "narrow-dark"],
)


@pytest.fixture(scope="module")
def full(stage: Stage) -> Office:
    """The sample's mailbox with its mail, its rights and a sign-in."""
    office = Office(stage, "de", "support@muster.example", "Support", MEMBERS["de"])
    office.signed_in()
    administrator = {"person": stage.administrator, "rights": ["read-and-manage", "send-as"]}
    office.api().post(f"/mailboxes/{office.number}/grants", json={"grants": [administrator]})
    office.fetched()
    return office


@LOOKS
def test_the_pages_of_poststelle_are_for_everybody(
    full: Office, numbers: dict[str, str], page: Page, stage: Stage
) -> None:
    enter(page, stage.url, stage.administrator, stage.password)
    for path in OURS:
        _look(page, f"{stage.url}{path.format(**numbers)}")


@LOOKS
def test_the_pages_of_the_sandbox_are_for_everybody(
    full: Office, numbers: dict[str, str], page: Page, stage: Stage
) -> None:
    for path in THEIRS:
        _look(page, f"{stage.sandbox}{path.format(**numbers)}")


@LOOKS
def test_the_sign_in_pages_of_the_sandbox_are_for_everybody(
    begun: str, numbers: dict[str, str], page: Page, stage: Stage
) -> None:
    _look(page, begun)
    page.locator("[name=username]").fill(NEWCOMER)
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=password]")
    _examine(page)
    page.locator("[name=password]").fill(stage.provider_password)
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=decision]")
    _examine(page)


def test_the_keyboard_is_enough(full: Office, page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/person/login/")
    page.locator("[name=login]").focus()
    page.keyboard.type(stage.administrator)
    page.keyboard.press("Tab")
    page.keyboard.type(stage.password)
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_contain_text("Anna Berger")

    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main#content")).to_be_focused()

    page.goto(f"{stage.url}/mailboxes/add/")
    expect(page.locator("[name=name]")).to_be_focused()
    reached = [_reached(page) for _key in range(4)]
    assert [name for name, _visible in reached] == ["address", "app", "BUTTON", "A"]
    assert all(visible for _name, visible in reached), reached

    page.goto(f"{stage.url}/mailboxes/{full.number}/check/")
    box = page.locator("[name=send_test]")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()


@pytest.fixture
def numbers(full: Office) -> dict[str, str]:
    return {
        "box": f"/mailboxes/{full.number}",
        "address": full.address,
        "client": str(full.stage.app["client_id"]),
    }


@pytest.fixture
def begun(full: Office) -> str:
    """The address of a sign-in."""
    path = f"/mailboxes/{full.number}/authorizations"
    return str(full.api(full.member.address).post(path, json={"method": "browser"}).json()["url"])


def _look(page: Page, url: str) -> None:
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200, url
    _examine(page)


def _examine(page: Page) -> None:
    report: Any = Axe().run(page, options=RULES)
    found = [(one["id"], [node["target"] for node in one["nodes"]]) for one in report.response["violations"]]
    assert not found, (page.url, found)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, (page.url, wide)


def _reached(page: Page) -> tuple[str, bool]:
    """The next element, and whether one sees that it has the focus."""
    page.keyboard.press("Tab")
    name, outline, shadow = page.evaluate(
        "(() => { const on = document.activeElement, style = getComputedStyle(on);"
        " return [on.name || on.tagName, style.outlineStyle, style.boxShadow]; })()"
    )
    return str(name), outline != "none" or shadow != "none"
