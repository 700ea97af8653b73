"""Duties of UU 27/2022: notices, requests, retention, the register of breaches."""
