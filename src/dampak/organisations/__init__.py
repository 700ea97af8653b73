"""The dated tree of units, the people in it, their posts and postings."""
