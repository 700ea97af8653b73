"""Hostile words in every question and every form: refused or kept as words, never a broken page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import dampak

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOSTILE = {
    "nul": "a\0b",
    "long": "x" * 10_000,
    "bidi": "ab\u202egpj\u2066\u200b",
    "emoji": "🙂" * 300,
    "lone surrogate": "\\ud800",
    "huge number": "9" * 400,
    "markup": "'\"><script>alert(1)</script>{{7*7}}%s",
    "line breaks": "a\r\nSet-Cookie: x=1\r\n\r\nb",
}
# Signing out or changing the language is done by any word at all.
LEFT_OUT = {"keluar/", "bahasa/setlang/"}


def addresses(patterns=None, before: str = "") -> list[str]:
    """Every address without a blank in it."""
    found = []
    for each in get_resolver().url_patterns if patterns is None else patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            found += addresses(each.url_patterns, whole)
        elif isinstance(each, URLPattern) and "<" not in whole and "(" not in whole:
            found.append(whole)
    return sorted(set(found) - LEFT_OUT)


def questions() -> list[str]:
    """Every name under which some page reads its address."""
    texts = (file.read_text() for file in Path(dampak.__file__).parent.rglob("*.py"))
    return sorted({name for text in texts for name in re.findall(r'GET\.get\("(\w+)"', text)})


class Fields(HTMLParser):
    """The names of everything that a page lets one fill in."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("name")
        if tag in {"input", "select", "textarea"} and name and name != "csrfmiddlewaretoken":
            self.names.add(name)


@pytest.fixture
def admin(browser_of, served) -> Client:
    browser: Client = browser_of("admin")
    browser.raise_request_exception = False
    return browser


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_no_question_breaks_a_page(admin, words):
    asked = dict.fromkeys([*questions(), "who", "what", "about", "since", "older", "newer"], words)
    broken = [each for each in addresses() if admin.get(f"/{each}", asked).status_code >= 500]
    assert broken == []


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_no_form_breaks_a_page(admin, words):
    broken, filled = [], 0
    for address in addresses():
        page = admin.get(f"/{address}")
        if page.streaming or "html" not in page.headers.get("Content-Type", ""):
            continue
        fields = Fields()
        fields.feed(page.content.decode())
        filled += len(fields.names)
        answer = admin.post(f"/{address}", dict.fromkeys(fields.names, words))
        if answer.status_code >= 500:
            broken.append(address)
    assert filled > 50
    assert broken == []
