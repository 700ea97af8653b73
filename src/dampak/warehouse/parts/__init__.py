"""Parts: the rows of a nation, month by month, sorted and never rewritten."""
