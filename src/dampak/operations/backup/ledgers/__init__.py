"""The ledger as something to copy and to bring back, on either database."""

from dampak.operations.backup.ledgers.asking import Ask, migrations_of, rows_by_table, uploads_of
from dampak.operations.backup.ledgers.postgresql import Address, address_of, address_of_url
from dampak.operations.backup.ledgers.refusing import CannotCopyLedger

__all__ = [
    "Address",
    "Ask",
    "CannotCopyLedger",
    "address_of",
    "address_of_url",
    "migrations_of",
    "rows_by_table",
    "uploads_of",
]
