"""Sri hangs up a code; a citizen answers on a telephone; the index knows of it."""

import pytest
from tests.journeys.conftest import PHONE, assert_fit_for_everybody

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def opened(visit):
    """A survey that Sri has just opened, as her page shows it."""
    page = visit("/dengarkan/baru/", who="sri")
    page.get_by_label("Unit").select_option(index=1)
    page.get_by_label("Layanan").fill("Kartu keluarga")
    page.get_by_role("button", name="Buka dan buat kodenya").click()
    page.get_by_role("heading", name="Bagikan").wait_for()
    return page


def link_of(page) -> str:
    return page.get_by_label("Tautan untuk dikirim").input_value()


def came(page) -> int:
    page.reload()
    card = page.get_by_role("region", name="Jawaban yang masuk")
    return int(card.locator(".figure").inner_text())


def answered_by_keyboard(page) -> None:
    """Tab to each question, then to its third step with the arrows."""
    for group in page.get_by_role("radiogroup").all():
        group.get_by_role("radio").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_citizen_answers_once_whatever_the_browser_does(visit, opened, scripts):
    before = came(opened)
    page = visit(link_of(opened), viewport=PHONE, java_script_enabled=scripts)
    answered_by_keyboard(page)
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("heading", name="Terima kasih").wait_for()

    page.reload()  # the browser sends the form once more
    page.get_by_role("heading", name="Terima kasih").wait_for()
    page.go_back()
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("heading", name="Terima kasih").or_(page.get_by_role("alert")).wait_for()

    assert came(opened) == before + 1


def test_what_is_missing_is_said_beside_its_question_and_nothing_is_lost(visit, opened):
    page = visit(link_of(opened), viewport=PHONE)
    page.get_by_role("group", name="Tentang Anda").get_by_label("Umur").fill("41")
    answered_by_keyboard(page)
    page.locator("#biaya input").evaluate_all("all => all.forEach(each => each.checked = false)")
    page.get_by_role("button", name="Kirim").click()

    assert page.locator(".fault").all_inner_texts() == ["Pilih salah satu dari empat jawaban."]
    assert page.get_by_role("radio", checked=True).count() == 8
    assert page.get_by_label("Umur").input_value() == "41"
    assert_fit_for_everybody(page)
    page.get_by_role("alert").get_by_role("link").click()
    page.get_by_role("radio", name="Gratis").check()
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("heading", name="Terima kasih").wait_for()
    assert_fit_for_everybody(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_a_survey_is_fit_for_everybody(visit, opened, theme):
    link = link_of(opened)
    page = visit(link, viewport=PHONE, color_scheme=theme)
    for address in (link, f"{link}?bahasa=en", "/s/bcdfghj/"):
        page.goto(address)
        assert_fit_for_everybody(page)
    office = visit("/dengarkan/", who="sri", viewport=PHONE, color_scheme=theme)
    for address in ("/dengarkan/", "/dengarkan/baru/", opened.url):
        office.goto(address)
        assert_fit_for_everybody(office)


def test_sri_counts_the_responses_and_finds_them_in_the_index(visit, opened):
    page = visit(link_of(opened), viewport=PHONE)
    answered_by_keyboard(page)
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("heading", name="Terima kasih").wait_for()

    office = visit("/dengarkan/", who="sri")
    office.get_by_role("button", name="Hitung jawaban").click()
    office.get_by_text("jawaban sudah dihitung").wait_for()
    office.goto("/impor/")
    assert "jawaban-survei.parquet" in office.locator("main").inner_text()
