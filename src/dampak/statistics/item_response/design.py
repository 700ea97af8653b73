"""Which questions can be placed on a common scale by the answers that there are."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Informative:
    """Answers that carry information: ``answers`` (n_people, n_items), NaN not presented.

    ``items`` and ``people`` are flags over the questions and people handed in.
    """

    answers: Floats
    items: Flags
    people: Flags


def informative_about_order(table: Floats) -> Informative | NoAnswer:
    """Without people all right or all wrong, and questions that all the others answered alike.

    What is left out of one may leave nothing of the other, so it is repeated until all is quiet.
    The rest must hang together (Fischer 1981): from any question to any other there must lead a
    chain of questions, each done by somebody who failed at the next.
    """
    items = np.ones(table.shape[1], dtype=bool)
    while True:
        part = table[:, items]
        right, seen = np.nansum(part, axis=1), np.isfinite(part).sum(axis=1)
        people = (right > 0) & (right < seen)
        share = _share_right(part[people])
        if ((share > 0) & (share < 1)).all():
            break
        items[np.flatnonzero(items)[~((share > 0) & (share < 1))]] = False
    found = Informative(answers=part[people], items=items, people=people)
    return _refusal(found) or found


def _share_right(part: Floats) -> Floats:
    seen = np.isfinite(part).sum(axis=0)
    return np.asarray(np.nansum(part, axis=0) / np.maximum(seen, 1))


def _refusal(found: Informative) -> NoAnswer | None:
    n_items = int(found.items.sum())
    if n_items < 2:
        return NoAnswer(why=Silence.TOO_FEW_ITEMS, needed=2, found=n_items)
    right, wrong = found.answers == 1, found.answers == 0
    beats = csr_array(right.T.astype(np.float32) @ wrong.astype(np.float32) > 0)
    if connected_components(beats, connection="strong")[0] > 1:
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    return None
