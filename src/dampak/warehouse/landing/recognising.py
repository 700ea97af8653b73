"""Which table a header belongs to."""

from collections.abc import Sequence

from dampak.datapack.columns import Table
from dampak.datapack.headers import Match, match
from dampak.datapack.mapping import Mapping
from dampak.datapack.recognition import is_tie, table_named, tables_fitting
from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence
from dampak.warehouse.landing import refusals


def recognised(
    place: str,
    labels: Sequence[str],
    *,
    names: Sequence[str],
    mapping: Mapping | None = None,
    expected: Table | None = None,
) -> Match | Sentence:
    """Which table the header belongs to; ``names`` (of sheet, file) decide where they can."""
    if mapping:
        return match(labels, TABLES[mapping.table], mapping)
    named = expected or next(filter(None, map(table_named, names)), None)
    told = match(labels, named) if named else None
    if told and (expected or told.is_complete):
        return told
    fitting = tables_fitting(labels)
    if fitting and fitting[0].is_complete:
        return refusals.ambiguous_table(place, fitting) if is_tie(fitting) else fitting[0]
    return told or refusals.unknown_table(place, labels, fitting[0] if fitting else None)
