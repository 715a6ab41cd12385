"""Pages of deadline: the board of due dates, and the explanation of a date."""
