"""Pages of accounts: those one looks after, one's own roles, and the link of an invitation."""
