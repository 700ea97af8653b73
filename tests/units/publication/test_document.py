"""`result.json` keeps its published shape and says everything in both languages."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from dampak.foundation.months import months_later
from dampak.foundation.text import Sentence
from dampak.impact.evaluation import Evaluation, Roll, UnitOnRecord, Withheld
from dampak.impact.journey import figure_of
from dampak.impact.plan import Role, StudyPlan, unplanned
from dampak.impact.studying import compare, study_of
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Better, Reading
from dampak.publication.document import document_of, schema, text_of
from dampak.warehouse.accounts import TableAccount
from dampak.warehouse.panels import Panel
from dampak.warehouse.passage import LeftOut, Passage
from dampak.warehouse.snapshot import InputFile, Snapshot

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PLAN = StudyPlan(
    slug="digital-share",
    title={"id": "Loket", "en": "Counters"},
    programme="LOKET",
    outcome="digital-share",
    role=Role.PRIMARY,
    smallest_effect=0.05,
    better=Better.HIGHER,
)
SNAPSHOT = Snapshot(
    id="ab" * 32,
    number=1,
    published_at=AT,
    published_by="sri",
    calendar="indonesia-5/holidays-1",
    zone="Asia/Jakarta",
    inputs=(
        InputFile(
            file="permohonan.csv",
            table="service_requests",
            sha256="cd" * 32,
            size_bytes=1200,
            encoding="utf-8",
            rows_in=20,
            rows_kept=19,
            rows_set_aside=1,
            notices=(Sentence("Nothing was counted for this outcome."),),
        ),
    ),
    objects={},
    working_days=Path("-"),
    rejects=Path("-"),
)


def panel_of(n_trained):
    rng = np.random.default_rng(1)
    values = 0.4 + rng.normal(0, 0.02, (24, 12))
    return Panel(
        outcome="digital-share",
        unit_codes=tuple(f"U{n:02}" for n in range(24)),
        months=tuple(months_later(date(2024, 1, 1), n) for n in range(12)),
        values=values,
        volume=np.ones_like(values),
        first_treated=np.where(np.arange(24) < n_trained, 6, -1),
        set_aside=(),
    )


def room(number):
    return Passage(
        room=number,
        what=Sentence("Counted by the definition from %(tables)s.", {"tables": "x"}),
        counted_in=Sentence("rows"),
        rows_in=20,
        rows_out=19,
        set_aside=1,
        version="1",
        sha256="ef" * 32,
        left_out=(LeftOut(because=Sentence("no value"), rows=1),),
    )


def evaluation(plan=PLAN, n_trained=12):
    panel, rng = panel_of(n_trained), np.random.default_rng(1)
    compared = compare(panel, plan, rng=rng)
    study = study_of(
        panel,
        plan,
        compared,
        sealing=None,
        eventful=np.zeros(panel.values.shape, bool),
        rng=rng,
    )
    rooms = (room(1), room(2), room(3))
    figure = figure_of(study, counted=rooms, panel=panel, compared=compared, released_by="sri")
    return Evaluation(
        made_at=AT,
        made_by="sri",
        version="0.1.0",
        snapshot=SNAPSHOT,
        accounts=(
            TableAccount(
                table="service_requests",
                rows_in=20,
                rows_kept=19,
                rows_set_aside=1,
                reasons=(LeftOut(because=Sentence("no value"), rows=1),),
            ),
        ),
        roll=Roll(n_units=24, n_trained=12, months_of_training=(date(2024, 7, 1),)),
        units=(UnitOnRecord(code="U00", name="Loket 0", parent_code=None, first_trained=None),),
        definitions=(CATALOGUE["digital-share"],),
        readings=(
            Reading(
                indicator="digital-share",
                version=1,
                unit_code="U00",
                month=date(2024, 3, 1),
                numerator=8,
                denominator=20,
                value=0.4,
            ),
        ),
        withheld=(Withheld(indicator="ikm", unit_code="U00", month=date(2024, 3, 1), needed=3),),
        studies=(study,),
        figures={study.figure: figure},
        notices=(
            Sentence(
                "Nobody handed in a plan (study.toml), so dampak chose the outcome. "
                "A plan sealed before the training lets the same data say more."
            ),
        ),
    )


def test_the_published_schema_is_a_schema():
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("n_trained", [0, 1, 12, 24])
def test_every_kind_of_answer_fits_the_schema(n_trained):
    Draft202012Validator(schema()).validate(document_of(evaluation(n_trained=n_trained)))


def test_an_unplanned_study_fits_the_schema():
    plan = unplanned(outcome="digital-share", title=PLAN.title, better=Better.HIGHER)
    Draft202012Validator(schema()).validate(document_of(evaluation(plan)))


def test_an_estimate_and_a_silence_cannot_stand_together():
    document = document_of(evaluation())
    document["studies"][0]["no_answer"] = {"why": "", "sentence": {}, "needed": 1, "found": 0}

    assert not Draft202012Validator(schema()).is_valid(document)


def test_nothing_but_numbers_a_machine_can_read_is_written():
    text = text_of(document_of(evaluation(n_trained=0)))

    assert "NaN" not in text
    assert json.loads(text)["studies"][0]["no_answer"]["why"] == "NOBODY_TRAINED"


def test_a_study_has_eight_rooms_in_order_and_each_adds_up():
    (figure,) = document_of(evaluation())["figures"].values()

    assert [each["room"] for each in figure["rooms"]] == list(range(1, 9))
    for each in figure["rooms"]:
        assert each["rows_in"] == each["rows_out"] + each["set_aside"]
    for before, after in zip(figure["rooms"][4:], figure["rooms"][5:], strict=False):
        assert before["rows_out"] == after["rows_in"]


def test_what_is_withheld_is_named_and_not_shown():
    document = document_of(evaluation())

    assert document["withheld"] == [
        {"code": "ikm", "unit_code": "U00", "month": "2024-03", "needed": 3}
    ]
    assert {each["code"] for each in document["indicators"]} == {"digital-share"}


def test_every_text_is_there_in_both_languages():
    def texts(value):
        if isinstance(value, dict):
            if value.keys() == {"id", "en"}:
                yield value
            for each in value.values():
                yield from texts(each)
        elif isinstance(value, list):
            for each in value:
                yield from texts(each)

    document = document_of(evaluation())
    sentences = [text for text in texts(document["studies"]) if len(text["en"].split()) > 3]

    assert len(sentences) > 10
    assert all(text["id"] != text["en"] for text in sentences)
