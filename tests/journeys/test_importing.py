"""Sri brings new complaints: looks, accepts, and has the study answered anew."""

import pytest
from playwright.sync_api import expect
from tests import bad_files

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_picture_is_turned_away_and_nothing_changes(visit, site):
    before = site.health()["snapshot"]
    page = visit("/impor/baru/", who="sri")
    picture = {"name": "foto.csv", "mimeType": "text/csv", "buffer": bad_files.PICTURE}
    page.get_by_label("Berkas").set_input_files([picture])
    page.get_by_role("button", name="Baca berkas").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada yang berubah")
    expect(page.get_by_role("button", name="Terima")).to_have_count(0)
    page.get_by_role("button", name="Buang").click()
    expect(page.locator(".head")).to_contain_text("dibuang")
    assert site.health()["snapshot"] == before


def test_a_file_is_looked_at_accepted_and_the_study_answered_anew(visit, site):
    before = site.health()["snapshot"]
    original = (site.home / "demo" / "complaints.csv").read_bytes()
    first, *rows = original.splitlines(keepends=True)
    broken = rows[0].replace(rows[0].split(b",")[1], b"UM-X00", 1)
    page = visit("/impor/", who="sri")
    page.get_by_role("link", name="Kirim berkas").first.click()
    page.get_by_label("Berkas").set_input_files(
        [
            {
                "name": "complaints.csv",
                "mimeType": "text/csv",
                "buffer": first + broken + b"".join(rows),
            }
        ]
    )
    page.get_by_role("button", name="Baca berkas").click()
    expect(page.get_by_text("Ini pratinjau.")).to_be_visible()
    expect(page.get_by_text("UM-X00").first).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Baris yang disisihkan (CSV)").click()
    assert "UM-X00" in coming.value.path().read_text(encoding="utf-8-sig")
    assert site.health()["snapshot"] == before

    page.get_by_role("button", name="Terima").click()
    expect(page.locator(".head")).to_contain_text(f"diterima, potret data {before + 1}")
    assert site.health()["snapshot"] == before + 1

    page.goto("/")
    page.get_by_role("link", name="1 rencana menunggu jawaban").click()
    page.get_by_role("button", name="Hitung jawabannya").click()
    page.get_by_role("link", name="Lihat hasilnya").click(timeout=240_000)
    expect(page.get_by_role("button", name="Hitung jawabannya")).to_have_count(0)


def test_budi_is_told_that_importing_is_not_his(visit):
    page = visit("/impor/", who="budi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Peran Anda tidak mencakup ini")
    expect(page.get_by_role("link", name="Impor data")).to_have_count(0)
