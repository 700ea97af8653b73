"""Negeri Uji: an invented regency whose true effects are known, because they were planted."""
