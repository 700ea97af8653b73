"""What the pages of units and people answer."""
