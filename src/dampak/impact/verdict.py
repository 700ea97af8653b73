"""The verdict, by a rule that was fixed before the data came."""

from enum import StrEnum

from dampak.foundation.answers import Estimate, NoAnswer
from dampak.foundation.text import gettext_noop
from dampak.indicators.definition import Better


class Verdict(StrEnum):
    """What the study says, in one word."""

    MOVED = "moved"
    WORSENED = "worsened"
    DID_NOT_MOVE = "did_not_move"
    CANNOT_TELL = "cannot_tell"
    NOT_HEALTHY = "not_healthy"

    @property
    def in_words(self) -> str:
        """The verdict as a reader sees it."""
        return _IN_WORDS[self]


_IN_WORDS = {
    Verdict.MOVED: gettext_noop("Moved"),
    Verdict.WORSENED: gettext_noop("Got worse"),
    Verdict.DID_NOT_MOVE: gettext_noop("Did not move"),
    Verdict.CANNOT_TELL: gettext_noop("Cannot tell yet"),
    Verdict.NOT_HEALTHY: gettext_noop("Not healthy enough to read"),
}


def judge(
    answer: Estimate | NoAnswer,
    *,
    smallest_effect: float | None,
    better: Better,
    is_healthy: bool = True,
) -> Verdict:
    """Read the interval against the smallest effect that matters (rule ``interval/1``).

    With the wanted direction counted as positive: an interval wholly below the smallest effect
    did not move (wholly below nought: got worse); one wholly above nought moved; any other holds
    both and cannot tell. Where nobody stated a smallest effect, "did not move" is never said.
    """
    if not is_healthy:
        return Verdict.NOT_HEALTHY
    if isinstance(answer, NoAnswer):
        return Verdict.CANNOT_TELL
    low, high = wanted(answer, better)
    if high < 0:
        return Verdict.WORSENED
    if smallest_effect is not None and high < smallest_effect:
        return Verdict.DID_NOT_MOVE
    return Verdict.MOVED if low > 0 else Verdict.CANNOT_TELL


def wanted(estimate: Estimate, better: Better) -> tuple[float, float]:
    """The interval with the wanted direction counted as positive."""
    if better is Better.LOWER:
        return -estimate.high, -estimate.low
    return estimate.low, estimate.high
