"""What stands in an address of a page, where anybody can write anything."""

LARGEST_DIGITS = 18  # more than a ledger has a place for


def number_in(text: str) -> int | None:
    """The number of a row; None where an address holds anything else."""
    is_one = text.isascii() and text.isdigit() and len(text) <= LARGEST_DIGITS
    return int(text) if is_one else None
