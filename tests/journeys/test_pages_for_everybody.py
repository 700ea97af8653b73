"""Each page, in both languages, both themes, on a desk and on a phone."""

import pytest
from tests.journeys.conftest import PHONE, assert_fit_for_everybody

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

STRANGERS = [
    "/",
    "/masuk/",
    "/kajian/median-completion-time/",
    "/tidak-ada/",
    "/privasi/",
    "/privasi/ajukan/",
    "/privasi/ajukan/diterima/",
    "/undangan/tidak-berlaku/",
    "/berhenti/tidak-berlaku/",
    "/api/",
]
COLLEAGUES = [
    "/",
    "/impor/",
    "/impor/baru/",
    "/impor/1/",
    "/indikator/",
    "/indikator/median-completion-time/",
    "/kajian/",
    "/kajian/baru/",
    "/kajian/rencana/1/",
    "/kajian/ikm/",
    "/telusur/study:ikm/",
    "/pengguna/",  # which is not hers
]
UNITS_AND_PEOPLE = [
    "/unit/",
    "/unit/?cari=dinas",
    "/unit/?cari=tidak-ada",
    "/unit/?pada=2024-01-01",
    "/unit/baru/",
    "/unit/UM-D03/",
    "/unit/UM-D03/?pada=2024-01-01",
    "/unit/UM-D03/rekap/",
    *[f"/unit/UM-D03/ubah/{d}/" for d in ("nama", "pindah", "gabung", "pecah", "kode", "tutup")],
    "/pegawai/",
    "/pegawai/baru/",
    "/pegawai/baru/?unit=UM-D03",
    "/pegawai/impor/",
    "/pegawai/impor/baru/",
]
RIGHTS = [
    "/pengguna/",
    "/pengguna/?pencarian=tidak-ada",
    "/pengguna/undang/",
    "/pengguna/2/",
    "/pengguna/2/peran/",
    "/pengguna/2/tutup/",
    "/pengguna/peran-saya/",
    "/pintu/",
    "/pintu/2/",
    "/akun/",
    "/akun/sandi/",
    "/akun/sesi/",
    "/akun/pastikan/",
    "/token/",
    "/token/baru/",
    "/api/",
]
RECORDS = [
    "/buku/",
    "/buku/?deed=role.given",
    "/pekerjaan/",
    "/pesan/",
    "/kotak-masuk/",
    "/kesehatan/",
    "/privasi/saya/",
    "/privasi/permintaan/",
    "/privasi/insiden/",
    "/privasi/insiden/baru/",
    "/privasi/retensi/",
]


@pytest.mark.parametrize(
    ("language", "theme", "viewport"),
    [("id", "light", None), ("en", "dark", None), ("id", "dark", PHONE), ("en", "light", PHONE)],
)
def test_nobody_is_shut_out(visit, site, language, theme, viewport):
    wishes = {"color_scheme": theme} | ({"viewport": viewport} if viewport else {})
    for who, addresses in (("", STRANGERS), ("sri", COLLEAGUES)):
        walk(visit, site, who, addresses, language=language, **wishes)


@pytest.mark.parametrize("rooms", [UNITS_AND_PEOPLE, RIGHTS, RECORDS])
@pytest.mark.parametrize(
    ("language", "wishes"),
    [("id", {"color_scheme": "dark", "viewport": PHONE}), ("en", {"color_scheme": "light"})],
)
def test_no_administrator_is_shut_out(visit, site, rooms, language, wishes):
    walk(visit, site, "admin", rooms, language=language, **wishes)


def test_a_person_and_every_deed_on_them_are_fit_for_everybody(visit):
    page = visit("/unit/UM-D03/", who="admin", viewport=PHONE, color_scheme="dark")
    person = page.locator("a[href^='/pegawai/']").and_(page.locator("th a")).first
    address = person.get_attribute("href")
    for deed in ("", "mutasi/", "mutasi/?unit=UM-D03", "nip/", "berhenti/"):
        assert page.goto(f"{address}{deed}").ok
        assert_fit_for_everybody(page)


def walk(visit, site, who, addresses, *, language, **wishes):
    """Open page after page, and measure each."""
    page = visit("/", who=who, **wishes)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    for address in addresses:
        page.goto(address)
        html = page.locator("html")
        assert html.get_attribute("lang") == language
        assert html.get_attribute("data-bs-theme") == wishes["color_scheme"]
        if who == "admin":
            assert page.locator("h1").count() == 1, address
        assert_fit_for_everybody(page)
