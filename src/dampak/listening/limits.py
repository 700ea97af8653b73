"""How many responses one address may hand in, remembered for a minute and written nowhere."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import AddressValueError, IPv6Address
from threading import Lock

BITS_OF_A_LINE = 64  # of an IPv6 address; one telephone may choose all that come after


def network_of(address: str) -> str:
    """The address that is counted: of the new kind its network, of which every line has one."""
    try:
        new = IPv6Address(address)
    except AddressValueError:
        return address
    if new.ipv4_mapped is not None:
        return str(new.ipv4_mapped)
    return f"{int(new) >> BITS_OF_A_LINE:x}"


@dataclass(slots=True)
class ByTheMinute:
    """Counts of this minute; those of the minute before are forgotten."""

    _minute: int = 0
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def is_one_too_many(self, who: str, what: str, *, most: int, at: datetime) -> bool:
        """Count one more; whether it is more than there may be within this minute."""
        minute = int(at.timestamp()) // 60
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[who, what] += 1
            return self._counts[who, what] > most
