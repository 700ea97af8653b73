"""Lists of units and staff come in: looked at first, then taken over whole or not at all."""
