"""What outside systems may ask and hand in, under a token."""
