"""Ratings and judgements made by formula, so that any program can be handed the same."""

import numpy as np


def formula_ratings():
    """Sixteen things, four raters, answers 1 to 4; every seventh is missing."""
    things, raters = np.indices((16, 4))
    merit = (3 * things + things // 3) % 4
    answers = np.clip(merit + (things * raters) % 5 // 3 + raters // 3, 1, 4)
    missing = (4 * things + raters) % 7 == 3
    return np.where(missing, np.nan, answers)


def formula_judgements(*, two_steps):
    """Thirty people judged by two of four raters on three questions; 1 to 2, or 1 to 4."""
    people, places, items = (each.ravel() for each in np.indices((30, 2, 3)))
    raters = (people + places * (1 + people % 3)) % 4
    merit = (people * 7) % 13 / 3 - 2
    chance = (people * 31 + places * 17 + items * 23) % 29 / 29
    logit = merit - (raters - 1.5) / 2 - (items - 1) / 2 + 4 * (chance - 0.5)
    steps = (logit > 0).astype(int) if two_steps else np.digitize(logit, [-1.5, 0.0, 1.5])
    return {"scores": 1 + steps, "people": people, "raters": raters, "items": items}


def formula_complete_judgements():
    """Sixty people, all judged by the same two raters on the same two questions; 1 to 3."""
    people, raters, items = (each.ravel() for each in np.indices((60, 2, 2)))
    merit = (people * 7) % 13 / 4 - 1.5
    chance = (people * 31 + raters * 17 + items * 23) % 29 / 29
    logit = merit - raters * 0.8 - items * 0.5 + 4 * (chance - 0.5)
    return {
        "scores": 1 + np.digitize(logit, [-1.2, 0.8]),
        "people": people,
        "raters": raters,
        "items": items,
    }
