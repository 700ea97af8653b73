"""Many rows into the ledger at once, as each database takes them best."""
