"""What is sent to people, by which way, when it may be, and the record of it."""
