"""What the site writes down about itself: lines for machines or people, and nobody's data."""
