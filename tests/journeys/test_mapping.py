"""Sri explains the export of another system on the screen of a phone."""

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import PHONE, assert_fit_for_everybody

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
EXPORT = "Ticket,Dept,Opened,Done,State\n" + "".join(
    f'T{n},"UM-K01,",2024-01-{n:02},{f"2024-02-{n:02},CLOSED" if n % 2 else "NA,Disptch"}\n'
    for n in range(1, 21)
)
COLUMNS = {
    "nomor_permohonan": "Ticket",
    "kode_unit": "Dept",
    "tanggal_masuk": "Opened",
    "tanggal_selesai": "Done",
    "status": "State",
}


def test_foreign_columns_and_words_are_explained_and_read(visit, site):
    before = site.health()["snapshot"]
    page = visit("/impor/baru/", who="sri", viewport=PHONE, color_scheme="dark")
    file = {"name": "tiket.csv", "mimeType": "text/csv", "buffer": EXPORT.encode()}
    page.get_by_label("Pilih satu berkas").set_input_files([file])
    page.get_by_role("button", name="Baca berkas").click()
    page.get_by_role("link", name="Jelaskan kolom-kolomnya").click()
    page.get_by_label("Berkas ini berisi").select_option("service_requests")
    page.get_by_role("button", name="Pilih tabel").click()
    for ours, theirs in COLUMNS.items():
        page.get_by_label(ours, exact=True).select_option(theirs)
    page.get_by_label("Tanda yang menempel pada kode unit").fill(",")
    page.get_by_role("button", name="Simpan dan baca lagi").click()
    expect(page.get_by_role("status")).to_contain_text("Belum ada yang disimpan")
    assert_fit_for_everybody(page)
    page.get_by_label("Disptch").select_option("open")
    page.get_by_role("button", name="Simpan dan baca lagi").click()
    expect(page.locator(".facts .figure").first).to_have_text("20")
    expect(page.get_by_role("link", name="Ubah pemetaan kolom")).to_be_visible()
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Buang").click()
    assert site.health()["snapshot"] == before
