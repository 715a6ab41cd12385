"""The checks of the played year: dates, papers, tables and replay against values that were counted by hand."""
