"""Many people at once: citizens who answer, staff who browse, and a server that may be killed."""
