"""HTML mail made safe to show: no script, no form, no fetch without consent, nothing over the page around it.

This is one of three layers; the page shows the result in a sandboxed frame under a policy of its own.
Pictures that came with the message are mapped by the caller; those from elsewhere are blocked and counted, since
loading them tells the sender who reads when and where.
"""

import html as entities
import re
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from poststelle.protocols.mime import html_text, safe_style

LIMIT = 2 * 1024 * 1024
TAGS = frozenset(
    """
    a abbr acronym address b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em
    font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strike strong sub sup table tbody td tfoot
    th thead tr tt u ul var
    """.split()  # noqa: SIM905
)
DROPPED_WHOLE = {"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math", "textarea"}
ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "align", "valign"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "table": {"width", "border", "cellpadding", "cellspacing", "bgcolor"},
    "td": {"width", "height", "colspan", "rowspan", "bgcolor", "nowrap"},
    "th": {"width", "height", "colspan", "rowspan", "bgcolor", "nowrap"},
    "tr": {"bgcolor"},
    "col": {"width", "span"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "hr": {"width", "size", "noshade"},
}
SCHEMES = {"http", "https", "mailto", "tel", "cid", "data"}
LINKS = ("http://", "https://", "mailto:", "tel:")
REMOTE = ("http://", "https://", "//")
EMBEDDED = re.compile(r"data:image/(?:png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]{1,1000000}")
MEASURE = re.compile(r"\d{1,4}%?")
MEASURES = frozenset({"width", "height", "border", "cellpadding", "cellspacing", "size", "colspan", "rowspan", "span"})
SPAN_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Safe:
    """`blocked` counts the pictures from elsewhere that were left out."""

    html: str
    blocked: int


@dataclass(slots=True)
class Filter:
    """Decides attribute by attribute; None drops it."""

    picture: Callable[[str], str | None]
    remote: bool
    blocked: int = 0

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        if name == "style":
            self.blocked += safe_style.loads(value)
            return safe_style.clean(value) or None
        if name == "href":
            return value if value.strip().lower().startswith(LINKS) else None
        if name == "src":
            return self._source(value.strip())
        if name in MEASURES:
            return value if MEASURE.fullmatch(value) and int(value.rstrip("%")) <= SPAN_LIMIT * 2 else None
        return value[:1_000]

    def _source(self, address: str) -> str | None:
        lower = address.lower()
        if lower.startswith("cid:"):
            return self.picture(address[4:].strip("<>"))
        if lower.startswith(REMOTE):
            self.blocked += not self.remote
            return address if self.remote else None
        return address if EMBEDDED.fullmatch(address) else None


def clean(html: str, picture: Callable[[str], str | None], remote: bool = False) -> Safe:
    """`picture` gives the address of an inline picture by its Content-ID, or None."""
    html = html[:LIMIT]
    if html_text.nests_too_deeply(html):
        return Safe(f"<pre>{entities.escape(html_text.text_of_html(html))}</pre>", 0)
    decide = Filter(picture, remote)
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=DROPPED_WHOLE,
        attributes=ATTRIBUTES,
        attribute_filter=decide,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return Safe(cleaned, decide.blocked)
