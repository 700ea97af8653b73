"""Every answer goes out with its headers: pages, files, refusals, downloads, the API."""

import pytest
from django.contrib.staticfiles.finders import find
from tests import bad_files
from tests.integration.conftest import office

from dampak.website.headers import HEADERS

pytestmark = [pytest.mark.database, pytest.mark.django_db]
STATIC = "/berkas/website/house.css"
OF_STRANGERS = ("/", "/masuk/", "/sehat", "/metrik", "/tidak-ada/", "/impor/", "/api/", STATIC)
OF_SRI = ("/", "/indikator/", "/indikator/ikm/tabel.csv", "/impor/templat.xlsx", "/tidak-ada/")


def checked(response) -> None:
    b"".join(response)
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, name
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Request-ID"]


@pytest.mark.parametrize("url", OF_STRANGERS)
def test_what_strangers_get(client, url):
    assert find("website/house.css")
    checked(client.get(url))


def test_what_a_colleague_gets(browser_of, served):
    sri = browser_of("sri")
    for url in OF_SRI:
        checked(sri.get(url))
    checked(sri.post("/impor/baru/", {}))


def test_refusals_before_any_page_is_found(client, settings):
    checked(client.get("/", headers={"host": "evil.example"}))
    checked(client.post("/masuk/", {}, headers={"x-forwarded-proto": "https"}))


@pytest.mark.parametrize("where", ["home.views.released_verdict", "layout.THEMES"])
def test_a_fault_of_ours_even_one_of_the_page_of_faults(client, monkeypatch, where):
    monkeypatch.setattr(f"dampak.website.{where}", 0)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    checked(response)


def test_what_is_handed_in_is_never_served_as_it_came(browser_of, hand_in):
    """Whatever leaves as a file says so, and of which kind it is: never one that runs."""
    page = "kode_unit,nama_unit\n<script>alert(1)</script>,<img src=x onerror=alert(1)>\n"
    delivery = hand_in(office(**{"<b>evil</b>__html": page}))
    sri = browser_of("sri")
    shown = sri.get(delivery.get_absolute_url()).content.decode()
    for written in ("<script>alert(1)", "<img src=x", "<b>evil"):
        assert written not in shown

    delivery = hand_in(office(service_requests__csv=bad_files.requests("R1,<script>,KTP,x,y")))
    rejected = sri.get(f"{delivery.get_absolute_url()}ditolak.csv")
    assert rejected.status_code == 200
    assert rejected.headers["Content-Disposition"].startswith("attachment")
    assert rejected.headers["Content-Type"] == "text/csv; charset=utf-8"
    checked(rejected)
