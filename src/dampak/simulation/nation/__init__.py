"""The nation around Negeri Uji: as many records as a country has, and its true effects known."""
