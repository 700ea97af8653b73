"""Questions about requests, about what is kept of a person, and about incidents."""
