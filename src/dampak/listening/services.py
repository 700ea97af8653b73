"""Deeds of listening: open a survey, close it, keep what a citizen answered."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.listening.keeping import Filled, Outcome, Pen
from dampak.listening.models import Survey
from dampak.listening.response_form import Sheet
from dampak.listening.tokens import new_code
from dampak.warehouse.roster import UnitOnRoll

_pen = Pen()


class CannotCloseSurvey(Exception):
    """Says, in words for the person at the screen, why the survey stays as it is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


class NotOpen(Exception):
    """The survey takes no responses on that day, or there is none with that code."""


@transaction.atomic
def open_survey(
    unit: UnitOnRoll,
    *,
    service: str,
    opens_on: date,
    closes_on: date,
    words: str = "",
    by: str,
    at: datetime,
) -> Survey:
    """Open the satisfaction survey of a service, under a short link of its own."""
    survey = Survey.objects.create(
        code=_free_code(),
        unit_code=unit.code,
        unit_name=unit.name,
        service=service,
        words=words,
        opens_on=opens_on,
        closes_on=closes_on,
        opened_at=at,
        opened_by=by,
    )
    told = {"unit": unit.code, "from": opens_on.isoformat(), "until": closes_on.isoformat()}
    record("survey.opened", by=by, at=at, subject=survey, **told)
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, by: str, at: datetime) -> Survey:
    """Take no more responses from now on. Those that came are kept and stay counted."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.closed_at is not None:
        raise CannotCloseSurvey(Sentence("This survey has already been closed."))
    survey.closed_at, survey.closed_by = at, by
    survey.save(update_fields=["closed_at", "closed_by"])
    record("survey.closed", by=by, at=at, subject=survey, responses=survey.responses.count())
    return survey


def keep_response(code: str, sheet: Sheet, *, nonce: str, at: datetime) -> bool:
    """Keep what a citizen answered, for good before this returns; whether it is new.

    The same form sent again changes nothing. Of the moment only the day is kept, and no line is
    written into the book of deeds: it would tell who stood at the counter just then.
    Raises `NotOpen` when the survey takes no responses.
    """
    filled = Filled(code=code, nonce=nonce, sheet=sheet, answered_on=localdate(at))
    outcome = _pen.write(filled)
    if outcome is Outcome.NOT_OPEN:
        raise NotOpen
    return outcome is Outcome.KEPT


def _free_code() -> str:
    while Survey.objects.filter(code=(code := new_code())).exists():
        continue
    return code
