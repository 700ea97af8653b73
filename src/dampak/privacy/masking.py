"""Names as they are shown to who has to tell one from another and need not read them."""

SHOWN_IN_FRONT, LONG_ENOUGH = 2, 6


def masked_name(name: str) -> str:
    """The first two letters and the last; of a short name the first alone."""
    if len(name) < LONG_ENOUGH:
        return f"{name[:1]}…"
    return f"{name[:SHOWN_IN_FRONT]}…{name[-1]}"
