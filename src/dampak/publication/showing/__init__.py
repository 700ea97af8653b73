"""Room eight: the result document as strings for one reader. Pages only arrange what comes here."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dampak.language import moments, quantities
from dampak.publication.showing.accounts import (
    AccountShown,
    account_said,
    accounts_shown,
    files_said,
)
from dampak.publication.showing.indicators import IndicatorShown, indicators_shown
from dampak.publication.showing.sources import (
    InputShown,
    Pair,
    TraceShown,
    input_shown,
    totals_shown,
    trace_shown,
)
from dampak.publication.showing.studies import StudyShown, study_shown
from dampak.publication.showing.texts import in_this

__all__ = ["EvaluationShown", "StudyShown", "evaluation_shown", "study_shown"]


MANY_FILES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationShown:
    """A whole evaluation for one reader.

    ``leading`` is the study of the main outcome (None where nothing could be studied);
    ``others`` are the further outcomes and those that must not get worse. ``level`` says of a
    nation how far down its tree the indicators go. Where ``has_many_files``, their tables are read
    first.
    """

    language: str
    title: str
    made: str
    leading: StudyShown | None
    others: tuple[StudyShown, ...]
    notes: tuple[str, ...]
    notices: tuple[str, ...]
    indicators: tuple[IndicatorShown, ...]
    level: str
    withheld: str
    accounts: tuple[AccountShown, ...]
    account_said: str
    files_said: str
    has_many_files: bool
    inputs: tuple[InputShown, ...]
    input_totals: tuple[str, str, str]
    traces: tuple[TraceShown, ...]
    snapshot: tuple[Pair, ...]

    @property
    def studies(self) -> tuple[StudyShown, ...]:
        """The leading study and the others."""
        return (self.leading, *self.others) if self.leading else self.others


def evaluation_shown(document: dict[str, Any], language: str) -> EvaluationShown:
    """Everything that the page and the report say, in ``language``, in reading order."""
    with translation.override(language):
        studies = _leading_first(document["studies"])
        shown = tuple(study_shown(study) for study in studies)
        return EvaluationShown(
            language=language,
            title=_title(studies),
            made=_made(document),
            leading=shown[0] if shown else None,
            others=shown[1:],
            notes=tuple(in_this(note) for note in document["notes"]),
            notices=tuple(in_this(notice) for notice in document.get("notices", [])),
            indicators=indicators_shown(document),
            level=_level(document),
            withheld=_withheld(document),
            accounts=accounts_shown(document),
            account_said=account_said(document),
            files_said=files_said(document),
            has_many_files="accounts" in document and len(document["inputs"]) > MANY_FILES,
            inputs=tuple(input_shown(file) for file in document["inputs"]),
            input_totals=totals_shown(document["inputs"]),
            traces=tuple(trace_shown(name, figure) for name, figure in document["figures"].items()),
            snapshot=_snapshot(document),
        )


def _leading_first(studies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The main outcome, then further ones, then those that must not get worse."""
    order = ("primary", "secondary", "guardrail")
    return sorted(studies, key=lambda study: order.index(study["role"]))


def _title(studies: list[dict[str, Any]]) -> str:
    """What this is: the evaluation of one programme, of training at all, or indicators alone."""
    if not studies:
        return _("Indicators of service")
    if studies[0]["programme"]:
        return _("Evaluation of the training “%(programme)s”") % studies[0]
    return _("Evaluation of the training")


def _made(document: dict[str, Any]) -> str:
    made = document["made_by"]
    return _("Made on %(moment)s by %(person)s with dampak %(version)s") % {
        "moment": moments.moment_named(made["at"]),
        "person": made["by"],
        "version": made["version"],
    }


def _withheld(document: dict[str, Any]) -> str:
    cells = document.get("withheld", [])
    if not cells:
        return ""
    return _(
        "%(count)s values are not shown because too few people or cases stand behind them."
    ) % {"count": quantities.count(len(cells))}


def _level(document: dict[str, Any]) -> str:
    n_all, n_shown = document.get("roll", {}).get("units", 0), len(document["units"])
    if n_shown >= n_all:
        return ""
    return _(
        "Of %(all)s units %(shown)s are shown: those above the others, each with all that stand "
        "below it."
    ) % {"all": quantities.count(n_all), "shown": quantities.count(n_shown)}


def _snapshot(document: dict[str, Any]) -> tuple[Pair, ...]:
    snapshot = document["snapshot"]
    return (
        Pair(_("Snapshot"), quantities.count(snapshot["number"])),
        Pair(_("Published"), moments.moment_named(snapshot["published_at"])),
        Pair(_("Clock"), snapshot["zone"]),
        Pair(_("Working days"), snapshot["calendar"]),
        Pair(_("Fingerprint"), snapshot["id"]),
    )
