"""HTML to plain text: blocks become lines, lists get their marks, quotes their ">", links show where they lead."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

LIMIT = 2 * 1024 * 1024
DEPTH = 1_000
SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "math"})
BLOCK_NAMES = """
    address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li
    main nav ol p pre section table tbody tfoot thead tr ul
"""
BLOCKS = frozenset(BLOCK_NAMES.split())
MARKS = {"li": "- ", "td": " ", "th": " "}
SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "dl"})
# Elements that HTML closes by itself count for nothing.
UNNESTED_NAMES = "p li dt dd tr td th thead tbody tfoot option br hr img input meta link col area base wbr"
UNNESTED = frozenset(UNNESTED_NAMES.split(" "))
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})")
ANY_TAG = re.compile(r"<[^<>]*>")
BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
LINES = re.compile(r"\n{3,}")


class Page:
    """Text under way: lines with their quote marks, blanks drawn together unless preformatted."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.preformatted = 0

    def add(self, text: str) -> None:
        if self.preformatted:
            first, *rest = text.split("\n")
            self.line.append(first)
            for line in rest:
                self.end_line()
                self.line.append(line)
            return
        text = BLANKS.sub(" ", text)
        if text.startswith(" ") and (not self.line or self.line[-1].endswith(" ")):
            text = text[1:]
        if text:
            self.line.append(text)

    def end_line(self) -> None:
        mark = "> " * self.quotes
        self.lines.append((mark + "".join(self.line)).rstrip())
        self.line = []

    def end_block(self, spaced: bool) -> None:
        if self.line:
            self.end_line()
        if spaced and self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * self.quotes).rstrip())

    def text(self) -> str:
        self.end_block(spaced=False)
        return LINES.sub("\n\n", "\n".join(self.lines)).strip("\n") + "\n" if self.lines else ""


def text_of_html(html: str) -> str:
    html = html[:LIMIT]
    if nests_too_deeply(html):
        return ANY_TAG.sub(" ", html)
    root = LexborHTMLParser(html).body
    if root is None:
        return ""
    page = Page()
    _walk(root, page)
    return page.text()


def nests_too_deeply(html: str) -> bool:
    """Parsers take quadratic time for thousands of elements within each other; counting tags is linear."""
    depth = 0
    for found in TAG.finditer(html):
        if found[2].lower() in UNNESTED:
            continue
        depth += -1 if found[1] else 1
        if depth > DEPTH:
            return True
        depth = max(depth, 0)
    return False


def _walk(root: LexborNode, page: Page) -> None:
    """Without recursion: into the first child, else on to the next, else up."""
    node: LexborNode | None = root
    while node is not None:
        child = node.child if _enter(node, page) else None
        if child is not None:
            node = child
            continue
        while node is not None:
            _leave(node, page)
            if node.mem_id == root.mem_id:
                return
            if node.next is not None:
                node = node.next
                break
            node = node.parent


def _enter(node: LexborNode, page: Page) -> bool:
    """Whether to look inside."""
    tag = node.tag or ""
    if tag == "-text":
        page.add(node.text_content or "")
        return False
    if tag in SILENT:
        return False
    if tag in BLOCKS:
        page.end_block(tag in SPACED)
    match tag:
        case "br":
            page.end_line()
        case "hr":
            page.lines.append("> " * page.quotes + "-" * 20)
        case "blockquote":
            page.quotes += 1
        case "pre":
            page.preformatted += 1
        case "img":
            page.add(node.attributes.get("alt") or "")
        case _:
            page.add(MARKS.get(tag, ""))
    return True


def _leave(node: LexborNode, page: Page) -> None:
    tag = node.tag or ""
    if tag == "a":
        _show_target(node, page)
    if tag in BLOCKS and tag not in SILENT:
        page.end_block(tag in SPACED)
    if tag == "blockquote":
        page.quotes -= 1
    if tag == "pre":
        page.preformatted -= 1


def _show_target(node: LexborNode, page: Page) -> None:
    target = (node.attributes.get("href") or "").strip()
    shown = "".join(page.line[-3:])
    if target.startswith(("http://", "https://")) and target.partition("//")[2].rstrip("/") not in shown:
        page.add(f" <{target[:500]}>")
