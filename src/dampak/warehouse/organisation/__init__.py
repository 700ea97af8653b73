"""The organisation: which unit stands below which."""
