"""The checks that stand inside a result, so that nobody reads the number without them."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from dampak.foundation.text import Sentence, gettext_noop
from dampak.language.numbers import rounded

LARGEST_MISSING_SHARE = 0.10
LARGEST_READABLE_MISSING_SHARE = 0.50
LARGEST_SILENT_SHARE = 0.10
SMALLEST_GROUP = 5


class CheckOutcome(StrEnum):
    """What a check came to."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question put to a result: what was asked, what was found.

    ``is_fatal`` marks a failure after which the number should not be read at all, ``is_needed`` a
    check whose absence is a doubt of its own wherever no lottery was drawn.
    """

    code: str
    outcome: CheckOutcome
    title: str
    found: Sentence
    is_fatal: bool = False
    is_needed: bool = False


def passed_if(condition: bool) -> CheckOutcome:  # noqa: FBT001 - reads as "passed if ..."
    """The outcome of a check that could be made."""
    return CheckOutcome.PASSED if condition else CheckOutcome.FAILED


def unhealthy(checks: Collection[Check]) -> Sentence | None:
    """What the first fatal check found; None when the result may be read."""
    fatal = (check for check in checks if check.is_fatal and check.outcome is CheckOutcome.FAILED)
    return next((check.found for check in fatal), None)


def missing_months(values: NDArray[np.float64]) -> Check:
    """Is the panel nearly complete? One unit-month in ten may be empty; half of them is fatal."""
    n_all, n_missing = values.size, int(np.isnan(values).sum())
    return Check(
        code="missing-months",
        outcome=passed_if(n_missing <= LARGEST_MISSING_SHARE * n_all),
        title=gettext_noop("Months without data"),
        found=Sentence(
            "%(missing)s of %(all)s unit-months are empty; up to %(allowed)s%% may be.",
            {"missing": n_missing, "all": n_all, "allowed": _percent(LARGEST_MISSING_SHARE)},
        ),
        is_fatal=n_missing > LARGEST_READABLE_MISSING_SHARE * n_all,
    )


def minimum_group(*, n_trained: int, n_comparison: int) -> Check:
    """Are both groups more than a handful?"""
    return Check(
        code="minimum-group",
        outcome=passed_if(min(n_trained, n_comparison) >= SMALLEST_GROUP),
        title=gettext_noop("Size of the groups"),
        found=Sentence(
            "%(n_trained)s trained units and %(n_comparison)s comparison units; at least "
            "%(needed)s of each are wanted.",
            {"n_trained": n_trained, "n_comparison": n_comparison, "needed": SMALLEST_GROUP},
        ),
    )


def attrition(values: NDArray[np.float64], first_treated: NDArray[np.int_]) -> Check:
    """Did units fall silent before the end, and more so in one group than in the other?

    A unit is silent if it has no value in the last tenth of the periods, but did have one before.
    """
    title = gettext_noop("Units that stop reporting")
    n_last = max(1, values.shape[1] // 10)
    has_value = ~np.isnan(values)
    reported = np.asarray(has_value.any(axis=1))
    silent = reported & ~np.asarray(has_value[:, -n_last:].any(axis=1))
    trained = reported & (first_treated >= 0)
    others = reported & (first_treated < 0)
    shares = [silent[group].mean() for group in (trained, others) if group.any()]
    return Check(
        code="attrition",
        outcome=passed_if(max(shares, default=0.0) <= LARGEST_SILENT_SHARE),
        title=title,
        found=Sentence(
            "Silent at the end: %(trained_silent)s of %(trained)s trained units, "
            "%(others_silent)s of %(others)s units never trained; up to %(allowed)s%% of each may "
            "be.",
            {
                "trained_silent": int(silent[trained].sum()),
                "trained": int(trained.sum()),
                "others_silent": int(silent[others].sum()),
                "others": int(others.sum()),
                "allowed": _percent(LARGEST_SILENT_SHARE),
            },
        ),
    )


def spill_over() -> Check:
    """Staff who move and neighbours who copy: the data pack does not say who could have learned."""
    return Check(
        code="spill-over",
        outcome=CheckOutcome.NOT_POSSIBLE,
        title=gettext_noop("What spilled over"),
        found=Sentence(
            "The data do not say which comparison units learned from trained ones; if they did, "
            "the true difference is larger than the one shown."
        ),
    )


def _percent(share: float) -> Decimal:
    return rounded(share * 100, 0)
