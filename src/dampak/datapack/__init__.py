"""What an office hands over: the tables, their headers in both languages, and foreign exports."""
