"""Two sides of a counter: the office and the citizen."""
