"""Background work, kept in the ledger: claimed, cancelled, tried again, scheduled."""
