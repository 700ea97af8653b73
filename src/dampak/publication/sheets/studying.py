"""Rows of the sheets that tell what the studies found."""

from collections.abc import Iterator
from typing import Any

from dampak.publication.sheets.cells import Cell, Month, Number
from dampak.publication.showing.studies import StudyShown, study_shown
from dampak.publication.showing.texts import in_this


def summary_rows(studies: list[dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    """One row for each outcome."""
    for study in studies:
        shown = study_shown(study)
        estimate = study.get("estimate", {})
        yield (
            shown.outcome, shown.role, shown.verdict_said,
            *(_number(estimate.get(key), study) for key in ("value", "low", "high")),
            shown.unit, shown.grade, Number(study["n_trained"]), Number(study["n_comparison"]),
            _month(study["first_month"]), _month(study["last_month"]),
            _number(study["baseline"], study), *_words(shown), _note(study),
        )  # fmt: skip


def event_rows(studies: list[dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    """One row for each outcome and month around the training."""
    for study in studies:
        for point in (study["event_study"] or {"points": []})["points"]:
            yield (
                in_this(study["outcome_title"]),
                Number(point["months_since"]),
                *(_number(point[key], study) for key in ("value", "low", "high")),
                Number(point["n_units"]),
            )


def checks_rows(studies: list[dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    """One row for each check of each outcome."""
    for study in studies:
        shown = study_shown(study)
        for check in shown.checks:
            yield (shown.outcome, check.title, check.said, check.found)


def _words(shown: StudyShown) -> tuple[str, ...]:
    return (shown.silence, shown.grade_reason, shown.sentence, shown.next_step)


def _note(study: dict[str, Any]) -> str:
    return in_this(study["plan"]["note"]) if study["plan"]["note"] else ""


def _number(value: float | None, study: dict[str, Any]) -> Cell:
    return None if value is None else Number(value, study["decimals"], study["is_share"])


def _month(month: str | None) -> Cell:
    return Month(month) if month else None
