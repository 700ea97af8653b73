"""Does each method keep its word? Worlds whose truth is known, and how often it was found."""
