"""One stage for the whole walk; a window of Chromium, or an office with a mailbox of its own, for each test."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Page

from poststelle.words import compile as catalogues
from tests.walkthrough import stage as stages
from tests.walkthrough.browser import CHROMIUM, Chromium
from tests.walkthrough.office import Member, Office
from tests.walkthrough.stage import Stage

MEMBERS = {
    "de": Member("bernd.krause@muster.example", "Bernd Krause"),
    "en": Member("emily.watson@muster.example", "Emily Watson"),
}
NAMES = {"de": "Hilfe", "en": "Support"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walk stays in one process, and has the time that it needs."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.xdist_group("walkthrough"))
            item.add_marker(pytest.mark.timeout(300))
            if {"page", "chromium"} & set(getattr(item, "fixturenames", ())):
                item.add_marker(pytest.mark.browser)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A test that looks at a page runs in the thread of the browser."""
    if "page" not in pyfuncitem.fixturenames:
        return None
    chromium = cast(Chromium, pyfuncitem.funcargs["chromium"])
    wanted: dict[str, Any] = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    chromium.call(pyfuncitem.obj, **wanted)
    return True


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    catalogues.main()
    directory = Path(tempfile.mkdtemp(prefix="poststelle-walk-"))
    running = stages.start(directory / "home")
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Chromium]:
    if not CHROMIUM:
        reason = "Chromium is not here: apt-get install chromium"
        if request.config.getoption("--require-servers"):
            pytest.fail(reason)
        pytest.skip(reason)
    running = Chromium()
    yield running
    running.close()


@pytest.fixture
def look() -> dict[str, Any]:
    """Size and colours of the window; a test may ask for others by parameter."""
    return {}


@pytest.fixture
def page(chromium: Chromium, request: pytest.FixtureRequest, look: dict[str, Any]) -> Iterator[Page]:
    language = request.getfixturevalue("language") if "language" in request.fixturenames else "en"
    opened = chromium.page(language, **look)
    yield opened
    chromium.call(opened.context.close)


@pytest.fixture(params=["de", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def office(stage: Stage, language: str, request: pytest.FixtureRequest) -> Office:
    """The mailbox is one for each way and language; the name of the test says the way."""
    way = next(word for word in ("browser", "api", "command_line") if word in request.node.name).split("_")[0]
    address = f"{NAMES[language].lower()}-{way}-{language}@muster.example"
    return Office(stage, language, address, f"{NAMES[language]} ({way})", MEMBERS[language])
