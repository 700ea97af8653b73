"""Deeds on requests of people, on their data, and on incidents."""
