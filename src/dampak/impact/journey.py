"""Rooms four to eight of a study's number: what came in, what went on, and by which rule."""

from hashlib import sha256
from types import MappingProxyType

import numpy as np

from dampak.foundation.answers import Estimate
from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.evaluation import Figure, Study
from dampak.impact.studying import Compared
from dampak.statistics.staggered import GROUP_TIME
from dampak.warehouse.panels import Panel
from dampak.warehouse.passage import LeftOut, Passage

UNIT_MONTHS = Sentence("unit-months")
NUMBERS = Sentence("numbers")

_SEALED = MappingProxyType(
    {
        True: gettext_noop("Put beside the plan that was sealed before the training."),
        False: gettext_noop("Put beside its plan; the seal is missing, late or broken."),
    }
)


def figure_of(
    study: Study,
    *,
    counted: tuple[Passage, ...],
    panel: Panel,
    compared: Compared,
    released_by: str,
) -> Figure:
    """The whole way of a study's number; ``counted`` are rooms one to three."""
    n_numbers = 1 + (len(study.events.points) if study.events else 0)
    return Figure(
        title=study.outcome.title,
        rooms=(
            *counted,
            _comparing(study, panel, compared),
            *_after_comparing(study, n_numbers, released_by),
        ),
    )


def _comparing(study: Study, panel: Panel, compared: Compared) -> Passage:
    n_all = int(panel.values.size)
    left_out = _left_out(panel, compared)
    n_left = sum(each.rows for each in left_out)
    return Passage(
        room=4,
        what=Sentence("Units trained were compared with units not yet or never trained."),
        counted_in=UNIT_MONTHS,
        rows_in=n_all,
        rows_out=n_all - n_left,
        set_aside=n_left,
        version=study.answer.method if isinstance(study.answer, Estimate) else GROUP_TIME,
        sha256=sha256(np.ascontiguousarray(panel.values).tobytes()).hexdigest(),
        left_out=left_out,
    )


def _left_out(panel: Panel, compared: Compared) -> tuple[LeftOut, ...]:
    has_value = ~np.isnan(panel.values)
    if compared.effects is None:
        used = np.zeros(len(panel.unit_codes), dtype=bool)
        because = Sentence("no comparison was possible")
    else:
        used = np.isin(np.arange(len(panel.unit_codes)), compared.effects.panel.rows)
        because = Sentence("trained before the data begin, or never measured")
    reasons = (
        LeftOut(because=Sentence("nothing was counted"), rows=int((~has_value[used]).sum())),
        LeftOut(because=because, rows=int(has_value[~used].size)),
    )
    return tuple(reason for reason in reasons if reason.rows)


def _after_comparing(study: Study, n_numbers: int, released_by: str) -> tuple[Passage, ...]:
    is_sealed = bool(
        study.sealing and study.sealing.was_before_training and not study.sealing.deviations
    )
    seal = study.sealing.seal.sha256 if study.sealing else ""
    steps = (
        (5, Sentence(_SEALED[is_sealed]), study.plan.rule, seal),
        (
            6,
            Sentence("Only differences between groups of units leave; no row does."),
            "inside/1",
            "",
        ),
        (7, Sentence("Released by %(name)s.", {"name": released_by}), "inside/1", ""),
        (8, Sentence("Rounded and put into words that obey the grade."), "wording/1", ""),
    )
    return tuple(
        Passage(
            room=room,
            what=what,
            counted_in=NUMBERS,
            rows_in=n_numbers,
            rows_out=n_numbers,
            set_aside=0,
            version=version,
            sha256=fingerprint,
        )
        for room, what, version, fingerprint in steps
    )
