"""The tree that the cube of a snapshot is made along, and the numbers of its units in keys."""

from collections.abc import Mapping

import pyarrow.parquet as pq

from dampak.warehouse.fingerprint import whole
from dampak.warehouse.organisation.tree import Tree, tree_of
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.numbers import numbering_of

ABOVE = """SELECT code, parent_code FROM units
QUALIFY row_number() OVER (PARTITION BY code ORDER BY valid_from DESC NULLS LAST) = 1"""


def numbers_of_units(snapshot: Snapshot) -> Mapping[str, int]:
    """The number of every unit in the keys of the snapshot's tallies.

    Raises ValueError for a snapshot that was not counted.
    """
    if snapshot.numbers is None:
        raise ValueError("The snapshot was not counted.")
    return numbering_of(pq.ParquetFile(whole(snapshot.numbers)).read()).units.by_code()


def tree_along(snapshot: Snapshot, numbers: Mapping[str, int]) -> Tree:
    """Units under the unit that was above them last; those that nobody listed at the top."""
    with snapshot.connect() as connection:
        above = dict(connection.execute(ABOVE).fetchall())
    return tree_of({**dict.fromkeys(numbers), **above}.items(), numbers)
