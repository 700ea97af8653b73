"""The container: what is built into it, what is not, and how it is known to be well."""

import re
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError

import pytest
import yaml
from django.http.request import validate_host
from django.urls import reverse

from dampak.website.environment import Environment

ROOT = Path(__file__).parent.parent.parent
CONTAINER = ROOT / "deploy" / "container"
HEALTHY = runpy.run_path(str(CONTAINER / "healthy.py"))
HOSTS = [
    "dampak.example.go.id",
    " dampak.example.go.id , www.example.go.id",
    "*",
    "*, dampak.example.go.id",
    ".example.go.id",
    "[::1]",
    "",
]


def hosts_in(setting: str) -> list[str]:
    """As the settings read it."""
    return Environment({"DAMPAK_HOSTS": setting}).words("DAMPAK_HOSTS") or ["localhost"]


def is_left_out(path: str) -> bool:
    """By .dockerignore: the last line that fits the path or a folder above it decides."""
    left_out = False
    above = [path, *(str(each) for each in Path(path).parents if str(each) != ".")]
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if line and not line.startswith("#") and any(fnmatch(each, pattern) for each in above):
            left_out = not line.startswith("!")
    return left_out


@contextmanager
def answering(hosts: list[str], status: int = 200) -> Iterator[int]:
    """A site that answers under these names only, by Django's own rule; yields its port."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_known = validate_host(self.headers["Host"], hosts)
            self.send_response(status if is_known and self.path == reverse("health") else 400)
            self.end_headers()

        def log_message(self, *_told: object) -> None:
            """The terminal is for pytest."""

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize("setting", HOSTS)
def test_a_site_that_is_well_is_found_well_under_every_way_to_name_it(setting):
    with answering(hosts_in(setting)) as port:
        HEALTHY["ask"](port, hosts=setting)


def test_an_answer_that_is_no_good_one_is_found_out():
    with answering(["a.go.id"], status=503) as port:
        with pytest.raises(HTTPError, match="503"):
            HEALTHY["ask"](port, hosts="a.go.id")
        with pytest.raises(HTTPError, match="400"):
            HEALTHY["ask"](port, hosts="b.go.id")


def test_the_worker_waits_for_a_check_that_is_in_the_image():
    services = yaml.safe_load((CONTAINER / "compose.yaml").read_text())["services"]
    recipe = (CONTAINER / "Containerfile").read_text()
    assert services["worker"]["depends_on"]["web"]["condition"] == "service_healthy"
    *_command, script = services["web"]["healthcheck"]["test"]
    assert f"COPY deploy/container/healthy.py {script}\n" in recipe
    assert f'CMD ["python", "{script}"]' in recipe
    assert f"EXPOSE {HEALTHY['PORT']}\n" in recipe
    assert services["web"]["ports"] == [f"127.0.0.1:{HEALTHY['PORT']}:{HEALTHY['PORT']}"]


def test_every_variable_that_compose_sets_is_one_that_the_site_reads():
    compose = yaml.safe_load((CONTAINER / "compose.yaml").read_text())
    known = (ROOT / "docs" / "reference" / "settings.md").read_text()
    assert compose["x-dampak"]["environment"]
    for name in compose["x-dampak"]["environment"]:
        assert f"`{name}`" in known


def test_the_image_is_built_of_what_its_recipe_names_and_of_no_password():
    recipe = (CONTAINER / "Containerfile").read_text()
    sources = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", recipe, re.MULTILINE)
        for name in line.split()[:-1]
    ]
    assert len(sources) == 8
    for name in sources:
        assert (ROOT / name.removeprefix("./")).exists()
        assert not is_left_out(name)
    for name in ("deploy/container/.env", ".env", "var/ledger.db", "deploy/environment"):
        assert is_left_out(name)
