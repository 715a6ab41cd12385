"""What the played year is checked by: dates, papers, tables and replay, counted by hand."""
