"""Whether the site is well: a page for those who look after it, and numbers for machines."""
