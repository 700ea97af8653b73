"""Room 2: typed rows, codes, time zone, duplicates; people become keys."""
