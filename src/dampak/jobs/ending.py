"""What becomes of a job when its task returns or breaks off."""

import traceback
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from dampak.foundation.text import Sentence
from dampak.jobs.claiming import Claim, Ending
from dampak.jobs.limits import TookTooLong
from dampak.jobs.models import Attempt, Outcome, State
from dampak.jobs.progress import Cancelled, TryAgain, WorkerStops
from dampak.language.saying import in_both

BROKE_OFF = Sentence(
    "The work broke off by a fault in the program. Nothing was done by halves. Try again; should "
    "it happen again, tell the administrator the number of this job."
)
TOO_LONG = Sentence(
    "The work took longer than it may (%(minutes)s minutes) and was broken off. What was finished "
    "is remembered: try again to go on from there, or hand in less at a time."
)

LOST_ITS_RIGHT = Sentence(
    "Whoever asked for this no longer has the right to it, so it is not done in their name. "
    "Somebody who has the right may ask for it anew, where it was asked for."
)


def ending_of(result: Any) -> Ending:
    """The task returned."""
    return Ending(state=State.DONE, outcome=Outcome.DONE, told={}, result=result)


def ending_without_right() -> Ending:
    """Who asked for it may not have it done any more, so the task was not begun."""
    return Ending(state=State.FAILED, outcome=Outcome.FAILED, told=in_both(LOST_ITS_RIGHT))


def ending_after(fault: BaseException, claim: Claim, *, at: datetime) -> Ending:
    """The task broke off: it goes back, is over, or is tried again after a pause."""
    match fault:
        case WorkerStops():
            return Ending(
                state=State.WAITING,
                outcome=Outcome.HANDED_BACK,
                told={},
                due_at=at,
                gives_try_back=True,
            )
        case Cancelled():
            return _cancelled(claim)
        case TryAgain():
            return _failed(claim, [fault.sentence], fault, at=at)
        case TookTooLong():
            minutes = round(claim.task.time_limit.total_seconds() / 60)
            return _over([Sentence(TOO_LONG.message, {"minutes": minutes})], fault)
    words = words_of(fault)
    return _over(words, fault) if words else _failed(claim, [BROKE_OFF], fault, at=at)


def words_of(fault: BaseException) -> list[Sentence]:
    """What a refusal says to the person at the screen; trying again would only hear it again."""
    told: Iterable[Any] = getattr(fault, "faults", None) or [getattr(fault, "sentence", None)]
    return [each for each in told if isinstance(each, Sentence)]


def place_of(fault: BaseException) -> str:
    """What kind of fault, and where; never its words, which may quote somebody's data."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    where = f" {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(fault).__name__}{where}"


def _cancelled(claim: Claim) -> Ending:
    by = Attempt.objects.values_list("cancel_asked_by", flat=True).get(pk=claim.attempt.pk)
    return Ending(
        state=State.CANCELLED,
        outcome=Outcome.CANCELLED,
        told=in_both("Cancelled while it was running."),
        cancelled_by=by,
    )


def _over(words: list[Sentence], fault: BaseException) -> Ending:
    return Ending(
        state=State.FAILED, outcome=Outcome.FAILED, told=_told(words), fault=place_of(fault)
    )


def _failed(claim: Claim, words: list[Sentence], fault: BaseException, *, at: datetime) -> Ending:
    left = claim.job.tries_left
    if left == 0:
        return _over(words, fault)
    pause = claim.task.pause_after(claim.task.tries - left)
    return Ending(
        state=State.WAITING,
        outcome=Outcome.FAILED,
        told=_told(words),
        fault=place_of(fault),
        due_at=at + pause,
    )


def _told(words: list[Sentence]) -> dict[str, str]:
    said = [in_both(each) for each in words]
    return {language: " ".join(each[language] for each in said) for language in said[0]}
