"""A lottery that anybody can hold again."""

from datetime import date
from hashlib import sha256

from dampak.impact.drawing import Batch, Draw, replay

MAY, JULY = date(2024, 5, 1), date(2024, 7, 1)
DRAW = Draw(
    seed="gempa bumi 2 Mei",
    units=("U1", "U2", "U3", "U4"),
    batches=(Batch(month=MAY, units=1), Batch(month=JULY, units=2)),
)


def test_the_lot_is_the_hash_of_seed_and_unit():
    line = sorted(DRAW.units, key=lambda u: sha256(f"gempa bumi 2 Mei:{u}".encode()).hexdigest())

    assert replay(DRAW) == {line[0]: MAY, line[1]: JULY, line[2]: JULY, line[3]: None}


def test_the_order_in_which_units_are_listed_does_not_matter():
    turned = Draw(seed=DRAW.seed, units=DRAW.units[::-1], batches=DRAW.batches)

    assert replay(turned) == replay(DRAW)
