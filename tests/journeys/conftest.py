"""The product itself, started as a newcomer starts it, and a real browser in front of it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK, PHONE = {"width": 1360, "height": 900}, {"width": 360, "height": 780}
PASSWORD = "negeri-uji-7"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_SECONDS = 240  # two cores may be busy with other tests


@dataclass(frozen=True)
class Site:
    """A running dampak and the home it lives in."""

    url: str
    home: Path

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/sehat", timeout=20) as answer:  # noqa: S310 - loopback
            told: dict[str, Any] = json.load(answer)
        return told


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`dampak run` in an empty home: it builds its demo and serves it."""
    home, port = tmp_path_factory.mktemp("home"), _free_port()
    environ = {**os.environ, "DAMPAK_HOME": str(home), "DAMPAK_DEMO": "1"}
    environ.pop("DAMPAK_DATABASE_URL", None)
    log = (home.parent / "run.log").open("w+")
    command = [sys.executable, "-c", "from dampak.cli.main import main; main()", "run"]
    process = subprocess.Popen([*command, "--port", str(port)], env=environ, stdout=log, stderr=log)
    site = Site(url=f"http://127.0.0.1:{port}", home=home)
    try:
        _wait_for(site, process, log)
        yield site
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        log.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("DAMPAK_CHROMIUM") or shutil.which("chromium")
    assert path, "No Chromium: install it, or say where it is with DAMPAK_CHROMIUM."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A page of a fresh browser, signed in as somebody or as nobody."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, *, who: str = "", **wishes: Any) -> Page:
        wishes = {"viewport": DESK, "locale": "id-ID", "color_scheme": "light", **wishes}
        context = chromium.new_context(base_url=site.url, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda said: _refuse_errors(said.type, said.text))
        if who:
            sign_in(page, who)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, who: str) -> None:
    page.goto("/masuk/")
    page.get_by_label("Nama pengguna").fill(who)
    page.get_by_label("Kata sandi").or_(page.get_by_label("Sandi")).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/")


def assert_fit_for_everybody(page: Page) -> None:
    """Nothing that axe finds against WCAG 2.2 AA, nothing wider than the screen, no row cut off."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    ask = f"axe.run({{runOnly: {json.dumps(RULES)}}}).then(found => JSON.stringify(found.violations.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 120))])))"  # noqa: E501
    told = session.send(
        "Runtime.evaluate", {"expression": ask, "awaitPromise": True, "returnByValue": True}
    )
    assert json.loads(told["result"]["value"]) == [], page.url
    spill = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(spill) == 0, page.url
    slid = "[...document.querySelectorAll('.scroll:has(> .stacked)')].filter(each => each.scrollWidth > each.clientWidth + 1).length"  # noqa: E501
    if page.viewport_size == PHONE:
        assert page.evaluate(slid) == 0, page.url


def _refuse_errors(kind: str, text: str) -> None:
    expected = "Failed to load resource"  # a page that is refused on purpose
    assert kind != "error" or text.startswith(expected), text


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(site: Site, process: subprocess.Popen[bytes], log: Any) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            site.health()
        except OSError:  # refused, broken off, or too slow an answer
            time.sleep(0.3)
        else:
            return
    log.seek(0)
    pytest.fail(f"dampak run did not come up:\n{log.read()}")
