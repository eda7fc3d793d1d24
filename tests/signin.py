"""A person at the sandbox's sign-in pages, by HTTP: types, clicks, and comes back to the app or stays on a page."""

import re
from dataclasses import dataclass, field

import httpx2

PASSWORD = "Muster-2026!"
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
PAGES = 12


@dataclass(frozen=True)
class Arrived:
    """`location` leads back to the app; without it the pages ended at the provider, on `page`."""

    location: str = ""
    page: str = ""
    seen: list[str] = field(default_factory=list)


def walk(url: str, address: str, password: str = PASSWORD, decision: str = "accept", language: str = "en") -> Arrived:
    """From this address on as this person, until the provider has no more questions or sends the browser away."""
    seen: list[str] = []
    origin = httpx2.URL(url).copy_with(raw_path=b"/")
    with httpx2.Client(headers={"Accept-Language": language}, timeout=20) as browser:
        answer = browser.get(url)
        for _ in range(PAGES):
            while answer.is_redirect:
                target = answer.url.join(answer.headers["location"])
                if target.copy_with(raw_path=b"/") != origin:
                    return Arrived(str(target), seen=seen)
                answer = browser.get(target)
            seen.append(answer.text)
            fields = _reply(answer.text, address, password, decision)
            if fields is None:
                return Arrived(page=answer.text, seen=seen)
            answer = browser.post(str(answer.url), data=fields)
    raise AssertionError(f"the sign-in pages go in circles: {seen[-1][:2000]}")


def _reply(page: str, address: str, password: str, decision: str) -> dict[str, str] | None:
    """What a person would type and click here; `None` where nothing is asked."""
    forms = [dict(HIDDEN.findall(form)) for form in page.split("<form")[1:]]
    found = {form["step"]: form for form in forms if "step" in form}
    if 'value="leave"' in page and decision != "leave":
        return None  # an administrator has to approve; a person can only go back
    for step, answers in (
        ("password", {"password": password}),
        ("consent", {"decision": decision}),
        ("username", {"username": address}),
        ("other", {}),
    ):
        if step in found:
            return {**found[step], **answers}
    return None
