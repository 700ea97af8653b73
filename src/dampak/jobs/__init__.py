"""Background work: kept in the ledger, claimed, told how far it is, cancelled, tried again, scheduled."""
