"""One file for each kind of thing that can be asked about or handed in; and pages for people."""
