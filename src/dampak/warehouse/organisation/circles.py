"""Nobody stands below themselves."""

from collections.abc import Iterable, Mapping


def refuse_circles(codes: Iterable[str], above: Mapping[str, str | None]) -> None:
    """Follow the line of each unit to the top; what was passed once is not passed again.

    Raises
    ------
    ValueError
        If a line comes back to itself.
    """
    sound: set[str] = set()
    for code in codes:
        line: dict[str, None] = {}
        at: str | None = code
        while at is not None and at not in sound:
            if at in line:
                raise ValueError(f"Unit {at} stands below itself.")
            line[at] = None
            at = above[at]
        sound.update(line)
