"""Room 2: typed rows, codes, time zone, duplicates; people become keys."""

from dampak.warehouse.conformed.conforming import conform
from dampak.warehouse.conformed.keyed import KeyedFile, keyed
from dampak.warehouse.conformed.records import Account, Conformed, TooManyRefused

__all__ = ["Account", "Conformed", "KeyedFile", "TooManyRefused", "conform", "keyed"]
