"""Strings into values, strictly: a full match of a known form, or a fault with a name."""
