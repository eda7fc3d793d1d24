"""The handbook's pictures: the demo in a home of its own, walked through in Chromium, in both languages.

    make screenshots

writes docs/pictures/{en,de}/*.png. Look at each before committing: they are what people see first.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page  # noqa: E402
from tests.walkthrough import stage as stages  # noqa: E402
from tests.walkthrough.browser import Chromium, enter  # noqa: E402
from tests.walkthrough.office import Member, Office  # noqa: E402
from tests.walkthrough.stage import Stage  # noqa: E402

from poststelle.words import compile as catalogues  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = ("en", "de")
ANNA = Member("anna.berger@muster.example", "Anna Berger")
OTHERS = (("Rechnungswesen", "rechnung@muster.example"), ("Sales", "sales@muster.example"))
LETTER = {
    "en": (
        "Hello",
        "Hello,\n\nthank you for writing. We have looked into it and will call you on Thursday.\n\nKind regards\n",
    ),
    "de": (
        "Guten Tag",
        "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Wir rufen Sie am Donnerstag an.\n\nViele Grüße\n",
    ),
}
MOST_OCTETS = 200_000


@dataclass(frozen=True)
class Shot:
    name: str
    path: str
    prepare: Callable[[Page, str], None] | None = None
    look: tuple[tuple[str, Any], ...] = ()


def main() -> None:
    catalogues.main()
    with _stage() as stage:
        office = _furnished(stage)
        chromium = Chromium()
        try:
            for language in LANGUAGES:
                for shot in _shots(office, language):
                    _take(chromium, stage, language, shot)
        finally:
            chromium.close()


@contextmanager
def _stage() -> Iterator[Stage]:
    directory = Path(tempfile.mkdtemp(prefix="poststelle-pictures-"))
    running = stages.start(directory / "home")
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(directory, ignore_errors=True)


def _furnished(stage: Stage) -> Office:
    """Three of the sandbox's mailboxes; the first one configured, signed in, checked and fetched."""
    office = Office(stage, "en", "support@muster.example", "Support", ANNA)
    office.signed_in()
    for name, address in OTHERS:
        other = Office(stage, "en", address, name, ANNA)
        other.signed_in()
        other.fetched()
    office.fetched()
    run = office.api().post(f"/mailboxes/{office.number}/checks", json={"wait": True, "send_test": True}).json()
    if not run["green"]:
        raise SystemExit(f"the check is not green: {run}")
    office.fetched()
    return office


def _shots(office: Office, language: str) -> list[Shot]:
    base = f"/mailboxes/{office.number}"
    message = _message(office, language)
    narrow = (("viewport", {"width": 360, "height": 720}),)
    whole = (("viewport", {"width": 1280, "height": 1020}),)  # all steps on one page
    long = (("viewport", {"width": 1280, "height": 1500}),)
    return [
        Shot("mailboxes", "/mailboxes/"),
        Shot("rights", f"{base}/rights/"),
        Shot("configure", f"{base}/configuration/", look=long),
        Shot("authorize", f"{base}/authorize/"),
        Shot("check", f"{base}/check/", look=whole),
        Shot("folder", f"{base}/mail/"),
        Shot("folder-dark", f"{base}/mail/", look=(("color_scheme", "dark"),)),
        Shot("folder-narrow", f"{base}/mail/", look=narrow),
        Shot("message", f"{base}/messages/{message}/"),
        Shot("check-dark", f"{base}/check/", look=(*whole, ("color_scheme", "dark"))),
        Shot("check-narrow", f"{base}/check/", look=narrow),
        Shot("compose", f"{base}/compose/?reply={message}", _write),
    ]


def _message(office: Office, language: str) -> int:
    """A letter with something attached, from somebody who writes in this language."""
    found = office.api().get(f"/mailboxes/{office.number}/messages", params={"limit": 500}).json()
    word = LETTER[language][0]
    fitting = [one for one in found if one["snippet"].startswith(word) and one["sender"]["name"]]
    fitting.sort(key=lambda one: (not one["attachments"], -len(one["snippet"])))
    return int(fitting[0]["id"])


def _write(page: Page, language: str) -> None:
    text = page.locator("textarea[name=text]")
    text.fill(LETTER[language][1] + text.input_value())
    text.evaluate("box => { box.scrollTop = 0 }")


def _take(chromium: Chromium, stage: Stage, language: str, shot: Shot) -> None:
    page = chromium.page(language, **dict(shot.look))
    try:
        chromium.call(_photograph, page, stage, language, shot)
    finally:
        chromium.call(page.context.close)


def _photograph(page: Page, stage: Stage, language: str, shot: Shot) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": stage.url}])
    enter(page, stage.url, ANNA.address, stage.password)
    page.goto(f"{stage.url}{shot.path}")
    if shot.prepare:
        shot.prepare(page, language)
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    file = PICTURES / language / f"{shot.name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)
    if file.stat().st_size > MOST_OCTETS:
        raise SystemExit(f"{file} is larger than {MOST_OCTETS} octets")
    sys.stdout.write(f"{file.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
