"""Lists of units and staff: read, checked in columns, and settled against what is known."""
