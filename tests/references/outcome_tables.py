"""Counts, shares and times made by formula, so that any program can be handed the same."""

import numpy as np


def formula_counts():
    """Twelve offices, eight months, seven of them trained in turn; one month is missing."""
    units, months = np.indices((12, 8))
    is_trained = (units < 7) & (months >= 3 + units % 3)
    exposure = 40.0 + 10 * (units % 5) + 5 * (months % 3)
    counts = ((units * 5 + months * 3 + units * months) % 7 + units % 4).astype(float)
    counts -= is_trained & (counts > 1)
    counts[4, 2] = np.nan
    return {"counts": counts, "exposure": exposure, "is_trained": is_trained}


def formula_shares():
    """The same offices: of so many cases, so large a share in time."""
    units, months = np.indices((12, 8))
    cases = 10.0 + (units * 7 + months * 5) % 11
    is_trained = (units < 7) & (months >= 3 + units % 3)
    in_time = np.minimum((units * 3 + months * 2) % 6 + 4 + is_trained, cases)
    return {"shares": in_time / cases, "cases": cases, "is_trained": is_trained}


def formula_times():
    """Forty cases, every fourth still open; whether they were handled by the trained."""
    cases = np.arange(40)
    days = 1 + (cases * 17) % 37 + (cases % 5) ** 2 / 4
    is_trained = cases % 2 == 0
    return {
        "days": days - 3 * is_trained + 3,
        "is_closed": cases % 4 != 3,
        "is_trained": is_trained,
    }
