"""Keeping an installation well: checks, safe copies, logs, metrics."""
