"""One line of what waits for somebody."""

from dataclasses import dataclass

from dampak.privacy.clocks import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that waits for this person, with the page on which it is done.

    The clock is there where the law has set one.
    """

    sign: str
    title: str
    why: str
    url: str
    clock: Clock | None = None
