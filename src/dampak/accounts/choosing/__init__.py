"""A person is searched for by name or number, and picked: one home for every page that needs it."""
