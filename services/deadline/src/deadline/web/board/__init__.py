"""期限一览: the board of due dates, and why each date of a request is what it is."""
