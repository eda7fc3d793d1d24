"""The page the browser shows after the provider's: it worked, or what is wrong and what to do."""

import os
from dataclasses import dataclass
from gettext import translation
from html import escape
from http import HTTPStatus

from poststelle.cli.language import DOMAIN, LOCALE, N_

STYLE = """
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#5b6675;--good:#17713c;--bad:#b3261e}
@media(prefers-color-scheme:dark){
:root{--ground:#12161b;--card:#1b2129;--ink:#e8ecf1;--soft:#a3adba;--good:#63c98a;--bad:#ff9a92}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);
font:1rem/1.55 system-ui,sans-serif}
main{background:var(--card);border-radius:12px;padding:2rem;margin:1rem;max-width:34rem;box-shadow:0 1px 12px #0002}
h1{font-size:1.35rem;margin:0 0 .75rem}.good h1{color:var(--good)}.bad h1{color:var(--bad)}
p{margin:.5rem 0;overflow-wrap:anywhere}small{color:var(--soft)}
"""

# title, text, HTTP status
TEXTS: dict[str, tuple[str, str, int]] = {
    "signed-in": (N_("Signed in"), N_("Signed in as {person} for {mailbox}."), 200),
    "warned": (N_("Signed in, but look here"), N_("Signed in as {person} for {mailbox}."), 200),
    "refused": (N_("The sign-in did not work"), "", 400),
    "nothing-here": (N_("Nothing here"), N_("This address only waits for the end of a sign-in."), 404),
    "other-sign-in": (
        N_("This is not the sign-in that is waiting"),
        N_("It is over, or belongs to another command. Start the command again."),
        400,
    ),
}
GOOD = frozenset({"signed-in"})


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    html: str

    def http(self) -> bytes:
        body = self.html.encode()
        head = (
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            "Content-Type: text/html; charset=utf-8",
            f"Content-Length: {len(body)}",
            "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
            "Referrer-Policy: no-referrer",
            "Cache-Control: no-store",
            "Connection: close",
        )
        return ("\r\n".join(head) + "\r\n\r\n").encode() + body


def page(kind: str, language: str, *lines: str, status: int | None = None, **facts: str) -> Page:
    """`lines` stand below the text, as they come."""
    language = language or os.environ.get("LANGUAGE", "en")
    say = translation(DOMAIN, LOCALE, [language], fallback=True).gettext
    title, text, usual = TEXTS[kind]
    shown = [say(text).format(**facts)] if text else []
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in [*shown, *lines] if line)
    status = status or usual
    number = f" ({status})" if status >= 400 else ""
    html = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(say(title))}</title><style>{STYLE}</style>'
        f'<main class="{"good" if kind in GOOD else "bad"}"><h1>{escape(say(title))}{number}</h1>{paragraphs}'
        f"<p><small>{escape(say(N_('You can close this window and go back to the command line.')))}</small></p></main>"
    )
    return Page(status, html)
