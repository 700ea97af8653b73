"""The organisation: which unit stood below which, on which day, and who took over from whom."""
