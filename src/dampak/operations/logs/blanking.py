"""The net under the logs: what looks like a person becomes blank, wherever it came from.

No line is meant to hold any of this; a message of a library, or of a fault, might.
"""

import re
from collections.abc import Mapping
from typing import Any

BLANK = "[…]"
_PERSONAL = re.compile(
    r"(?<!\d)\d{8}[ .-]?\d{6}[ .-]?\d[ .-]?\d{3}(?!\d)"  # NIP, also with its gaps
    r"|(?<!\d)\d{16,19}(?!\d)"  # NIK and whatever else is as long
    r"|(?<!\d)(?:\+?62|0)[ -]?8\d{1,3}[ -]?\d{3,4}[ -]?\d{3,5}(?!\d)"  # telephones
    r"|[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"  # e-mail
    r"|(?i:bearer|basic)\s+[\w.~+/=-]+"
)
_KEYS = re.compile(r"(?i)password|sandi|secret|token|cookie|authorization|\bnip\b|\bemail\b")
_LONGEST_WHOLE = 10**15


def blanked(value: Any, *, named: str = "") -> Any:
    """The same value, with nothing in it that looks like a person or a key."""
    if _KEYS.search(named):
        return BLANK
    if isinstance(value, str):
        return _PERSONAL.sub(BLANK, value)
    if isinstance(value, Mapping):
        return {name: blanked(each, named=str(name)) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [blanked(each) for each in value]
    if isinstance(value, int) and abs(value) >= _LONGEST_WHOLE:
        return BLANK
    return value
