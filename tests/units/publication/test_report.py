"""The report on paper says what the page says, to eyes and to screen readers."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.result_documents import document, silent_study, study

from dampak.publication.report import evaluation_report


def text_of(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_first_page_carries_the_answer():
    first = PdfReader(BytesIO(evaluation_report(document(), "id"))).pages[0].extract_text()

    for words in ("Bergerak", "Waktu turun 1,5 hari kerja.", "Tingkat bukti", "Lanjutkan."):
        assert words in first


def test_it_is_tagged_and_promises_to_be_accessible():
    root = PdfReader(BytesIO(evaluation_report(document(), "en"))).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_the_same_document_gives_the_same_bytes():
    assert evaluation_report(document(), "id") == evaluation_report(document(), "id")


def test_only_letters_that_come_with_it_are_used():
    fonts = set()
    for page in PdfReader(BytesIO(evaluation_report(document(), "id"))).pages:
        fonts |= {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()}

    assert all(("Inter" in font) or ("DejaVuSansMono" in font) for font in fonts)


@pytest.mark.parametrize("written", ['#panic("x")', "$ a * _b_ = [", "\\", "`raw`", '"#{', "//"])
def test_words_of_the_office_are_data_and_never_a_program(written):
    assert written in text_of(evaluation_report(document(studies=[study(programme=written)]), "id"))


def test_letters_that_no_font_has_do_not_stop_the_report():
    strange = study(programme="Loket \N{SPARKLES} \N{CJK UNIFIED IDEOGRAPH-4E2D}")

    assert evaluation_report(document(studies=[strange]), "id").startswith(b"%PDF")


@pytest.mark.parametrize(
    "changes",
    [
        {"studies": [], "figures": {}},
        {"studies": [], "figures": {}, "indicators": [], "inputs": [], "units": []},
        {"studies": [silent_study(role="primary", seal=None, was_planned=False, checks=[])]},
    ],
)
def test_there_is_a_report_even_where_there_is_little_to_say(changes):
    assert "Halaman 1 dari" in text_of(evaluation_report(document(**changes), "id"))
