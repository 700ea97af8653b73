"""NIB, the National Indicator Build: a nation's records, counted beside the engines of others."""
