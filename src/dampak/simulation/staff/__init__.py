"""The offices of an invented nation and everybody who works in them, as lists of staff show it."""
