"""A drawing can be read by eye, by ear and on a strict page, in both languages."""

import xml.etree.ElementTree as ET

import pytest
from tests.result_documents import definition, document, study

from dampak.publication.charts import (
    NARROW,
    PAPER,
    Drawing,
    event_study_svg,
    group_means_svg,
    indicator_svg,
    interval_svg,
)

SVG = "{http://www.w3.org/2000/svg}"


def indicator(language, drawing=None, **own):
    return indicator_svg(definition(), document()["indicators"], language, drawing, **own)


DRAWERS = {
    "events": lambda language, drawing=None: event_study_svg(study(), language, drawing),
    "means": lambda language, drawing=None: group_means_svg(study(), language, drawing),
    "interval": lambda language, drawing=None: interval_svg(study(), language, drawing),
    "indicator": indicator,
}


@pytest.fixture(params=DRAWERS)
def draw(request):
    return DRAWERS[request.param]


def words(svg):
    return " | ".join(text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314


def test_who_cannot_see_it_is_told_what_it_shows(draw):
    root = ET.fromstring(draw("id"))  # noqa: S314

    assert root.get("role") == "img"
    assert len(root.get("aria-label")) > 20


def test_on_a_page_the_words_take_the_colour_of_the_text_around_them(draw):
    svg = draw("id")

    assert 'fill="currentColor"' in svg
    assert "style=" not in svg
    assert "font-family" not in svg
    assert 'fill="white"' not in svg


def test_on_paper_colours_and_letters_are_fixed(draw):
    svg = draw("id", Drawing(palette=PAPER))

    assert "currentColor" not in svg
    assert 'font-family="Inter"' in svg


def test_the_axis_speaks_indonesian_with_a_decimal_comma():
    said = words(event_study_svg(study(), "id"))

    assert "Bulan sejak pelatihan" in said
    assert "Selisih, dalam hari kerja" in said
    assert "−2,0" in words(interval_svg(study(), "id"))


def test_the_axis_speaks_english_with_a_decimal_point():
    said = words(event_study_svg(study(), "en"))

    assert "Months since training" in said
    assert "−2.0" in words(interval_svg(study(), "en"))


def test_months_have_indonesian_names():
    assert "Mei 2024" in words(group_means_svg(study(), "id"))


def test_the_months_do_not_slip_where_the_machine_lives_west_of_greenwich(monkeypatch):
    monkeypatch.setenv("TZ", "America/Los_Angeles")

    assert "Jan 2024" in words(group_means_svg(study(), "en"))
    assert "Dec 2023" not in words(group_means_svg(study(), "en"))


def test_shares_are_drawn_per_cent():
    half = study(
        is_share=True, estimate={"value": 0.1, "low": 0.05, "high": 0.15}, smallest_effect=0.05
    )

    assert "15" in words(interval_svg(half, "en"))


def test_a_study_without_a_smallest_effect_has_no_line_for_it():
    said = words(event_study_svg(study(smallest_effect=None), "en"))

    assert "smallest effect" not in said
    assert "smallest effect" in words(event_study_svg(study(), "en"))


def test_every_point_of_the_study_is_drawn():
    root = ET.fromstring(event_study_svg(study(), "id"))  # noqa: S314

    points = [g for g in root.iter(f"{SVG}g") if "mark-symbol" in g.get("class", "")]
    assert max(len(g.findall(f"{SVG}path")) for g in points) == 5


def test_months_without_units_leave_a_gap_and_no_fault():
    means = [{"month": "2024-01", "trained": None, "comparison": 3.0}]

    assert "Jan 2024" in words(group_means_svg(study(group_means=means), "en"))


def test_one_unit_is_named_against_all():
    assert "Loket 1" in words(indicator("id", unit_code="U1", unit_name="Loket 1"))


def test_a_phone_gets_a_narrower_drawing():
    def width(svg):
        return int(ET.fromstring(svg).get("width"))  # noqa: S314

    assert width(event_study_svg(study(), "id", Drawing(frame=NARROW))) < 360
    assert width(event_study_svg(study(), "id")) > 600


def test_words_of_the_office_cannot_become_markup():
    tricky = study(outcome_title={"id": '"><script>alert(1)</script>', "en": "x"})

    assert "<script>" not in event_study_svg(tricky, "id")
