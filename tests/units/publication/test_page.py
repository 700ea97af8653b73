"""The page says what the document says, asks nobody for anything, and is honest when silent."""

import re
from html.parser import HTMLParser

import pytest
from jsonschema import Draft202012Validator
from tests.result_documents import document, silent_study, study

from dampak.publication.document import schema
from dampak.publication.page import evaluation_page

CAUSAL = re.compile(
    r"\b(dampak(?! 0)|menyebabkan|terbukti|karena pelatihan|caused?|proven)\b", re.I
)


class Reader(HTMLParser):
    """Collects words, addresses and ids."""

    def __init__(self, page):
        super().__init__()
        self.words, self.addresses, self.ids, self._skips = [], [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._skips = tag == "style"
        found = dict(attrs)
        self.addresses += [found[key] for key in ("href", "src") if key in found]
        self.ids += [found["id"]] if "id" in found else []

    def handle_data(self, data):
        if not self._skips:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(params=["id", "en"])
def language(request):
    return request.param


def test_the_documents_used_here_have_the_published_shape():
    Draft202012Validator(schema()).validate(document())


def test_verdict_sentence_number_and_grade_stand_on_the_page():
    said = Reader(evaluation_page(document(), "id")).text

    for words in ("Bergerak", "Waktu turun 1,5 hari kerja.", "−1,5 hari kerja", "−2,1 sampai −0,9"):
        assert words in said
    assert "Tingkat bukti B" in said
    assert "5 (Jan 2024 sampai Mei 2024)" in said
    assert "7,4 hari kerja" in said


def test_english_readers_get_english(language):
    page = evaluation_page(document(), language)

    assert f'<html lang="{language}">' in page
    assert ("Evidence grade" in page) == (language == "en")
    assert ("Tingkat bukti" in page) == (language == "id")


def test_nothing_is_fetched_from_anywhere(language):
    page = evaluation_page(document(), language)

    assert all(address.startswith("#") for address in Reader(page).addresses)
    assert not re.search(r"url\((?!\"data:)", page)
    assert "<script" not in page


def test_every_where_from_leads_to_its_eight_rooms():
    page = Reader(evaluation_page(document(), "id"))

    assert "#trace-study-waktu" in page.addresses
    assert {address[1:] for address in page.addresses if address.startswith("#trace")} <= set(
        page.ids
    )
    assert page.text.count("12 Sel kosong") == 16  # two studies, eight rooms each


def test_no_name_on_the_page_is_given_twice():
    ids = Reader(evaluation_page(document(), "id")).ids

    assert len(ids) == len(set(ids))


def test_checks_stand_before_the_pictures():
    page = evaluation_page(document(), "id")

    assert page.index("12 dari 200 kosong.") < page.index(
        "Selisih unit terlatih dan unit pembanding"
    )


def test_silence_says_why_and_what_is_needed():
    said = Reader(evaluation_page(document(studies=[silent_study(role="primary")]), "id")).text

    assert "Tidak ada angka" in said
    assert "Unit terlatih terlalu sedikit. Diperlukan: 5; yang ada: 1." in said


def test_the_page_adds_no_causal_words_of_its_own(language):
    neutral = study(grade="E", verdict="cannot_tell")

    said = Reader(evaluation_page(document(studies=[neutral]), language)).text
    assert not CAUSAL.search(said.replace("dengan dampak", ""))


def test_a_pack_without_training_still_has_its_indicators():
    said = Reader(evaluation_page(document(studies=[], figures={}), "id")).text

    assert "tidak memuat pelatihan" in said
    assert "Kanal digital" in said
    assert "45,0%" in said  # the middle of 12/40 and 24/40


def test_an_empty_pack_is_still_a_page():
    empty = document(studies=[], figures={}, indicators=[], inputs=[], catalogue=[], units=[])

    assert evaluation_page(empty, "en").rstrip().endswith("</html>")


def test_an_unplanned_study_says_so_and_promises_nothing():
    unplanned = study(was_planned=False, smallest_effect=None, seal=None, programme=None)

    said = Reader(evaluation_page(document(studies=[unplanned]), "id")).text
    assert "Tidak ada rencana yang diserahkan sebelum data" in said
    assert "Perubahan terkecil" not in said


@pytest.mark.parametrize(
    ("seal", "words"),
    [
        (None, "Rencana tidak disegel."),
        ({"intact": False}, "Rencana diubah setelah disegel."),
        ({"before_first_training": False}, "Rencana disegel setelah pelatihan dimulai."),
        ({}, "Rencana disegel sebelum pelatihan dimulai"),
    ],
)
def test_the_seal_is_told_as_it_is(seal, words):
    sealed = study(seal=None if seal is None else study()["seal"] | seal)

    assert words in Reader(evaluation_page(document(studies=[sealed]), "id")).text


def test_withheld_values_are_counted_aloud():
    cell = {"code": "ikm", "unit_code": "U1", "month": "2024-04", "needed": 3}

    said = Reader(evaluation_page(document(withheld=[cell] * 3), "id")).text
    assert "3 nilai tidak ditampilkan" in said


def test_words_of_the_office_cannot_become_markup():
    page = evaluation_page(document(studies=[study(programme="<script>alert(1)</script>")]), "id")

    assert "<script>" not in page


def test_links_to_neighbours_only_where_there_are_neighbours():
    assert "laporan.pdf" in Reader(evaluation_page(document(), "id", has_neighbours=True)).addresses
    assert "laporan.pdf" not in Reader(evaluation_page(document(), "id")).addresses


def handed_over(n_files, **account):
    """A document of so many files, with the account of its one table."""
    [file] = document()["inputs"]
    plain = {
        "table": "service_requests",
        "rows_in": 90_000,
        "rows_kept": 89_000,
        "rows_set_aside": 1_000,
        "reasons": [{"because": {"id": "baris kembar", "en": "a duplicate"}, "rows": 1_000}],
    }
    return document(
        inputs=[{**file, "file": f"{number}.csv"} for number in range(n_files)],
        accounts=[plain | account],
        roll={"units": 5_240, "trained": 2_400, "months_of_training": ["2024-03"]},
    )


def test_of_a_nation_tables_are_read_before_files():
    made = handed_over(30)
    Draft202012Validator(schema()).validate(made)

    said = Reader(evaluation_page(made, "id")).text

    assert "permohonan_layanan 90.000 89.000 1.000" in said
    assert "Mengapa ada baris yang disisihkan: permohonan_layanan 1.000 baris kembar" in said
    assert said.index("permohonan_layanan 90.000") < said.index("30 berkas")
    assert said.index("30 berkas") < said.index("29.csv")
    assert "Di setiap tabel, baris masuk sama dengan baris dipakai ditambah" in said


def test_a_few_files_are_read_one_by_one_at_once():
    said = Reader(evaluation_page(handed_over(3), "id")).text

    assert "3 berkas" not in said
    assert "1.000 baris kembar" not in said


def test_rows_that_were_lost_are_told_and_not_smoothed_over():
    said = Reader(evaluation_page(handed_over(3, rows_kept=88_999), "id")).text

    assert "Ada baris yang hilang atau terhitung dua kali di: permohonan_layanan" in said
    assert "Di setiap tabel, baris masuk sama" not in said


def test_the_reader_of_a_nation_learns_how_far_down_it_is_shown():
    said = Reader(evaluation_page(handed_over(3), "id")).text

    assert "Dari 5.240 unit ditampilkan 2" in said
    assert "unit ditampilkan" not in Reader(evaluation_page(document(), "id")).text
