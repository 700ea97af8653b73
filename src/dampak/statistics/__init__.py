"""One method per file, arrays in and records out: an `Estimate`, or a `NoAnswer` that says why."""
