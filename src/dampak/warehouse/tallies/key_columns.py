"""The columns of a table that keys are made of, and the SQL of their month."""

from dampak.warehouse.tallies.keys import EPOCH

UNIT, SERVICE = "unit_code", "service"


def month_number_of(day: str) -> str:
    """The month of a day as keys have it."""
    return f"(year({day}) - {EPOCH.year}) * 12 + month({day}) - 1"
