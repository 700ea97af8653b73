"""The web servers in front, as `deploy/` shows them: what they refuse, pages of dampak say."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from dampak.website.settings.uploads import LARGEST_DELIVERY_BYTES

PROXY = Path(__file__).parent.parent.parent / "deploy" / "proxy"
NGINX = (PROXY / "nginx.conf").read_text(encoding="utf-8")
CADDY = (PROXY / "Caddyfile").read_text(encoding="utf-8")
PAGES = {"too-large.html": {413}, "out-of-reach.html": {502, 503, 504}}
INSTALLED = "/opt/dampak/deploy/proxy/pages"
NEEDS_NGINX = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
MEBIBYTE = 2**20


class Seen(HTMLParser):
    """What a page asks a browser to load or to open, and its languages, in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: set[str] = set()
        self.languages: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        self.addresses |= {value or "" for name, value in attrs if name in {"href", "src"}}
        self.languages += [told["lang"] or ""] if "lang" in told else []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_proxy_rests_on_nothing_else_and_is_indonesian_first(name):
    page = (PROXY / "pages" / name).read_text(encoding="utf-8")
    seen = Seen(page)
    assert seen.languages == ["id", "en"]
    assert seen.addresses == {"/"}
    assert not seen.tags & {"script", "link", "img"}
    assert "url(" not in page
    for said in ("Tidak ada yang", "administrator kantor Anda", "Nothing was", "of your office"):
        assert said in page


def test_all_pages_are_wired_in_both_examples():
    assert {each.name for each in (PROXY / "pages").iterdir()} == set(PAGES)
    for name, statuses in PAGES.items():
        codes = " ".join(map(str, sorted(statuses)))
        assert re.search(rf"error_page {codes} /pages-of-the-proxy/{name};", NGINX)
        assert f"rewrite * /{name}" in CADDY
    for status in (413, 502, 503, 504):
        assert re.search(rf"err\.status_code}}.*\b{status}\b", CADDY)
    assert f"alias {INSTALLED}/;\n        client_max_body_size 0;" in NGINX  # HTTP/2 looks twice
    assert f"root * {INSTALLED}\n" in CADDY


def test_the_largest_delivery_and_the_form_around_it_pass_both():
    """For Caddy MB are millions of bytes: 520 of them are fewer than 512 MiB."""
    most = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    most += re.findall(r"max_size (\d+)MiB\n", CADDY)
    assert len(most) == 2
    for each in most:
        assert int(each) * MEBIBYTE > LARGEST_DELIVERY_BYTES + MEBIBYTE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Refuses(BaseHTTPRequestHandler):
    """A dampak that answers everything with a page of its own, and names what was asked."""

    def do_GET(self) -> None:
        self.send_response(503)
        self.send_header("X-Asked", self.path)
        self.end_headers()
        self.wfile.write(b"from dampak itself")

    def log_message(self, *_told: object) -> None:
        """The terminal is for pytest."""


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """The example of nginx on a port of its own, without the certificate; and where dampak is."""
    front, behind = free_port(), free_port()
    example = re.sub(r"(?m)^\s*(ssl_\w+ .*|listen \[::\].*|listen 80;|.*return 301.*)$", "", NGINX)
    for told, instead in {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{front};",
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        INSTALLED: str(PROXY / "pages"),
        "server_name dampak.example.go.id;": "",
    }.items():
        assert told in example
        example = example.replace(told, instead)
    # the other server only led from 80 to 443
    example = re.sub(r"(?m)^server \{\s*\}\n", "", example)
    kept = " ".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;"
        f"{' user root;' if os.geteuid() == 0 else ''} events {{}}\n"
        f"http {{ types {{ text/html html; }} access_log off; {kept}\n{example}}}\n"
    )
    words = ["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", front), timeout=1).close()
            break
        time.sleep(0.05)
    yield front, behind
    process.terminate()
    process.wait(timeout=20)


def asked(port: int, *, path: str = "/masuk/", announced: int = 0) -> tuple[int, str]:
    """What a browser sees that asks, or that announces to send so many bytes."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest("POST" if announced else "GET", path)
        if announced:
            connection.putheader("Content-Length", str(announced))
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@NEEDS_NGINX
def test_nginx_says_in_indonesian_what_it_refuses(ports):
    front, _behind = ports
    status, page = asked(front)
    assert (status, "dampak sedang tidak dapat dijangkau" in page) == (502, True)
    status, page = asked(front, announced=600 * MEBIBYTE)
    assert (status, "Yang Anda kirim terlalu besar" in page) == (413, True)


@NEEDS_NGINX
def test_nginx_lets_through_what_dampak_says_itself_and_shows_its_pages_to_nobody_who_asks(ports):
    front, behind = ports
    with HTTPServer(("127.0.0.1", behind), Refuses) as dampak:
        Thread(target=dampak.serve_forever, daemon=True).start()
        assert asked(front) == (503, "from dampak itself")
        assert asked(front, path=f"/masuk/?next={'x' * 6000}") == (503, "from dampak itself")
        assert asked(front, path="/pages-of-the-proxy/too-large.html")[0] == 404
        dampak.shutdown()
