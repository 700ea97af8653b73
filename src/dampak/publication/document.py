"""An evaluation as one document, `result.json`: what every page, report and table is made from."""

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from dampak.foundation.answers import Estimate, NoAnswer
from dampak.foundation.text import Sentence
from dampak.impact.evaluation import Evaluation, Figure, PictureOfEvents, Roll, Sealing, Study
from dampak.impact.outcome import Outcome
from dampak.impact.plan import written
from dampak.impact.wording import decimals_shown
from dampak.indicators.definition import Definition, Reading
from dampak.language.saying import InBoth, in_both
from dampak.warehouse.accounts import TableAccount
from dampak.warehouse.passage import LeftOut, Passage
from dampak.warehouse.readings import reading_sql
from dampak.warehouse.snapshot import InputFile

FORMAT = "dampak-result/1"
ROOMS = (
    Sentence("Landing"),
    Sentence("Conforming"),
    Sentence("Counting"),
    Sentence("Comparing"),
    Sentence("Studying"),
    Sentence("Disclosing"),
    Sentence("Releasing"),
    Sentence("Showing"),
)

Texts = dict[str, str]
Object = dict[str, Any]


def document_of(evaluation: Evaluation) -> Object:
    """The document, valid against `schema`, in plain values that JSON knows."""
    snapshot = evaluation.snapshot
    return {
        "format": FORMAT,
        "made_by": {
            "version": evaluation.version,
            "at": evaluation.made_at.isoformat(),
            "by": evaluation.made_by,
        },
        "snapshot": {
            "id": snapshot.id,
            "number": snapshot.number,
            "published_at": snapshot.published_at.isoformat(),
            "calendar": snapshot.calendar,
            "zone": snapshot.zone,
        },
        "language_default": "id",
        "notes": [dict(note) for note in evaluation.notes],
        "notices": [in_both(notice) for notice in evaluation.notices],
        "inputs": [_input(each) for each in snapshot.inputs],
        "accounts": [_account(each) for each in evaluation.accounts],
        "roll": _roll(evaluation.roll),
        "units": [
            {
                "code": unit.code,
                "name": unit.name,
                "parent_code": unit.parent_code,
                "first_trained": _month(unit.first_trained),
            }
            for unit in evaluation.units
        ],
        "catalogue": [_definition(each) for each in evaluation.definitions],
        "indicators": [_reading(each) for each in evaluation.readings],
        "withheld": [
            {
                "code": each.indicator,
                "unit_code": each.unit_code,
                "month": _month(each.month),
                "needed": each.needed,
            }
            for each in evaluation.withheld
        ],
        "studies": [_study(each) for each in evaluation.studies],
        "figures": {name: _figure(figure) for name, figure in evaluation.figures.items()},
    }


def text_of(document: Mapping[str, Any]) -> str:
    """The document as the file `result.json`."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def schema() -> Object:
    """The JSON Schema of the document, as published."""
    published = files("dampak.publication") / "schemas" / "result-1.json"
    content: Object = json.loads(published.read_text(encoding="utf-8"))
    return content


def _month(month: date | None) -> str | None:
    return None if month is None else f"{month:%Y-%m}"


def _texts(value: Sentence | InBoth | str) -> Texts:
    return dict(value.texts) if isinstance(value, InBoth) else in_both(value)


def _input(file: InputFile) -> Object:
    return {
        "file": file.file,
        "table": file.table,
        "sha256": file.sha256,
        "bytes": file.size_bytes,
        "encoding": file.encoding,
        "rows_in": file.rows_in,
        "rows_kept": file.rows_kept,
        "rows_set_aside": file.rows_set_aside,
        "notices": [in_both(notice) for notice in file.notices],
    }


def _account(account: TableAccount) -> Object:
    return {
        "table": account.table,
        "rows_in": account.rows_in,
        "rows_kept": account.rows_kept,
        "rows_set_aside": account.rows_set_aside,
        "reasons": [_left_out(each) for each in account.reasons],
    }


def _roll(roll: Roll) -> Object:
    return {
        "units": roll.n_units,
        "trained": roll.n_trained,
        "months_of_training": [_month(month) for month in roll.months_of_training],
    }


def _definition(definition: Definition) -> Object:
    return {
        "code": definition.code,
        "version": definition.version,
        "title": in_both(definition.title),
        "why": in_both(definition.why),
        "unit": in_both(definition.unit),
        "better": definition.better.value,
        "kind": definition.kind,
        "decimals": definition.decimals,
        "is_share": definition.is_share,
        "sql": reading_sql(definition),
        "caveats": [in_both(caveat) for caveat in definition.caveats],
    }


def _reading(reading: Reading) -> Object:
    return {
        "code": reading.indicator,
        "version": reading.version,
        "unit_code": reading.unit_code,
        "month": _month(reading.month),
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "value": reading.value,
    }


def _study(study: Study) -> Object:
    return {
        "slug": study.plan.slug,
        "title": dict(study.plan.title),
        "programme": study.plan.programme,
        "was_planned": study.plan.was_planned,
        **_outcome(study.outcome, study.answer),
        "role": study.plan.role.value,
        "smallest_effect": study.plan.smallest_effect,
        "plan": written(study.plan),
        "seal": _seal(study.sealing) if study.sealing else None,
        "deviations": [
            in_both(each) for each in (study.sealing.deviations if study.sealing else ())
        ],
        **_answer(study.answer),
        "n_trained": study.n_trained,
        "n_comparison": study.n_comparison,
        "n_months": len(study.months),
        "first_month": _month(study.months[0]) if study.months else None,
        "last_month": _month(study.months[-1]) if study.months else None,
        "baseline": study.baseline,
        "event_study": _events(study.events) if study.events else None,
        "group_means": [
            {"month": _month(each.month), "trained": each.trained, "comparison": each.comparison}
            for each in study.group_means
        ],
        "checks": [
            {
                "code": check.code,
                "outcome": check.outcome.value,
                "title": in_both(check.title),
                "found": in_both(check.found),
            }
            for check in study.checks
        ],
        "grade": study.graded.grade.value,
        "grade_reason": in_both(study.graded.reason),
        "verdict": study.verdict.value,
        "verdict_title": in_both(study.verdict.in_words),
        "sentence": in_both(study.sentence),
        "next_step": in_both(study.next_step),
        "figure": study.figure,
    }


def _outcome(outcome: Outcome, answer: Estimate | NoAnswer) -> Object:
    decimals = outcome.decimals
    if isinstance(answer, Estimate):
        decimals = decimals_shown(answer, decimals=decimals, is_share=outcome.is_share)
    return {
        "outcome": outcome.code,
        "outcome_title": _texts(outcome.title),
        "unit": _texts(outcome.unit),
        "better": outcome.better.value,
        "decimals": decimals,
        "is_share": outcome.is_share,
    }


def _answer(answer: Estimate | NoAnswer) -> Object:
    if isinstance(answer, NoAnswer):
        return {
            "no_answer": {
                "why": answer.why.name,
                "sentence": in_both(answer.why.value),
                "needed": answer.needed,
                "found": answer.found,
            }
        }
    return {
        "estimate": {
            "value": answer.value,
            "low": answer.low,
            "high": answer.high,
            "confidence": answer.confidence,
            "method": answer.method,
            "standard_error": answer.standard_error,
        }
    }


def _seal(sealing: Sealing) -> Object:
    return {
        "sha256": sealing.seal.sha256,
        "sealed_at": sealing.seal.sealed_at.isoformat(),
        "sealed_by": sealing.seal.sealed_by,
        "intact": not sealing.deviations,
        "before_first_training": sealing.was_before_training,
    }


def _events(events: PictureOfEvents) -> Object:
    return {
        "points": [
            {
                "months_since": point.months_since,
                "value": point.value,
                "low": point.low,
                "high": point.high,
                "n_units": point.n_units,
            }
            for point in events.points
        ],
        "confidence": events.confidence,
        "method": events.method,
    }


def _figure(figure: Figure) -> Object:
    return {"title": _texts(figure.title), "rooms": [room_of(each) for each in figure.rooms]}


def room_of(passage: Passage) -> Object:
    """One room of a trace, in both languages."""
    return {
        "room": passage.room,
        "name": in_both(ROOMS[passage.room - 1]),
        "what": in_both(passage.what),
        "rows_in": passage.rows_in,
        "rows_out": passage.rows_out,
        "set_aside": passage.set_aside,
        "counted_in": in_both(passage.counted_in),
        "version": passage.version,
        "sha256": passage.sha256,
        "left_out": [_left_out(each) for each in passage.left_out],
    }


def _left_out(left: LeftOut) -> Object:
    return {"because": in_both(left.because), "rows": left.rows}
