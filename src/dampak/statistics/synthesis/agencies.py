"""Agencies hand over their answers and keep their rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import finite_number, whole_number
from dampak.statistics.synthesis.pooled import Pooled, common_effect, pooled_effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What one agency hands over: its estimate, and what it is an estimate of.

    ``definition`` names the indicator and its version; ``month`` is the first day of the month
    that the answer stands for; ``n`` counts the units behind it. ``units`` holds their codes (of
    offices, not of people), so that no unit is counted by two agencies; empty if not handed over.
    """

    agency: str
    estimate: float
    standard_error: float
    n: int
    month: date
    definition: str
    units: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        whole_number(self.n, name=f"n of {self.agency}", at_least=1)
        finite_number(self.estimate, name=f"estimate of {self.agency}")
        finite_number(self.standard_error, name=f"standard_error of {self.agency}")


def pooled_over_agencies(
    handed: Sequence[Handed], *, one_effect: bool = False, confidence: float = 0.95
) -> Pooled | NoAnswer:
    """Put the agencies' estimates together, if they are estimates of the same thing.

    Parameters
    ----------
    handed
        One record per agency.
    one_effect
        True: all agencies took part in one study (`common_effect`). False: their effects may
        differ (`pooled_effect`).
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    Pooled
        What the function named above returned.
    NoAnswer
        If a unit is counted by more than one agency (``found`` such units), or with too few
        agencies.

    Raises
    ------
    ValueError
        If an agency occurs twice, or definitions or months differ, or ``n`` and the number of
        units do.
    """
    _same_thing(handed)
    for each in handed:
        if each.units and len(each.units) != each.n:
            raise ValueError(f"{each.agency} counts {each.n} units and names {len(each.units)}")
    named = sum(len(each.units) for each in handed)
    if twice := named - len(frozenset[str]().union(*(each.units for each in handed))):
        return NoAnswer(why=Silence.COUNTED_TWICE, needed=0, found=twice)
    pool = common_effect if one_effect else pooled_effect
    return pool(
        values=[each.estimate for each in handed],
        standard_errors=[each.standard_error for each in handed],
        confidence=confidence,
    )


def _same_thing(handed: Sequence[Handed]) -> None:
    agencies = [each.agency for each in handed]
    if twice := sorted({agency for agency in agencies if agencies.count(agency) > 1}):
        raise ValueError(f"{twice[0]} handed over more than one estimate; keep the valid one")
    for name in ("definition", "month"):
        found = sorted({str(getattr(each, name)) for each in handed})
        if len(found) > 1:
            raise ValueError(
                f"the agencies' estimates differ in {name} ({', '.join(found)}); "
                "ask for the same from all"
            )
