"""The book on the screen: what was done, which rows changed, and whether the chain agrees."""
