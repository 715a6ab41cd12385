"""Pages of deadline: the board of due dates, and why a date is what it is."""
