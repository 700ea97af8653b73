"""Tallies: what can be added up of a set of rows, kept so that no row need be read twice."""
