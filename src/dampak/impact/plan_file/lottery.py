"""Read the lottery of a plan, as declared under ``[plan.draw]``."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dampak.impact.drawing import Batch, Draw


def read_draw(declared: Any) -> Draw | None:
    """The lottery; None if it is not declared so that anybody could replay it."""
    match declared:
        case {"seed": str(seed), "units": list(units), "batches": list(batches)}:
            draw = Draw(
                seed=seed,
                units=tuple(str(unit) for unit in units),
                batches=tuple(_batch(batch) for batch in batches if _is_batch(batch)),
            )
            return draw if len(draw.batches) == len(batches) and _fits(draw) else None
    return None


def _is_batch(batch: Any) -> bool:
    match batch:
        case {"month": date(), "units": int(units)}:
            return units > 0
    return False


def _batch(batch: Mapping[str, Any]) -> Batch:
    return Batch(month=batch["month"].replace(day=1), units=batch["units"])


def _fits(draw: Draw) -> bool:
    seats = sum(batch.units for batch in draw.batches)
    return len(set(draw.units)) == len(draw.units) and seats <= len(draw.units)
