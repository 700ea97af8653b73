"""The register of service requests as a national data centre sends it, month by month."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.damage import SENT_TWICE, Damage, damage_of
from dampak.simulation.nation.luck import luck_of_part
from dampak.simulation.nation.parts import Part
from dampak.simulation.nation.register_counts import counts_of
from dampak.simulation.nation.register_rows import Batch, rows_of
from dampak.simulation.nation.requests import Ending, draw_requests
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.series import CORRECTED, OF_THE_MONTH, Series
from dampak.simulation.nation.span import MONTHS_BEFORE


def service_requests(nation: Nation, block: Block, month: int) -> Part:
    """The requests of a month, some twice; what it corrects; and first what was open before it."""
    new = new_requests(nation, block, month)
    wrong = list(_to_be_corrected(nation, block, month))
    counted = [new, *_carried_over(nation, block, month), *wrong]
    sent = [new, *counted[1 : len(counted) - len(wrong)], *map(_with_a_wrong_day, wrong)]
    sent += _to_be_corrected(nation, block, month - 1)
    tables = [rows_of(nation, block, batch) for batch in sent]
    again = _sent_twice(nation, block, month, tables[0])
    return Part(
        rows=pa.concat_tables([*tables, again]),
        counts=counts_of(nation, block, counted),
        damage=_damage(new, n_again=len(again), n_wrong=sum(len(each) for each in wrong)),
    )


def new_requests(nation: Nation, block: Block, month: int, series: Series = OF_THE_MONTH) -> Batch:
    """What came in in a month of the window, the damaged rows among it."""
    requests = draw_requests(nation, block, month, series)
    kind = damage_of(requests.luck_damage)
    return Batch(requests=requests, month=month, series=series, damage=kind)


def _carried_over(nation: Nation, block: Block, month: int) -> Iterator[Batch]:
    """What came in before the window and was open when it began is sent with its first month."""
    for before in range(-MONTHS_BEFORE, 0) if month == 0 else ():
        requests = draw_requests(nation, block, before)
        yield Batch(requests=requests, month=before, series=OF_THE_MONTH)


def _to_be_corrected(nation: Nation, block: Block, month: int) -> Iterator[Batch]:
    """The answered requests of a month that are sent again, rightly, with the month after it."""
    if not 0 <= month < nation.scale.n_months - 1:
        return
    requests = draw_requests(nation, block, month, CORRECTED)
    ended = nation.span.closing_day(requests.received, requests.waited_untrained)
    is_answered = (requests.ending == Ending.CLOSED) | (requests.ending == Ending.REFUSED)
    chosen = requests.among(is_answered & (ended < nation.span.after))
    yield Batch(requests=chosen, month=month, series=CORRECTED)


def _with_a_wrong_day(batch: Batch) -> Batch:
    """Closed as soon as could be, says the first version."""
    requests = batch.requests
    at_once = requests.is_free_day.astype(np.int32)
    return replace(batch, requests=replace(requests, waited=at_once, closing=requests.closing * 0))


def _sent_twice(nation: Nation, block: Block, month: int, rows: pa.Table) -> pa.Table:
    rng = luck_of_part(nation.scale.seed, "sent twice", month=month, block=block.number)
    return rows.take(np.flatnonzero(rng.random(len(rows), np.float32) < SENT_TWICE))


def _damage(new: Batch, *, n_again: int, n_wrong: int) -> Counter[str]:
    found = Counter({"sent-twice": n_again, "corrected-later": n_wrong})
    for kind in Damage:
        if kind is not Damage.NONE:
            found[kind.name.lower().replace("_", "-")] = int(np.sum(new.damage == kind))
    found["closing-not-recorded"] = int(np.sum(new.requests.ending == Ending.OPEN))
    return found
