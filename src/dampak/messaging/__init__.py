"""Messages to people: written from letters, sent at decent hours, each on record."""
