"""Room 2: typed rows, codes, time zone, duplicates; people become keys."""

from dampak.warehouse.conformed.conforming import conform, conform_at_any_loss
from dampak.warehouse.conformed.keyed import KeyedFile, keyed
from dampak.warehouse.conformed.limits import refusals_of
from dampak.warehouse.conformed.records import Account, Conformed, TooManyRefused

__all__ = [
    "Account",
    "Conformed",
    "KeyedFile",
    "TooManyRefused",
    "conform",
    "conform_at_any_loss",
    "keyed",
    "refusals_of",
]
