"""Numbers about the running site, in the words of Prometheus; none of them is about a person."""
